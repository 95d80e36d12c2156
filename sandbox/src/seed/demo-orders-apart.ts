import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, WAITING } from './demo-order.ts';

const US: Market = { country: 'US', currency: 'USD' };
const DE: Market = { country: 'DE', currency: 'EUR' };

/** Orders that never reach Ordoro, and rightly so. */
export const ORDERS_APART: readonly DemoOrderDraft[] = [
  {
    title: 'Only a gift card: nothing to ship',
    placedAs: 'OrderCreated',
    expected: { status: 'not-required', issues: ['nothing-to-ship'], ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-3001',
      locale: 'en-US',
      store: 'us',
      customerEmail: 'sam.okafor@example.com',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('GIFT-CARD-50', US, { quantity: 2 })],
      shipping: null,
      shippingAddress: null,
    },
  },
  {
    title: 'Cancelled before the payment, which comes all the same',
    placedAs: 'OrderCreated',
    later: {
      kind: 'cancel',
      says: 'The customer cancels; the payment that was under way is booked.',
      actions: [
        { action: 'changeOrderState', orderState: 'Cancelled' },
        { action: 'changePaymentState', paymentState: 'Paid' },
      ],
    },
    expectedAtFirst: WAITING,
    expected: { status: 'none', ordoroOrders: 0 },
    order: {
      ...DE,
      orderNumber: 'NS-3002',
      locale: 'de-DE',
      store: 'eu',
      customerEmail: 'joerg.weissmann@example.com',
      paymentState: 'Pending',
      tax: 'gross',
      taxRate: 0.19,
      lines: [item('GRD-HAND', DE, { quantity: 1 })],
      shipping: { price: 490 },
    },
  },
  {
    title: 'Paid order from before the installation',
    placedAs: 'before-installation',
    expected: { status: 'none', ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-0412',
      locale: 'en-US',
      store: 'us',
      customerEmail: 'dana.whitfield@example.com',
      paymentState: 'Paid',
      tax: 'net',
      lines: [item('COF-ESP-250', US, { quantity: 6 })],
      shipping: { price: 799, taxRate: 0.08 },
    },
  },
];
