import type { Logger } from '../telemetry/logger.ts';
import { type SetupStep, stepText } from './step.ts';

/** What a set-up or its removal came to. */
export interface SetupReport {
  /** True: no problems. */
  readonly ok: boolean;
  /** True: nothing was written. */
  readonly dryRun: boolean;
  readonly steps: readonly SetupStep[];
  /** Every problem of every step; a sentence each, with what to do. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Puts the steps together and logs them: a line per step, per warning and per problem. */
export function reportOf(
  steps: readonly SetupStep[],
  options: { dryRun: boolean; warnings: readonly string[]; logger: Logger },
): SetupReport {
  const { dryRun, logger } = options;
  for (const step of steps) logger.info(stepText(step, dryRun), { subject: step.subject, change: step.change });
  const warnings = [...new Set([...options.warnings, ...steps.flatMap((step) => step.warnings)])];
  for (const warning of warnings) logger.warn(warning);
  const problems = [...new Set(steps.flatMap((step) => step.problems))];
  for (const problem of problems) logger.error(problem);
  return { ok: problems.length === 0, dryRun, steps, problems, warnings };
}
