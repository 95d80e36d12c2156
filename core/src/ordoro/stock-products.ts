import type { StockProduct } from '../inventory/stock.ts';
import type { OrdoroClient } from './client.ts';
import { type Micros, textOfMicros } from './instants.ts';
import { countOf, pageSizeOf } from './list-envelope.ts';
import { findProduct, PRODUCT_ROWS, productPath, unexpectedForm } from './product-look-up.ts';
import type { Priority } from './rate-budget.ts';
import { readPage } from './readers.ts';
import { readStockRow, type StockRow } from './stock-reader.ts';
import { type WriteFailure, type WriteLimits, writeFailure } from './write-outcome.ts';

/** Rows of one page at most. Source: Ordoro API Documentation 1.0, lists. */
export const PRODUCT_PAGE_SIZE = 100;

/** How urgent a stock request is: `audit` waits for everybody else. */
export type StockPriority = Extract<Priority, 'stock' | 'audit'>;

/** How a stock request is served; `stock` and without a time limit unless told otherwise. `endBy`: epoch milliseconds. */
export interface StockRequest {
  readonly priority?: StockPriority;
  /** The answer is there by then, or it is an error. */
  readonly endBy?: number;
}

/** Which products a page shows. */
export interface ProductPageQuery extends StockRequest {
  /** Products changed after this instant; whether those of the very instant belong to it is UNPROVEN. Absent: all. */
  readonly updatedAfter?: Micros;
  /** Rows to pass over: the rows of the pages read so far. */
  readonly offset: number;
  /** Asks for kits only. The rows tell what they are, should Ordoro not heed it. */
  readonly kitsOnly?: boolean;
}

/** One page of products, oldest product first. */
export interface ProductPage {
  readonly rows: readonly StockRow[];
  /** Products of the whole list at that moment; undefined when Ordoro does not tell. If it changes during a pass, rows may have been missed. */
  readonly count: number | undefined;
  /** Ordoro's clock when it answered, epoch milliseconds; undefined when the answer bears no date. */
  readonly serverTime: number | undefined;
  /** There was nothing behind these rows at that moment. */
  readonly isLast: boolean;
}

/** How the writing of a stock figure ended. */
export type StockOutcome = { readonly kind: 'done'; readonly product: StockProduct } | WriteFailure;

/** Products in Ordoro with their stock. */
export class OrdoroStockProducts {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * One page, in the order in which the products were made: no other order stays as it is while products change. For the same
   * reason nothing but the time of change is filtered; archived products are told by their rows. A row that cannot be read is
   * in the page as such.
   * @throws PlatformError also when the answer is no list of products
   */
  async page(query: ProductPageQuery): Promise<ProductPage> {
    const { updatedAfter, offset, kitsOnly = false } = query;
    const { body, serverTime } = await this.#client.read({
      path: '/product/',
      query: {
        sort: 'created',
        ...(updatedAfter === undefined ? {} : { updated_after: textOfMicros(updatedAfter) }),
        ...(kitsOnly ? { kit: 'true' } : {}),
        limit: PRODUCT_PAGE_SIZE,
        offset,
      },
      what: 'the list of products',
      ...serviceOf(query),
    });
    const page = readPage(body, PRODUCT_ROWS);
    if (page === undefined) throw unexpectedForm('the list of products');
    const rows = page.rows.map(readStockRow);
    const count = countOf(body);
    // Ordoro may give smaller pages than asked for: the count decides, where there is one.
    const isShown =
      count === undefined ? rows.length < pageSizeOf(body, PRODUCT_PAGE_SIZE) : offset + rows.length >= count;
    return { rows, count, serverTime, isLast: rows.length === 0 || isShown };
  }

  /**
   * The product with exactly this SKU; one call, for a SKU with unusual characters at most two.
   * @returns undefined when Ordoro has none
   * @throws PlatformError
   */
  async get(sku: string, request: StockRequest = {}): Promise<StockRow | undefined> {
    const found = await findProduct(this.#client, sku, serviceOf(request));
    return found === undefined ? undefined : readStockRow(found);
  }

  /**
   * Sets the units on hand of a product in one warehouse, in one attempt. The figure is absolute, so that an uncertain write
   * may be repeated after a look at what is there.
   */
  async setOnHand(
    figure: OnHandFigure,
    limits: WriteLimits & { readonly priority?: StockPriority },
  ): Promise<StockOutcome> {
    const { sku, warehouseId } = figure;
    const { priority = 'stock', tokenBy, timeoutMs } = limits;
    const request = onHandRequest(figure);
    if (request === undefined)
      return { kind: 'rejected', message: `Ordoro's API cannot name a product with the SKU ${JSON.stringify(sku)}` };
    const result = await this.#client.send({
      ...request,
      what: `stock of product ${sku} in warehouse ${warehouseId}`,
      priority,
      tokenBy,
      timeoutMs,
    });
    return result.kind === 'answer' ? answered(result.body, sku) : writeFailure(result, timeoutMs);
  }
}

/** Units on hand of a product in one warehouse. */
export interface OnHandFigure {
  readonly sku: string;
  readonly warehouseId: number;
  readonly onHand: number;
}

/** The request that sets them; undefined when the API cannot name a product with this SKU. */
export function onHandRequest({ sku, warehouseId, onHand }: OnHandFigure) {
  const path = productPath(sku);
  if (path === undefined) return undefined;
  return { method: 'PUT' as const, path: `${path}warehouse/${warehouseId}/`, body: { on_hand: onHand } };
}

function serviceOf({ priority = 'stock', endBy = Number.POSITIVE_INFINITY }: StockRequest) {
  return { priority, endBy };
}

/** A success of unknown content is treated like a lost answer: nothing tells whether a proxy or Ordoro gave it. */
function answered(body: unknown, sku: string): StockOutcome {
  const row = readStockRow(body);
  return row.kind === 'product' && row.product.sku === sku
    ? { kind: 'done', product: row.product }
    : { kind: 'uncertain', message: 'the answer of Ordoro was not readable', response: body };
}
