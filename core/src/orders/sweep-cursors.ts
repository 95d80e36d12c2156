/** Value of the cursor `orders`: the last order seen by `lastModifiedAt`, and under which rules. */
export interface SweepCursor {
  readonly time: string;
  readonly id?: string;
  /** ISO 8601, UTC: what EXPORT_SINCE was in the last run. */
  readonly since: string;
  /** Hash of EXPORT_WHEN in the last run. */
  readonly gate?: string;
  /** Orders that wait at this gate are still judged by it; absent: all of them were. */
  readonly judging?: {
    /** Key of the last record judged. */
    readonly after?: string;
  };
}

/** The cursor once this gate is in force. Under another one than before every waiting order is judged, from the first on. */
export function underGate(cursor: SweepCursor, gate: string): SweepCursor {
  return cursor.gate === gate ? cursor : { ...cursor, gate, judging: {} };
}

/** The cursor when waiting orders were judged up to this key. `hasMore`: time was up; else no key means that all were. */
export function judgedTo(cursor: SweepCursor, after: string | undefined, hasMore: boolean): SweepCursor {
  const { judging: _before, ...rest } = cursor;
  if (after === undefined) return hasMore ? { ...rest, judging: {} } : rest;
  return { ...rest, judging: { after } };
}

/** Value of the cursor `orders.backfill`: a pass by `createdAt` from `since` on. */
export interface BackfillCursor {
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly time: string;
  readonly id?: string;
  readonly finished: boolean;
  /** Orders looked at, and those of them that Ordoro accepted in this pass. */
  readonly examined?: number;
  readonly exported?: number;
}

/** Where a backfill stands, for people: `backfill` of the health object. */
export interface BackfillProgress {
  /** Orders created from here on, ISO 8601, UTC. */
  readonly since: string;
  /** Every order created up to here was looked at. */
  readonly position: string;
  readonly examined: number;
  readonly exported: number;
  readonly finished: boolean;
}

/** What people read of a backfill. */
export function backfillProgress({
  since,
  time,
  finished,
  examined = 0,
  exported = 0,
}: BackfillCursor): BackfillProgress {
  return { since, position: time, examined, exported, finished };
}

/** The same in one sentence, for the report of a run. */
export function backfillMessage({ since, position, examined, exported, finished }: BackfillProgress): string {
  const counts = `${examined} orders looked at, ${exported} exported`;
  if (finished) return `backfill since ${since}: finished, ${counts}`;
  return `backfill since ${since}: has come to ${position}, ${counts}; it goes on, after the orders of the day and within the rate budget`;
}

/** Value of the cursor `orders.due`: where the walk over due records stopped; nothing when it reached the end. */
export interface DueCursor {
  /** Key of the last record dealt with. */
  readonly after?: string;
}

/** What decides whether a backfill begins, goes on, or begins anew further back. Times in epoch milliseconds, UTC. */
export interface BackfillQuestion {
  readonly main: SweepCursor | undefined;
  readonly backfill: BackfillCursor | undefined;
  /** `since` of this run. */
  readonly asked: number | undefined;
  readonly exportSince: number;
}

/**
 * The backfill to work on; undefined when there is none, and the stored one itself when it simply goes on. A pass begins when
 * `since` is asked for, or EXPORT_SINCE lies further back than it did; an unfinished one is never shortened by a newer one.
 */
export function backfillFor({ main, backfill, asked, exportSince }: BackfillQuestion): BackfillCursor | undefined {
  const movedBack = main !== undefined && exportSince < Date.parse(main.since) ? exportSince : undefined;
  const wanted = [asked, movedBack].filter((time): time is number => time !== undefined);
  const isUnderWay = backfill !== undefined && !backfill.finished;
  const earliest = Math.min(...wanted, ...(isUnderWay ? [Date.parse(backfill.since)] : []));
  if (isUnderWay && Date.parse(backfill.since) <= earliest) return backfill;
  if (wanted.length === 0) return undefined;
  const since = new Date(earliest).toISOString();
  return { since, time: since, finished: false, examined: 0, exported: 0 };
}
