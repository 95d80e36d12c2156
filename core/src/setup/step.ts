import { ConfigurationError } from '../config/configuration-error.ts';
import {
  ConflictError,
  CredentialsError,
  messageOf,
  NotFoundError,
  PlatformError,
  TransientError,
} from '../problems/errors.ts';

/** What a step did; in a dry run what it would do. */
export type StepChange = 'created' | 'updated' | 'unchanged' | 'deleted' | 'checked' | 'failed' | 'skipped';

/** What a step found out about its subject. Texts are whole sentences that say what to do. */
export interface StepResult {
  readonly change: StepChange;
  /** What exactly was added or found, e.g. `field ordoroIssues`. */
  readonly detail?: string | undefined;
  /** Without correcting these the connector does not work. */
  readonly problems?: readonly string[];
  /** Worth knowing; the connector works. */
  readonly warnings?: readonly string[];
}

/** One step of a set-up, as reported and logged. */
export interface SetupStep {
  /** What it is about, e.g. `Type ordoro-parcel`. */
  readonly subject: string;
  readonly change: StepChange;
  readonly detail: string | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Runs one step. Whatever it throws becomes a problem, so that the other steps still run. */
export async function runStep(subject: string, work: () => Promise<StepResult>): Promise<SetupStep> {
  try {
    return completed(subject, await work());
  } catch (error) {
    return completed(subject, { change: 'failed', problems: problemTexts(subject, error) });
  }
}

/** A step that was not run because another one it needs has failed; that one carries the problem. */
export function skippedStep(subject: string, reason: string): SetupStep {
  return completed(subject, { change: 'skipped', detail: reason });
}

/** One line about a step. */
export function stepText(step: SetupStep, dryRun: boolean): string {
  const detail = step.detail === undefined ? '' : ` (${step.detail})`;
  return `${step.subject}: ${dryRun ? DRY_RUN_WORDS[step.change] : step.change}${detail}`;
}

const DRY_RUN_WORDS: Readonly<Record<StepChange, string>> = {
  created: 'would be created',
  updated: 'would be updated',
  deleted: 'would be deleted',
  unchanged: 'unchanged',
  checked: 'checked',
  failed: 'failed',
  skipped: 'skipped',
};

function completed(subject: string, result: StepResult): SetupStep {
  const { change, detail, problems = [], warnings = [] } = result;
  const failed = problems.length > 0 && (change === 'checked' || change === 'unchanged');
  return { subject, change: failed ? 'failed' : change, detail, problems, warnings };
}

/** What failed and what to do about it. */
function problemTexts(subject: string, error: unknown): string[] {
  if (error instanceof ConfigurationError)
    return error.problems.map(({ key, message }) => `${key} ${message}. Then deploy again.`);
  // A platform's error already names what it is about.
  const what = error instanceof PlatformError ? error.message : `${subject}: ${messageOf(error)}`;
  return [`${what.replace(/\.$/, '')}. ${nextStep(error)}`];
}

function nextStep(error: unknown): string {
  if (!(error instanceof PlatformError)) return 'This is a mistake in the connector: report it with this line.';
  if (error instanceof TransientError || error instanceof ConflictError) return 'Deploy again in a few minutes.';
  return error.platform === 'ordoro' ? nextStepAtOrdoro(error) : nextStepAtCommercetools(error);
}

function nextStepAtOrdoro(error: PlatformError): string {
  if (error instanceof CredentialsError)
    return 'Check ORDORO_CLIENT_ID and ORDORO_CLIENT_SECRET, and that the Ordoro plan includes the API; then deploy again.';
  if (error instanceof NotFoundError) return 'Check ORDORO_API_URL, then deploy again.';
  return 'Correct what the message names, then deploy again.';
}

function nextStepAtCommercetools(error: PlatformError): string {
  if (error instanceof CredentialsError)
    return 'Give the API client of the deployment the scopes that connect.yaml asks for, then deploy again.';
  if (error instanceof NotFoundError) return 'Check CTP_PROJECT_KEY and CTP_API_URL, then deploy again.';
  return 'Correct what the message names, then deploy again.';
}
