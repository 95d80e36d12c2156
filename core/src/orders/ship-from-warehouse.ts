import type { LineItem } from '@commercetools/platform-sdk';
import type { WarehouseMapping } from '../config/merchant-config.ts';

/**
 * The warehouse from which the lines were bought: the single warehouse mapped to the one supply channel that all of them
 * share; lines without supply channel share the entry without channel. Undefined when they differ, or when the channel has
 * no or several warehouses: then Ordoro chooses.
 * @param channelKeys supply channel ids to keys
 */
export function shipFromWarehouse(
  lines: readonly Pick<LineItem, 'supplyChannel'>[],
  warehouses: readonly WarehouseMapping[] | undefined,
  channelKeys: ReadonlyMap<string, string>,
): number | undefined {
  if (warehouses === undefined || lines.length === 0) return undefined;
  const ids = new Set(lines.map((line) => line.supplyChannel?.id));
  const [id] = ids;
  if (ids.size !== 1) return undefined;
  const channel = id === undefined ? undefined : channelKeys.get(id);
  if (id !== undefined && channel === undefined) return undefined;
  const mapped = warehouses.filter((warehouse) => warehouse.channel === channel);
  return mapped.length === 1 ? mapped[0]?.warehouseId : undefined;
}
