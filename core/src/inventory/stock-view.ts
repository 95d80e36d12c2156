import type { InventoryRule } from '../config/inventory-rules.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import type { StockFigures } from './channel-quantity.ts';
import type { FreshSkus } from './fresh-skus.ts';
import type { StockEntry } from './stock.ts';
import type { StockChannels } from './stock-channels.ts';

/** What was read of one set of products. */
export interface StockView extends StockFigures {
  /** Ordoro SKUs to look at, each once. One that `products` does not have is gone from Ordoro. */
  readonly ordoroSkus: readonly string[];
  /** The commercetools SKUs that stand for an Ordoro SKU. */
  readonly skusOf: (ordoroSku: string) => readonly string[];
  /** All entries of those SKUs. */
  readonly entries: readonly StockEntry[];
  readonly fresh: FreshSkus;
}

/** By which rules it is judged. */
export interface StockPolicy {
  readonly settings: Pick<ConnectorSettings, 'inventoryOwner' | 'inventoryQuantity' | 'inventoryCreateMissing'>;
  readonly rules: readonly InventoryRule[] | undefined;
  readonly stockChannels: StockChannels;
  /** The last complete sweep of orders is too old, so U may lack orders: nothing is raised or created. */
  readonly isSweepStale: boolean;
}
