import type { Delivery, DeliveryItem, LineItem } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import type { KnownLine } from '../records/known-ordoro-order.ts';

/** How the units of an order are spread over its deliveries. Units are by line item id. */
export interface UnitAllotment {
  /** The items of each load, in the order of the line items. */
  readonly items: readonly (readonly DeliveryItem[])[];
  /** Units in all loads. */
  readonly shipped: ReadonlyMap<string, number>;
  /** The same with the units in deliveries that others made. */
  readonly delivered: ReadonlyMap<string, number>;
  /** `overshipped`, once per SKU, in alphabetical order. */
  readonly issues: readonly Issue[];
}

/**
 * Counts loads of shipped units into deliveries, one load after the other, never beyond what was ordered. Equal line items of a
 * load are summed. Of a line that was removed from the order meanwhile nothing can be delivered.
 * @param foreign deliveries that others made: their units are counted first
 */
export function allotUnits(
  lineItems: readonly LineItem[],
  foreign: readonly Delivery[],
  loads: readonly (readonly KnownLine[])[],
): UnitAllotment {
  const delivered = sumOf(foreign.flatMap(({ items }) => items));
  const shipped = new Map<string, number>();
  const excess = new Map<string, number>();
  const items = loads.map((load) => {
    const units = sumOf(load.map(({ lineItemId: id, quantity }) => ({ id, quantity: wholeUnits(quantity) })));
    const taken = lineItems.flatMap((line): DeliveryItem[] => {
      const left = Math.max(0, line.quantity - (delivered.get(line.id) ?? 0));
      const quantity = Math.min(left, units.get(line.id) ?? 0);
      return quantity === 0 ? [] : [{ id: line.id, quantity }];
    });
    for (const { id, quantity } of taken) {
      for (const total of [delivered, shipped]) add(total, id, quantity);
      add(units, id, -quantity);
    }
    for (const [id, quantity] of units) {
      if (quantity > 0) add(excess, skuOf(id, lineItems, load), quantity);
    }
    return taken;
  });
  return { items, shipped, delivered, issues: overshipped(excess) };
}

function overshipped(excess: ReadonlyMap<string, number>): Issue[] {
  return [...excess]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sku, units]) => ({ code: 'overshipped', detail: `${sku}: ${units} more than ordered` }));
}

/** What people know the line by; of a removed line the order has no SKU any more, but Ordoro may. */
function skuOf(lineItemId: string, lineItems: readonly LineItem[], load: readonly KnownLine[]): string {
  const line = lineItems.find(({ id }) => id === lineItemId);
  return line?.variant.sku ?? load.find((known) => known.lineItemId === lineItemId)?.sku ?? lineItemId;
}

function wholeUnits(quantity: number): number {
  return Math.max(0, Math.trunc(quantity));
}

function sumOf(entries: readonly DeliveryItem[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { id, quantity } of entries) add(units, id, quantity);
  return units;
}

function add(units: Map<string, number>, id: string, quantity: number): void {
  units.set(id, (units.get(id) ?? 0) + quantity);
}
