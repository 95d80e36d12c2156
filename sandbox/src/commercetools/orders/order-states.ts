import type { OrderState, PaymentState, ShipmentState, State } from '@commercetools/platform-sdk';
import { invalidField, invalidOperation, referenceNotFound } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';

const ORDER_STATES: readonly OrderState[] = ['Open', 'Confirmed', 'Complete', 'Cancelled'];
const PAYMENT_STATES: readonly PaymentState[] = ['BalanceDue', 'Failed', 'Pending', 'CreditOwed', 'Paid'];
const SHIPMENT_STATES: readonly ShipmentState[] = [
  'Shipped',
  'Delivered',
  'Ready',
  'Pending',
  'Delayed',
  'Partial',
  'Backorder',
  'Canceled',
];

/** State changes of an order with their messages. Only known values are taken; any change between them is allowed. */
export const ORDER_STATE_ACTIONS: ActionTable = {
  changeOrderState: (order: MutableOrder, { orderState }: { orderState: OrderState }, change: Change) => {
    const before = order.orderState;
    order.orderState = allowed('orderState', orderState, ORDER_STATES);
    if (before !== orderState) change.report('OrderStateChanged', { orderState, oldOrderState: before });
  },
  changePaymentState: (order: MutableOrder, { paymentState }: { paymentState: PaymentState }, change: Change) => {
    const before = order.paymentState;
    order.paymentState = allowed('paymentState', paymentState, PAYMENT_STATES);
    if (before !== paymentState) change.report('OrderPaymentStateChanged', { paymentState, oldPaymentState: before });
  },
  changeShipmentState: (order: MutableOrder, { shipmentState }: { shipmentState: ShipmentState }, change: Change) => {
    const before = order.shipmentState;
    order.shipmentState = allowed('shipmentState', shipmentState, SHIPMENT_STATES);
    if (before !== shipmentState) {
      change.report('OrderShipmentStateChanged', { shipmentState, oldShipmentState: before });
    }
  },
  transitionState: (order: MutableOrder, action: { state: Identifier; force?: boolean }, change: Change) => {
    const { force = false } = action;
    const next = findState(change, action.state);
    const before = order.state;
    if (before?.id === next.id) return;
    if (!force) checkTransition(change, { from: before?.id, to: next, type: 'OrderState' });
    order.state = { typeId: 'state', id: next.id };
    change.report('OrderStateTransition', { state: order.state, ...(before ? { oldState: before } : {}), force });
  },
};

/** How an action names a State. */
export interface Identifier {
  readonly id?: string;
  readonly key?: string;
}

/** The State an action names. Raises 400 ReferencedResourceNotFound. */
export function findState(change: Change, { id, key }: Identifier): State {
  const found = change.platform.storage.resolve({ typeId: 'state', ...(id === undefined ? { key } : { id }) });
  if (found === undefined) throw referenceNotFound({ typeId: 'state', ...(id === undefined ? { key } : { id }) });
  return found as State;
}

/**
 * Refuses a transition (400 InvalidOperation): the State is of another type, the first one is not initial, or the current
 * State lists its transitions and this one is not among them.
 */
export function checkTransition(
  change: Change,
  step: { from: string | undefined; to: State; type: State['type'] },
): void {
  const { from, to, type } = step;
  if (to.type !== type) throw invalidOperation(`The State '${to.key}' is of type ${to.type}, not ${type}.`);
  const current = from === undefined ? undefined : change.platform.storage.read('state', from);
  if (current === undefined) {
    if (!to.initial) throw invalidOperation(`The State '${to.key}' is not an initial State.`);
    return;
  }
  if (current.transitions !== undefined && !current.transitions.some(({ id }) => id === to.id)) {
    throw invalidOperation(`There is no transition from State '${current.key}' to '${to.key}'.`);
  }
}

/** The value if it is one of the allowed ones; otherwise raises 400 InvalidField. */
export function allowed<T>(field: string, value: T, values: readonly T[]): T {
  if (!values.includes(value)) throw invalidField(field, value, values);
  return value;
}
