import pMap from 'p-map';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import type { StockRow } from '../ordoro/stock-reader.ts';
import { CredentialsError, PausedError, PlatformError, TransientError } from '../problems/errors.ts';
import { exchangeOf, type Failure, failureOf } from './failure.ts';
import type { StockProduct } from './stock.ts';

/** Requests to Ordoro under way at once. */
const PARALLEL = 5;

/** So many failures and no answer: it is Ordoro, not the products, and asking for more of them is no use. */
const OUTAGE_AFTER = 10;

/** Products read one by one. */
export interface SingleProducts {
  readonly products: ReadonlyMap<string, StockProduct>;
  /** Ordoro does not have them. */
  readonly gone: readonly string[];
  /** Why each of these could not be read. */
  readonly failed: ReadonlyMap<string, Failure>;
  /** Not asked for: the time was over, the request limit used up, or Ordoro does not answer at all, so that nothing is sent. */
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
 * Reads products by SKU, each by a call of its own. That Ordoro answers for none of many ends the reading, and is no error: it may
 * be these SKUs that it cannot deal with, and nothing else may wait for them.
 * @throws PlatformError when Ordoro refuses the API key
 */
export async function readSingleProducts(
  products: Pick<OrdoroStockProducts, 'get'>,
  skus: readonly string[],
  { endBy, isTimeUp }: SingleLimits,
): Promise<SingleProducts> {
  const found = new Map<string, StockProduct>();
  const gone: string[] = [];
  const left: string[] = [];
  const failed = new Map<string, Failure>();
  const take = (sku: string, row: StockRow | undefined) => {
    if (row === undefined) gone.push(sku);
    else if (row.kind === 'product') found.set(sku, row.product);
    else
      failed.set(sku, {
        message: `Ordoro's answer for the product "${sku}" cannot be read`,
        exchange: exchangeOf(requestFor(sku), undefined),
      });
  };
  const fail = (sku: string, error: unknown) => {
    if (!(error instanceof PlatformError) || error instanceof CredentialsError) throw error;
    if (isNotAsked(error)) left.push(sku);
    else failed.set(sku, failureOf(error, requestFor(sku)));
  };
  const isHopeless = () => failed.size >= OUTAGE_AFTER && found.size + gone.length === 0;
  await pMap(
    skus,
    async (sku) => {
      if (isTimeUp() || isHopeless()) left.push(sku);
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

/** Nothing is wrong with the product: the request limit is used up, or everything to Ordoro is paused. */
function isNotAsked(error: PlatformError): boolean {
  return error instanceof PausedError || (error instanceof TransientError && error.status === 429);
}

function requestFor(sku: string) {
  return { method: 'GET', path: `/product/${encodeURIComponent(sku)}/` };
}
