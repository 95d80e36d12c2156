import { nextAttempt, RETRY_WINDOW_MS } from '../records/retry-schedule.ts';
import type { Failure } from './failure.ts';

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
  /** The platform asked to be left alone up to this moment: until then nothing of it is written, whatever happens. */
  readonly restsUntil?: string;
  /** How often somebody asked for it to be looked at while it stood on the list; tells whether that was done again meanwhile. */
  readonly asked?: number;
  readonly message?: string;
}

/** Value of the cursor `inventory.due`: what was skipped or failed, so that it is never lost. */
export interface DueList {
  /** Everything is due; counts how often that was said, so that it can be told whether it was said anew. */
  readonly all?: number;
  readonly skus: readonly DueSku[];
}

/** A try that failed. `now` in epoch milliseconds. */
export interface FailedTry extends Failure {
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
}

/** What a run came to. SKUs of Ordoro. */
export interface DueOutcome {
  /** The list as the run found it. */
  readonly found: DueList;
  /** Those of the list that were looked at. */
  readonly looked: ReadonlySet<string>;
  /** Everything was looked at. */
  readonly isWhole: boolean;
  readonly failed: ReadonlyMap<string, FailedTry>;
  /** Skipped, or planned and not written. */
  readonly waiting: ReadonlySet<string>;
}

/** Nothing is due. */
export const NOTHING_DUE: DueList = { skus: [] };

/** Those whose time has come. */
export function dueNow(list: DueList, now: number): DueSku[] {
  return list.skus.filter(({ nextAttemptAt }) => nextAttemptAt === undefined || Date.parse(nextAttemptAt) <= now);
}

/** Those that the platform asked to leave alone still. @param now epoch milliseconds */
export function resting(list: DueList, now: number): ReadonlySet<string> {
  const isResting = ({ restsUntil }: DueSku) => restsUntil !== undefined && now < Date.parse(restsUntil);
  return new Set(list.skus.filter(isResting).map(({ sku }) => sku));
}

/**
 * The SKU after one more failed try: the schedule of all retries, and hourly once that has ended or where the platform refuses.
 * @param before what the list says of it
 */
export function failedAgain(sku: string, before: DueSku | undefined, failure: FailedTry): DueSku {
  const { now, random, retryAfterMs, isRefused = false } = failure;
  const attempts = (before?.attempts ?? 0) + 1;
  const firstFailedAt = Date.parse(before?.firstFailedAt ?? '') || now;
  const scheduled = isRefused ? undefined : nextAttempt({ attempts, firstFailedAt }, now, random);
  const next = Math.max(scheduled ?? now + LATER_MS, now + (retryAfterMs ?? 0));
  return {
    sku,
    attempts,
    firstFailedAt: new Date(firstFailedAt).toISOString(),
    nextAttemptAt: new Date(next).toISOString(),
    ...(retryAfterMs === undefined ? {} : { restsUntil: new Date(now + retryAfterMs).toISOString() }),
    message: failure.message.slice(0, MAX_MESSAGE),
  };
}

/**
 * The list after a run: without what was looked at, with what failed or has to wait. Failures are counted on until a look succeeds,
 * also when the look was not the planned one. What others have put on the list meanwhile stays.
 */
export function dueAfter(list: DueList, outcome: DueOutcome): DueList {
  const { found, looked, isWhole, failed, waiting } = outcome;
  const known = new Map(found.skus.map((entry) => [entry.sku, entry]));
  const done = found.skus.filter(({ sku }) => looked.has(sku));
  const rest = withoutTaken(withoutAll(list, isWhole ? found.all : undefined), done);
  const again = [...failed].map(([sku, failure]) => failedAgain(sku, known.get(sku), failure));
  const later = [...waiting].filter((sku) => !failed.has(sku)).map((sku) => waitingAgain(known.get(sku) ?? { sku }));
  return withDue(rest, [...again, ...later]);
}

/** Whether it has failed for so long that somebody has to be told. @param now epoch milliseconds */
export function needsLetter({ firstFailedAt }: DueSku, now: number): boolean {
  return firstFailedAt !== undefined && now - Date.parse(firstFailedAt) >= RETRY_WINDOW_MS;
}

/** The list with these SKUs. One that is only to be looked at changes nothing about one that is there, but that it was asked for. */
export function withDue(list: DueList, due: readonly DueSku[]): DueList {
  const bySku = new Map(list.skus.map((entry) => [entry.sku, entry]));
  for (const entry of due) {
    const there = bySku.get(entry.sku);
    const isCounted = entry.attempts !== undefined || there === undefined;
    bySku.set(entry.sku, isCounted ? entry : { ...there, asked: (there.asked ?? 0) + 1 });
  }
  return bounded({ ...list, skus: [...bySku.values()] });
}

/** The list without what was looked at, unless it has become due anew meanwhile. @param taken as they stood in the list */
export function withoutTaken(list: DueList, taken: readonly DueSku[]): DueList {
  const known = new Map(taken.map((entry) => [entry.sku, entry]));
  const isTaken = (entry: DueSku) => {
    const before = known.get(entry.sku);
    if (before === undefined) return false;
    const isSame = before.nextAttemptAt === entry.nextAttemptAt && before.attempts === entry.attempts;
    return isSame && before.asked === entry.asked;
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

/** Due at the next run, with what is known of its failures. */
function waitingAgain({ nextAttemptAt: _planned, asked: _asked, ...entry }: DueSku): DueSku {
  return entry;
}

function bounded(list: DueList): DueList {
  return list.skus.length <= MAX_NAMED ? list : allDue(list);
}
