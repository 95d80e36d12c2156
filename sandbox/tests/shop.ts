import type { Address, Order } from '@commercetools/platform-sdk';
import type { CreationMessage } from '../src/commercetools/orders/orders.ts';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item, type Market } from '../src/seed/demo-lines.ts';
import { namedId } from '../src/seed/ids.ts';
import { buildOrder, type LineSpec, type OrderSpec } from '../src/seed/order-builder.ts';
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
    lines: bought({ [COFFEE]: 2 }),
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

/** The article that most of these orders are about, and another one. */
export const COFFEE = 'COF-COL-250';
export const MUG = 'MUG-ENAMEL-WHT';

/** The lines of such an order over these units by SKU. */
export function bought(units: Readonly<Record<string, number>>): LineSpec[] {
  return Object.entries(units).map(([sku, quantity]) => item(sku, US, { quantity }));
}

/** Two bags of coffee at 10.50 without tax, a mug at 16.00 with 8 %, shipping at 7.99 with 8 %. */
export const COFFEE_AND_MUG: Partial<OrderSpec> = { lines: bought({ [COFFEE]: 2, [MUG]: 1 }) };

/** Somebody else than the recipient orders and pays, so that a change of the shipping address is one change. */
export const BUYER: Address = { ...sampleAddress('US'), firstName: 'Robin', email: 'robin@example.com' };
