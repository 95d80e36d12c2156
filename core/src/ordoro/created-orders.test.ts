import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { TransientError } from '../problems/errors.ts';
import { CreatedOrders } from './created-orders.ts';
import { microsOf } from './instants.ts';

const AFTER = microsOf('2026-11-23T09:00:00.123456Z') ?? 0;

let server: LocalServer;
let created: CreatedOrders;

beforeEach(async () => {
  server = await startLocalServer();
  created = new CreatedOrders(ordoroClient(server.url));
});

afterEach(() => server.close());

const page = () => created.page({ channels: [7, 9], after: AFTER, offset: 99 });

describe('a page of orders by creation', () => {
  it('is asked for on all channels, every status, oldest first', async () => {
    server.answer = (response) => json(response, { count: 0, limit: 100, offset: 0, order: [] });
    expect(await page()).toEqual({ rows: [], isLast: true });
    const { pathname, searchParams } = new URL(server.requests[0]?.url ?? '', server.url);
    expect(pathname).toBe('/v3/order');
    expect(searchParams.toString()).toBe(
      'status=all&sales_channel=7&sales_channel=9&sort=created_date&created_after=2026-11-23T09%3A00%3A00.123456Z&limit=100&offset=99',
    );
  });

  it('tells when each order was made, to the microsecond, and of an unreadable row what can be told', async () => {
    const rows = [
      { id: 1, order_number: '1-A', created_date: '2026-11-23T03:00:01.000002-06:00', lines: [{ cart_order_id: 'x' }] },
      { id: 2, created_date: 7 },
    ];
    server.answer = (response) => json(response, { count: 2, limit: 2, offset: 0, order: rows });
    const { rows: found, isLast } = await page();
    expect(found).toMatchObject([
      { identity: 'id 1', number: '1-A', createdAt: microsOf('2026-11-23T09:00:01.000002Z'), cartOrderIds: ['x'] },
      { identity: 'id 2', number: undefined, createdAt: undefined, order: undefined },
    ]);
    expect(isLast).toBe(false);
  });

  it('is an error when the answer is no list of orders', async () => {
    server.answer = (response) => json(response, { products: [] });
    await expect(page()).rejects.toBeInstanceOf(TransientError);
  });
});
