import type { Clock } from '../clock.ts';
import type { OrdoroStockProducts, ProductPage, StockPriority } from '../ordoro/stock-products.ts';
import { Kits } from './kit-index.ts';
import type { StockProduct } from './stock.ts';

/** Kits read this long ago are read again, milliseconds. Those that change are seen sooner among the changed products. */
const MAX_AGE_MS = 30 * 60_000;

/** The same when Ordoro does not heed the filter, so that all products have to be read, milliseconds. */
const MAX_AGE_UNFILTERED_MS = 6 * 60 * 60_000;

/** A reading is gone on with for so long: what was read first is too old then, milliseconds. */
const MAX_READING_MS = 5 * 60_000;

/** What the catalogue needs. */
export interface KitCatalogueOptions {
  readonly products: Pick<OrdoroStockProducts, 'page'>;
  readonly clock: Clock;
}

/** How urgent the reading is, and until when the answer is waited for (epoch milliseconds). */
export interface KitRequest {
  readonly priority?: StockPriority;
  readonly endBy?: number;
}

/** A reading that has not come to its end. */
interface Reading {
  readonly startedAt: number;
  readonly found: Map<string, StockProduct>;
  offset: number;
  /** Ordoro heeds the filter, as far as is known. */
  isFiltered: boolean;
}

/**
 * What the kits of the account are made of. Only kits are in memory. Callers share a reading under way; one that a caller had no time
 * to finish is gone on with by the next one.
 */
export class KitCatalogue {
  readonly #options: KitCatalogueOptions;
  #kits: Kits | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #maxAgeMs = MAX_AGE_MS;
  #unfinished: Reading | undefined;
  #reading: Promise<Kits> | undefined;

  constructor(options: KitCatalogueOptions) {
    this.#options = options;
  }

  /** All kits; read when those in memory are too old. @throws PlatformError */
  async current(request: KitRequest = {}): Promise<Kits> {
    if (this.#kits !== undefined && this.#options.clock() - this.#readAt < this.#maxAgeMs) return this.#kits;
    this.#reading ??= this.#read(request).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Takes in what products just read say about kits. */
  enter(products: readonly StockProduct[]): void {
    this.#kits = this.#kits?.with(products);
    for (const product of products) enterProduct(this.#unfinished, product);
  }

  /** These products are gone from Ordoro. */
  remove(skus: readonly string[]): void {
    this.#kits = this.#kits?.without(skus);
    for (const sku of skus) this.#unfinished?.found.delete(sku);
  }

  async #read(request: KitRequest): Promise<Kits> {
    const reading = this.#begun();
    this.#unfinished = reading;
    for (;;) {
      const page = await this.#options.products.page({ ...request, kitsOnly: true, offset: reading.offset });
      takePage(reading, page);
      if (page.isLast) return this.#finish(reading);
    }
  }

  #begun(): Reading {
    const now = this.#options.clock();
    const left = this.#unfinished;
    if (left !== undefined && now - left.startedAt < MAX_READING_MS) return left;
    return { startedAt: now, found: new Map(), offset: 0, isFiltered: true };
  }

  #finish({ startedAt, found, isFiltered }: Reading): Kits {
    this.#unfinished = undefined;
    this.#readAt = startedAt;
    this.#maxAgeMs = isFiltered ? MAX_AGE_MS : MAX_AGE_UNFILTERED_MS;
    this.#kits = new Kits().with([...found.values()]);
    return this.#kits;
  }
}

/** What others read meanwhile is newer than the pages before. */
function enterProduct(reading: Reading | undefined, product: StockProduct): void {
  if (product.isKit) reading?.found.set(product.sku, product);
  else reading?.found.delete(product.sku);
}

function takePage(reading: Reading, { rows }: Pick<ProductPage, 'rows'>): void {
  for (const row of rows) {
    if (row.kind !== 'product') continue;
    if (row.product.isKit) reading.found.set(row.product.sku, row.product);
    else reading.isFiltered = false;
  }
  reading.offset += rows.length;
}
