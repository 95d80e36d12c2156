import { Buffer } from 'node:buffer';
import type { OrderDraft } from './orders.ts';
import type { ErrorBody } from './refusal.ts';
import type { OrdoroStandIn } from './stand-in.ts';
import type { ProductView } from './warehousing.ts';
import type { Order, ReturnOrder } from './wire.ts';

/** The fields of every kind of answer in one type: a test reads those that its call has. */
type SeenBody = Order &
  ErrorBody & {
    readonly count: number;
    readonly order: readonly Order[];
    readonly products: readonly ProductView[];
    readonly return_order: readonly ReturnOrder[];
    readonly updated: string;
    readonly text: string;
  };

/** An answer as a client sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly body: SeenBody;
}

/** Calls the stand-in over HTTP with its own key. For the tests of the sandbox only. */
export async function call(ordoro: OrdoroStandIn, request: string, body?: unknown): Promise<Seen> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const key = Buffer.from(`${ordoro.clientId}:${ordoro.clientSecret}`).toString('base64');
  const answer = await fetch(`${ordoro.url}${path}`, {
    method,
    headers: { authorization: `Basic ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** An order of two units of SKU `A`; commercetools order id `ct-<order_id>`, line item id `li-1`. */
export function draftOrder(orderId: string, more: Partial<OrderDraft> = {}): OrderDraft {
  return {
    order_id: orderId,
    cart_order_id: `ct-${orderId}`,
    order_date: '2026-11-23T09:00:00Z',
    billing_address: { name: 'Ada Byron' },
    shipping_address: {
      name: 'Ada Byron',
      street1: '1 Main St',
      city: 'Austin',
      state: 'TX',
      zip: '78701',
      country: 'US',
    },
    lines: [{ cart_orderitem_id: 'li-1', quantity: 2, product: { sku: 'A', name: 'Alpha' } }],
    ...more,
  };
}
