import type { ListedRow, PassQuery } from '../src/fulfillments/change-pass.ts';

/** One version of a row. */
export interface Version extends ListedRow {
  readonly updatedAt: number;
}

/** How a list answers where it is UNPROVEN how Ordoro does. */
export interface ListManner {
  /** The bound belongs to the result. */
  readonly isInclusive: boolean;
  /** Rows of one page at most. */
  readonly pageSize: number;
}

/** A list like Ordoro's of changed orders: sorted by change, paged by offset, and free to change between two pages. */
export class ChangingList {
  readonly #versions = new Map<string, number>();
  readonly #manner: ListManner;
  pages = 0;
  #sorted: readonly Version[] | undefined;

  constructor(dates: readonly number[], manner: Partial<ListManner> = {}) {
    this.#manner = { isInclusive: false, pageSize: 100, ...manner };
    for (const [index, date] of dates.entries()) this.#versions.set(`order-${String(index).padStart(5, '0')}`, date);
  }

  /** All rows as they are now, in their order. */
  get rows(): readonly Version[] {
    this.#sorted ??= [...this.#versions]
      .map(([identity, updatedAt]) => ({ identity, updatedAt }))
      .sort((a, b) => a.updatedAt - b.updatedAt || (a.identity < b.identity ? -1 : 1));
    return this.#sorted;
  }

  /** Changes the row, which moves it. */
  change(identity: string, updatedAt: number): void {
    this.#versions.set(identity, updatedAt);
    this.#sorted = undefined;
  }

  read({ after, offset }: PassQuery): { rows: Version[]; isLast: boolean } {
    this.pages += 1;
    const { isInclusive, pageSize } = this.#manner;
    const found = this.rows.filter(({ updatedAt }) => updatedAt > after || (isInclusive && updatedAt === after));
    const rows = found.slice(offset, offset + pageSize);
    return { rows, isLast: rows.length < pageSize };
  }
}
