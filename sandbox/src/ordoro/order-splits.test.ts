import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

let ordoro: OrdoroStandIn;
let cart: number;

beforeEach(async () => {
  ordoro = await startOrdoro({ clock: () => Date.parse('2026-11-23T10:00:00Z') });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20, weight: 1.5, price: 10 });
  cart = ordoro.addCart({ name: 'commercetools demo' }).id;
});

afterEach(async () => {
  await call(ordoro, 'GET /v3/order?status=all&limit=100');
  expect(ordoro.violations).toEqual([]);
  await ordoro.close();
});

const order = (orderId: string, more = {}) => ordoro.createOrder(draftOrder(orderId, { cart, ...more }));
const committed = () => ordoro.product('A').total_committed;

describe('a split', () => {
  it('over the API answers the numbers of the children', async () => {
    const line = order('1').lines[0]!.id;
    const groups = [{ lines: [{ line_id: line, quantity: 1 }] }, { lines: [{ line_id: line, quantity: 1 }] }];
    const answer = await call(ordoro, 'POST /v3/order/1-1/split', { split_orders: groups });
    expect([answer.status, answer.body]).toEqual([201, ['1-1-1', '1-1-2']]);
  });

  it('of a child makes the child a parent, and its children name it', () => {
    const line = order('1', {
      lines: [{ cart_orderitem_id: 'li-1', quantity: 3, product: { sku: 'A', name: 'Alpha' } }],
    }).lines[0]!.id;
    const [, second] = ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    ordoro.split('1-1-2', [[{ line_id: second!.lines[0]!.id, quantity: 1 }]]);
    const seen = ordoro.ordersOf('ct-1').map((one) => [one.order_number, one.is_order_parent, one.parent_order_number]);
    expect(seen).toEqual([
      ['1-1', true, null],
      ['1-1-1', false, '1-1'],
      ['1-1-2', true, '1-1'],
      ['1-1-2-1', false, '1-1-2'],
      ['1-1-2-2', false, '1-1-2'],
    ]);
    expect(committed()).toBe(3);
  });

  it('leaves children that are shipped and cancelled one by one', () => {
    const line = order('1').lines[0]!.id;
    ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    ordoro.ship('1-1-1');
    ordoro.cancel('1-1-2');
    expect(ordoro.product('A')).toMatchObject({ total_on_hand: 19, total_committed: 0 });
  });
});

describe('a merge', () => {
  it('keeps the line ids and the ids of the channel on the lines that moved', () => {
    const [first, second] = [order('1').lines[0]!.id, order('2').lines[0]!.id];
    expect(ordoro.merge(['1-1', '1-2']).lines).toMatchObject([
      { id: first, cart_order_id: 'ct-1', cart_orderitem_id: 'li-1' },
      { id: second, cart_order_id: 'ct-2', cart_orderitem_id: 'li-1' },
    ]);
  });

  it.each([
    ['empty', 200, []],
    ['lines', 200, ['ct-2']],
    ['nothing', 404, undefined],
  ] as const)('leaves of the other order what it is told to: %s', async (leaves, status, left) => {
    order('1');
    order('2');
    ordoro.merge(['1-1', '1-2'], { leaves });
    const answer = await call(ordoro, 'GET /v3/order/1-2');
    expect([answer.status, answer.body.lines?.map((line) => line.cart_order_id)]).toEqual([status, left]);
    expect(ordoro.order('1-1').lines).toHaveLength(2);
    expect(committed()).toBe(4);
  });

  it('can lose the ids of the channel on the lines that moved', () => {
    order('1');
    order('2');
    const merged = ordoro.merge(['1-1', '1-2'], { dropCartIds: true });
    expect(merged.lines.map((line) => [line.cart_order_id, line.cart_orderitem_id])).toEqual([
      ['ct-1', 'li-1'],
      [null, null],
    ]);
  });

  it('is refused when one of the orders has left', () => {
    order('1');
    order('2');
    ordoro.ship('1-2');
    expect(() => ordoro.merge(['1-1', '1-2'])).toThrow('Order 1-2 is shipped and cannot be changed.');
    expect(ordoro.order('1-1').lines).toHaveLength(1);
  });
});
