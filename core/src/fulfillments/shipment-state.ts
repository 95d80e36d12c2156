import type { Order, ShipmentState } from '@commercetools/platform-sdk';
import type { WantedDeliveries } from './wanted-deliveries.ts';

/** Units of a line item that ship. */
export interface ShippingLine {
  /** Line item id. */
  readonly id: string;
  readonly quantity: number;
}

/** How much of an order is on its way. */
export type ShippingProgress = 'none' | 'partial' | 'all';

/** What the shipment state is computed from. */
export interface ShipmentStateFacts {
  readonly order: Pick<Order, 'shipmentState'>;
  /** The lines that need shipping. */
  readonly shippingLines: readonly ShippingLine[];
  readonly wanted: Pick<WantedDeliveries, 'delivered' | 'shipments' | 'allArrived'>;
  /** The state that the connector wrote last; undefined: none yet. */
  readonly lastWritten: ShipmentState | undefined;
}

/** States that tell of shipments, by how far they are; all others come before them. */
const RANKS: Readonly<Partial<Record<ShipmentState, number>>> = { Partial: 1, Shipped: 2, Delivered: 3 };

/**
 * How much of the order was sent, deliveries of others and those that commercetools cannot show included. `partial` also where
 * Ordoro shipped something of which it does not tell what it is.
 */
export function shippingProgress({
  shippingLines,
  wanted,
}: Omit<ShipmentStateFacts, 'order' | 'lastWritten'>): ShippingProgress {
  const { delivered, shipments } = wanted;
  const sent = (id: string) => delivered.get(id) ?? 0;
  const isAnySent = shipments > 0 || shippingLines.some(({ id }) => sent(id) > 0);
  if (!isAnySent) return 'none';
  return shippingLines.every(({ id, quantity }) => sent(id) >= quantity) ? 'all' : 'partial';
}

/**
 * The `shipmentState` to write; undefined: leave it. Forward only by a step that was not written before, so that a state which
 * somebody set after us stays. `Canceled` is the merchant's word that nothing more goes out: a part that was sent does not
 * contradict it, but once everything was sent nothing was cancelled. Backward, after a shipment was undone, only from the state
 * that the connector wrote last, and never from `Delivered`.
 */
export function wantedShipmentState(facts: ShipmentStateFacts): ShipmentState | undefined {
  const { lastWritten, wanted } = facts;
  const current = facts.order.shipmentState;
  const target = targetState(facts);
  const [from, to] = [rankOf(current), rankOf(target)];
  if (to > from) {
    const isCalledOff = current === 'Canceled' && target === 'Partial';
    return wanted.shipments > 0 && target !== lastWritten && !isCalledOff ? target : undefined;
  }
  return to < from && current === lastWritten && current !== 'Delivered' ? target : undefined;
}

function targetState(facts: ShipmentStateFacts): ShipmentState {
  switch (shippingProgress(facts)) {
    case 'none':
      return 'Pending';
    case 'partial':
      return 'Partial';
    case 'all':
      return facts.wanted.shipments > 0 && facts.wanted.allArrived ? 'Delivered' : 'Shipped';
  }
}

function rankOf(state: ShipmentState | undefined): number {
  return (state && RANKS[state]) ?? 0;
}
