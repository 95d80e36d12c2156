import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
let now: number;
let ordoro: OrdoroStandIn;
let cart: number;

beforeEach(async () => {
  now = START;
  ordoro = await startOrdoro({ clock: () => now });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20, weight: 1.5, price: 10 });
  cart = ordoro.addCart({ name: 'commercetools demo' }).id;
});

afterEach(async () => {
  expect(ordoro.violations).toEqual([]);
  await ordoro.close();
});

const post = (orderId: string, more = {}) => call(ordoro, 'POST /v3/order', draftOrder(orderId, { cart, ...more }));
const list = async (query: string) =>
  (await call(ordoro, `GET /v3/order?${query}`)).body.order.map(
    (order: { order_number: string }) => order.order_number,
  );

describe('a new order', () => {
  it('is numbered by its channel, or M without one', async () => {
    expect((await post('1000')).body).toMatchObject({ order_number: '1-1000', sales_channel: { id: cart } });
    const manual = (await call(ordoro, 'POST /v3/order', draftOrder('7'))).body;
    expect(manual.order_number).toBe('M-7');
    expect(manual).not.toHaveProperty('sales_channel');
  });

  it('carries the ids of the channel on its lines, and the weight in ounces', async () => {
    const { body } = await post('1000', { shipping_type: 'UPS Ground' });
    expect(body).toMatchObject({ status: 'awaiting_fulfillment', weight: 48, requested_shipping_method: 'UPS Ground' });
    expect(body.lines).toMatchObject([
      { quantity: 2, sku: 'A', product_name: 'Alpha', cart_order_id: 'ct-1000', cart_orderitem_id: 'li-1' },
    ]);
  });

  it('shows dates with microseconds in the offset of the account', async () => {
    expect((await post('1000', { order_date: '2026-11-23T09:00:00.25Z' })).body).toMatchObject({
      order_placed_date: '2026-11-23T03:00:00.250000-06:00',
      created_date: expect.stringMatching(/^2026-11-23T04:00:00\.000\d{3}-06:00$/),
    });
  });

  it('has normalised, checked addresses', async () => {
    const abroad = { name: 'A', street1: 'Weg 1', city: 'Bonn', state: 'nw', country: 'Germany' };
    const home = { name: 'A', street1: '1 Main', city: 'Austin', state: 'tx', zip: '78701', country: 'usa' };
    const { body } = await post('1000', { shipping_address: abroad, billing_address: home });
    expect(body.shipping_address).toMatchObject({ country: 'DE', state: 'NW', validation: { status: 'warning' } });
    expect(body.billing_address).toMatchObject({ country: 'US', state: 'TX', validation: { status: 'validated' } });
    expect((await post('1001', { shipping_address: { name: 'A' } })).body.shipping_address.validation).toEqual({
      status: 'error',
      suggested: [],
      additional_text: 'The address has no street1, city, state, zip.',
    });
  });

  it('reuses tags by their text and keeps their colour', async () => {
    const first = (await post('1', { tags: [{ text: 'Rush', color: '#111111' }] })).body.tags[0];
    const second = (await post('2', { tags: [{ text: 'rush', color: '#222222' }] })).body.tags[0];
    expect([first?.text, first?.color, second]).toEqual(['Rush', '#111111', first]);
  });

  it('makes a product without stock for an unknown SKU', async () => {
    await post('1', { lines: [{ quantity: 3, product: { sku: 'TYPO', name: 'Typo' } }] });
    expect(ordoro.product('TYPO')).toMatchObject({ total_on_hand: 0, total_committed: 3, total_available: -3 });
  });

  it('is refused for an unknown channel or warehouse, leaving nothing behind', async () => {
    const lines = [{ quantity: 1, product: { sku: 'TYPO', name: 'Typo' } }];
    expect((await post('1', { cart: 5, lines })).body.param).toBe('cart');
    expect((await post('1', { warehouse_id: 5, lines })).body.param).toBe('warehouse_id');
    expect([ordoro.orders, ordoro.skus]).toEqual([[], ['A']]);
  });

  it('keeps amounts as sent, to four digits', async () => {
    const { body } = await post('1', { product_amount: 10.00006, tax_amount: 0, grand_total: 1 });
    expect(body.financial).toEqual({
      product_amount: 10.0001,
      shipping_amount: null,
      tax_amount: 0,
      discount_amount: null,
      grand_total: 1,
      credit_card_issuer: null,
    });
  });
});

describe('the same order_id again', () => {
  const again = async () => {
    const first = (await post('1000')).body;
    const second = await post('1000');
    return { first, second, stored: ordoro.ordersOf('ct-1000').map((order) => order.order_number) };
  };

  it('is refused by default', async () => {
    const { second, stored } = await again();
    expect([second.status, second.body.param, stored]).toEqual([400, 'order_id', ['1-1000']]);
  });

  it('makes a second order with a number of its own', async () => {
    ordoro.options.duplicateOrderId = 'accept';
    const { second, stored } = await again();
    expect([second.status, stored]).toEqual([201, ['1-1000', '1-1000-D2']]);
    expect((await post('1000')).body.order_number).toBe('1-1000-D3');
  });

  it('makes a second order with the same number, where the number leads to the older', async () => {
    ordoro.options.duplicateOrderId = 'accept-same-number';
    const { first, second, stored } = await again();
    expect([stored, second.body.id === first.id]).toEqual([['1-1000', '1-1000'], false]);
    expect((await call(ordoro, 'GET /v3/order/1-1000')).body.id).toBe(first.id);
  });

  it('answers the old order', async () => {
    ordoro.options.duplicateOrderId = 'existing';
    const { first, second, stored } = await again();
    expect([second.status, second.body.id, stored]).toEqual([201, first.id, ['1-1000']]);
  });
});

describe('the order list', () => {
  it('filters by status, channel, channel order and SKU', async () => {
    const other = ordoro.addCart({ name: 'other' }).id;
    await post('1');
    await post('2', { cart: other, lines: [{ quantity: 1, product: { sku: 'B', name: 'Beta' } }] });
    await post('3');
    ordoro.cancel('1-3');
    expect(await list('sort=created_date')).toEqual(['1-1', '2-2']);
    expect(await list('status=cancelled')).toEqual(['1-3']);
    expect(await list(`status=all&sales_channel=${other}`)).toEqual(['2-2']);
    expect(await list(`status=all&sales_channel=${other}&sales_channel=${cart}&sort=created_date`)).toEqual([
      '1-1',
      '2-2',
      '1-3',
    ]);
    expect(await list('cart_order_id=ct-1')).toEqual(['1-1']);
    expect(await list('cart_order_id=ct')).toEqual([]);
    expect(await list('sku=B')).toEqual(['2-2']);
  });

  it('sorts by change and pages by offset', async () => {
    for (const id of ['1', '2', '3']) {
      now += 1_000;
      await post(id);
    }
    now += 1_000;
    await call(ordoro, 'PUT /v3/order/1-1', { internal_notes: 'changed' });
    expect(await list('sort=updated_date')).toEqual(['1-2', '1-3', '1-1']);
    expect(await list('sort=-updated_date&limit=1&offset=1')).toEqual(['1-3']);
    expect((await call(ordoro, 'GET /v3/order?limit=1')).body).toMatchObject({ count: 3, limit: 1, offset: 0 });
  });

  it('takes its time bounds in any offset, inclusive or exclusive', async () => {
    await post('1');
    now += 1_000;
    await post('2');
    const bound = '2026-11-23T04:00:01.000000-06:00';
    ordoro.edit('1-2', () => undefined);
    now += 1_000;
    const exact = encodeURIComponent(ordoro.order('1-2').updated_date);
    expect(await list(`updated_after=${encodeURIComponent(bound)}`)).toEqual(['1-2']);
    expect(await list(`updated_after=${exact}`)).toEqual(['1-2']);
    expect(await list('updated_before=2026-11-23T10:00:00.999999Z')).toEqual(['1-1']);
    expect(await list('created_after=2026-11-23T10:00:01Z&created_before=2026-11-23T10:00:02Z')).toEqual(['1-2']);
    ordoro.options.exclusiveBounds = true;
    expect(await list(`updated_after=${exact}`)).toEqual([]);
  });

  it('shows a write only after its lag, while calls by number see it at once', async () => {
    ordoro.options.listLagMs = 60_000;
    await post('1');
    expect(await list('cart_order_id=ct-1')).toEqual([]);
    expect((await call(ordoro, 'GET /v3/order/1-1')).status).toBe(200);
    now += 60_000;
    expect(await list('cart_order_id=ct-1')).toEqual(['1-1']);
    ordoro.cancel('1-1');
    expect(await list('status=awaiting_fulfillment')).toEqual(['1-1']);
    now += 60_000;
    expect(await list('status=awaiting_fulfillment')).toEqual([]);
  });

  it('gives bulk changes one and the same date', async () => {
    await post('1');
    await post('2');
    now += 5_000;
    ordoro.atOnce(() => {
      ordoro.cancel('1-1');
      ordoro.cancel('1-2');
    });
    expect(ordoro.order('1-1').updated_date).toBe(ordoro.order('1-2').updated_date);
    expect(ordoro.order('1-1').updated_date).toBe('2026-11-23T04:00:05.000000-06:00');
  });
});

describe('a lagging look-up by number', () => {
  it('misses an order until its lag is over', async () => {
    ordoro.options.numberLagMs = 30_000;
    await post('1');
    expect((await call(ordoro, 'GET /v3/order/1-1')).status).toBe(404);
    now += 30_000;
    expect((await call(ordoro, 'GET /v3/order/1-1')).status).toBe(200);
  });
});

describe('edits', () => {
  it('are refused once the order is shipped, cancelled or split, but for notes and comments', async () => {
    await post('1');
    ordoro.ship('1-1');
    const line = ordoro.order('1-1').lines[0]!.id;
    const refused: [string, unknown?][] = [
      [`PUT /v3/order/1-1/line/${line}`, { quantity: 1 }],
      ['PUT /v3/order/1-1/financial', { grand_total: 1 }],
      ['PUT /v3/order/1-1/shipping_address', { name: 'B' }],
      ['POST /v3/order/1-1/cancel'],
      ['POST /v3/order/1-1/uncancel'],
    ];
    for (const [request, body] of refused) expect((await call(ordoro, request, body)).status).toBe(400);
    expect((await call(ordoro, 'PUT /v3/order/1-1', { internal_notes: 'n' })).body.internal_notes).toBe('n');
    expect((await call(ordoro, 'POST /v3/order/1-1/comment', { comment: 'c' })).body.text).toBe('c');
  });

  it('keep what was not sent', async () => {
    await post('1', { product_amount: 5, grand_total: 5 });
    const financial = (await call(ordoro, 'PUT /v3/order/1-1/financial', { grand_total: 6 })).body;
    expect(financial).toMatchObject({ product_amount: 5, grand_total: 6 });
    const address = (await call(ordoro, 'PUT /v3/order/1-1/shipping_address', { zip: '78702' })).body;
    expect(address).toMatchObject({ name: 'Ada Byron', zip: '78702' });
  });

  it('of lines take the total that the app shows, which no answer of the API shows', async () => {
    await post('1', { lines: [{ quantity: 2, total_price: 19.98, product: { sku: 'A', name: 'Alpha' } }] });
    const line = ordoro.order('1-1').lines[0]!.id;
    expect(ordoro.lineTotal('1-1', line)).toBe(19.98);
    const { body } = await call(ordoro, `PUT /v3/order/1-1/line/${line}`, { quantity: 3, total_price: 29.97 });
    expect([body.lines[0]?.quantity, ordoro.lineTotal('1-1', line)]).toEqual([3, 29.97]);
    expect(body.lines[0]).not.toHaveProperty('total_price');
    const added = { sku: 'A', quantity: 1, total_price: 5, cart_order_id: 'ct-1', cart_orderitem_id: 'li-2' };
    const { body: more } = await call(ordoro, 'POST /v3/order/1-1/line', added);
    expect(more.lines[1]).toMatchObject({ cart_order_id: 'ct-1', cart_orderitem_id: 'li-2' });
    expect(ordoro.lineTotal('1-1', more.lines[1]!.id)).toBe(5);
  });

  it('of lines leave the amounts of the order as they were', async () => {
    await post('1', { product_amount: 20, grand_total: 20 });
    const line = ordoro.order('1-1').lines[0]!.id;
    const { body } = await call(ordoro, `PUT /v3/order/1-1/line/${line}`, { quantity: 1, total_price: 10 });
    expect(body.financial).toMatchObject({ product_amount: 20, grand_total: 20 });
  });

  it('never change the SKU or the channel ids of a line', async () => {
    await post('1');
    const line = ordoro.order('1-1').lines[0]!.id;
    expect((await call(ordoro, `PUT /v3/order/1-1/line/${line}`, { sku: 'B' })).status).toBe(400);
    (ordoro.violations as unknown[]).length = 0;
  });

  it('never remove the last line', async () => {
    await post('1');
    const line = ordoro.order('1-1').lines[0]!.id;
    expect((await call(ordoro, `DELETE /v3/order/1-1/line/${line}`)).status).toBe(400);
    expect((await call(ordoro, 'DELETE /v3/order/1-1/line/1')).status).toBe(404);
  });
});
