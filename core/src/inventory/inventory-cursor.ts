import type { Micros } from '../ordoro/instants.ts';

/** A pass over changed products begins this long before the cursor, because rows may become visible late; milliseconds. */
const LOOK_BACK_MS = 2 * 60_000;

/** Records are our own and kept by commercetools' clock; they only may become visible late, milliseconds. */
const RECORDS_LOOK_BACK_MS = 30_000;

/** Ordoro did not tell its time: ours may be off by this much more, milliseconds. */
const CLOCK_DOUBT_MS = 10 * 60_000;

/** The rolling comparison comes round in this share of the promised time; the rest is for the time between runs. */
const ROUND_SHARE = 0.9;

/** Rows of a page. */
const PAGE = 100;

/** Value of the cursor `inventory`. Times are ISO 8601, UTC. */
export interface InventoryCursor {
  /** By Ordoro's clock: what changed before is compared, or due. */
  readonly time: string;
  /** `lastModifiedAt` of the youngest sync record whose SKUs are compared, or due; by commercetools' clock. */
  readonly records?: string;
  /** Products in Ordoro when they were last counted. */
  readonly products?: number;
  /** The rolling comparison: rows of the list before `offset` are done, and with them what was due up to `at`. */
  readonly rescan?: {
    readonly offset: number;
    readonly at: string;
    /** Ids of warehouses with stock that were not mapped, among these rows. */
    readonly unmapped?: readonly string[];
  };
  /** What the entries were computed by; when it changes, all of them are compared. */
  readonly policy: string;
}

/** Rows of the list to compare now. */
export interface Slice {
  readonly offset: number;
  readonly rows: number;
  /** Up to when no more is due then, ISO 8601, UTC. */
  readonly upTo: string;
}

/** From which change on products are read. @param asked `since` of this run, epoch milliseconds */
export function changedAfter(cursor: InventoryCursor, asked: number | undefined): Micros {
  return (asked ?? Date.parse(cursor.time) - LOOK_BACK_MS) * 1_000;
}

/** From which change on sync records are read, ISO 8601. As long as none was seen, that is since the first comparison. */
export function recordsChangedAfter({ records, time }: InventoryCursor): string {
  const since = records === undefined ? Date.parse(time) - LOOK_BACK_MS : Date.parse(records) - RECORDS_LOOK_BACK_MS;
  return new Date(since).toISOString();
}

/** Up to when changes are covered by a pass whose first page was answered then. @param startedAt undefined: Ordoro did not tell */
export function coveredUpTo(startedAt: number | undefined, now: number): string {
  return new Date(startedAt ?? now - CLOCK_DOUBT_MS).toISOString();
}

/**
 * The rows of the rolling comparison that are due by now, in whole pages, so that the list goes round once in that time; `all` when
 * the time for a whole round has passed. Undefined: not yet a page, or switched off, or nobody knows how many products there are.
 */
export function sliceFor(cursor: InventoryCursor, hours: number, now: number): Slice | 'all' | undefined {
  const { rescan, products } = cursor;
  if (hours <= 0 || products === undefined) return undefined;
  const roundMs = hours * 60 * 60_000 * ROUND_SHARE;
  const since = Date.parse(rescan?.at ?? '');
  if (rescan === undefined || !(now - since < roundMs)) return 'all';
  const due = (products * (now - since)) / roundMs;
  const left = products - rescan.offset;
  // The last page is seldom full: it is due when its own rows are.
  const isLast = left > 0 && due >= left;
  const rows = isLast ? Math.ceil(left / PAGE) * PAGE : Math.floor(due / PAGE) * PAGE;
  if (rows <= 0) return undefined;
  const covered = isLast ? left : rows;
  return { offset: rescan.offset, rows, upTo: new Date(since + (covered / products) * roundMs).toISOString() };
}

/** Whether so many single products cost more calls than all pages of the list. */
export function isCheaperWhole(skus: number, { products }: Pick<InventoryCursor, 'products'>): boolean {
  return products !== undefined && skus > Math.ceil(products / PAGE);
}
