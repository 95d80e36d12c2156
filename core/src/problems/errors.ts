/** The two platforms the connector stands between. */
export type Platform = 'commercetools' | 'ordoro';

interface PlatformErrorOptions {
  readonly platform: Platform;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** Error codes of the answer's body, as the platform names them. */
  readonly codes?: readonly string[];
  readonly cause?: unknown;
}

/** An answer (or its absence) of one of the platforms, classified once at the client edge. */
export class PlatformError extends Error {
  readonly platform: Platform;
  readonly status: number | undefined;
  readonly codes: readonly string[];

  constructor(message: string, options: PlatformErrorOptions) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.platform = options.platform;
    this.status = options.status;
    this.codes = options.codes ?? [];
  }
}

/** Passing trouble: the same request may work later. A write that raised it may still have been carried out. */
export class TransientError extends PlatformError {
  /** What the platform asked to wait, when it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: PlatformErrorOptions & { readonly retryAfterMs?: number | undefined }) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Why nothing is sent to Ordoro at the moment: not for anything that is wrong with the work at hand. */
export interface Pause {
  readonly code: 'ordoro-unavailable' | 'ordoro-auth';
  /** Since when, ISO 8601, UTC. */
  readonly since: string;
  /** The reason in words, and what follows. Stays the same as long as the reason does. */
  readonly message: string;
}

/** Nothing was tried, because everything to Ordoro is paused. */
export class PausedError extends TransientError {
  readonly pause: Pause;

  constructor(pause: Pause) {
    super(pause.message, { platform: 'ordoro' });
    this.pause = pause;
  }
}

/** The credentials are refused or lack a permission: no request will work until somebody changes the configuration. */
export class CredentialsError extends PlatformError {}

/** The resource changed since it was read, or a create-only write found it there: read again and decide anew. */
export class ConflictError extends PlatformError {}

/** The resource does not exist. */
export class NotFoundError extends PlatformError {}

/** The request itself is refused; sending it again unchanged is pointless. */
export class RejectedError extends PlatformError {}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
