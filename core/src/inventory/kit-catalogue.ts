import type { Clock } from '../clock.ts';
import type { OrdoroStockProducts, StockPriority } from '../ordoro/stock-products.ts';
import { Kits } from './kit-index.ts';
import type { StockProduct } from './stock.ts';

/** Kits read this long ago are read again, milliseconds. Those that change are seen sooner among the changed products. */
const MAX_AGE_MS = 30 * 60_000;

/** The same when Ordoro does not heed the filter, so that all products have to be read, milliseconds. */
const MAX_AGE_UNFILTERED_MS = 6 * 60 * 60_000;

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

/** What the kits of the account are made of. Only kits are in memory. */
export class KitCatalogue {
  readonly #options: KitCatalogueOptions;
  #kits: Kits | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #maxAgeMs = MAX_AGE_MS;

  constructor(options: KitCatalogueOptions) {
    this.#options = options;
  }

  /** All kits; read when those in memory are too old. @throws PlatformError */
  async current(request: KitRequest = {}): Promise<Kits> {
    const now = this.#options.clock();
    if (this.#kits !== undefined && now - this.#readAt < this.#maxAgeMs) return this.#kits;
    this.#kits = await this.#read(request);
    this.#readAt = now;
    return this.#kits;
  }

  /** Takes in what products just read say about kits. */
  enter(products: readonly StockProduct[]): void {
    this.#kits = this.#kits?.with(products);
  }

  /** These products are gone from Ordoro. */
  remove(skus: readonly string[]): void {
    this.#kits = this.#kits?.without(skus);
  }

  async #read(request: KitRequest): Promise<Kits> {
    const found = new Map<string, StockProduct>();
    this.#maxAgeMs = MAX_AGE_MS;
    for (let offset = 0; ; ) {
      const page = await this.#options.products.page({ ...request, kitsOnly: true, offset });
      for (const row of page.rows) {
        if (row.kind === 'product' && row.product.isKit) found.set(row.product.sku, row.product);
        else if (row.kind === 'product') this.#maxAgeMs = MAX_AGE_UNFILTERED_MS;
      }
      if (page.isLast) return new Kits().with([...found.values()]);
      offset += page.rows.length;
    }
  }
}
