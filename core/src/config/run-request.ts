import { z } from 'zod';
import { instantFromIsoDate } from './iso-instant.ts';
import { describeIssues } from './merchant-problems.ts';
import { wordOf, yesOrNo } from './merchant-values.ts';

/** The tasks of a job run, in the order in which they run. */
export const TASK_NAMES = ['orders', 'fulfillments', 'returns', 'inventory', 'reconcile', 'housekeeping'] as const;

/** One task of a job run. */
export type TaskName = (typeof TASK_NAMES)[number];

/** What an operator asks of one run; a field that is left out means the same as in the scheduled run. */
export interface RunRequest {
  /** Each at most once, in the order of `TASK_NAMES`. */
  readonly tasks?: readonly TaskName[] | undefined;
  readonly full?: boolean | undefined;
  /** Epoch milliseconds (UTC). */
  readonly since?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** A run request, none (the scheduled run), or why it cannot be taken. */
export type RunRequestReading =
  | { readonly ok: true; readonly request: RunRequest | undefined }
  | { readonly ok: false; readonly message: string };

const OPTIONS = {
  tasks: z
    .array(wordOf(TASK_NAMES), 'must be a list of task names: ["orders"]')
    .min(1, `must name at least one of ${TASK_NAMES.join(', ')}`)
    .transform((names) => TASK_NAMES.filter((name) => names.includes(name)))
    .optional(),
  full: yesOrNo().optional(),
  since: z
    .unknown()
    .transform((value, context): number => {
      const instant = typeof value === 'string' ? instantFromIsoDate(value) : undefined;
      if (instant === undefined) {
        context.addIssue({
          code: 'custom',
          message: 'must be an ISO 8601 date, or date-time with Z or an offset, e.g. "2026-11-23T00:00:00Z"',
        });
        return z.NEVER;
      }
      return instant;
    })
    .optional(),
  dryRun: yesOrNo().optional(),
};

const OPTION_NAMES = Object.keys(OPTIONS);

/** `-config/run-request`: written by the operator's tool; fields other than the options are left alone. */
export const RUN_REQUEST = z
  .custom<object>(hasAnOption, `must hold at least one of ${OPTION_NAMES.join(', ')}`)
  .pipe(z.object(OPTIONS));

/**
 * Reads the body of `POST /job`, already parsed from JSON. Anything that holds none of the four options is the scheduled run,
 * because nobody knows what the platform's scheduler sends.
 */
export function parseRunRequest(body: unknown): RunRequestReading {
  if (!hasAnOption(body)) {
    return { ok: true, request: undefined };
  }
  const result = RUN_REQUEST.safeParse(body);
  return result.success
    ? { ok: true, request: result.data }
    : { ok: false, message: describeIssues(result.error.issues) };
}

function hasAnOption(value: unknown): boolean {
  return typeof value === 'object' && value !== null && OPTION_NAMES.some((name) => Object.hasOwn(value, name));
}
