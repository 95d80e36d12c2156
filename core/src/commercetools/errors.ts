import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import { retryAfterMs } from '../problems/retry-after.ts';

/** Statuses below 500 after which the same request may work later. */
const PASSING = new Set([408, 429]);

interface ErrorFacts {
  readonly status: number | undefined;
  readonly codes: readonly string[];
  readonly message: string;
  /** `Retry-After` as it came. */
  readonly retryAfter: unknown;
}

/**
 * Codes that commercetools answers with status 400 although the request is fine: the merchant's API Extensions run on our
 * updates too, and a long query may be cut off. Source: commercetools API errors.
 */
const TRANSIENT_CODES = new Set([
  'ExtensionNoResponse',
  'ExtensionBadResponse',
  'ExtensionUpdateActionsFailed',
  'QueryTimedOut',
  'PendingOperation',
  'OverCapacity',
]);

/**
 * Translates whatever the commercetools SDK rejects with. The SDK rejects with an HttpError, with a plain object on network
 * trouble (status 0) and with an error without status on a timeout.
 * @param now when it came, epoch milliseconds; without it no time to wait is read of it
 */
export function commercetoolsError(raw: unknown, what: string, now?: number): PlatformError {
  if (raw instanceof PlatformError) return raw;
  const facts = factsOf(raw);
  // The raw error carries the request, body included: it is kept as cause but never logged whole.
  const options = { platform: 'commercetools' as const, status: facts.status, codes: facts.codes, cause: raw };
  const message = `commercetools, ${what}: ${facts.message}`;
  const transient = () => {
    const waitMs = now === undefined ? undefined : retryAfterMs(facts.retryAfter, now);
    return new TransientError(message, { ...options, retryAfterMs: waitMs });
  };
  if (facts.codes.some((code) => TRANSIENT_CODES.has(code))) return transient();
  switch (facts.status) {
    case 401:
    case 403:
      return new CredentialsError(message, options);
    case 404:
      return new NotFoundError(message, options);
    case 409:
      return new ConflictError(message, options);
    default:
      return facts.status !== undefined && facts.status >= 400 && facts.status < 500 && !PASSING.has(facts.status)
        ? new RejectedError(message, options)
        : transient();
  }
}

function factsOf(raw: unknown): ErrorFacts {
  const error = asObject(raw) ?? {};
  const nested = asObject(error.error);
  const body = asObject(error.body) ?? nested ?? {};
  const status = [error.statusCode, error.status, nested?.statusCode].find(
    (value): value is number => typeof value === 'number' && value > 0,
  );
  const errors = Array.isArray(body.errors) ? body.errors.map((entry) => asObject(entry) ?? {}) : [];
  const codes = [error.code, ...errors.map((entry) => entry.code)].filter(
    (code): code is string => typeof code === 'string',
  );
  const texts = errors.map((entry) => entry.message).filter((text): text is string => typeof text === 'string');
  const message =
    texts.length > 0
      ? texts.join('; ')
      : withoutQuote(firstText(body.message, error.message, nested?.message, 'no answer'));
  return { status, codes: [...new Set(codes)], message, retryAfter: asObject(error.headers)?.['retry-after'] };
}

/** A JSON parser that fails quotes the text around the mistake, which may be part of a customer's name. */
function withoutQuote(message: string): string {
  return / (?:is not valid|in) JSON\b|JSON input/.test(message) ? 'the answer is not JSON' : message;
}

function firstText(...candidates: unknown[]): string {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? '';
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
