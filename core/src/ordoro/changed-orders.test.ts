import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { TransientError } from '../problems/errors.ts';
import { ChangedOrders } from './changed-orders.ts';
import { microsOf } from './instants.ts';

const AFTER = microsOf('2026-11-23T09:00:00.123456Z')!;

let server: LocalServer;
let changed: ChangedOrders;

beforeEach(async () => {
  server = await startLocalServer();
  changed = new ChangedOrders(ordoroClient(server.url));
});

afterEach(() => server.close());

const page = () => changed.page({ channels: [7, 9], after: AFTER, offset: 0 });

/** Answers with this list. */
function lists(rows: readonly unknown[], more: object = {}): void {
  server.answer = (response) => json(response, { count: rows.length, limit: 100, offset: 0, order: rows, ...more });
}

const row = {
  id: 555,
  order_number: '3-1001',
  status: 'shipped',
  updated_date: '2026-11-23T03:00:01.000002-06:00',
  lines: [
    { quantity: 1, cart_order_id: 'ct-order-1' },
    { quantity: 1, cart_order_id: 'ct-order-2' },
    { quantity: 3, cart_order_id: 'ct-order-1' },
  ],
};

describe('a page of changed orders', () => {
  it('is asked for on all channels, every status, oldest change first, with all six digits', async () => {
    lists([]);
    await changed.page({ channels: [7, 9], after: AFTER, offset: 99 });
    expect(server.requests).toHaveLength(1);
    const { pathname, searchParams } = new URL(server.requests[0]!.url, server.url);
    expect(pathname).toBe('/v3/order');
    expect([...searchParams]).toEqual([
      ['status', 'all'],
      ['sales_channel', '7'],
      ['sales_channel', '9'],
      ['sort', 'updated_date'],
      ['updated_after', '2026-11-23T09:00:00.123456Z'],
      ['limit', '100'],
      ['offset', '99'],
    ]);
  });

  it('tells of each row which order it is, when it changed to the microsecond, and whose lines it carries', async () => {
    lists([row]);
    expect((await page()).rows).toMatchObject([
      {
        identity: 'id 555',
        updatedAt: Date.parse('2026-11-23T09:00:01Z') * 1_000 + 2,
        number: '3-1001',
        cartOrderIds: ['ct-order-1', 'ct-order-2'],
        order: { orderNumber: '3-1001', status: 'shipped' },
      },
    ]);
  });

  it('knows a row without Ordoro’s internal id by its number', async () => {
    lists([{ ...row, id: undefined }]);
    expect((await page()).rows).toMatchObject([{ identity: '3-1001', order: { id: undefined } }]);
  });

  it('keeps a row that is no readable order, with what it tells', async () => {
    lists([
      { ...row, lines: 'none' },
      { ...row, status: 'shipped', lines: [{ sku: 5, cart_order_id: 'ct-order-3' }, null] },
      row,
    ]);
    expect((await page()).rows).toMatchObject([
      { identity: 'id 555', number: '3-1001', cartOrderIds: [], order: undefined },
      { identity: 'id 555', number: '3-1001', cartOrderIds: ['ct-order-3'], order: undefined },
      { order: { orderNumber: '3-1001' } },
    ]);
  });

  it('tells the versions of a row apart that is no readable order and names no date', async () => {
    const broken = { ...row, updated_date: undefined, lines: 'none' };
    lists([broken, broken, { ...broken, status: 'cancelled' }, { ...row, lines: 'none' }, row]);
    const [one, same, other, dated, readable] = (await page()).rows;
    expect(one!.contentHash).toMatch(/^[0-9a-f]{12}$/);
    expect(same!.contentHash).toBe(one!.contentHash);
    expect(other!.contentHash).not.toBe(one!.contentHash);
    expect(other!.identity).toBe(one!.identity);
    for (const told of [dated, readable]) expect(told).not.toHaveProperty('contentHash');
  });

  it('keeps even a row that is nothing at all, and tells it from another such row', async () => {
    lists([null, 'x', null]);
    const { rows } = await page();
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      identity: rows[2]!.identity,
      updatedAt: undefined,
      number: undefined,
      cartOrderIds: [],
      order: undefined,
      contentHash: rows[0]!.identity.replace('row ', ''),
      content: null,
    });
    expect(rows[1]!.identity).not.toBe(rows[0]!.identity);
  });

  it.each([
    ['fewer rows than asked for', Array.from({ length: 99 }, () => row), {}, true],
    ['as many rows as asked for', Array.from({ length: 100 }, () => row), {}, false],
    ['as many rows as Ordoro gives at once', Array.from({ length: 50 }, () => row), { limit: 50 }, false],
    ['no rows', [], {}, true],
    ['fewer rows, and no word about the limit', [row], { limit: undefined }, true],
  ])('is the last one when it has %s: %#', async (_what, rows, more, isLast) => {
    lists(rows, more);
    expect((await page()).isLast).toBe(isLast);
  });

  it('is an error when the answer is no list, which must not look like an empty one', async () => {
    server.answer = (response) => json(response, { count: 0, rows: [] });
    await expect(page()).rejects.toThrow(
      new TransientError('Ordoro, changed orders: the answer has not the expected form', { platform: 'ordoro' }),
    );
  });
});
