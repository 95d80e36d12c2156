import type { WarehouseMapping } from '../config/warehouses.ts';

/** How commercetools supply channels and Ordoro warehouses belong together. */
export interface WarehouseMap {
  /** Absent: the merchant maps no warehouses. */
  readonly warehouses: readonly WarehouseMapping[] | undefined;
  /** Supply channel ids to keys. */
  readonly channelKeys: ReadonlyMap<string, string>;
}

/**
 * The warehouse from which lines were bought: the single warehouse mapped to the one supply channel that all of them share;
 * lines without supply channel share the entry without channel. Undefined when they differ, or when the channel has no or
 * several warehouses: then Ordoro takes its default.
 * @param channelIds supply channel id of each line
 */
export function warehouseBoughtFrom(
  channelIds: readonly (string | undefined)[],
  { warehouses, channelKeys }: WarehouseMap,
): number | undefined {
  if (warehouses === undefined || channelIds.length === 0) return undefined;
  const shared = new Set(channelIds);
  if (shared.size !== 1) return undefined;
  const [id] = shared;
  const channel = id === undefined ? undefined : channelKeys.get(id);
  if (id !== undefined && channel === undefined) return undefined;
  const mapped = warehouses.filter((warehouse) => warehouse.channel === channel);
  return mapped.length === 1 ? mapped[0]?.warehouseId : undefined;
}
