import type { Micros } from '../ordoro/instants.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import type { StockRow } from '../ordoro/stock-reader.ts';
import type { SingleLimits } from './single-products.ts';

/** Pages handed out together: as many SKUs as one query of their entries takes. */
const PAGES_TOGETHER = 2;

/** Which rows a pass reads. */
export interface PassRange {
  /** Products changed after this instant; absent: all. */
  readonly updatedAfter?: Micros;
  /** Where in the list to begin; default: at its beginning. */
  readonly offset?: number;
  /** Stops once so many rows were read; default: at the end of the list. */
  readonly rows?: number;
  /** How long the list was when the rows before `offset` were read. */
  readonly count?: number | undefined;
}

/**
 * A pass over the list of products in the order in which they were made. A product that leaves the list moves those behind it
 * up, so that some would be passed over: when the list has become shorter, the pass goes back as many rows.
 */
export class ProductPass {
  readonly #products: Pick<OrdoroStockProducts, 'page'>;
  readonly #range: PassRange;
  #offset: number;
  #rows = 0;
  #count: number | undefined;
  #startedAt: number | undefined;
  #isFirst = true;
  #isAtEnd = false;
  #hasChanged = false;
  #hasShrunk = false;

  constructor(products: Pick<OrdoroStockProducts, 'page'>, range: PassRange = {}) {
    this.#products = products;
    this.#range = range;
    this.#offset = range.offset ?? 0;
    this.#count = range.count;
  }

  /** Where in the list the rows not yet read begin. */
  get offset(): number {
    return this.#offset;
  }

  /** Length of the list as last told. */
  get count(): number | undefined {
    return this.#count;
  }

  /** Ordoro's clock when it answered the first page, epoch milliseconds; undefined when it does not tell. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** The list ended. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The list became longer or shorter between two pages of this pass. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** It became shorter. */
  get hasShrunk(): boolean {
    return this.#hasShrunk;
  }

  /** The next rows, of at most two pages, one if time is up; undefined when there are none left. @throws PlatformError */
  async next({ endBy, isTimeUp }: SingleLimits): Promise<readonly StockRow[] | undefined> {
    const rows: StockRow[] = [];
    for (let pages = 0; pages < PAGES_TOGETHER && !this.#isDone(); pages += 1) {
      if (pages > 0 && isTimeUp()) break;
      rows.push(...(await this.#page(endBy)));
    }
    return rows.length === 0 && this.#isDone() ? undefined : rows;
  }

  #isDone(): boolean {
    return this.#isAtEnd || this.#rows >= (this.#range.rows ?? Number.POSITIVE_INFINITY);
  }

  async #page(endBy: number): Promise<readonly StockRow[]> {
    const { updatedAfter } = this.#range;
    const page = await this.#products.page({
      offset: this.#offset,
      endBy,
      ...(updatedAfter === undefined ? {} : { updatedAfter }),
    });
    const lost = Math.max(0, (this.#count ?? 0) - (page.count ?? this.#count ?? 0));
    if (this.#isFirst) this.#startedAt = page.serverTime;
    else if (page.count !== this.#count) this.#hasChanged = true;
    if (!this.#isFirst && lost > 0) this.#hasShrunk = true;
    this.#isFirst = false;
    this.#count = page.count ?? this.#count;
    this.#rows += page.rows.length;
    this.#isAtEnd = page.isLast && lost === 0;
    this.#offset = lost > 0 ? Math.max(0, this.#offset - lost) : this.#offset + page.rows.length;
    return page.rows;
  }
}
