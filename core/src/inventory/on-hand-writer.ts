import type { InventoryEntries } from '../commercetools/inventory.ts';
import { type OrdoroStockProducts, onHandRequest, type StockOutcome } from '../ordoro/stock-products.ts';
import { PlatformError } from '../problems/errors.ts';
import type { OwnedEntry, StockPush } from './commercetools-owned.ts';
import { exchangeOf, type Failure } from './failure.ts';

/** How long one number may take. Epoch milliseconds; `timeoutMs`: the write itself. */
export interface OnHandLimits {
  readonly tokenBy: number;
  readonly timeoutMs: number;
}

/** How the sending of a number ended. */
export type OnHandResult =
  | { readonly kind: 'pushed'; readonly warehouseId: number; readonly onHand: number }
  /** The entry changed meanwhile, so the number may be old by now, and may have come after a newer one. */
  | { readonly kind: 'waits' }
  /** Nothing was tried: no time, no request budget, or Ordoro refuses everything. No fault of this product. */
  | { readonly kind: 'not-sent'; readonly message?: string }
  /** Not done, or not known to be done: the number is absolute and is computed anew at the next try. */
  | ({ readonly kind: 'failed' } & Failure);

/** What the writer needs. */
export interface OnHandWriterOptions {
  readonly entries: Pick<InventoryEntries, 'get'>;
  readonly products: Pick<OrdoroStockProducts, 'setOnHand'>;
}

/** Sends numbers of units on hand to Ordoro. */
export class OnHandWriter {
  readonly #options: OnHandWriterOptions;

  constructor(options: OnHandWriterOptions) {
    this.#options = options;
  }

  /**
   * Sends one number, then reads the entry once more: of two processes that push the same stock, the one with the older number
   * may write last, and nothing on Ordoro's side would tell.
   */
  async write(
    push: Extract<StockPush, { kind: 'push' }>,
    entry: OwnedEntry['entry'],
    limits: OnHandLimits,
  ): Promise<OnHandResult> {
    const { ordoroSku: sku, warehouseId, onHand } = push;
    const outcome = await this.#options.products.setOnHand({ sku, warehouseId, onHand }, limits);
    switch (outcome.kind) {
      case 'done':
        if (!tookIt(outcome, push))
          return failed(
            {
              message: `Ordoro answered, but does not show ${onHand} units in ${warehouseId}`,
              response: outcome.product,
            },
            push,
          );
        return (await this.#isStill(entry)) ? { kind: 'pushed', warehouseId, onHand } : { kind: 'waits' };
      case 'not-sent':
        return { kind: 'not-sent' };
      case 'refused-for-now':
        if (outcome.code === 'ordoro-auth') return { kind: 'not-sent', message: outcome.message };
        return failed(outcome, push);
      case 'uncertain':
        return failed(outcome, push);
      case 'rejected':
        // One without an answer was not even asked for.
        return outcome.response === undefined
          ? { kind: 'failed', message: outcome.message, isRefused: true }
          : { ...failed(outcome, push), isRefused: true };
    }
  }

  /** Read by id, because a query may show what was before. Not known: it is looked at again. */
  async #isStill({ id, quantityOnStock }: OwnedEntry['entry']): Promise<boolean> {
    try {
      const now = await this.#options.entries.get(id);
      return now === undefined || now.quantityOnStock === quantityOnStock;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return false;
    }
  }
}

function failed(
  { message, retryAfterMs, response }: Pick<Failure, 'message' | 'retryAfterMs'> & { readonly response?: unknown },
  { ordoroSku: sku, warehouseId, onHand }: Extract<StockPush, { kind: 'push' }>,
) {
  const { body, ...request } = onHandRequest({ sku, warehouseId, onHand }) ?? {};
  return {
    kind: 'failed' as const,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    exchange: exchangeOf({ ...request, ...body }, response),
  };
}

/** An answer that tells nothing of the warehouse says nothing against it. */
function tookIt(
  { product }: Extract<StockOutcome, { kind: 'done' }>,
  { warehouseId, onHand }: { readonly warehouseId: number; readonly onHand: number },
): boolean {
  const shown = product.warehouses.find((row) => row.warehouseId === warehouseId)?.onHand;
  return shown === undefined || shown === onHand;
}
