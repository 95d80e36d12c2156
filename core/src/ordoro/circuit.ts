import { isoOf } from '../clock.ts';
import type { Pause } from '../problems/errors.ts';

/** Failures in a row after which Ordoro is asked for a sign of life: fewer are a stumble, which each piece of work deals with itself. */
const FAILURES_TO_ASK = 5;

/** A failure that long after the last one is the first of a new row, milliseconds. */
const ROW_ENDS_AFTER_MS = 10 * 60_000;

/**
 * Waits before the first, second, … probe, milliseconds; the last one repeats. Longer than a probe takes, so that one runs at a time, and
 * shorter than the time between two runs of the job: each of them finds a probe due, also where no message comes.
 */
const PROBE_WAITS_MS = [15_000, 30_000, 60_000, 120_000, 240_000] as const;

/** The longest that `Retry-After` of a dead Ordoro is believed, milliseconds. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** Ordoro's being away is worth an alert after this time, milliseconds; short outages heal before anybody has read it. */
const ALERT_AFTER_MS = 5 * 60_000;

/**
 * Why nothing is sent to Ordoro, and when it is asked again whether that is over: custom object `<CONNECTOR_ID>-locks/ordoro`.
 * While everything is well there is no such object. Times are ISO 8601, UTC.
 */
export interface OpenCircuit {
  readonly reason: 'unavailable' | 'credentials';
  readonly since: string;
  /** What Ordoro did, in a few words without anything personal. */
  readonly cause: string;
  /** Probes begun so far. */
  readonly probes: number;
  /** The next probe, by whichever instance is first. */
  readonly probeAt: string;
  /** People have been told. */
  readonly alertedAt?: string;
}

/** What a probe found out. `unknown`: it could not be made. */
export type ProbeFinding =
  | { readonly kind: 'well' }
  | { readonly kind: 'unavailable' | 'credentials'; readonly cause: string; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'unknown' };

/** Failures of Ordoro in a row, as one instance has seen them. */
export interface FailureRow {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** The row with one more failure. @param now epoch milliseconds */
export function withOneMore(row: FailureRow | undefined, now: number): FailureRow {
  if (row === undefined || now - row.lastAt > ROW_ENDS_AFTER_MS) return { count: 1, firstAt: now, lastAt: now };
  return { count: row.count + 1, firstAt: row.firstAt, lastAt: now };
}

/** Whether so many failures may mean that Ordoro itself is away. */
export function isTooLong({ count }: FailureRow): boolean {
  return count >= FAILURES_TO_ASK;
}

/** The circuit as it is opened. @param trouble `since`: when it began, epoch milliseconds */
export function opened(
  trouble: Exclude<ProbeFinding, { kind: 'well' | 'unknown' }> & { readonly since: number },
  now: number,
): OpenCircuit {
  return {
    reason: trouble.kind,
    since: isoOf(trouble.since),
    cause: trouble.cause,
    probes: 0,
    probeAt: isoOf(now + waitMs(0, trouble.retryAfterMs)),
  };
}

/** Whether it is time to ask Ordoro again. A time that nobody can have meant, by a clock that was wrong, keeps nobody waiting. */
export function isProbeDue({ probeAt }: OpenCircuit, now: number): boolean {
  const waitMs = Date.parse(probeAt) - now;
  return !(waitMs > 0 && waitMs <= 2 * MAX_RETRY_AFTER_MS);
}

/** The circuit once an instance has taken the next probe on itself: should it die, another one probes at the time after that. */
export function withProbeBegun(open: OpenCircuit, now: number): OpenCircuit {
  const probes = open.probes + 1;
  return { ...open, probes, probeAt: isoOf(now + waitMs(probes)) };
}

/** The circuit after a probe that could not be made: it counts as none, and is made up for soon. */
export function afterNoProbe(open: OpenCircuit, now: number): OpenCircuit {
  return { ...open, probes: Math.max(0, open.probes - 1), probeAt: isoOf(now + PROBE_WAITS_MS[0]) };
}

/** The circuit after a probe that failed. What it says stays the same while the reason does, so that nothing is written anew. */
export function afterProbe(
  open: OpenCircuit,
  finding: Exclude<ProbeFinding, { kind: 'well' | 'unknown' }>,
  now: number,
): OpenCircuit {
  const askedFor = isoOf(now + Math.min(finding.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
  const later = askedFor > open.probeAt ? { ...open, probeAt: askedFor } : open;
  if (finding.kind === open.reason) return later;
  const { alertedAt: _ofTheOther, ...rest } = later;
  return { ...rest, reason: finding.kind, since: isoOf(now), cause: finding.cause };
}

/** Whether people have to be told now: of a refused key at once, of an outage when it lasts. */
export function isAlertDue({ reason, since, alertedAt }: OpenCircuit, now: number): boolean {
  if (alertedAt !== undefined) return false;
  return reason === 'credentials' || now - Date.parse(since) >= ALERT_AFTER_MS;
}

/** What the open circuit means to whoever wants to send something. */
export function pauseOf({ reason, since, cause }: OpenCircuit): Pause {
  const time = `${since.slice(0, 16).replace('T', ' ')} UTC`;
  return reason === 'credentials'
    ? {
        code: 'ordoro-auth',
        since,
        message: `Ordoro refuses the API key since ${time} (${cause}); nothing is sent until it accepts it again, then everything goes on by itself`,
      }
    : {
        code: 'ordoro-unavailable',
        since,
        message: `Ordoro does not answer since ${time} (${cause}); nothing to do, everything goes on by itself when it is back`,
      };
}

function waitMs(probes: number, retryAfterMs = 0): number {
  const planned = PROBE_WAITS_MS[Math.min(probes, PROBE_WAITS_MS.length - 1)] ?? PROBE_WAITS_MS[0];
  return Math.max(planned, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}
