import { sampleAddress } from './addresses.ts';
import { item, type Market } from './demo-lines.ts';
import type { DemoOrderDraft } from './demo-order.ts';
import type { OrderSpec } from './order-spec.ts';

const US: Market = { country: 'US', currency: 'USD' };

/** A paid order to Albany NY over one bag of coffee, but for what is changed in it. */
export function paidInAlbany(orderNumber: string, changed: Partial<OrderSpec> = {}): DemoOrderDraft['order'] {
  return {
    ...US,
    orderNumber,
    locale: 'en-US',
    store: 'us',
    customerEmail: 'dana.whitfield@example.com',
    paymentState: 'Paid',
    tax: 'net',
    taxRate: 0.08,
    billingAddress: sampleAddress('US'),
    lines: [item('COF-COL-250', US, { quantity: 1 })],
    shipping: { price: 799 },
    ...changed,
  };
}
