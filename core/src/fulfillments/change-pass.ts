import type { Micros } from '../ordoro/instants.ts';
import { TransientError } from '../problems/errors.ts';

/** How far the next window reaches back behind the last row: it is UNPROVEN whether a bound includes its own instant. */
const STEP_BACK: Micros = 1_000_000;

/** A new window is worth it while at most this many rows are read again by it; else offsets inside the window are cheaper. */
const MAX_REPEATED = 2;

/** Rows are remembered this long behind the window, because a bound may be less exact than it looks. */
const MEMORY: Micros = 60_000_000;

/** After a gap the walk goes back by this many rows. */
const STEP_BACK_ROWS = 99;

/** Pages without anything new before the list counts as broken, besides one walk through all that was seen. */
const MAX_STALE_PAGES = 10;

/** A row of a list that is sorted by change. */
export interface ListedRow {
  /** The same for every version of one thing. */
  readonly identity: string;
  /** Undefined when the row does not tell; such a row moves nothing. */
  readonly updatedAt: Micros | undefined;
}

/** Which page to read next. */
export interface PassQuery {
  readonly after: Micros;
  readonly offset: number;
}

/** What a page brought. */
export interface PassStep<R> {
  /** Rows that this pass had not seen in this version. */
  readonly fresh: readonly R[];
  /** Everything that changed up to here has been seen; undefined while nothing is certain. */
  readonly completeTo: Micros | undefined;
}

/**
 * One pass through a list that is sorted by change and changes while it is read. Pages are read from outside: ask `next`, read
 * that page, give it to `take`.
 *
 * A window is what changed after an instant. Where changes lie apart, each page begins a new window a second before the last
 * row. Where many rows share a moment, the pass walks through its window by offset, each page beginning with the last row of
 * the one before: while that row is one already seen, nothing slipped through, because a row that changes meanwhile leaves its
 * place and goes to the end. Else the walk goes back. A walk that read more places than different rows met an unsteady order
 * of equal times, and is repeated until it brings nothing new.
 */
export class ChangePass<R extends ListedRow> {
  #query: PassQuery | undefined;
  #completeTo: Micros | undefined;
  /** The newest version seen, by identity; rows without a date are older than all. */
  readonly #seen = new Map<string, Micros>();
  /** Identities read in the window. */
  readonly #inWindow = new Set<string>();
  /** Something new came since the walk through the window began. */
  #hasNews = false;
  /** False once a new window brought what lies well before it, or nothing new: then its beginning is not to be relied on. */
  #isSharp = true;
  #isOpening = false;
  #stalePages = 0;

  /** @param start what changed after this instant is seen at least once */
  constructor(start: Micros) {
    this.#query = { after: start, offset: 0 };
  }

  /** The page to read; undefined when the pass is through. */
  get next(): PassQuery | undefined {
    return this.#query;
  }

  /**
   * Takes the page that `next` asked for.
   * @throws TransientError when the rows are not in the order of change, or the list never ends
   */
  take({ rows, isLast }: { readonly rows: readonly R[]; readonly isLast: boolean }): PassStep<R> {
    const query = this.#query;
    if (query === undefined) return { fresh: [], completeTo: this.#completeTo };
    checkOrder(rows);
    const hasGap = query.offset > 0 && (rows[0] === undefined || this.#isNew(rows[0]));
    const fresh = this.#remember(rows);
    if (this.#isOpening) this.#isSharp &&= isLast || (fresh.length > 0 && !reachesBack(rows, query.after));
    this.#isOpening = false;
    this.#checkProgress(fresh.length);
    this.#query = hasGap
      ? { ...query, offset: Math.max(0, query.offset - STEP_BACK_ROWS) }
      : this.#afterPage(query, rows, isLast);
    return { fresh, completeTo: this.#completeTo };
  }

  #afterPage(query: PassQuery, rows: readonly R[], isLast: boolean): PassQuery | undefined {
    const last = lastDate(rows);
    const window = isLast ? undefined : this.#nextWindow(query, last);
    const leaves = isLast || window !== undefined;
    const isSteady = this.#inWindow.size >= query.offset + rows.length || (leaves && !this.#hasNews);
    if (isSteady) this.#completeTo = latest(this.#completeTo, last);
    if (!leaves) return { ...query, offset: query.offset + Math.max(1, rows.length - 1) };
    if (!isSteady) return this.#walkAgain(query);
    return window === undefined ? undefined : this.#open(window);
  }

  /** Where the next window would begin; undefined: walk on in this one. */
  #nextWindow(query: PassQuery, last: Micros | undefined): Micros | undefined {
    if (last === undefined || !this.#isSharp) return undefined;
    const after = last - STEP_BACK;
    return after > query.after && this.#repeatedAfter(after) <= MAX_REPEATED ? after : undefined;
  }

  #walkAgain(query: PassQuery): PassQuery {
    this.#hasNews = false;
    return { ...query, offset: 0 };
  }

  #open(after: Micros): PassQuery {
    this.#inWindow.clear();
    this.#hasNews = false;
    this.#isOpening = true;
    for (const [identity, version] of this.#seen)
      if (version > Number.NEGATIVE_INFINITY && version < after - MEMORY) this.#seen.delete(identity);
    return { after, offset: 0 };
  }

  #remember(rows: readonly R[]): R[] {
    const fresh: R[] = [];
    for (const row of rows) {
      this.#inWindow.add(row.identity);
      if (!this.#isNew(row)) continue;
      this.#seen.set(row.identity, versionOf(row));
      fresh.push(row);
    }
    return fresh;
  }

  #checkProgress(fresh: number): void {
    this.#hasNews ||= fresh > 0;
    this.#stalePages = fresh > 0 ? 0 : this.#stalePages + 1;
    if (this.#stalePages > MAX_STALE_PAGES + (2 * this.#inWindow.size) / STEP_BACK_ROWS)
      throw broken('shows the same rows again and again');
  }

  #isNew(row: R): boolean {
    const seen = this.#seen.get(row.identity);
    return seen === undefined || seen < versionOf(row);
  }

  /** How many rows already seen a window after this instant would show again. */
  #repeatedAfter(after: Micros): number {
    let count = 0;
    for (const version of this.#seen.values()) if (version >= after) count += 1;
    return count;
  }
}

function versionOf(row: ListedRow): Micros {
  return row.updatedAt ?? Number.NEGATIVE_INFINITY;
}

function lastDate(rows: readonly ListedRow[]): Micros | undefined {
  return rows.findLast(({ updatedAt }) => updatedAt !== undefined)?.updatedAt;
}

function reachesBack(rows: readonly ListedRow[], after: Micros): boolean {
  return rows.some(({ updatedAt }) => updatedAt !== undefined && updatedAt < after - STEP_BACK);
}

function latest(one: Micros | undefined, other: Micros | undefined): Micros | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}

function checkOrder(rows: readonly ListedRow[]): void {
  const dates = rows.flatMap(({ updatedAt }) => updatedAt ?? []);
  const isSorted = dates.every((date, index) => index === 0 || date >= (dates[index - 1] ?? date));
  if (!isSorted) throw broken('is not in the order of change');
}

function broken(what: string): TransientError {
  return new TransientError(`Ordoro, changed orders: the list ${what}, so it cannot be followed safely`, {
    platform: 'ordoro',
  });
}
