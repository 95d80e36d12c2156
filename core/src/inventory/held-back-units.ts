import type { OpenUnits, SyncRecord } from '../records/sync-record.ts';
import { type WarehouseMap, warehouseBoughtFrom } from './commit-warehouse.ts';
import { contentsOf, type KitStructures } from './kits.ts';

/** Units of an order count this long after its record was made. */
const HELD_BACK_FOR_MS = 30 * 24 * 60 * 60_000;

/** What of a sync record tells the units that it holds back. Parts may be left out: then none counts as accepted. */
export type HoldingOrder = Pick<SyncRecord, 'orderId' | 'firstSeenAt' | 'open' | 'units'> &
  Partial<Pick<SyncRecord, 'parts'>>;

/** What decides where, and as which products, the units of open orders count. */
export interface HoldingContext extends WarehouseMap {
  /** Epoch milliseconds. */
  readonly now: number;
  /** At least all kits of the account. */
  readonly kits: KitStructures;
  /** The Ordoro SKU that a commercetools SKU stands for now. */
  readonly ordoroSkuOf: (sku: string) => string;
  /** Ordoro's default warehouse; undefined: not known. */
  readonly defaultWarehouseId: number | undefined;
}

/** Units by Ordoro warehouse id. Under `undefined` stand those of which nobody can tell the warehouse; they may leave any. */
export type UnitsByWarehouse = ReadonlyMap<number | undefined, number>;

/** U: units that Ordoro does not know yet, by Ordoro SKU of plain products (kits are taken apart) and warehouse. */
export type HeldBackUnits = ReadonlyMap<string, UnitsByWarehouse>;

/** U of one moment, by order id. */
export type HeldBackSnapshot = ReadonlyMap<string, HeldBackUnits>;

type Tally = Map<string, Map<number | undefined, number>>;

/**
 * The units that each open order holds back: those of its parts that Ordoro has not accepted, for 30 days after its record was
 * made. They count where they would be committed: in the warehouse of the part's shipping service, else in the one from which
 * all lines of the part were bought, else in Ordoro's default warehouse. SKUs count as what they are mapped to now, because that
 * is what will be sent. A kit whose components are not known counts as itself.
 */
export function heldBackBy(orders: readonly HoldingOrder[], context: HoldingContext): HeldBackSnapshot {
  return new Map(
    orders
      .filter(({ open, firstSeenAt }) => open && context.now - Date.parse(firstSeenAt) <= HELD_BACK_FOR_MS)
      .map((order) => [order.orderId, unitsOfOrder(order, context)]),
  );
}

/**
 * Both snapshots as one, order by order: what an order holds back in both counts once, what it holds back in one of them counts
 * as well. If an order is accepted, sent elsewhere or found between the two, the result is too high rather than too low, so
 * less is offered until the next run.
 */
export function unionOf(before: HeldBackSnapshot, after: HeldBackSnapshot): HeldBackSnapshot {
  const union = new Map(before);
  for (const [orderId, units] of after) {
    const earlier = union.get(orderId);
    union.set(orderId, earlier === undefined ? units : mostOf(earlier, units));
  }
  return union;
}

/** U over all orders of a snapshot, or of a union of two. */
export function heldBackUnits(snapshot: HeldBackSnapshot): HeldBackUnits {
  const total: Tally = new Map();
  for (const units of snapshot.values()) addAll(total, units, (sum, quantity) => sum + quantity);
  return total;
}

function unitsOfOrder(order: HoldingOrder, context: HoldingContext): HeldBackUnits {
  const accepted = new Set(
    (order.parts ?? []).filter(({ state }) => state.step === 'accepted').map(({ number }) => number),
  );
  const tally: Tally = new Map();
  for (const [part, units] of Map.groupBy(order.units, ({ part }) => part)) {
    if (part !== undefined && accepted.has(part)) continue;
    const boughtFrom = warehouseBoughtFrom(
      units.map(({ supplyChannelId }) => supplyChannelId),
      context,
    );
    for (const held of units) addUnits(tally, held, { context, boughtFrom });
  }
  return tally;
}

function addUnits(
  tally: Tally,
  { sku, quantity, warehouseId }: OpenUnits,
  { context, boughtFrom }: { context: HoldingContext; boughtFrom: number | undefined },
): void {
  const ordoroSku = context.ordoroSkuOf(sku);
  const contents = contentsOf(ordoroSku, context.kits);
  const perUnit = 'problem' in contents ? new Map([[ordoroSku, 1]]) : contents.units;
  const warehouse = warehouseId ?? boughtFrom ?? context.defaultWarehouseId;
  for (const [leaf, units] of perUnit) {
    const byWarehouse = tally.get(leaf) ?? new Map<number | undefined, number>();
    tally.set(leaf, byWarehouse.set(warehouse, (byWarehouse.get(warehouse) ?? 0) + units * quantity));
  }
}

function mostOf(one: HeldBackUnits, other: HeldBackUnits): HeldBackUnits {
  const most: Tally = new Map();
  for (const units of [one, other]) addAll(most, units, Math.max);
  return most;
}

function addAll(tally: Tally, units: HeldBackUnits, combine: (known: number, quantity: number) => number): void {
  for (const [sku, quantities] of units) {
    const byWarehouse = tally.get(sku) ?? new Map<number | undefined, number>();
    for (const [warehouse, quantity] of quantities) {
      byWarehouse.set(warehouse, combine(byWarehouse.get(warehouse) ?? 0, quantity));
    }
    tally.set(sku, byWarehouse);
  }
}
