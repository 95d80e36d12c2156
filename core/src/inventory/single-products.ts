import pMap from 'p-map';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import type { StockRow } from '../ordoro/stock-reader.ts';
import { CredentialsError, messageOf, PlatformError, TransientError } from '../problems/errors.ts';
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
  /** Why each of these could not be read. */
  readonly failed: ReadonlyMap<string, string>;
  /** Not asked for: the time was over, or the request limit used up. */
  readonly left: readonly string[];
}

/** How long products are read. */
export interface SingleLimits {
  /** The answers are there by then; epoch milliseconds. */
  readonly endBy: number;
  /** Asked before each product. */
  readonly isTimeUp: () => boolean;
}

/**
 * Reads products by SKU, each by a call of its own.
 * @throws PlatformError when Ordoro refuses the API key, or answers none of many
 */
export async function readSingleProducts(
  products: Pick<OrdoroStockProducts, 'get'>,
  skus: readonly string[],
  { endBy, isTimeUp }: SingleLimits,
): Promise<SingleProducts> {
  const found = new Map<string, StockProduct>();
  const gone: string[] = [];
  const left: string[] = [];
  const failed = new Map<string, string>();
  const take = (sku: string, row: StockRow | undefined) => {
    if (row === undefined) gone.push(sku);
    else if (row.kind === 'product') found.set(sku, row.product);
    else failed.set(sku, `Ordoro's answer for the product "${sku}" cannot be read`);
  };
  const fail = (sku: string, error: unknown) => {
    if (!(error instanceof PlatformError) || error instanceof CredentialsError) throw error;
    if (error instanceof TransientError && error.status === 429) left.push(sku);
    else failed.set(sku, messageOf(error));
    if (failed.size >= OUTAGE_AFTER && found.size + gone.length === 0) throw error;
  };
  await pMap(
    skus,
    async (sku) => {
      if (isTimeUp()) left.push(sku);
      else
        await products.get(sku, { endBy }).then(
          (row) => take(sku, row),
          (error: unknown) => fail(sku, error),
        );
    },
    { concurrency: PARALLEL },
  );
  return { products: found, gone, failed, left };
}
