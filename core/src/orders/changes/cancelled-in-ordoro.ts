import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { currentOrders } from '../../fulfillments/known-orders.ts';
import type { Issue } from '../../problems/issue.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { isCancelledInShop } from './cancellation.ts';
import { isMergedAway, standingOf } from './family.ts';

/**
 * Ordoro orders that staff cancelled although the order is not: those with units that no other Ordoro order covers, and those
 * that had been shipped. One that was emptied by a merge counts only where nothing tells where its units went.
 */
export function cancelledInOrdoro(record: SyncRecord, order: Order): Issue[] {
  if (isCancelledInShop(order)) return [];
  return currentOrders(record.ordoroOrders)
    .filter((known) => known.status === 'cancelled' && known.cancelledByUs !== true)
    .filter((known) => known.shipment !== undefined || isMissed(known, record, order))
    .map(({ number }) => ({ code: 'cancelled-in-ordoro', detail: number }));
}

/** Without lines of ours it cannot be told which units it held, so they count as missing, unless another one shows them. */
function isMissed(known: KnownOrdoroOrder, record: SyncRecord, order: Order): boolean {
  const others = currentOrders(record.ordoroOrders).filter((other) => standingOf(other) !== 'cancelled');
  if (known.lines.length === 0) return others.length === 0 && !hasLinesElsewhere(known, record);
  return known.lines.some(({ lineItemId }) => {
    const ordered = order.lineItems.find(({ id }) => id === lineItemId)?.quantity ?? 0;
    const covered = others
      .flatMap(({ lines }) => lines)
      .filter((line) => line.lineItemId === lineItemId)
      .reduce((units, { quantity }) => units + quantity, 0);
    return covered < ordered;
  });
}

/** Another Ordoro order, be it cancelled as well, has lines of the part that this one was created for. */
function hasLinesElsewhere({ number }: KnownOrdoroOrder, { ordoroOrders, parts }: SyncRecord): boolean {
  const own = parts.find(({ state }) => state.step === 'accepted' && state.orderNumber === number);
  return currentOrders(ordoroOrders).some(({ lines }) =>
    lines.some(({ part }) => own === undefined || part === own.number),
  );
}

/**
 * The update that cancels the order because everything of it was cancelled in Ordoro, nothing shipped. Once: an order that was
 * opened again afterwards stays open. While Ordoro has a duplicate of it, not all of it was: staff may have kept that one.
 * @param policy CANCEL_POLICY
 */
export function cancelByPolicy(
  record: SyncRecord,
  order: Order,
  policy: 'flag' | 'cancel',
): Extract<OrderUpdateAction, { action: 'changeOrderState' }> | undefined {
  const isDoubled = (record.duplicates ?? []).length > 0;
  if (policy === 'flag' || record.orderStateSet === 'Cancelled' || isDoubled) return undefined;
  const current = currentOrders(record.ordoroOrders);
  // The goods of an order that was emptied by a merge go out with another one.
  const isOver = current.every(
    (known) => known.status === 'cancelled' && known.shipment === undefined && !isMergedAway(known),
  );
  const hasAll = record.parts.every(({ state }) => state.step === 'accepted');
  if (!isOver || !hasAll || cancelledInOrdoro(record, order).length === 0) return undefined;
  return { action: 'changeOrderState', orderState: 'Cancelled' };
}
