import type { Order } from '@commercetools/platform-sdk';
import type { CreationMessage } from '../src/commercetools/orders/orders.ts';
import { item, type Market } from '../src/seed/demo-lines.ts';
import { namedId } from '../src/seed/ids.ts';
import { buildOrder, type OrderSpec } from '../src/seed/order-builder.ts';
import type { Journey } from './connector-under-test.ts';

/** Where the orders of these tests are placed. */
export const US: Market = { country: 'US', currency: 'USD' };

let placed = 0;

/** A US order over two bags of coffee that is paid and could go out as it stands, but for what is changed in it. */
export function orderOf(changes: Partial<OrderSpec> = {}): Order {
  placed += 1;
  return buildOrder({
    ...US,
    id: namedId(`journey-order:${placed}`),
    orderNumber: `J-${placed}`,
    createdAt: '2026-11-23T10:00:00.000Z',
    locale: 'en-US',
    store: 'us',
    customerEmail: 'dana.whitfield@example.com',
    paymentState: 'Paid',
    taxRate: 0.08,
    lines: [item('COF-COL-250', US, { quantity: 2 })],
    shipping: { price: 799 },
    ...changes,
  });
}

/** Places such an order as a shop does; its message waits in the relay. */
export function place(
  journey: Journey,
  changes: Partial<OrderSpec> = {},
  as: CreationMessage = 'OrderCreated',
): Promise<Order> {
  return journey.sandbox.commercetools.placeOrder(orderOf(changes), as);
}

/** Places such an order and delivers its messages. */
export async function placeAndDeliver(journey: Journey, changes: Partial<OrderSpec> = {}): Promise<Order> {
  const order = await place(journey, changes);
  await journey.deliver();
  return order;
}

const ADDRESS = { country: 'US', lastName: 'Whitfield', city: 'Albany', state: 'NY', postalCode: '12203' };

/** An order to two addresses: two Ordoro orders. */
export const TWO_ADDRESSES: Partial<OrderSpec> = {
  itemShippingAddresses: [
    { ...ADDRESS, key: 'home', streetName: 'A Street', streetNumber: '1' },
    { ...ADDRESS, key: 'cabin', streetName: 'B Road', streetNumber: '2' },
  ],
  lines: [
    item('COF-COL-250', US, {
      quantity: 2,
      targets: [
        { addressKey: 'home', quantity: 1 },
        { addressKey: 'cabin', quantity: 1 },
      ],
    }),
  ],
};
