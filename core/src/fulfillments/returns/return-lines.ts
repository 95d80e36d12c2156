import type { Order } from '@commercetools/platform-sdk';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { KnownReturn, KnownReturnLine } from '../../records/known-return.ts';

/** Whose a return line is: a line item of this order, somebody else's, or nobody can tell. */
export type ReturnLineOwner =
  | { readonly kind: 'line-item'; readonly lineItemId: string }
  | { readonly kind: 'another-order' }
  | { readonly kind: 'unknown' };

/** Where return lines are looked for. */
export interface ReturnLineSources {
  readonly order: Order;
  readonly orders: readonly KnownOrdoroOrder[];
  /** False: the Ordoro orders of the returns may hold lines of other commercetools orders as well. */
  readonly isOnlyOwner: boolean;
}

/**
 * Finds the line item of a return line: by line id in all Ordoro orders that are known, children included, else by SKU when
 * exactly one line of the order has it. A return of goods of several commercetools orders never goes by SKU, since
 * each of these orders would report the same units.
 */
export function ownerOf(line: KnownReturnLine, of: KnownReturn, sources: ReturnLineSources): ReturnLineOwner {
  const byId = lineItemsById(line.lineId, of.orderNumber, sources);
  const [lineItemId] = byId;
  if (byId.size === 1 && lineItemId !== undefined) return { kind: 'line-item', lineItemId };
  const bySku = lineItemsBySku(line.sku, sources);
  if (isShared(of, sources)) {
    const isOurs =
      byId.size > 1 || isUnmatched(line.lineId, sources) || (line.lineId === undefined && bySku.length > 0);
    return { kind: isOurs ? 'unknown' : 'another-order' };
  }
  const [onlyOne] = bySku;
  return bySku.length === 1 && onlyOne !== undefined ? { kind: 'line-item', lineItemId: onlyOne } : { kind: 'unknown' };
}

/** Ids are looked up in the order that was returned first; a child may number its lines anew. Lines that are gone do not count. */
function lineItemsById(lineId: number | undefined, number: string, sources: ReturnLineSources): Set<string> {
  if (lineId === undefined) return new Set();
  const present = new Set(sources.order.lineItems.map(({ id }) => id));
  const find = (orders: readonly KnownOrdoroOrder[]) =>
    new Set(
      orders
        .flatMap(({ lines }) => lines)
        .filter((line) => line.lineId === lineId && present.has(line.lineItemId))
        .map(({ lineItemId }) => lineItemId),
    );
  const own = find(sources.orders.filter((known) => known.number === number));
  return own.size > 0 ? own : find(sources.orders);
}

/** A line has the SKU that it has in Ordoro, and only where that is unknown the one it has in the shop. */
function lineItemsBySku(sku: string | undefined, { order, orders }: ReturnLineSources): string[] {
  if (sku === undefined) return [];
  const known = orders.flatMap(({ lines }) => lines);
  return order.lineItems
    .filter(({ id, variant }) => {
      const skus = known.flatMap((line) => (line.lineItemId === id && line.sku !== undefined ? [line.sku] : []));
      return skus.length > 0 ? skus.includes(sku) : variant.sku === sku;
    })
    .map(({ id }) => id);
}

function isShared({ orderNumber }: KnownReturn, { orders, isOnlyOwner }: ReturnLineSources): boolean {
  return !isOnlyOwner || orders.some((known) => known.number === orderNumber && known.isShared === true);
}

function isUnmatched(lineId: number | undefined, { orders }: ReturnLineSources): boolean {
  return lineId !== undefined && orders.some((known) => known.unmatched?.some((line) => line.lineId === lineId));
}
