import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, exported } from './demo-order.ts';

const US: Market = { country: 'US', currency: 'USD' };

/** Orders that are fine, while Ordoro is not. */
export const TROUBLED_ORDERS: readonly DemoOrderDraft[] = [
  {
    title: 'Ordoro is down while the order is sent: looked up, then sent again',
    placedAs: 'OrderCreated',
    trouble: { kind: 'status', when: 'before-work', status: 503 },
    expected: { status: 'retrying', issues: ['ordoro-unavailable'], ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-4001',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('COF-COL-250', US, { quantity: 1 })],
    },
  },
  {
    title: 'Ordoro stores the order, its answer is lost: found, never sent twice',
    placedAs: 'OrderCreated',
    trouble: { kind: 'reset', when: 'after-work' },
    later: {
      kind: 'job-run',
      says: 'Nobody knows whether Ordoro has the order; the job finds it among those that changed there.',
      actions: [],
    },
    expectedAtFirst: { status: 'retrying', issues: ['ordoro-unavailable'], ordoroOrders: 1 },
    expected: exported(),
    order: {
      ...US,
      orderNumber: 'NS-4002',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('COF-COL-250', US, { quantity: 2 })],
    },
  },
  {
    title: 'Ordoro refuses the API key for a moment',
    placedAs: 'OrderCreated',
    trouble: { kind: 'status', when: 'before-work', status: 401, body: { error_message: 'Not authorized.' } },
    expected: { status: 'retrying', issues: ['ordoro-auth'], ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-4004',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('COF-COL-250', US, { quantity: 1 })],
    },
  },
  {
    title: 'Ordoro refuses the order',
    placedAs: 'OrderCreated',
    trouble: {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: { error_message: 'The sales channel is archived.', param: 'cart' },
    },
    expected: { status: 'failed', issues: ['ordoro-rejected'], ordoroOrders: 0 },
    order: {
      ...US,
      orderNumber: 'NS-4003',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('GRD-HAND', US, { quantity: 1 })],
    },
  },
];
