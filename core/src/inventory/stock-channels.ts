import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { WarehouseMap } from './commit-warehouse.ts';

/** Warehouses that are summed into an entry; `all`: every warehouse of the account. */
export type WarehouseScope = readonly number[] | 'all';

/** One inventory entry that every SKU has, and where its stock comes from. */
export interface StockChannel {
  /** Key of the supply channel; undefined: the entry without channel. */
  readonly key: string | undefined;
  /** Id of the same channel. */
  readonly id: string | undefined;
  readonly warehouseIds: WarehouseScope;
}

/** The entries to keep, and the channel keys that do not exist in commercetools. */
export interface StockChannels {
  readonly channels: readonly StockChannel[];
  /** Warehouses that the configuration names, also those of channels that do not exist. */
  readonly mappedWarehouseIds: WarehouseScope;
  /** In alphabetical order. */
  readonly unknownKeys: readonly string[];
}

/**
 * The entries that the merchant's warehouses feed, in the order of the configuration. Without the object all warehouses feed the
 * entry without channel; an empty list feeds none. A channel that does not exist gets no entry.
 */
export function stockChannels({ warehouses, channelKeys }: WarehouseMap): StockChannels {
  if (warehouses === undefined) {
    const channels = [{ key: undefined, id: undefined, warehouseIds: 'all' as const }];
    return { channels, mappedWarehouseIds: 'all', unknownKeys: [] };
  }
  const ids = new Map([...channelKeys].map(([id, key]) => [key, id]));
  const feeds = [...Map.groupBy(warehouses, ({ channel }) => channel)];
  const exists = (key: string | undefined) => key === undefined || ids.has(key);
  return {
    channels: feeds
      .filter(([key]) => exists(key))
      .map(([key, mapped]) => ({
        key,
        id: key === undefined ? undefined : ids.get(key),
        warehouseIds: mapped.map(({ warehouseId }) => warehouseId),
      })),
    mappedWarehouseIds: warehouses.map(({ warehouseId }) => warehouseId),
    unknownKeys: feeds.flatMap(([key]) => (key === undefined || exists(key) ? [] : [key])).sort(),
  };
}

/** The dead letter about channels that do not exist; undefined when all do. */
export function unknownChannelsLetter({ unknownKeys }: StockChannels): DeadLetterDraft | undefined {
  if (unknownKeys.length === 0) return undefined;
  const keys = unknownKeys.map((key) => `"${key}"`).join(', ');
  return {
    kind: 'config',
    subject: 'warehouses',
    code: 'config-invalid',
    message: `The configuration object "warehouses" names supply channels that commercetools does not have: ${keys}. Their warehouses feed no inventory entry.`,
    howToFix:
      'Create the channels in commercetools with the role InventorySupply, or correct the keys in "warehouses".',
  };
}
