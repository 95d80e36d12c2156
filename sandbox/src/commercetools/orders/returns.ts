import { randomUUID } from 'node:crypto';
import type { ReturnInfo, ReturnItem, ReturnPaymentState, ReturnShipmentState } from '@commercetools/platform-sdk';
import { type CustomDraft, CustomFieldRules, type Customized } from '../custom-fields.ts';
import type { Mutable } from '../mutable.ts';
import { duplicateField, invalidField, invalidInput, invalidOperation } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';
import { allowed } from './order-states.ts';
import { checkKey } from './shipping-infos.ts';

type MutableReturn = Mutable<ReturnInfo>;
type MutableItem = Mutable<ReturnItem>;

interface ItemDraft {
  readonly key?: string;
  readonly quantity: number;
  readonly lineItemId?: string;
  readonly customLineItemId?: string;
  readonly comment?: string;
  readonly shipmentState: ReturnShipmentState;
  readonly custom?: CustomDraft;
}

interface ReturnDraft {
  readonly items: readonly ItemDraft[];
  readonly returnTrackingId?: string;
  readonly returnDate?: string;
}

interface ItemName {
  readonly returnItemId?: string;
  readonly returnItemKey?: string;
}

const PAYMENT_STATES: readonly ReturnPaymentState[] = ['NonRefundable', 'Initial', 'Refunded', 'NotRefunded'];

/** What may follow which shipment state of a return item. */
const NEXT_STATES: Readonly<Record<string, readonly ReturnShipmentState[]>> = {
  Advised: ['Returned'],
  Returned: ['BackInStock', 'Unusable'],
};

/** Return actions. Source: https://docs.commercetools.com/api/projects/orders#add-returninfo */
export const RETURN_ACTIONS: ActionTable = {
  addReturnInfo: (order: MutableOrder, draft: ReturnDraft, change: Change) => {
    const returnInfo = newReturn(order, draft, change);
    order.returnInfo = [...(order.returnInfo ?? []), returnInfo];
    change.report('ReturnInfoAdded', { returnInfo });
  },
  setReturnInfo: (order: MutableOrder, { items = [] }: { items?: readonly ReturnDraft[] }, change: Change) => {
    order.returnInfo = [];
    for (const draft of items) order.returnInfo.push(newReturn(order, draft, change));
    change.report('ReturnInfoSet', { returnInfo: order.returnInfo });
  },
  setReturnShipmentState: (
    order: MutableOrder,
    action: ItemName & { shipmentState: ReturnShipmentState },
    change: Change,
  ) => {
    const item = findItem(order, action);
    const { shipmentState } = action;
    if (item.shipmentState === shipmentState) return;
    if (!NEXT_STATES[item.shipmentState]?.includes(shipmentState)) {
      throw invalidOperation(`A return item cannot go from ${item.shipmentState} to ${shipmentState}.`);
    }
    item.shipmentState = shipmentState;
    item.lastModifiedAt = change.now;
    const key = item.key === undefined ? {} : { returnItemKey: item.key };
    change.report('OrderReturnShipmentStateChanged', {
      returnItemId: item.id,
      ...key,
      returnShipmentState: shipmentState,
    });
  },
  setReturnPaymentState: (
    order: MutableOrder,
    action: ItemName & { paymentState: ReturnPaymentState },
    change: Change,
  ) => {
    const item = findItem(order, action);
    item.paymentState = allowed('paymentState', action.paymentState, PAYMENT_STATES);
    item.lastModifiedAt = change.now;
  },
  setReturnItemCustomType: (order: MutableOrder, action: ItemName & CustomDraft, change: Change) => {
    rules(change).setType(findItem(order, action) as Customized, action);
  },
  setReturnItemCustomField: (
    order: MutableOrder,
    action: ItemName & { name: string; value?: unknown },
    change: Change,
  ) => {
    rules(change).setField(findItem(order, action) as Customized, action.name, action.value);
  },
};

function newReturn(order: MutableOrder, draft: ReturnDraft, change: Change): MutableReturn {
  if (!Array.isArray(draft.items) || draft.items.length === 0) throw invalidInput('A return needs at least one item.');
  const { returnTrackingId, returnDate } = draft;
  const keys = draft.items.flatMap(({ key }) => key ?? []);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw duplicateField('key', twice);
  return {
    items: draft.items.map((item) => newItem(order, item, change)),
    ...(returnTrackingId === undefined ? {} : { returnTrackingId }),
    ...(returnDate === undefined ? {} : { returnDate }),
  };
}

function newItem(order: MutableOrder, draft: ItemDraft, change: Change): MutableItem {
  const { key, quantity, comment, shipmentState } = draft;
  checkKey(key);
  if (key !== undefined && itemsOf(order).some((item) => item.key === key)) throw duplicateField('key', key);
  if (!Number.isInteger(quantity) || quantity < 1) throw invalidField('quantity', quantity);
  const custom = rules(change).create(draft.custom);
  return {
    ...lineOf(order, draft),
    id: randomUUID(),
    ...(key === undefined ? {} : { key }),
    quantity,
    ...(comment === undefined ? {} : { comment }),
    shipmentState: allowed('shipmentState', shipmentState, ['Advised', 'Returned']),
    paymentState: shipmentState === 'Returned' ? 'Initial' : 'NonRefundable',
    ...(custom === undefined ? {} : { custom }),
    createdAt: change.now,
    lastModifiedAt: change.now,
  };
}

function lineOf(order: MutableOrder, { lineItemId, customLineItemId }: ItemDraft) {
  if (lineItemId !== undefined && order.lineItems.some(({ id }) => id === lineItemId)) {
    return { type: 'LineItemReturnItem' as const, lineItemId };
  }
  if (customLineItemId !== undefined && order.customLineItems.some(({ id }) => id === customLineItemId)) {
    return { type: 'CustomLineItemReturnItem' as const, customLineItemId };
  }
  throw invalidOperation(`The order has no line item '${lineItemId ?? customLineItemId}'.`);
}

function itemsOf(order: MutableOrder): MutableItem[] {
  return (order.returnInfo ?? []).flatMap(({ items }) => items);
}

function findItem(order: MutableOrder, { returnItemId, returnItemKey }: ItemName): MutableItem {
  const found = itemsOf(order).find((item) =>
    returnItemId === undefined ? returnItemKey !== undefined && item.key === returnItemKey : item.id === returnItemId,
  );
  if (found === undefined) throw invalidOperation(`There is no return item '${returnItemId ?? returnItemKey}'.`);
  return found;
}

function rules(change: Change): CustomFieldRules {
  return new CustomFieldRules(change.platform.storage, 'order-return-item');
}
