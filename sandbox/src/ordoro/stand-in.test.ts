import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountHandlers } from './account-handlers.ts';
import { loadContract } from './contract.ts';
import { orderHandlers } from './order-handlers.ts';
import { type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
let now: number;
let ordoro: OrdoroStandIn;

beforeEach(async () => {
  now = START;
  ordoro = await startOrdoro({ clock: () => now });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20, weight: 1.5, price: 10 });
});

afterEach(() => ordoro.close());

describe('every endpoint', () => {
  it('of the description has a handler, and no handler is without a description', () => {
    const described = loadContract().operations.map((operation) => operation.id);
    const handled = Object.keys({ ...accountHandlers, ...orderHandlers });
    expect(handled.sort()).toEqual(described.sort());
  });

  it('answers what the description promises', async () => {
    const cart = (await call(ordoro, 'POST /cart/', { type: 'custom_integration', name: 'commercetools demo' })).body;
    ordoro.addPreset({ id: 7, name: 'Rush', carrier: 'fedex', service: 'FedEx 2Day' });
    const east = ordoro.addWarehouse({ name: 'East' });
    const shipper = ordoro.shippers[0]!;
    ordoro.addProduct({ sku: 'K/1', name: 'Kit', kit: [{ sku: 'A', quantity: 2 }] });
    const draft = draftOrder('1000', { cart: cart.id, tags: [{ text: 'rush', color: '#ff0000' }] });
    const { lines } = (await call(ordoro, 'POST /v3/order', draft)).body;
    await call(ordoro, 'POST /v3/order', draftOrder('1001', { cart: cart.id }));
    const other = ordoro.order('1-1001').lines[0]!.id;
    ordoro.addReturn({ orderNumber: '1-1000', lines: [{ sku: 'A', expected: 1 }] });
    const order = '/v3/order/1-1000';
    const tracking = { tracking_number: '1Z1', ship_date: '2026-11-23T10:00:00Z', carrier_name: 'UPS' };

    const requests: [string, unknown?][] = [
      ['GET /authenticated/'],
      ['GET /company/'],
      ['GET /cart/?limit=100&offset=0&search=comm&all=true'],
      [`GET /cart/${cart.id}/`],
      ['GET /warehouse/?sort=name'],
      ['GET /shipper/?limit=100&all=true'],
      [`GET /shipper/${shipper.id}/`],
      [`GET /v3/order?status=all&sales_channel=${cart.id}&sales_channel=5&sort=updated_date&limit=100`],
      [`GET ${order}`],
      [`PUT ${order}`, { internal_notes: 'USD', ship_by_date: '2026-11-30T00:00:00Z', deliver_by_date: null }],
      [`POST ${order}/comment`, { comment: 'Too late to cancel.' }],
      [`GET ${order}/comment`],
      [`POST ${order}/line`, { sku: 'NEW', quantity: 2, cart_order_id: 'ct-1000', cart_orderitem_id: 'li-2' }],
      [`PUT ${order}/line/${lines[0]!.id}`, { quantity: 3, item_price: 9.5, details: null }],
      [`DELETE ${order}/line/${lines[0]!.id}`],
      [`PUT ${order}/financial`, { grand_total: 12.34, credit_card_issuer: null }],
      [`PUT ${order}/shipping_address`, { street1: '2 Main St', validate: true }],
      [`PUT ${order}/billing_address`, { name: 'Ada King' }],
      [`PUT ${order}/warehouse`, { warehouse_id: east.id }],
      [`POST ${order}/shipment_preset/7`],
      [`DELETE ${order}/shipment_preset/7`],
      [`POST ${order}/cancel`],
      [`POST ${order}/uncancel`],
      [`POST ${order}/shipping_info`, tracking],
      [`PUT ${order}/shipping_info`, { ...tracking, cost: 4.5 }],
      [`DELETE ${order}/shipping_info`],
      [`POST ${order}/mark_as_shipped`],
      [
        'POST /v3/order/1-1001/split',
        { split_orders: [{ lines: [{ line_id: other, quantity: 1 }] }, { lines: [{ line_id: other, quantity: 1 }] }] },
      ],
      ['GET /v3/order/parent/1-1001'],
      ['GET /v3/order/1-1001-2'],
      ['GET /v3/order/counts'],
      ['GET /v3/return_order?sort=-updated_date'],
      ['GET /v3/tag'],
      ['GET /product/?sort=created&updated_after=2026-11-01T00:00:00Z&limit=100'],
      ['GET /product/K%2F1/'],
      ['POST /product/', { sku: 'Z', name: 'Zed', physical_on_hand: 4 }],
      ['PUT /product/Z/', { name: 'Zed two' }],
      [`PUT /product/Z/warehouse/${east.id}/`, { on_hand: 5 }],
    ];
    for (const [request, body] of requests) {
      const { status } = await call(ordoro, request, body);
      expect([request, status < 300]).toEqual([request, true]);
    }
    expect(ordoro.violations).toEqual([]);
  });

  it('for comments can answer the list of the published example', async () => {
    ordoro.options.commentList = true;
    ordoro.createOrder(draftOrder('1'));
    const { body } = await call(ordoro, 'GET /v3/order/M-1/comment');
    expect(body).toEqual({ count: 0, limit: 10, offset: 0, comment: [] });
    expect(ordoro.violations).toEqual([]);
  });
});

describe('requests that the description does not allow', () => {
  it.each([
    ['GET /v3/order/', undefined, 404, 'wrong trailing slash: GET /v3/order/'],
    ['GET /warehouse', undefined, 404, 'wrong trailing slash: GET /warehouse'],
    ['GET /v3/nothing', undefined, 404, 'unknown path: GET /v3/nothing'],
    ['DELETE /cart/', undefined, 404, 'DELETE is not allowed on /cart/'],
    ['GET /v3/order?staus=all', undefined, 400, 'query: / must NOT have additional properties: staus'],
    ['GET /v3/order?limit=101', undefined, 400, 'query: /limit must be <= 100'],
    ['GET /v3/order?limit=ten', undefined, 400, 'query: /limit must be integer'],
    ['GET /v3/order?limit=1&limit=2', undefined, 400, 'query: /limit must be integer'],
    ['GET /v3/order?updated_after=yesterday', undefined, 400, 'query: /updated_after must match format "date-time"'],
    ['GET /cart/abc/', undefined, 400, 'path: /cart_id must be integer'],
    ['POST /v3/order', { order_id: '1' }, 400, "body: / must have required property 'billing_address'"],
    [
      'POST /v3/order',
      { ...draftOrder('1'), colour: 'red' },
      400,
      'body: / must NOT have additional properties: colour',
    ],
    ['POST /v3/order', undefined, 400, 'body: / must be object'],
    ['POST /v3/order/M-1/cancel', { why: 'x' }, 400, 'body: a body was sent although none is described'],
    ['PUT /product/A/warehouse/15450/', { on_hand: 1, adjustment: 1 }, 400, 'must match exactly one schema in oneOf'],
  ])('are refused and recorded: %s %j', async (request, body, status, message) => {
    const answer = await call(ordoro, request, body);
    expect([answer.status, answer.body.error_message]).toEqual([status, expect.stringContaining(message)]);
    expect(ordoro.violations).toEqual([
      {
        kind: 'request',
        method: request.split(' ')[0],
        url: request.split(' ')[1],
        message: answer.body.error_message,
      },
    ]);
  });

  it('include bodies that are not JSON or not called so', async () => {
    const authorization = `Basic ${btoa('sandbox-client:sandbox-secret')}`;
    const send = (type: string, body: string) =>
      fetch(`${ordoro.url}/v3/order`, { method: 'POST', headers: { authorization, 'content-type': type }, body });
    expect([(await send('application/json', '{')).status, (await send('text/plain', '{}')).status]).toEqual([400, 400]);
    expect(ordoro.violations.map((violation) => violation.message)).toEqual([
      'The body is not JSON.',
      'The body is not sent as JSON.',
    ]);
  });

  it('include wrong answers of the stand-in itself', async () => {
    ordoro.createOrder(draftOrder('1'));
    ordoro.edit('M-1', (order) => {
      order.weight = Number.NaN;
    });
    await call(ordoro, 'GET /v3/order/M-1');
    expect(ordoro.violations).toMatchObject([{ kind: 'response', message: 'getOrder 200: /weight must be number' }]);
  });
});

describe('access', () => {
  it('is refused without the key pair, which is no violation', async () => {
    const answer = await fetch(`${ordoro.url}/authenticated/`, { headers: { authorization: 'Basic bm86bm8=' } });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error_message: 'The API key is missing or wrong.', param: null, params: null },
    ]);
    expect(ordoro.violations).toEqual([]);
  });

  it('bears the time of the clock in the Date header', async () => {
    expect((await call(ordoro, 'GET /authenticated/')).headers.get('date')).toBe('Mon, 23 Nov 2026 10:00:00 GMT');
  });

  it('ends with 429 when a rolling minute is full, and says when to come back only if asked to', async () => {
    ordoro.options.requestsPerMinute = 2;
    const status = async () => (await call(ordoro, 'GET /authenticated/')).status;
    expect(await status()).toBe(200);
    now = START + 30_000;
    expect(await status()).toBe(200);
    const refused = await call(ordoro, 'GET /authenticated/');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    now = START + 59_001;
    ordoro.options.retryAfter = true;
    expect((await call(ordoro, 'GET /authenticated/')).headers.get('retry-after')).toBe('1');
    now = START + 60_000;
    expect(await status()).toBe(200);
    expect(await status()).toBe(429);
  });
});

describe('faults', () => {
  it('before the work leave no order, after the work leave one', async () => {
    ordoro.traffic.inject({
      match: { method: 'POST', path: '/v3/order' },
      effect: { kind: 'reset', when: 'before-work' },
    });
    await expect(call(ordoro, 'POST /v3/order', draftOrder('1'))).rejects.toThrow('fetch failed');
    expect(ordoro.orders).toHaveLength(0);
    ordoro.traffic.inject({
      match: { method: 'POST', path: '/v3/order' },
      effect: { kind: 'reset', when: 'after-work' },
    });
    await expect(call(ordoro, 'POST /v3/order', draftOrder('1'))).rejects.toThrow('fetch failed');
    expect(ordoro.orders).toHaveLength(1);
    expect(ordoro.traffic.calls.map((entry) => entry.fault)).toEqual(['reset before-work', 'reset after-work']);
  });

  it('cut the answer of an order that was made', async () => {
    ordoro.traffic.inject({ match: {}, effect: { kind: 'truncated-json' } });
    await expect(call(ordoro, 'POST /v3/order', draftOrder('1'))).rejects.toThrow('terminated');
    expect(ordoro.order('M-1').status).toBe('awaiting_fulfillment');
  });
});
