import type { HeldBackUnits } from '../../src/inventory/held-back-units.ts';
import type { StockEntry, StockProduct, WarehouseStock } from '../../src/inventory/stock.ts';
import type { StockChannel } from '../../src/inventory/stock-channels.ts';
import type { StockRule } from '../../src/inventory/stock-rules.ts';

/** Everything that Ordoro has available is offered. */
export const PLAIN_RULE: StockRule = {
  owner: 'ordoro',
  quantity: 'available',
  percent: 100,
  reserve: 0,
  tracked: true,
};

/** The entry without channel, fed by all warehouses. */
export const ONE_ENTRY: StockChannel = { key: undefined, id: undefined, warehouseIds: 'all' };

/** Stock in one warehouse. */
export function shelf(warehouseId: number, onHand: number, committed = 0): WarehouseStock {
  return { warehouseId, onHand, committed, available: onHand - committed };
}

/** A product that is no kit. */
export function product(sku: string, ...warehouses: readonly WarehouseStock[]): StockProduct {
  return { sku, isArchived: false, isKit: false, components: undefined, warehouses };
}

/** A kit of so many units of each component. */
export function kit(sku: string, ...components: readonly (readonly [sku: string, quantity: number])[]): StockProduct {
  return {
    sku,
    isArchived: false,
    isKit: true,
    components: components.map(([componentSku, quantity]) => ({ sku: componentSku, quantity })),
    warehouses: [],
  };
}

/** Products by their SKU. */
export function catalogue(...products: readonly StockProduct[]): ReadonlyMap<string, StockProduct> {
  return new Map(products.map((known) => [known.sku, known]));
}

/** U, from rows of SKU, warehouse and units. */
export function held(...rows: readonly (readonly [string, number | undefined, number])[]): HeldBackUnits {
  const bySku = Map.groupBy(rows, ([sku]) => sku);
  return new Map([...bySku].map(([sku, units]) => [sku, new Map(units.map(([, id, quantity]) => [id, quantity]))]));
}

/** An entry without reservations. */
export function stockEntry(sku: string, quantityOnStock: number, supplyChannelId?: string): StockEntry {
  return {
    id: `${sku}@${supplyChannelId ?? '-'}`,
    version: 1,
    sku,
    quantityOnStock,
    availableQuantity: quantityOnStock,
    ...(supplyChannelId === undefined ? {} : { supplyChannelId }),
  };
}
