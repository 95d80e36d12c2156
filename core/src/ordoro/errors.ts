import type { AxiosResponse } from 'axios';
import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  type PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import { retryAfterMs } from '../problems/retry-after.ts';

/** Failures to even reach Ordoro: the request was certainly not carried out. Names of Node's network errors. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The same when they end the attempt to connect. On an open connection they come after the request was written. */
const NO_WAY = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN']);

/** Our own time limit ended the request. */
const TIME_LIMIT = new Set(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT']);

/** How a request to Ordoro ended without a usable answer. */
export interface RequestFailure {
  /** False: the request certainly did not reach Ordoro. */
  readonly mayHaveArrived: boolean;
  readonly message: string;
  readonly cause: unknown;
}

/** What a network failure means for the request. */
export function requestFailure(cause: unknown): RequestFailure {
  const code = codeOf(cause);
  const neverSent = NEVER_SENT.has(code) || (NO_WAY.has(code) && isOfConnecting(cause));
  return { mayHaveArrived: !neverSent, message: failureText(code), cause };
}

function failureText(code: string): string {
  if (TIME_LIMIT.has(code)) return 'no answer in time';
  return code === '' ? 'no usable answer' : `no usable answer (${code})`;
}

/**
 * The one place where a status of Ordoro gets its meaning. Only 200, 201, 404 and 429 are documented; the others follow HTTP.
 * A redirect is never followed: it means a wrong path (trailing slash) and would turn a write into a read. It is UNPROVEN whether
 * Ordoro sends `Retry-After`.
 */
export function errorOfAnswer(response: AxiosResponse, what: string, now: number): PlatformError | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const message = `Ordoro, ${what}: ${answerText(response)}`;
  const options = { platform: 'ordoro' as const, status };
  if (status === 401 || status === 403) return new CredentialsError(message, options);
  if (status === 404) return new NotFoundError(message, options);
  if (status === 409) return new ConflictError(message, options);
  if (status === 429 || status === 408 || status >= 500)
    return new TransientError(message, {
      ...options,
      retryAfterMs: retryAfterMs(response.headers['retry-after'], now),
    });
  return new RejectedError(message, options);
}

function answerText(response: AxiosResponse): string {
  const body: unknown = response.data;
  if (typeof body === 'object' && body !== null && 'error_message' in body) {
    const { error_message: text, param, params } = body as Record<string, unknown>;
    const field = [param, params].find((candidate) => typeof candidate === 'string' || Array.isArray(candidate));
    return `status ${response.status}, ${String(text)}${field === undefined ? '' : ` (${String(field)})`}`;
  }
  return `status ${response.status} without an explanation`;
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  const { code, cause: inner } = cause as { code?: unknown; cause?: unknown };
  return typeof code === 'string' && code !== 'ERR_BAD_RESPONSE' ? code : codeOf(inner);
}

function isOfConnecting(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false;
  const { syscall, cause: inner, errors } = cause as { syscall?: unknown; cause?: unknown; errors?: unknown };
  // Several addresses of one host were tried: their errors are in `errors`.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isOfConnecting);
  return syscall === 'connect' || isOfConnecting(inner);
}
