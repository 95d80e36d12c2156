import { type Micros, textOfMicros } from '../../ordoro/instants.ts';
import { TransientError } from '../../problems/errors.ts';

/** How the walk reads a list that is sorted by time of change, newest first, and can only be paged by offset. */
export interface NewestFirstList<Row> {
  page(offset: number): Promise<ListPage<Row>>;
  /** Time of change; undefined: the row does not tell it. */
  changedAt(row: Row): Micros | undefined;
  /** Tells rows of the same time apart. */
  nameOf(row: Row): string;
}

/** One page of the list. */
export interface ListPage<Row> {
  /** Length of the whole list; undefined: the list does not tell it. */
  readonly count: number | undefined;
  /** Rows that a full page has; one with fewer is the last. */
  readonly pageSize: number;
  readonly rows: readonly Row[];
}

/** A place in the walk from which it can go on, also much later. */
export interface WalkPosition {
  /** Every row of this time or newer has been handed out; undefined: none yet. */
  readonly done: Micros | undefined;
  readonly offset: number;
}

/** A row with its place in time; one that does not tell its time has that of its neighbour. */
export interface PlacedRow<Row> {
  readonly row: Row;
  readonly at: Micros;
}

/** One page of the walk. */
export interface WalkStep<Row> {
  /** Rows that the walk has not handed out yet, newest first. */
  readonly rows: readonly PlacedRow<Row>[];
  /** Where to go on if only the first `handled` of these rows are dealt with. */
  readonly positionAfter: (handled: number) => WalkPosition;
  readonly isLast: boolean;
  /** The list has become shorter during the walk. */
  readonly hasShrunk: boolean;
}

/** Rows of one instant that do not fit one page: the order among them is not certain, so they are walked until none is new. */
interface Ties {
  readonly at: Micros;
  readonly from: number;
  readonly isNewsSeen: boolean;
}

interface Progress {
  readonly position: WalkPosition;
  readonly ties: Ties | undefined;
  readonly isEnd: boolean;
}

/** Where the rows of a short list are placed that tells no time at all. */
const NO_TIME: Micros = 0;

/**
 * Walks down such a list to a point in time. Rows that change during the walk move to the top and push others down, which shows
 * rows twice and hides none; a changed row itself is newer than the walk and left to the next one. Rows that vanish would hide
 * others, so every page has to begin with a row that was handed out before; if it does not, the walk goes back a page.
 */
export class NewestFirst<Row> {
  readonly #list: NewestFirstList<Row>;
  readonly #stop: Micros;
  /** Rows handed out that are not newer than `done`: they come again on the next page. */
  #seen = new Set<string>();
  #longest = 0;
  /** Of the page read last. */
  #pageSize = 0;
  #hasShrunk = false;

  /** @param stop rows older than this are not handed out, and end the walk */
  constructor(list: NewestFirstList<Row>, stop: Micros) {
    this.#list = list;
    this.#stop = stop;
  }

  /** @throws PlatformError also when the list is not sorted, since then no end of the walk can be trusted */
  async *steps(from: WalkPosition): AsyncGenerator<WalkStep<Row>> {
    let progress: Progress = { position: from, ties: undefined, isEnd: false };
    while (!progress.isEnd) {
      const before = progress;
      const page = await this.#read(before.position.offset);
      if (!isConnected(page, before)) {
        const offset = Math.max(0, (before.ties?.from ?? before.position.offset) - this.#pageSize + 1);
        progress = { position: { ...before.position, offset }, ties: undefined, isEnd: false };
        continue;
      }
      const rows = this.#newIn(page, before.position.done);
      progress = this.#after(page, before, rows.length > 0);
      this.#remember(rows, progress.position.done);
      yield {
        rows,
        positionAfter: positionAfter(rows, before, progress),
        isLast: progress.isEnd,
        hasShrunk: this.#hasShrunk,
      };
    }
  }

  async #read(offset: number): Promise<PlacedRow<Row>[]> {
    const { count, pageSize, rows } = await this.#list.page(offset);
    // Pages overlap by a row.
    if (pageSize < 2) throw failed('gives single rows, which cannot be followed');
    this.#pageSize = pageSize;
    this.#hasShrunk ||= count !== undefined && count < this.#longest;
    this.#longest = Math.max(this.#longest, count ?? 0);
    const times = rows.map((row) => this.#list.changedAt(row));
    const isOneOfMany = offset > 0 || rows.length === pageSize;
    let at = times.find((time) => time !== undefined) ?? NO_TIME;
    if (at === NO_TIME && rows.length > 0 && isOneOfMany) throw unusable('a page tells no time of change');
    return rows.map((row, index) => {
      const time = times[index] ?? at;
      if (time > at) throw unusable(`${textOfMicros(time)} comes after ${textOfMicros(at)}`);
      at = time;
      return { row, at };
    });
  }

  #newIn(page: readonly PlacedRow<Row>[], done: Micros | undefined): PlacedRow<Row>[] {
    return page.filter(
      (placed) =>
        (done === undefined || placed.at < done) &&
        (placed.at >= this.#stop || placed.at === NO_TIME) &&
        !this.#seen.has(this.#mark(placed)),
    );
  }

  #after(page: readonly PlacedRow<Row>[], before: Progress, isNewsHere: boolean): Progress {
    const { position, ties } = before;
    const oldest = page.at(-1)?.at ?? this.#stop;
    const isEnd = page.length < this.#pageSize || oldest < this.#stop;
    if (ties === undefined) return isEnd ? { ...before, isEnd } : goOn(page, position);
    if (!isEnd && oldest >= ties.at) {
      const offset = position.offset + page.length - 1;
      return { ...before, position: { ...position, offset }, ties: withNews(ties, isNewsHere) };
    }
    if (ties.isNewsSeen || isNewsHere)
      return { ...before, position: { ...position, offset: ties.from }, ties: { ...ties, isNewsSeen: false } };
    return isEnd ? { ...before, isEnd } : goOn(page, { ...position, done: ties.at });
  }

  #remember(rows: readonly PlacedRow<Row>[], done: Micros | undefined): void {
    if (done !== undefined && this.#seen.size > 0) this.#forget(done);
    for (const placed of rows) if (done === undefined || placed.at < done) this.#seen.add(this.#mark(placed));
  }

  #forget(done: Micros): void {
    this.#seen = new Set([...this.#seen].filter((mark) => Number(mark.slice(0, mark.indexOf(' '))) < done));
  }

  #mark({ row, at }: PlacedRow<Row>): string {
    return `${at} ${this.#list.nameOf(row)}`;
  }
}

/** An empty page below the top is one that the list has become too short for. */
function isConnected(page: readonly { readonly at: Micros }[], { position, ties }: Progress): boolean {
  if (position.offset === 0) return true;
  const [first] = page;
  const reach = ties !== undefined && position.offset > ties.from ? ties.at : position.done;
  return first !== undefined && reach !== undefined && first.at >= reach;
}

/** The next page begins with the last row of the time down to which all is done; what is older comes again as a whole. */
function goOn(page: readonly { readonly at: Micros }[], { done, offset }: WalkPosition): Progress {
  const oldest = page.at(-1)?.at ?? NO_TIME;
  const reached = page.reduce(
    (down, { at }) => (at > oldest ? Math.min(down, at) : down),
    done ?? Number.POSITIVE_INFINITY,
  );
  const index = oldest >= reached ? page.length - 1 : page.findLastIndex(({ at }) => at >= reached);
  const after = Number.isFinite(reached) ? reached : undefined;
  if (index > 0) return { position: { done: after, offset: offset + index }, ties: undefined, isEnd: false };
  return {
    position: { done: after, offset: offset + page.length - 1 },
    // One walk through them proves nothing: its first page may have shown in one order what the next shows in another.
    ties: { at: oldest, from: offset, isNewsSeen: true },
    isEnd: false,
  };
}

function withNews(ties: Ties, isNewsHere: boolean): Ties {
  return isNewsHere ? { ...ties, isNewsSeen: true } : ties;
}

function positionAfter<Row>(
  rows: readonly PlacedRow<Row>[],
  before: Progress,
  after: Progress,
): (handled: number) => WalkPosition {
  const start: WalkPosition =
    before.ties === undefined ? before.position : { ...before.position, offset: before.ties.from };
  return (handled) => {
    const next = rows[handled];
    // Among rows of one instant there is no place to go on from but before the first of them.
    if (next === undefined)
      return after.ties === undefined ? after.position : { ...after.position, offset: after.ties.from };
    if (before.ties !== undefined) return start;
    const above = rows.slice(0, handled).filter(({ at }) => at > next.at);
    const done = above.at(-1)?.at;
    return done === undefined ? start : { ...start, done };
  };
}

function unusable(why: string): TransientError {
  return failed(`is not sorted by time of change: ${why}`);
}

function failed(what: string): TransientError {
  return new TransientError(`Ordoro, the list of returns ${what}`, { platform: 'ordoro' });
}
