import type { StockEntry } from './stock.ts';
import type { StockChannel } from './stock-channels.ts';

/** One entry of one SKU, whether it exists or not. */
export interface EntryPlace {
  /** commercetools SKU. */
  readonly sku: string;
  readonly ordoroSku: string;
  readonly channel: StockChannel;
}

/** What an entry should show. Units. */
export interface PlannedStock extends EntryPlace {
  readonly to: number;
  /** Ordoro's figures for the Type `ordoro-stock`; undefined: not known. */
  readonly onHand: number | undefined;
  readonly available: number | undefined;
}

/**
 * An entry whose `quantityOnStock` is not what it should be. `changeQuantity` sets that figure; what carts have reserved comes
 * off by itself. Source: commercetools HTTP API, InventoryEntry.
 */
export interface PlannedChange extends PlannedStock {
  /** As read; its version goes with the change. */
  readonly entry: StockEntry;
  readonly from: number;
}

/** Why an entry is left alone although it differs, or may differ. */
export type SkipReason =
  /** It has an order so young that commercetools may not have deducted it yet. */
  | 'fresh-order'
  /** It would rise, or be created, while U may lack orders. */
  | 'stale-orders'
  | 'unknown-quantity'
  | 'gone-from-ordoro'
  /** No product variant carries the SKU, so no entry is created. */
  | 'no-variant'
  /** Creating entries is switched off. */
  | 'creation-off'
  /** commercetools owns it: it may have to be pushed to Ordoro. */
  | 'owner-commercetools'
  /** Nobody owns it, and the two sides differ. */
  | 'owner-none';

/** An entry that is left alone. */
export interface StockSkip extends EntryPlace {
  readonly reason: SkipReason;
  /** Absent: there is none. */
  readonly entry?: StockEntry | undefined;
  /** What it would show, where that is known. */
  readonly to?: number | undefined;
}

/** Whether time alone settles it: the SKU stays due for the next run. */
export function staysDue({ reason }: Pick<StockSkip, 'reason'>): boolean {
  return reason === 'fresh-order' || reason === 'stale-orders';
}
