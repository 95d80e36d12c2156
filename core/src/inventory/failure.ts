import { type PlatformError, TransientError } from '../problems/errors.ts';
import { bounded } from '../telemetry/bounded.ts';
import { plainJson } from '../telemetry/plain-json.ts';
import type { Exchange } from '../telemetry/redaction.ts';

/** Longest JSON of one side of a call that is remembered, bytes: many tries may fail in one run. */
const MAX_SIDE_BYTES = 2 * 1024;

/** Why a try failed. */
export interface Failure {
  readonly message: string;
  /** What the platform asked to wait. */
  readonly retryAfterMs?: number | undefined;
  /** The platform refused it: the same again is refused again, so people are told at once. */
  readonly isRefused?: boolean | undefined;
  /** The call that failed, cut short but not redacted yet; absent where none was made. For the dead letter. */
  readonly exchange?: Exchange | undefined;
}

/** Why a platform did not do it. @param request what it was asked */
export function failureOf(error: PlatformError, request: unknown): Failure {
  const { message, status, codes } = error;
  const response = {
    ...(status === undefined ? {} : { status }),
    ...(codes.length === 0 ? {} : { codes }),
    message,
  };
  const failure = { message, exchange: exchangeOf(request, response) };
  if (!(error instanceof TransientError)) return { ...failure, isRefused: true };
  return error.retryAfterMs === undefined ? failure : { ...failure, retryAfterMs: error.retryAfterMs };
}

/** What is remembered of a call. @param response undefined: there was no answer */
export function exchangeOf(request: unknown, response: unknown): Exchange {
  return { request: short(request), ...(response === undefined ? {} : { response: short(response) }) };
}

function short(payload: unknown): unknown {
  return bounded(plainJson(payload).value, MAX_SIDE_BYTES);
}
