import { type Micros, microsOf, textOfMicros } from '../ordoro/instants.ts';

/** When a sales channel joins, this much before the cursor is read again: its first orders may be older than its joining. */
const JOIN_BACK: Micros = 60 * 60 * 1_000_000;

/** Key of the cursor. */
export const PULL_CURSOR = 'fulfillments';

/**
 * Value of the cursor `fulfillments`. Times are RFC 3339, UTC, with microseconds: rounded to milliseconds they would lose or
 * repeat rows.
 */
export interface PullCursor {
  /** What changed in Ordoro up to here is taken in, or its trouble is on record. */
  readonly time: string;
  /** Every sales channel that was ever in use, ascending: its orders are pulled for good. */
  readonly channels: readonly number[];
  /** A pass over what changed earlier, asked for once: where it began and where it has come to. Ends at `time`. */
  readonly replay?: Replay;
}

/** A pass over what changed earlier. */
export interface Replay {
  readonly since: string;
  readonly time: string;
}

/** What decides where to read on. Times in epoch milliseconds, UTC. */
export interface PullQuestion {
  readonly stored: PullCursor | undefined;
  /** Sales channels of the configuration. */
  readonly channels: readonly number[];
  readonly exportSince: number;
  /** `since` of this run. */
  readonly asked: number | undefined;
  /** Everything from `exportSince` on was asked for. */
  readonly full: boolean;
}

/**
 * The cursor at the beginning of a turn; equal to the stored one when nothing was asked for. The first run begins at
 * `exportSince`. A replay that is under way is never shortened by a later beginning, and goes on when the same is asked again.
 */
export function pullCursor({ stored, channels, exportSince, asked, full }: PullQuestion): PullCursor {
  const start = textOfMicros(exportSince * 1_000);
  const time = microsOf(stored?.time) === undefined || stored === undefined ? start : stored.time;
  const known = stored?.channels ?? [];
  const joined = channels.filter((channel) => !known.includes(channel));
  const wanted = [
    ...(asked === undefined ? [] : [asked * 1_000]),
    ...(full ? [exportSince * 1_000] : []),
    ...(stored !== undefined && joined.length > 0 ? [instant(time) - JOIN_BACK] : []),
  ];
  const replay = replayFor(stored?.replay, Math.min(...wanted), instant(time));
  return {
    time,
    channels: [...new Set([...known, ...joined])].sort((a, b) => a - b),
    ...(replay === undefined ? {} : { replay }),
  };
}

/** The cursor after everything up to `to` was dealt with in one of the passes; a cursor never goes back. */
export function advanced(cursor: PullCursor, pass: 'news' | 'replay', to: Micros): PullCursor {
  const { replay, ...rest } = cursor;
  if (pass === 'news') return to > instant(cursor.time) ? { ...cursor, time: textOfMicros(to) } : cursor;
  if (replay === undefined || to <= instant(replay.time)) return cursor;
  return to >= instant(cursor.time) ? rest : { ...cursor, replay: { ...replay, time: textOfMicros(to) } };
}

/** The cursor without its replay. */
export function withoutReplay({ replay: _done, ...cursor }: PullCursor): PullCursor {
  return cursor;
}

/** Whether both say the same, so that nothing has to be written. */
export function isSameCursor(one: PullCursor, other: PullCursor): boolean {
  const [first, second] = [one, other].map(({ time, channels, replay }) => [
    time,
    channels.join(),
    replay?.since,
    replay?.time,
  ]);
  return JSON.stringify(first) === JSON.stringify(second);
}

/** @param wanted the earliest beginning asked for; infinite: none was */
function replayFor(underWay: Replay | undefined, wanted: Micros, end: Micros): Replay | undefined {
  if (underWay !== undefined && instant(underWay.since) <= wanted) return underWay;
  if (wanted >= end) return underWay;
  const since = textOfMicros(wanted);
  return { since, time: since };
}

/** A time that cannot be read, which only an edit by hand could leave, counts as the beginning. */
function instant(text: string): Micros {
  return microsOf(text) ?? 0;
}
