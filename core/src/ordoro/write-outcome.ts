import { ConflictError, CredentialsError, NotFoundError, RejectedError, TransientError } from '../problems/errors.ts';
import type { OrdoroResult } from './client.ts';

/** How a write ended that Ordoro did not answer with success. */
export type WriteFailure =
  /** No rate token in time, or everything to Ordoro is paused: nothing was tried. */
  | { readonly kind: 'not-sent' }
  /** Perhaps carried out; Ordoro may work on it until `endsAt` (epoch milliseconds), absent: it has ended. */
  | {
      readonly kind: 'uncertain';
      readonly endsAt?: number;
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
      readonly response?: unknown;
    }
  /** Certainly not carried out; worth another try later. */
  | {
      readonly kind: 'refused-for-now';
      readonly code: 'rate-limited' | 'ordoro-auth' | 'ordoro-unavailable';
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
      readonly response?: unknown;
    }
  /** Refused as it stands. */
  | { readonly kind: 'rejected'; readonly message: string; readonly response?: unknown };

/** Until when a rate token is waited for (epoch milliseconds), and how long the request may take. */
export interface WriteLimits {
  readonly tokenBy: number;
  readonly timeoutMs: number;
}

/** What an unsuccessful write means. @param timeoutMs time limit that the request had */
export function writeFailure(result: Exclude<OrdoroResult, { kind: 'answer' }>, timeoutMs: number): WriteFailure {
  switch (result.kind) {
    case 'not-sent':
      return result.reason === 'network'
        ? {
            kind: 'refused-for-now',
            code: 'ordoro-unavailable',
            message: `Ordoro cannot be reached: ${result.message}`,
          }
        : { kind: 'not-sent' };
    case 'no-answer':
      return {
        kind: 'uncertain',
        endsAt: result.sentAt + timeoutMs,
        message: `Ordoro gave ${result.failure.message}`,
      };
    case 'error':
      return failureOfError(result);
  }
}

function failureOfError({ error, body: response }: Extract<OrdoroResult, { kind: 'error' }>): WriteFailure {
  const { message } = error;
  if (error instanceof CredentialsError) return { kind: 'refused-for-now', code: 'ordoro-auth', message, response };
  if (error instanceof TransientError && error.status === 429)
    return { kind: 'refused-for-now', code: 'rate-limited', message, retryAfterMs: error.retryAfterMs, response };
  if (error instanceof RejectedError || error instanceof ConflictError || error instanceof NotFoundError)
    return { kind: 'rejected', message, response };
  // 408 and 5xx: it may have been carried out.
  const retryAfterMs = error instanceof TransientError ? error.retryAfterMs : undefined;
  return { kind: 'uncertain', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), response };
}
