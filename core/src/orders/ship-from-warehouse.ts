import type { LineItem } from '@commercetools/platform-sdk';
import type { WarehouseMapping } from '../config/merchant-config.ts';
import { warehouseBoughtFrom } from '../inventory/commit-warehouse.ts';

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
  return warehouseBoughtFrom(
    lines.map((line) => line.supplyChannel?.id),
    { warehouses, channelKeys },
  );
}
