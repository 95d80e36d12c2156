import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from '../../sandbox/src/commercetools/orders/test-order.ts';
import { type OrderPosition, Orders } from '../src/commercetools/orders.ts';
import { ConflictError, RejectedError } from '../src/problems/errors.ts';
import { type Project, startProject } from './project.ts';

let project: Project;
let orders: Orders;

beforeAll(async () => {
  project = await startProject();
  orders = new Orders(project.client);
});

beforeEach(() => project.reset());

afterAll(() => project.standIn.close());

const at = (second: number) => `2026-11-23T09:00:${String(second).padStart(2, '0')}.000Z`;

/** An order that was changed at this second. */
function changed(id: string, second: number): void {
  project.standIn.add('order', { ...testOrder({ id }), createdAt: at(0), lastModifiedAt: at(second) });
}

/** Ids page by page, until a page is not full. */
async function pass(from: OrderPosition, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let position = from; ; ) {
    const page = (await orders.page('lastModifiedAt', { from: position, limit })).orders;
    pages.push(page.map(({ id }) => id));
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return pages;
    position = { time: last.lastModifiedAt, id: last.id };
  }
}

describe('an order', () => {
  it('is read by id', async () => {
    await project.standIn.placeOrder(testOrder());
    expect(await orders.get('order-1')).toMatchObject({ id: 'order-1', version: 1 });
    expect(project.standIn.traffic.calls.at(-1)!.query).toBe('expand=discountCodes%5B*%5D.discountCode');
  });

  it('is undefined when it does not exist', async () => {
    expect(await orders.get('order-1')).toBeUndefined();
  });

  it('is updated at exactly the version that was read', async () => {
    const order = await project.standIn.placeOrder(testOrder());
    const updated = await orders.update(order, [{ action: 'changePaymentState', paymentState: 'Paid' }]);
    expect(updated).toMatchObject({ version: 2, paymentState: 'Paid' });
    await expect(
      orders.update(order, [{ action: 'changePaymentState', paymentState: 'Failed' }]),
    ).rejects.toBeInstanceOf(ConflictError);
    expect(project.standIn.order('order-1')).toMatchObject({ version: 2, paymentState: 'Paid' });
  });

  it('is not updated by actions that the platform refuses', async () => {
    const order = await project.standIn.placeOrder(testOrder());
    await expect(
      orders.update(order, [{ action: 'setCustomField', name: 'ordoroSyncStatus', value: 'held' }]),
    ).rejects.toBeInstanceOf(RejectedError);
  });
});

describe('a page of open orders', () => {
  it('holds those that are neither cancelled, complete nor shipped whole, made since then, in id order', async () => {
    const add = (id: string, more: object) =>
      project.standIn.add('order', { ...testOrder({ id }), createdAt: at(5), ...more });
    add('d', { orderState: 'Open' });
    add('a', { orderState: 'Confirmed', shipmentState: 'Partial' });
    add('b', { orderState: 'Cancelled' });
    add('c', { orderState: 'Complete' });
    add('e', { orderState: 'Open', shipmentState: 'Shipped' });
    add('f', { orderState: 'Open', createdAt: at(4) });
    add('g', { orderState: 'Open', shipmentState: 'Pending' });
    const ids = async (after?: string) =>
      (await orders.openPage({ createdSince: at(5), after })).orders.map(({ id }) => id);

    expect(await ids()).toEqual(['a', 'd', 'g']);
    expect(await ids('a')).toEqual(['d', 'g']);
    expect(await orders.openPage({ createdSince: at(5) })).toMatchObject({ isLast: true });
  });
});

describe('many orders by id', () => {
  it('are those that exist', async () => {
    for (const id of ['order-1', 'order-2']) await project.standIn.placeOrder(testOrder({ id }));
    const found = await orders.getMany(['order-2', 'order-3', 'order-1']);
    expect(found.map(({ id }) => id).sort()).toEqual(['order-1', 'order-2']);
    expect(project.calls()).toEqual(['GET /orders']);
  });

  it('may be a hundred, whose ids fit one URL', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    for (const id of ids) changed(id, 1);
    expect(await orders.getMany(ids)).toHaveLength(100);
    expect(project.standIn.traffic.calls.at(-1)!.query.length).toBeLessThan(8_000);
  });

  it('are read by as many queries as their ids need', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    for (const id of ids) changed(id, 1);
    const found = await orders.getMany(ids);
    expect(found.map(({ id }) => id).sort()).toEqual(ids);
    expect(project.calls()).toEqual(['GET /orders', 'GET /orders', 'GET /orders']);
  });

  it('cost nothing when none are asked for', async () => {
    expect(await orders.getMany([])).toEqual([]);
    expect(project.calls()).toEqual([]);
  });
});

describe('orders by number', () => {
  const entry = (externalId: string, channel = 'ours') => ({
    channel: { typeId: 'channel' as const, id: channel },
    externalId,
    syncedAt: at(0),
  });

  beforeEach(() => {
    project.standIn.add('order', { ...testOrder({ id: 'a' }), syncInfo: [entry('1-1'), entry('1-1-1')] });
    project.standIn.add('order', { ...testOrder({ id: 'b' }), syncInfo: [entry('1-2')] });
    project.standIn.add('order', { ...testOrder({ id: 'c' }), syncInfo: [entry('1-3', 'theirs')] });
    project.standIn.add('order', { ...testOrder({ id: 'd' }), syncInfo: [] });
  });

  it('are those that carry one of the numbers in syncInfo on the channel', async () => {
    const found = await orders.withExternalIds(['1-1-1', '1-2', '1-3', '1-4'], 'ours');
    expect(found.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(project.calls()).toEqual(['GET /orders']);
  });

  it('are asked for in pieces that fit one URL', async () => {
    const numbers = Array.from({ length: 250 }, (_none, index) => `1-${index}`);
    expect(await orders.withExternalIds(numbers, 'ours')).toHaveLength(2);
    expect(project.calls()).toHaveLength(3);
    for (const { query } of project.standIn.traffic.calls.slice(-3)) expect(query.length).toBeLessThan(8_000);
  });
});

describe('a pass through orders', () => {
  it('goes from a moment on, that moment included, oldest first', async () => {
    changed('c', 3);
    changed('a', 1);
    changed('b', 2);
    expect(await pass({ time: at(2) }, 10)).toEqual([['b', 'c']]);
  });

  it('loses and repeats nothing when many orders changed at the same instant', async () => {
    for (const id of ['e', 'b', 'd', 'a', 'c']) changed(id, 5);
    changed('z', 4);
    changed('y', 6);
    expect(await pass({ time: at(0) }, 2)).toEqual([['z', 'a'], ['b', 'c'], ['d', 'e'], ['y']]);
  });

  it('goes on after the last order seen', async () => {
    for (const id of ['a', 'b', 'c']) changed(id, 5);
    expect(await pass({ time: at(5), id: 'b' }, 10)).toEqual([['c']]);
    expect(await pass({ time: at(5), id: 'c' }, 10)).toEqual([[]]);
  });

  it('sees an order again that changed while the pass went on', async () => {
    changed('a', 1);
    changed('b', 2);
    const first = await orders.page('lastModifiedAt', { from: { time: at(0) }, limit: 1 });
    changed('a', 3);
    const second = await orders.page('lastModifiedAt', { from: { time: at(1), id: 'a' }, limit: 5 });
    expect([...first.orders, ...second.orders].map(({ id }) => id)).toEqual(['a', 'b', 'a']);
  });

  it('may follow the time of creation', async () => {
    project.standIn.add('order', { ...testOrder({ id: 'new' }), createdAt: at(9), lastModifiedAt: at(9) });
    project.standIn.add('order', { ...testOrder({ id: 'old' }), createdAt: at(1), lastModifiedAt: at(30) });
    const page = await orders.page('createdAt', { from: { time: at(0) }, limit: 10 });
    expect(page.orders.map(({ id }) => id)).toEqual(['old', 'new']);
  });

  it('knows the clock of the platform', async () => {
    expect((await orders.page('createdAt', { from: { time: at(0) }, limit: 1 })).serverTime).toBe(
      Date.parse('2026-11-23T10:00:00Z'),
    );
  });
});
