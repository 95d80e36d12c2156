import { CredentialsError, type Pause, PausedError, type PlatformError, TransientError } from '../problems/errors.ts';
import type { Failure } from './record-changes.ts';

/** A failed call to Ordoro as the record notes it. */
export function ordoroFailure(error: PlatformError): Failure {
  const { message } = error;
  if (error instanceof PausedError) return pauseFailure(error.pause);
  if (error instanceof CredentialsError) return { code: 'ordoro-auth', message };
  if (!(error instanceof TransientError)) return { code: 'ordoro-unavailable', message };
  return {
    code: error.status === 429 ? 'rate-limited' : 'ordoro-unavailable',
    message,
    retryAfterMs: error.retryAfterMs,
  };
}

/** Nothing was tried, so nothing failed: only why the order has to wait. */
export function pauseFailure({ code, message, since }: Pause): Failure {
  return { code, message, pausedSince: since };
}
