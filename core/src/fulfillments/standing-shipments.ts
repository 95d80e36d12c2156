import type { KnownOrdoroOrder, KnownShipment } from '../records/known-ordoro-order.ts';

/** An Ordoro order whose shipment stands. */
export interface StandingShipment extends KnownOrdoroOrder {
  readonly shipment: KnownShipment;
}

/**
 * The Ordoro orders whose shipment the commercetools order shows, in the order of shipping, then by number; without a date
 * last. A split parent is none of them, nor an order of others that all lines of this one were moved away from. One whose
 * lines lost their ids is: its tracking must not be lost.
 */
export function standingShipments(orders: readonly KnownOrdoroOrder[]): StandingShipment[] {
  return orders.filter(isStanding).sort(byTimeThenNumber);
}

/** Whether the commercetools order shows the shipment of this Ordoro order. */
export function isStanding(order: KnownOrdoroOrder): order is StandingShipment {
  return order.shipment !== undefined && order.isParent !== true && !isOfOthersOnly(order);
}

/** It holds lines, and all of them belong to other commercetools orders. */
export function isOfOthersOnly({ lines, unmatched = [], isShared }: KnownOrdoroOrder): boolean {
  return isShared === true && lines.length === 0 && unmatched.length === 0;
}

/**
 * Whether Ordoro showed that nothing is shipped with this order: it is open, void or split, all lines of this one were moved away
 * from it, or it was open when the connector cancelled it. That no shipment is known says nothing by itself: the record may have been rebuilt from a reading that did not
 * tell.
 */
export function isWithdrawn(known: KnownOrdoroOrder): boolean {
  const { status, isParent, isVoid, shipment, cancelledByUs } = known;
  if (isParent === true || isOfOthersOnly(known)) return true;
  const isOpen = status === 'awaiting_fulfillment' || status === 'dropshipment_requested';
  const wasOpen = status === 'cancelled' && cancelledByUs === true;
  return shipment === undefined && (isOpen || wasOpen || isVoid === true);
}

function byTimeThenNumber(a: StandingShipment, b: StandingShipment): number {
  const [one, other] = [timeOf(a), timeOf(b)];
  if (one !== other) return one < other ? -1 : 1;
  if (a.number === b.number) return 0;
  return a.number < b.number ? -1 : 1;
}

function timeOf({ shipment }: StandingShipment): number {
  const time = Date.parse(shipment.shippedAt ?? '');
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
