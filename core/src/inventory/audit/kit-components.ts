import type { OrdoroStockProducts } from '../../ordoro/stock-products.ts';
import type { Kits } from '../kit-index.ts';
import type { StockProduct } from '../stock.ts';

/**
 * Plain products that kits consist of, with their stock. Those read on the way are kept; the others, which another process has
 * read or whose kit is new, are read one by one.
 */
export class KitComponents {
  readonly #products: Pick<OrdoroStockProducts, 'get'>;
  readonly #known = new Map<string, StockProduct>();

  constructor(products: Pick<OrdoroStockProducts, 'get'>) {
    this.#products = products;
  }

  /** Keeps those of these products that are in a kit. */
  keep(products: readonly StockProduct[], kits: Kits): void {
    for (const product of products) if (kits.isComponent(product.sku)) this.#known.set(product.sku, product);
  }

  /**
   * The kits among these SKUs and their components, as far as Ordoro has them.
   * @param endBy the answers are there by then, or it is an error; epoch milliseconds
   * @throws PlatformError
   */
  async of(kitSkus: readonly string[], kits: Kits, endBy: number): Promise<Map<string, StockProduct>> {
    const leaves = new Set(kitSkus.flatMap((sku) => kits.leavesOf(sku)));
    for (const sku of leaves) {
      if (this.#known.has(sku)) continue;
      const row = await this.#products.get(sku, { priority: 'audit', endBy });
      if (row?.kind === 'product') this.#known.set(sku, row.product);
    }
    const components = [...leaves].flatMap((sku) => this.#known.get(sku) ?? []);
    return new Map([...kits.structures, ...components.map((product) => [product.sku, product] as const)]);
  }
}
