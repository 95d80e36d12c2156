import type { Address, SyncInfo } from '@commercetools/platform-sdk';
import type { Mutable } from '../mutable.ts';
import { duplicateField, invalidInput, invalidJson, invalidOperation, referenceNotFound } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';

type OrderAddress = Mutable<Address>;

interface SyncInfoAction {
  readonly channel: { readonly id?: string; readonly key?: string };
  readonly externalId?: string;
  readonly syncedAt?: string;
}

/** Addresses, email, order number and sync info of an order, with their messages. */
export const ORDER_DETAIL_ACTIONS: ActionTable = {
  setShippingAddress: (order: MutableOrder, { address }: { address?: OrderAddress }, change: Change) => {
    const oldAddress = order.shippingAddress;
    const next = checkedAddress(address);
    if (next === undefined) delete order.shippingAddress;
    else order.shippingAddress = next;
    reportAddress(change, 'OrderShippingAddressSet', { address: next, oldAddress });
  },
  setBillingAddress: (order: MutableOrder, { address }: { address?: OrderAddress }, change: Change) => {
    const oldAddress = order.billingAddress;
    const next = checkedAddress(address);
    if (next === undefined) delete order.billingAddress;
    else order.billingAddress = next;
    reportAddress(change, 'OrderBillingAddressSet', { address: next, oldAddress });
  },
  setCustomerEmail: (order: MutableOrder, { email }: { email?: string }, change: Change) => {
    const oldEmail = order.customerEmail;
    if (email === undefined) delete order.customerEmail;
    else order.customerEmail = email;
    if (email !== oldEmail) change.report('OrderCustomerEmailSet', { email, oldEmail });
  },
  setPurchaseOrderNumber: (order: MutableOrder, action: { purchaseOrderNumber?: string }, change: Change) => {
    const { purchaseOrderNumber } = action;
    const oldPurchaseOrderNumber = order.purchaseOrderNumber;
    if (purchaseOrderNumber === undefined) delete order.purchaseOrderNumber;
    else order.purchaseOrderNumber = purchaseOrderNumber;
    if (purchaseOrderNumber !== oldPurchaseOrderNumber) {
      change.report('OrderPurchaseOrderNumberSet', { purchaseOrderNumber, oldPurchaseOrderNumber });
    }
  },
  setOrderNumber: (order: MutableOrder, { orderNumber }: { orderNumber: string }, change: Change) => {
    if (order.orderNumber !== undefined) throw invalidOperation('The order number is already set.');
    if (change.platform.storage.find('order', (row) => row.orderNumber === orderNumber) !== undefined) {
      throw duplicateField('orderNumber', orderNumber);
    }
    order.orderNumber = orderNumber;
  },
  updateSyncInfo: (order: MutableOrder, action: SyncInfoAction, change: Change) => {
    const entry = syncInfo(action, change);
    const same = (other: SyncInfo) => other.channel.id === entry.channel.id;
    const kept =
      change.platform.syncInfo === 'replace' ? order.syncInfo.filter((other) => !same(other)) : order.syncInfo;
    order.syncInfo = [...kept, entry];
  },
};

function syncInfo(action: SyncInfoAction, change: Change): Mutable<SyncInfo> {
  const { channel: identifier, externalId, syncedAt = change.now } = action;
  if (identifier === undefined) throw invalidJson('channel: Missing required value');
  const { id, key } = identifier;
  const channel = change.platform.storage.find('channel', (row) =>
    id === undefined ? row.key === key : row.id === id,
  );
  if (channel === undefined) throw referenceNotFound({ typeId: 'channel', ...identifier });
  if (!channel.roles.includes('OrderExport') && !channel.roles.includes('OrderImport')) {
    throw invalidInput(`The channel '${channel.key}' has neither the role OrderExport nor OrderImport.`);
  }
  return {
    channel: { typeId: 'channel', id: channel.id },
    ...(externalId === undefined ? {} : { externalId }),
    syncedAt,
  };
}

function checkedAddress(address: OrderAddress | undefined): OrderAddress | undefined {
  if (address !== undefined && typeof address.country !== 'string')
    throw invalidJson('country: Missing required value');
  return address;
}

function reportAddress(change: Change, type: string, addresses: { address: unknown; oldAddress: unknown }): void {
  if (JSON.stringify(addresses.address) !== JSON.stringify(addresses.oldAddress)) change.report(type, addresses);
}
