import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, exported, WAITING } from './demo-order.ts';

const US: Market = { country: 'US', currency: 'USD' };

/** The merchant sets `ordoroRequest`; an order without fields gets the connector's Type with it. */
function request(ordoroRequest: string): OrderUpdateAction {
  return { action: 'setCustomType', type: { typeId: 'type', key: 'ordoro-order-sync' }, fields: { ordoroRequest } };
}

/** Orders that the merchant steers by `ordoroRequest`. */
export const REQUESTED_ORDERS: readonly DemoOrderDraft[] = [
  {
    title: 'Not paid yet, sent on request (export-now)',
    placedAs: 'OrderCreated',
    later: {
      kind: 'request',
      says: 'The customer pays by bank transfer and is trusted: the merchant requests export-now.',
      actions: [request('export-now')],
    },
    expectedAtFirst: WAITING,
    expected: exported(),
    order: {
      ...US,
      orderNumber: 'NS-5001',
      paymentState: 'Pending',
      tax: 'none',
      lines: [item('COF-COL-250', US, { quantity: 3 })],
    },
  },
  {
    title: 'Held on request, before it is paid',
    placedAs: 'OrderCreated',
    later: {
      kind: 'request',
      says: 'The merchant wants to talk to the customer first: hold. Then the payment arrives.',
      actions: [request('hold'), { action: 'changePaymentState', paymentState: 'Paid' }],
    },
    expectedAtFirst: WAITING,
    expected: { status: 'held', ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-5002',
      paymentState: 'Pending',
      tax: 'none',
      lines: [item('GRD-HAND', US, { quantity: 1 })],
    },
  },
];
