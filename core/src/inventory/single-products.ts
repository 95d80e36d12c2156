import pMap from 'p-map';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import { CredentialsError, messageOf, PlatformError } from '../problems/errors.ts';
import type { StockProduct } from './stock.ts';

/** Requests to Ordoro under way at once. */
const PARALLEL = 5;

/** So many failures and no answer: it is Ordoro, not the products. */
const OUTAGE_AFTER = 10;

/** Products read one by one. */
export interface SingleProducts {
  readonly products: ReadonlyMap<string, StockProduct>;
  /** Ordoro does not have them. */
  readonly gone: readonly string[];
  /** Why each of the others could not be read. */
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Reads products by SKU, each by a call of its own.
 * @param endBy the answers are there by then; epoch milliseconds
 * @throws PlatformError when Ordoro refuses the API key, or answers none of many
 */
export async function readSingleProducts(
  products: Pick<OrdoroStockProducts, 'get'>,
  skus: readonly string[],
  endBy: number,
): Promise<SingleProducts> {
  const found = new Map<string, StockProduct>();
  const gone: string[] = [];
  const failed = new Map<string, string>();
  await pMap(
    skus,
    async (sku) => {
      try {
        const row = await products.get(sku, { endBy });
        if (row === undefined) gone.push(sku);
        else if (row.kind === 'product') found.set(sku, row.product);
        else failed.set(sku, `Ordoro's answer for the product "${sku}" cannot be read`);
      } catch (error) {
        if (!(error instanceof PlatformError) || error instanceof CredentialsError) throw error;
        failed.set(sku, messageOf(error));
        if (failed.size >= OUTAGE_AFTER && found.size + gone.length === 0) throw error;
      }
    },
    { concurrency: PARALLEL },
  );
  return { products: found, gone, failed };
}
