import { nextAttempt, RETRY_WINDOW_MS } from '../records/retry-schedule.ts';

/** Kept by name at most; more of them and everything is due, which costs fewer calls than so many single products. */
const MAX_NAMED = 5_000;

/** Tries go on this often after the schedule of 24 hours has ended, milliseconds. */
const LATER_MS = 60 * 60_000;

/** Longest text of a failure that is kept, characters. */
const MAX_MESSAGE = 200;

/** A SKU of Ordoro whose stock has to be looked at again. */
export interface DueSku {
  readonly sku: string;
  /** Failed tries in a row; absent: it only had to wait. */
  readonly attempts?: number;
  /** ISO 8601, UTC. */
  readonly firstFailedAt?: string;
  /** Not before this moment, ISO 8601, UTC; absent: at the next run. */
  readonly nextAttemptAt?: string;
  readonly message?: string;
}

/** Value of the cursor `inventory.due`: what was skipped or failed, so that it is never lost. */
export interface DueList {
  /** Everything is due; counts how often that was said, so that it can be told whether it was said anew. */
  readonly all?: number;
  readonly skus: readonly DueSku[];
}

/** A try that failed. Times in epoch milliseconds. */
export interface FailedTry {
  readonly message: string;
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  readonly retryAfterMs?: number | undefined;
}

/** Nothing is due. */
export const NOTHING_DUE: DueList = { skus: [] };

/** Those whose time has come. */
export function dueNow(list: DueList, now: number): DueSku[] {
  return list.skus.filter(({ nextAttemptAt }) => nextAttemptAt === undefined || Date.parse(nextAttemptAt) <= now);
}

/** The SKU after one more failed try; the schedule of all retries, and hourly once that has ended. */
export function failedAgain(sku: string, before: DueSku | undefined, failure: FailedTry): DueSku {
  const { now, random, retryAfterMs } = failure;
  const attempts = (before?.attempts ?? 0) + 1;
  const firstFailedAt = Date.parse(before?.firstFailedAt ?? '') || now;
  const next = nextAttempt({ attempts, firstFailedAt, retryAfterMs }, now, random) ?? now + LATER_MS;
  return {
    sku,
    attempts,
    firstFailedAt: new Date(firstFailedAt).toISOString(),
    nextAttemptAt: new Date(next).toISOString(),
    message: failure.message.slice(0, MAX_MESSAGE),
  };
}

/** Whether it has failed for so long that somebody has to be told. */
export function needsLetter({ firstFailedAt }: DueSku, now: number): boolean {
  return firstFailedAt !== undefined && now - Date.parse(firstFailedAt) >= RETRY_WINDOW_MS;
}

/** The list with these SKUs. One that only waits changes nothing about one that is there. */
export function withDue(list: DueList, due: readonly DueSku[]): DueList {
  const bySku = new Map(list.skus.map((entry) => [entry.sku, entry]));
  for (const entry of due) if (entry.attempts !== undefined || !bySku.has(entry.sku)) bySku.set(entry.sku, entry);
  return bounded({ ...list, skus: [...bySku.values()] });
}

/** The list without what was looked at, unless it has become due anew meanwhile. @param taken as they stood in the list */
export function withoutTaken(list: DueList, taken: readonly DueSku[]): DueList {
  const known = new Map(taken.map((entry) => [entry.sku, entry]));
  const isTaken = (entry: DueSku) => {
    const before = known.get(entry.sku);
    return before !== undefined && before.nextAttemptAt === entry.nextAttemptAt && before.attempts === entry.attempts;
  };
  return { ...list, skus: list.skus.filter((entry) => !isTaken(entry)) };
}

/** The list in which everything is due; of single SKUs only failures are kept, because they are counted. */
export function allDue(list: DueList): DueList {
  const skus = list.skus.filter(({ attempts }) => attempts !== undefined).slice(0, MAX_NAMED);
  return { all: (list.all ?? 0) + 1, skus };
}

/** The list after everything was looked at, unless it has become due anew meanwhile. @param taken `all` as it stood */
export function withoutAll(list: DueList, taken: number | undefined): DueList {
  return taken !== undefined && list.all === taken ? { skus: list.skus } : list;
}

function bounded(list: DueList): DueList {
  return list.skus.length <= MAX_NAMED ? list : allDue(list);
}
