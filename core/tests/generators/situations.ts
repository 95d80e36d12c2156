import type { Address, Order } from '@commercetools/platform-sdk';
import { parseGateExpression } from '../../src/config/gate-expression.ts';
import type { OrderContext } from '../../src/orders/order-context.ts';
import { newRecord } from '../../src/orders/record-changes.ts';
import type { Situation } from '../../src/orders/situation.ts';
import type { OrdoroLine, OrdoroOrder } from '../../src/ordoro/readers.ts';
import { readShippingInfo } from '../../src/ordoro/shipping-info-reader.ts';
import type { KnownOrdoroOrder } from '../../src/records/known-ordoro-order.ts';
import type { PartRecord, PartState, SyncRecord } from '../../src/records/sync-record.ts';
import { line, order, shippingInfo, targets } from './written-orders.ts';

/** The moment at which tests about orders begin, epoch milliseconds. */
export const NOW = Date.parse('2026-01-02T04:00:00.000Z');

/** The commercetools order that these tests are about. */
export const ORDER_ID = 'b8a1f8f2-5b0a-4f3c-9c46-0a7d1c1a0001';

/** Id of the channel of our `syncInfo` entries. */
export const EXPORT_CHANNEL_ID = 'export-channel-id';

/** A complete address; its texts are the personal data that no record may hold. */
export const ADDRESS: Address = {
  country: 'DE',
  firstName: 'Ada',
  lastName: 'Lovelace',
  streetName: 'Hauptweg',
  streetNumber: '42',
  postalCode: '10115',
  city: 'Musterstadt',
  phone: '+49301234567',
  email: 'ada@shopper.example',
};

/** Everything of an order that may not be kept. */
export const PERSONAL = ['Ada', 'Lovelace', 'Hauptweg', '+49301234567', 'ada@shopper.example', 'Musterstadt', '10115'];

/** A paid order of two shirts that can be exported: 20.00 EUR and 5.00 EUR shipping. */
export function shopOrder(more: Partial<Order> = {}): Order {
  return order(2500, {
    id: ORDER_ID,
    orderNumber: 'A-1000',
    paymentState: 'Paid',
    shippingAddress: ADDRESS,
    customerEmail: 'ada@shopper.example',
    lineItems: [line('line-1', 2, 2000, { variant: { id: 1, sku: 'SHIRT' } })],
    shippingInfo: shippingInfo(500),
    ...more,
  });
}

/** The same order with one shirt to the north and one to the south: two parts. */
export function dividedOrder(more: Partial<Order> = {}): Order {
  const { shippingAddress: _none, shippingInfo: _nor, ...base } = shopOrder();
  const shipping = ['north', 'south'].map((shippingKey) => ({
    shippingKey,
    shippingInfo: shippingInfo(250),
    shippingAddress: ADDRESS,
  }));
  return {
    ...base,
    shippingMode: 'Multiple',
    shipping,
    lineItems: [
      line('line-1', 2, 2000, {
        variant: { id: 1, sku: 'SHIRT' },
        ...targets('Multiple', ['north', 1], ['south', 1]),
      }),
    ],
    ...more,
  };
}

/** The order with these custom fields of ours. */
export function showing(shown: Order, fields: Record<string, unknown>): Order {
  return { ...shown, custom: { type: { typeId: 'type', id: 'our-type' }, fields } };
}

/** The order with these Ordoro order numbers under our channel. */
export function synced(shown: Order, ...numbers: readonly string[]): Order {
  return {
    ...shown,
    syncInfo: numbers.map((externalId) => ({
      channel: { typeId: 'channel', id: EXPORT_CHANNEL_ID },
      externalId,
      syncedAt: '2026-01-02T03:30:00.000Z',
    })),
  };
}

/** A context like that of a fresh deployment with the default gate. */
export function orderContext(
  more: Partial<Omit<OrderContext, 'settings' | 'keys'>> & {
    readonly settings?: Partial<OrderContext['settings']>;
    readonly keys?: Partial<OrderContext['keys']>;
  } = {},
): OrderContext {
  return {
    exportSince: Date.parse('2026-01-01T00:00:00.000Z'),
    merchant: {},
    own: { exportChannelId: EXPORT_CHANNEL_ID, orderTypeId: 'our-type' },
    salesChannel: { id: 7, index: 1 },
    ...more,
    settings: {
      connectorId: 'ordoro',
      exportWhen: parseGateExpression('paymentState=Paid|shipmentState=Ready'),
      currencies: undefined,
      skuPolicy: 'require',
      shippingPolicy: 'hold',
      cancelPolicy: 'flag',
      completeWhenShipped: false,
      orderTypeKey: 'ordoro-order-sync',
      dryRun: false,
      ...more.settings,
    },
    keys: { supplyChannels: new Map(), shippingMethods: new Map(), states: new Map(), ...more.keys },
  };
}

/** A record of the order as it is at first sight, with changes. */
export function syncRecord(more: Partial<SyncRecord> = {}): SyncRecord {
  return { ...newRecord(shopOrder(), NOW - 60 * 60_000), ...more };
}

/** The only part of an undivided order. */
export function part(state: PartState, more: Partial<PartRecord> = {}): PartRecord {
  return { number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state, ...more };
}

/** An accepted state. */
export function accepted(more: Partial<Extract<PartState, { step: 'accepted' }>> = {}): PartState {
  return {
    step: 'accepted',
    orderNumber: '1-A-1000',
    ...more,
  };
}

/** What is known of the only Ordoro order of the shop's order: open, with its two shirts. */
export function knownOrder(more: Partial<KnownOrdoroOrder> = {}): KnownOrdoroOrder {
  return {
    number: '1-A-1000',
    id: 501,
    status: 'awaiting_fulfillment',
    lines: [{ lineId: 9001, lineItemId: 'line-1', part: 1, quantity: 2, sku: 'SHIRT' }],
    inSyncInfo: true,
    ...more,
  };
}

/** A record of an order that Ordoro has, by default in one piece. */
export function acceptedRecord(
  orders: readonly KnownOrdoroOrder[] = [knownOrder()],
  more: Partial<SyncRecord> = {},
): SyncRecord {
  return syncRecord({
    status: 'exported',
    open: false,
    message: 'Sent to Ordoro as 1-A-1000.',
    channel: { id: 7, index: 1 },
    parts: [part(accepted())],
    ordoroOrders: orders,
    numbers: orders.map(({ number }) => number),
    ...more,
  });
}

/** An Ordoro order as the list shows it: the shop's order, open, with its two shirts. */
export function ordoroOrder(more: Partial<OrdoroOrder> = {}): OrdoroOrder {
  return {
    id: 501,
    orderNumber: '1-A-1000',
    orderId: undefined,
    status: 'awaiting_fulfillment',
    createdDate: '2026-01-02T03:30:00.000000Z',
    updatedDate: '2026-01-02T03:30:00.000000Z',
    salesChannelId: 7,
    lines: [ordoroLine()],
    addressWarning: undefined,
    presetIds: [],
    isParent: false,
    parentOrderNumber: undefined,
    siblingNumbers: [],
    warehouseId: 15450,
    weightOunces: undefined,
    shippingInfo: readShippingInfo({}),
    hasLabel: false,
    content: {
      shippingAddress: undefined,
      billingAddress: undefined,
      notesFromCustomer: undefined,
      internalNotes: undefined,
      shipByDate: undefined,
      deliverByDate: undefined,
      financial: undefined,
      comments: [],
    },
    ...more,
  };
}

/** A line of such an order: its two shirts. */
export function ordoroLine(more: Partial<OrdoroLine> = {}): OrdoroLine {
  return {
    id: 9001,
    quantity: 2,
    sku: 'SHIRT',
    itemPrice: undefined,
    cartOrderId: ORDER_ID,
    lineItemId: 'line-1',
    ...more,
  };
}

/** An uncertain state; it ended at `NOW` unless told otherwise. */
export function uncertain(more: Partial<Extract<PartState, { step: 'uncertain' }>> = {}): PartState {
  return { step: 'uncertain', answered: false, endedAt: new Date(NOW).toISOString(), misses: 0, ...more };
}

/** Everything a decision reads: the shop's order, nothing known, all SKUs mapped to themselves. */
export function situation(more: Partial<Situation> = {}): Situation {
  return {
    orderId: ORDER_ID,
    order: shopOrder(),
    orderReadAt: NOW,
    orderInDoubt: false,
    stored: { state: 'absent' },
    before: undefined,
    record: undefined,
    context: orderContext(),
    skuLookUpMayTakeTime: true,
    skus: new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]),
    now: NOW,
    random: 0.5,
    owner: 'this-pass',
    sendBy: Number.POSITIVE_INFINITY,
    readBy: Number.POSITIVE_INFINITY,
    ordoroRows: [],
    returnRows: [],
    notFound: [],
    refusedEdits: [],
    mayPresumeNew: false,
    failedNow: false,
    orderUpdateFailed: false,
    deadLetterDone: false,
    logged: false,
    ...more,
  };
}

/** A situation in which this record was read. */
export function known(record: SyncRecord, more: Partial<Situation> = {}): Situation {
  return situation({ stored: { state: 'present', record, version: 3 }, before: record, record, ...more });
}
