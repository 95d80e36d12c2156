import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, deadAddress, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { NOW, ordoroClient } from '../../tests/ordoro-client.ts';
import { NotFoundError, RejectedError, TransientError } from '../problems/errors.ts';
import { OrdoroOrders } from './orders.ts';
import type { OrdoroOrderDraft } from './wire.ts';

const DRAFT: OrdoroOrderDraft = {
  cart: 7,
  order_id: '1001',
  cart_order_id: 'ct-order-1',
  order_date: '2026-11-23T09:00:00Z',
  internal_notes: '',
  product_amount: 10,
  shipping_amount: 0,
  tax_amount: 0,
  discount_amount: 0,
  grand_total: 10,
  billing_address: { name: 'Ada Byron' },
  shipping_address: { name: 'Ada Byron' },
  lines: [
    { cart_orderitem_id: 'li-1', quantity: 1, item_price: 10, total_price: 10, product: { sku: 'A', name: 'Alpha' } },
  ],
};

/** An order as Ordoro answers it. */
function orderOf(cartOrderId: string, more: object = {}): object {
  return {
    id: 555,
    order_number: '3-1001',
    status: 'new',
    lines: [{ id: 9, quantity: 1, sku: 'A', cart_order_id: cartOrderId, cart_orderitem_id: 'li-1' }],
    ...more,
  };
}

const LIMITS = { tokenBy: NOW + 1_000, timeoutMs: 1_000 };

let server: LocalServer;
let orders: OrdoroOrders;

beforeEach(async () => {
  server = await startLocalServer();
  orders = new OrdoroOrders(ordoroClient(server.url));
});

afterEach(() => server.close());

const status = (code: number, headers: Record<string, string> = {}): Answering => {
  return (response) => response.writeHead(code, headers).end();
};
const text = (body: string, code = 201): Answering => {
  return (response) => response.writeHead(code, { 'content-type': 'application/json' }).end(body);
};

describe('creating an order', () => {
  const create = () => orders.create(DRAFT, LIMITS);

  it('is one POST of the draft to a path without a slash at the end', async () => {
    server.answer = (response) => json(response, orderOf('ct-order-1'), 201);
    await create();
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/v3/order' });
    expect(JSON.parse(server.requests[0]!.body)).toEqual(DRAFT);
  });

  it.each([200, 201])('is accepted by a status %i with our order in it', async (code) => {
    server.answer = (response) => json(response, orderOf('ct-order-1'), code);
    expect(await create()).toMatchObject({
      kind: 'accepted',
      order: { id: 555, orderNumber: '3-1001', lines: [{ id: 9, lineItemId: 'li-1', cartOrderId: 'ct-order-1' }] },
    });
  });

  it.each([
    ['does not repeat our ids', { order_number: '3-1001', lines: [{ quantity: 1 }] }],
    ['has no lines', { id: 555, order_number: '3-1001', lines: [] }],
    ['has no id', { order_number: '3-1001', lines: [{ cart_order_id: 'ct-order-1' }] }],
  ])('is accepted by an order that %s', async (_what, body) => {
    server.answer = (response) => json(response, body, 201);
    expect(await create()).toMatchObject({ kind: 'accepted', order: { orderNumber: '3-1001' } });
  });

  it('is rejected, so that it is looked up, when the answer is an order of another cart order', async () => {
    server.answer = (response) => json(response, orderOf('ct-order-2'), 201);
    expect(await create()).toMatchObject({
      kind: 'rejected',
      message: 'Ordoro answered with order 3-1001, which belongs to another order of the shop',
    });
  });

  it.each<[string, Answering]>([
    ['status 408', status(408)],
    ['status 500', status(500)],
    ['status 502', text('<html>', 502)],
    ['status 503', status(503, { 'retry-after': '60' })],
    ['status 504', status(504)],
  ])('is uncertain, but Ordoro has ended it, after %s', async (_what, answer) => {
    server.answer = answer;
    expect(await create()).toMatchObject({ kind: 'uncertain', answered: true });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Answering]>([
    ['an HTML page', text('<html>thank you</html>')],
    ['half an order', text('{"id":555,"order_number":"3-10')],
    ['no body', text('')],
    ['an order without lines', text('{"id":555,"order_number":"3-1001"}')],
    ['an order without a number', text('{"id":555,"lines":[]}')],
    ['status 202 and no body', status(202)],
  ])('is uncertain and perhaps still under way after a success with %s', async (_what, answer) => {
    server.answer = answer;
    expect(await create()).toMatchObject({ kind: 'uncertain', answered: false });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Answering]>([
    ['the connection was cut before an answer', (_response, _arrived, request) => request.socket.destroy()],
    [
      'the connection was cut in the middle of the answer',
      (response, _arrived, request) => {
        response.writeHead(201, { 'content-length': '500' });
        response.write('{"id":', () => request.socket.destroy());
      },
    ],
  ])('is uncertain and perhaps still under way when %s', async (_what, answer) => {
    server.answer = answer;
    expect(await create()).toMatchObject({ kind: 'uncertain', answered: false });
    expect(server.requests).toHaveLength(1);
  });

  it('is uncertain and perhaps still under way when the time limit passes', async () => {
    server.answer = () => undefined;
    expect(await orders.create(DRAFT, { ...LIMITS, timeoutMs: 60 })).toMatchObject({
      kind: 'uncertain',
      answered: false,
    });
  });

  it.each([
    [401, 'ordoro-auth'],
    [403, 'ordoro-auth'],
    [429, 'rate-limited'],
  ])('is refused, certainly not stored and worth another try after status %i', async (code, reason) => {
    server.answer = status(code);
    expect(await create()).toMatchObject({ kind: 'refused', code: reason });
    expect(server.requests).toHaveLength(1);
  });

  it('is refused for as long as Retry-After says', async () => {
    server.answer = status(429, { 'retry-after': '30' });
    expect(await create()).toMatchObject({ kind: 'refused', code: 'rate-limited', retryAfterMs: 30_000 });
  });

  it('is refused when Ordoro cannot be reached', async () => {
    orders = new OrdoroOrders(ordoroClient(await deadAddress()));
    expect(await create()).toEqual({
      kind: 'refused',
      code: 'ordoro-unavailable',
      message: 'Ordoro cannot be reached: no usable answer (ECONNREFUSED)',
    });
  });

  it.each([301, 308, 400, 404, 405, 409, 413, 422])('is rejected as it stands after status %i', async (code) => {
    server.answer = (response) => json(response, { error_message: 'no', param: 'order_id' }, code);
    expect(await create()).toMatchObject({
      kind: 'rejected',
      message: `Ordoro, new order 1001: status ${code}, no (order_id)`,
      response: { error_message: 'no', param: 'order_id' },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is not tried without a rate token', async () => {
    orders = new OrdoroOrders(ordoroClient(server.url, { isGranted: false }));
    expect(await create()).toEqual({ kind: 'no-token' });
    expect(server.requests).toEqual([]);
  });
});

describe('reading an order by number', () => {
  it('encodes the number', async () => {
    server.answer = (response) => json(response, orderOf('ct-order-1'));
    expect(await orders.get('3-A/1 ü#?')).toMatchObject({ orderNumber: '3-1001' });
    expect(server.requests[0]!.url).toBe('/v3/order/3-A%2F1%20%C3%BC%23%3F');
  });

  it('finds nothing when Ordoro answers 404', async () => {
    server.answer = status(404);
    expect(await orders.get('3-1001')).toBeUndefined();
  });

  it('is no proof of absence when the answer is not an order', async () => {
    server.answer = (response) => json(response, {});
    await expect(orders.get('3-1001')).rejects.toThrow('Ordoro, order 3-1001: the answer has not the expected form');
  });

  it('is no proof of absence when Ordoro is in trouble', async () => {
    server.answer = status(500);
    await expect(orders.get('3-1001')).rejects.toBeInstanceOf(TransientError);
  });
});

describe('looking for the orders of a cart order', () => {
  const lookUp = () => orders.ofCartOrder(7, 'ct-order-1');

  it('asks one sales channel for every status', async () => {
    server.answer = (response) => json(response, { count: 0, order: [] });
    expect(await lookUp()).toEqual([]);
    const query = new URL(server.requests[0]!.url, server.url);
    expect(query.pathname).toBe('/v3/order');
    expect([...query.searchParams]).toEqual([
      ['sales_channel', '7'],
      ['cart_order_id', 'ct-order-1'],
      ['status', 'all'],
      ['sort', '-created_date'],
      ['limit', '100'],
    ]);
  });

  it.each(['order', 'orders'])('accepts the rows under the name %s', async (key) => {
    server.answer = (response) => json(response, { count: 1, [key]: [orderOf('ct-order-1')] });
    expect(await lookUp()).toMatchObject([{ id: 555 }]);
  });

  it('takes only orders whose lines carry the id', async () => {
    const rows = [orderOf('ct-order-1'), orderOf('ct-order-12', { id: 556 })];
    server.answer = (response) => json(response, { count: 2, order: rows });
    expect((await lookUp()).map(({ id }) => id)).toEqual([555]);
  });

  it.each([
    ['an unknown envelope', { count: 0, results: [] }],
    ['a row of ours that cannot be read', { count: 1, order: [orderOf('ct-order-1', { order_number: 5 })] }],
    ['a row that does not say whose it is', { count: 1, order: [orderOf('', { lines: [{ id: 1 }] })] }],
    ['more orders than a page, none of them ours', { count: 101, order: [orderOf('ct-order-2')] }],
    ['a list of another form', []],
  ])('is no proof of absence when it gives %s', async (_what, body) => {
    server.answer = (response) => json(response, body);
    await expect(lookUp()).rejects.toThrow('Ordoro, the list of orders: the answer has not the expected form');
  });

  it('is not disturbed by a row of somebody else that cannot be read', async () => {
    const rows = [{ id: 1, order_number: 'M-1' }, orderOf('ct-order-1')];
    server.answer = (response) => json(response, { count: 2, order: rows });
    expect((await lookUp()).map(({ id }) => id)).toEqual([555]);
  });
});

describe('applying a shipment preset', () => {
  const apply = () => orders.applyPreset('3-A/1', 7);

  it('is one POST without a slash at the end', async () => {
    server.answer = status(204);
    expect(await apply()).toBe(true);
    expect(server.requests).toMatchObject([{ method: 'POST', url: '/v3/order/3-A%2F1/shipment_preset/7' }]);
  });

  it('may have happened when the connection is cut', async () => {
    server.answer = (_response, _arrived, request) => request.socket.destroy();
    expect(await apply()).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [404, NotFoundError],
    [422, RejectedError],
    [503, TransientError],
  ])('raises what status %i means', async (code, type) => {
    server.answer = status(code);
    await expect(apply()).rejects.toBeInstanceOf(type);
  });

  it('is tried later when there is no rate token or Ordoro cannot be reached', async () => {
    orders = new OrdoroOrders(ordoroClient(server.url, { isGranted: false }));
    await expect(apply()).rejects.toMatchObject({ name: 'TransientError', status: 429 });
    orders = new OrdoroOrders(ordoroClient(await deadAddress()));
    await expect(apply()).rejects.toMatchObject({ name: 'TransientError', status: undefined });
  });
});
