import { CredentialsError, PausedError, PlatformError, TransientError } from '../problems/errors.ts';

/** Letters in a row for which Ordoro gave no answer, after which the others are not tried any more in this turn. */
export const MOST_UNANSWERED = 5;

/** What trouble with one letter means: for this one, or for all that are still to come. */
export type TroubleReach =
  /** It comes back however often it is tried: the letter stands, and its replay is over. */
  | 'lasting'
  /** This letter waits for the next run. */
  | 'this-one'
  /** Nothing can be asked of the platform at the moment. */
  | 'everything';

/** Judges an error; a defect of our own is lasting, so that one letter never stops the others. */
export function reachOf(error: unknown): TroubleReach {
  if (error instanceof PausedError || error instanceof CredentialsError) return 'everything';
  if (!(error instanceof TransientError)) return 'lasting';
  // 429: the others would be refused as well. Of commercetools, every letter needs the answer.
  return error.status === 429 || error.platform === 'commercetools' ? 'everything' : 'this-one';
}

/** Whether the trouble is one of Ordoro, which other kinds of letters need not wait for. */
export function isOfOrdoro(error: unknown): boolean {
  return error instanceof PlatformError && error.platform === 'ordoro';
}
