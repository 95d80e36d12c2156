import type { Order } from '@commercetools/platform-sdk';
import { type GateExpression, type GateFacts, gateCouldEverHold, gateHolds } from '../config/gate-expression.ts';

/** What decides whether an order goes out, besides the order. */
export interface ExportRules {
  readonly exportWhen: GateExpression;
  /** Orders created before this moment (epoch milliseconds, UTC) are history. */
  readonly exportSince: number;
  /** Workflow state ids to keys, for the states the gate names. */
  readonly stateKeys: ReadonlyMap<string, string>;
  readonly connectorId: string;
}

/** Why an order is kept out for good, whatever the gate says. */
export type Exclusion = 'cancelled' | 'complete' | 'already-shipped' | 'delivered-by-others';

/**
 * Whether the order is excluded. A merchant's `export-now` lifts every exclusion but the cancellation.
 */
export function exclusionOf(order: Order, options: { connectorId: string; exportNow: boolean }): Exclusion | undefined {
  if (order.orderState === 'Cancelled') return 'cancelled';
  if (options.exportNow) return undefined;
  if (order.orderState === 'Complete') return 'complete';
  if (['Shipped', 'Partial', 'Delivered'].includes(order.shipmentState ?? '')) return 'already-shipped';
  return hasForeignDeliveries(order, options.connectorId) ? 'delivered-by-others' : undefined;
}

/** Whether the gate is open for the order as it stands. */
export function gateIsOpen(order: Order, rules: ExportRules): boolean {
  return gateHolds(rules.exportWhen, gateFacts(order, rules.stateKeys));
}

/**
 * Whether an order without record could ever be ours: not history, in a store and country that the gate can hold for, and not
 * excluded. Only such orders get a record and hold back stock.
 */
export function couldBeOurs(order: Order, rules: ExportRules): boolean {
  return (
    Date.parse(order.createdAt) >= rules.exportSince &&
    couldPassGate(order, rules) &&
    exclusionOf(order, { connectorId: rules.connectorId, exportNow: false }) === undefined
  );
}

/** Whether the unchangeable fields of the order leave the gate a chance. */
export function couldPassGate(order: Order, rules: ExportRules): boolean {
  return gateCouldEverHold(rules.exportWhen, { storeKey: order.store?.key, country: order.country });
}

/** Deliveries of the order, of every shipping method. */
export function deliveriesOf(order: Order) {
  return [order.shippingInfo, ...(order.shipping ?? []).map(({ shippingInfo }) => shippingInfo)].flatMap(
    (info) => info?.deliveries ?? [],
  );
}

function hasForeignDeliveries(order: Order, connectorId: string): boolean {
  return deliveriesOf(order).some((delivery) => !delivery.key?.startsWith(`${connectorId}-`));
}

function gateFacts(order: Order, stateKeys: ReadonlyMap<string, string>): GateFacts {
  return {
    orderState: order.orderState,
    paymentState: order.paymentState,
    shipmentState: order.shipmentState,
    stateKey: order.state === undefined ? undefined : stateKeys.get(order.state.id),
    storeKey: order.store?.key,
    country: order.country,
  };
}
