import type { SyncRecord } from '../records/sync-record.ts';

/** commercetools deducts the units of an order up to 10 s late; a SKU with an order younger than this waits. */
const FRESH_FOR_MS = 15_000;

/** What of a sync record tells its SKUs. */
export type SeenOrder = Pick<SyncRecord, 'firstSeenAt' | 'units' | 'ordoroOrders'>;

/** SKUs with an order so young that commercetools may not have deducted it yet. */
export interface FreshSkus {
  /** commercetools SKUs. */
  readonly skus: ReadonlySet<string>;
  /** Ordoro SKUs, of orders that Ordoro has accepted already. */
  readonly ordoroSkus: ReadonlySet<string>;
}

/** The SKUs of orders that were first seen less than 15 s ago. @param now epoch milliseconds */
export function freshSkus(orders: readonly SeenOrder[], now: number): FreshSkus {
  const fresh = orders.filter(({ firstSeenAt }) => now - Date.parse(firstSeenAt) < FRESH_FOR_MS);
  const lines = fresh.flatMap(({ ordoroOrders = [] }) => ordoroOrders.flatMap((order) => order.lines));
  return {
    skus: new Set(fresh.flatMap(({ units }) => units.map(({ sku }) => sku))),
    ordoroSkus: new Set(lines.flatMap(({ sku }) => (sku === undefined ? [] : [sku]))),
  };
}

/** Whether one of them is the SKU's. An order that Ordoro has accepted may have been for another SKU of the same product. */
export function isFresh(place: { readonly sku: string; readonly ordoroSku: string }, fresh: FreshSkus): boolean {
  return fresh.skus.has(place.sku) || fresh.ordoroSkus.has(place.ordoroSku);
}
