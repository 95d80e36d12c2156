import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { deliveryActions } from '../fulfillments/delivery-actions.ts';
import { currentOrders } from '../fulfillments/known-orders.ts';
import { lineStateActions } from '../fulfillments/line-state-actions.ts';
import { returnActions } from '../fulfillments/returns/return-actions.ts';
import { type ShippingProgress, shippingProgress, wantedShipmentState } from '../fulfillments/shipment-state.ts';
import { type WantedDeliveries, wantedDeliveries } from '../fulfillments/wanted-deliveries.ts';
import type { Issue } from '../problems/issue.ts';
import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { cancelByPolicy } from './changes/cancelled-in-ordoro.ts';
import { hashOf } from './fingerprint.ts';
import type { OrderContext } from './order-context.ts';
import { linesThatShip } from './preparation.ts';

/** What follows from the shipments and returns of an order. */
export interface Fulfillment {
  /** What the order does not show yet: deliveries, parcels, states, returns. */
  readonly actions: readonly OrderUpdateAction[];
  readonly issues: readonly Issue[];
  readonly progress: ShippingProgress;
  /** Numbers of shipped Ordoro orders for which commercetools takes no delivery: their shipping method is not there. */
  readonly undeliverable: readonly string[];
}

/** Actions for deliveries in one update, so that fields and states always have room beside them. */
const MAX_DELIVERY_ACTIONS = 400;

const NOTHING: Fulfillment = { actions: [], issues: [], progress: 'none', undeliverable: [] };

/**
 * Shipments and returns as the order should show them, computed from everything the record knows, compared with what is there.
 * The same facts always lead to the same order, whatever happened in between.
 */
export function fulfillmentOf(order: Order, record: SyncRecord, context: OrderContext): Fulfillment {
  const { ordoroOrders: orders = [], returns = [] } = record;
  if (orders.length === 0) return NOTHING;
  const { connectorId } = context.settings;
  const { deliveryTypeId, parcelTypeId } = context.own;
  const { parts } = record;
  const wanted = wantedDeliveries({ connectorId, order, orders, parts });
  const shippingLines = linesThatShip(order, context);
  const progress = shippingProgress({ shippingLines, wanted });
  const isOnlyOwner = orders.every(({ isShared }) => isShared !== true);
  const returned = returnActions({ connectorId, order, orders, returns, isOnlyOwner });
  const cancellation = cancelByPolicy(record, order, context.settings.cancelPolicy);
  const state = wantedShipmentState({ order, shippingLines, wanted, lastWritten: record.shipmentState });
  return {
    progress,
    undeliverable: wanted.undeliverable,
    issues: [...wanted.issues, ...unknownLines(orders), ...returned.issues],
    actions: [
      ...deliveryActions(order, wanted, { deliveryTypeId, parcelTypeId, atMost: MAX_DELIVERY_ACTIONS }),
      ...(state === undefined ? [] : [{ action: 'changeShipmentState' as const, shipmentState: state }]),
      ...(cancellation === undefined ? [] : [cancellation]),
      ...(isToComplete(order, record, { progress, context })
        ? [{ action: 'changeOrderState' as const, orderState: 'Complete' as const }]
        : []),
      ...returned.actions,
      ...lineStates(order, record, { wanted, returned: returned.returnedUnits, context }),
    ],
  };
}

/** Set once: who opens a completed order again has a reason. */
function isToComplete(
  { orderState }: Order,
  record: SyncRecord,
  known: { progress: ShippingProgress; context: OrderContext },
): boolean {
  const isOpen = orderState === 'Open' || orderState === 'Confirmed';
  return (
    known.context.settings.completeWhenShipped &&
    known.progress === 'all' &&
    isOpen &&
    record.orderStateSet !== 'Complete'
  );
}

/**
 * Lines that staff added, or that lost their ids in a split: they are reported, never guessed. On an order that was cancelled
 * before anything was shipped they do not matter any more.
 */
function unknownLines(orders: readonly KnownOrdoroOrder[]): Issue[] {
  return currentOrders(orders)
    .filter(({ status, shipment }) => status !== 'cancelled' || shipment !== undefined)
    .flatMap(({ number, unmatched = [] }) =>
      unmatched.map(({ sku, quantity }) => ({
        code: 'unknown-line' as const,
        detail: `${quantity} x ${sku ?? 'a line without SKU'} on ${number}`,
      })),
    );
}

/** Hash of the line states in force, by which the record remembers that commercetools refused them. */
export function lineStatesHash({ merchant }: Pick<OrderContext, 'merchant'>): string {
  return hashOf(merchant.lineStates ?? {});
}

function lineStates(
  order: Order,
  record: SyncRecord,
  known: { wanted: WantedDeliveries; returned: ReadonlyMap<string, number>; context: OrderContext },
): OrderUpdateAction[] {
  const { context, wanted, returned } = known;
  const { lineStates: states } = context.merchant;
  if (states === undefined || record.lineStatesRefused === lineStatesHash(context)) return [];
  return lineStateActions(order, {
    states,
    stateIds: context.keys.states,
    exported: exportedUnits(record.ordoroOrders ?? []),
    shipped: wanted.shipped,
    returned,
  });
}

/** Units by line item id that Ordoro has, or has shipped. */
function exportedUnits(orders: readonly KnownOrdoroOrder[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { status, lines } of currentOrders(orders))
    if (status !== 'cancelled')
      for (const { lineItemId, quantity } of lines) units.set(lineItemId, (units.get(lineItemId) ?? 0) + quantity);
  return units;
}
