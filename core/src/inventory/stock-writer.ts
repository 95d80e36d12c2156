import pMap from 'p-map';
import type { Clock } from '../clock.ts';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import { inventoryKey } from '../commercetools/inventory-key.ts';
import { ConflictError, CredentialsError, NotFoundError, PlatformError, TransientError } from '../problems/errors.ts';
import { type Failure, failureOf } from './failure.ts';
import type { PlannedStock } from './planned-stock.ts';
import { isChange, type PlannedWrite } from './run-plan.ts';

/** Writes under way at once. Source: commercetools' advice for delta updates. */
const PARALLEL = 20;

/** So many calls without an answer, and none with one: it is the platform, not the entries. */
const OUTAGE_AFTER = 20;

/** How one write ended. `moved`: the entry was changed or made by somebody else meanwhile. */
export type WriteResult =
  | { readonly kind: 'written' | 'moved' | 'not-begun'; readonly write: PlannedWrite }
  | {
      readonly kind: 'failed';
      readonly write: PlannedWrite;
      readonly failure: Failure;
    };

/** What the writer needs. */
export interface StockWriterOptions {
  readonly entries: Pick<InventoryEntries, 'changeQuantity' | 'create'>;
  readonly connectorId: string;
  readonly clock: Clock;
}

/** Writes planned stock to inventory entries, each on its own: one that fails stops no other. */
export class StockWriter {
  readonly #options: StockWriterOptions;

  constructor(options: StockWriterOptions) {
    this.#options = options;
  }

  /**
   * Writes them in their order, several at once.
   * @param isTimeUp asked before each; those not begun are in the result
   * @throws PlatformError when commercetools refuses the credentials, or answers none of many
   */
  async write(writes: readonly PlannedWrite[], isTimeUp: () => boolean): Promise<readonly WriteResult[]> {
    const tally = { answered: 0, failed: 0 };
    return pMap(writes, (write) => (isTimeUp() ? { kind: 'not-begun' as const, write } : this.#attempt(write, tally)), {
      concurrency: PARALLEL,
    });
  }

  async #attempt(write: PlannedWrite, tally: { answered: number; failed: number }): Promise<WriteResult> {
    try {
      const isDone = await this.#one(write.stock);
      tally.answered += 1;
      return { kind: isDone ? 'written' : 'moved', write };
    } catch (error) {
      if (error instanceof ConflictError || error instanceof NotFoundError) {
        tally.answered += 1;
        return { kind: 'moved', write };
      }
      if (!(error instanceof PlatformError) || error instanceof CredentialsError) throw error;
      const isTransient = error instanceof TransientError;
      // A refusal is an answer: however many entries are refused, the others can be written.
      if (isTransient) tally.failed += 1;
      else tally.answered += 1;
      if (isTransient && tally.answered === 0 && tally.failed >= OUTAGE_AFTER) throw error;
      return { kind: 'failed', write, failure: failureOf(error, requestOf(write.stock)) };
    }
  }

  /** @returns false when there is an entry by now */
  async #one(stock: PlannedWrite['stock']): Promise<boolean> {
    const fields = this.#fieldsOf(stock);
    if (isChange(stock)) {
      await this.#options.entries.changeQuantity(stock.entry, stock.to, fields);
      return true;
    }
    const { sku, channel, to: quantity } = stock;
    const { connectorId } = this.#options;
    const made = await this.#options.entries.create({
      sku,
      quantity,
      fields,
      key: inventoryKey({ connectorId, sku, ...(channel.key === undefined ? {} : { channelKey: channel.key }) }),
      ...(channel.id === undefined ? {} : { channelId: channel.id }),
    });
    return made !== 'exists';
  }

  #fieldsOf({ onHand, available }: PlannedStock) {
    return {
      syncedAt: new Date(this.#options.clock()).toISOString(),
      ...(onHand === undefined ? {} : { onHand }),
      ...(available === undefined ? {} : { available }),
    };
  }
}

/** What was asked of commercetools, in its words. */
function requestOf(stock: PlannedWrite['stock']) {
  const { sku, channel, to: quantity } = stock;
  const place = { sku, ...(channel.key === undefined ? {} : { channel: channel.key }) };
  if (!isChange(stock)) return { action: 'create', ...place, quantityOnStock: quantity };
  const { id, version, quantityOnStock } = stock.entry;
  return { action: 'changeQuantity', ...place, id, version, quantity, expectedQuantity: quantityOnStock };
}
