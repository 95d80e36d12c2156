import type { Clock } from '../clock.ts';
import type { ProductVariants } from '../commercetools/variants.ts';

/** A SKU that no variant carries is asked for again after this time, milliseconds. */
const MAX_AGE_MS = 60 * 60_000;

/** SKUs kept in memory; beyond that all are forgotten. */
const MAX_REMEMBERED = 50_000;

/** Which SKUs a product variant carries. That none does is kept for an hour: catalogues of Ordoro may be much larger. */
export class CarriedSkus {
  readonly #options: { readonly variants: Pick<ProductVariants, 'carried'>; readonly clock: Clock };
  readonly #notCarried = new Map<string, number>();

  constructor(options: { readonly variants: Pick<ProductVariants, 'carried'>; readonly clock: Clock }) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async among(skus: readonly string[]): Promise<ReadonlySet<string>> {
    const now = this.#options.clock();
    const unknown = [...new Set(skus)].filter((sku) => now - (this.#notCarried.get(sku) ?? 0) >= MAX_AGE_MS);
    if (unknown.length === 0) return new Set();
    const carried = await this.#options.variants.carried(unknown);
    if (this.#notCarried.size > MAX_REMEMBERED) this.#notCarried.clear();
    for (const sku of unknown) if (!carried.has(sku)) this.#notCarried.set(sku, now);
    return carried;
  }
}
