import { ulid } from 'ulid';
import type { Clock } from '../clock.ts';
import { cutText } from './bounded.ts';
import type { LogLevel } from './logger.ts';
import type { PlainJson } from './plain-json.ts';
import { plainJson } from './plain-json.ts';

/** One failure or change of state, for the container `-log`. */
export interface LogEvent {
  readonly level: LogLevel;
  /** What happened, as a fixed word such as `export-failed`. */
  readonly event: string;
  /** What it happened to: an order id, an Ordoro order number, a SKU. */
  readonly subject: string;
  /** One plain sentence without personal data. */
  readonly message: string;
  /** Issue code, when there is one. */
  readonly code?: string | undefined;
  /** Already redacted payload sent, see `redactExchange`. */
  readonly request?: unknown;
  /** Already redacted payload received. */
  readonly response?: unknown;
}

/** Value of a `-log` custom object. Nothing in it is null: commercetools does not store nulls. */
export interface LogValue {
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly level: LogLevel;
  readonly event: string;
  readonly subject: string;
  readonly message: string;
  readonly code?: string;
  readonly request?: PlainJson;
  readonly response?: PlainJson;
}

/** Key and value of a `-log` custom object. */
export interface LogEntry {
  readonly key: string;
  readonly value: LogValue;
}

/** Time and chance, so that keys are unique in life and known in tests. */
export interface LogEntrySource {
  readonly clock: Clock;
  /** At least 0, below 1, such as `Math.random`. */
  readonly random: () => number;
}

const MAX_MESSAGE_LENGTH = 1000;

/**
 * Builds a `-log` custom object. The key is `<yyyy-mm-dd>.<ulid>` (UTC): keys sort by time, and old days are a key range
 * that can be deleted. Pure but for clock and chance.
 */
export function logEntry(event: LogEvent, source: LogEntrySource): LogEntry {
  const now = source.clock();
  const request = withoutNulls(event.request);
  const response = withoutNulls(event.response);
  return {
    key: `${dayOf(now)}.${ulid(now, source.random)}`,
    value: {
      at: new Date(now).toISOString(),
      level: event.level,
      event: event.event,
      subject: event.subject,
      message: cutText(event.message, MAX_MESSAGE_LENGTH),
      ...(event.code === undefined ? {} : { code: event.code }),
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    },
  };
}

/** The smallest key that is kept: entries with a smaller one are older than `retentionDays` whole days (UTC). */
export function oldestKeptLogKey(retentionDays: number, clock: Clock): string {
  return dayOf(clock() - retentionDays * 24 * 60 * 60 * 1000);
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** The payload without nulls, in lists too; undefined when nothing is left. */
function withoutNulls(payload: unknown): PlainJson | undefined {
  return payload === undefined ? undefined : strip(plainJson(payload).value);
}

function strip(value: PlainJson): PlainJson | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(strip).filter((item) => item !== undefined);
  const fields = Object.entries(value).map(([name, field]): [string, PlainJson | undefined] => [name, strip(field)]);
  return Object.fromEntries(fields.filter((field): field is [string, PlainJson] => field[1] !== undefined));
}
