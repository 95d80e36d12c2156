import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, deadAddress, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { NOW, ordoroClient } from '../../tests/ordoro-client.ts';
import { TransientError } from '../problems/errors.ts';
import { OrdoroClient } from './client.ts';
import { microsOf } from './instants.ts';
import type { Priority } from './rate-budget.ts';
import { OrdoroStockProducts, PRODUCT_PAGE_SIZE } from './stock-products.ts';

const AFTER = microsOf('2026-11-23T09:00:00.123456Z')!;

let server: LocalServer;
let products: OrdoroStockProducts;

beforeEach(async () => {
  server = await startLocalServer();
  products = new OrdoroStockProducts(ordoroClient(server.url));
});

afterEach(() => server.close());

/** A product as Ordoro shows it. */
function productOf(sku: string, onHand = 10): object {
  return {
    sku,
    updated: '2026-11-23T09:00:01.000000+00:00',
    is_kit_parent: false,
    warehouses: [{ id: 15_450, physical_on_hand: onHand, available: onHand, committed: 0 }],
  };
}

const rowsOf = (count: number) => Array.from({ length: count }, (_none, index) => productOf(`SKU-${index}`));
const status = (code: number, headers: Record<string, string> = {}): Answering => {
  return (response) => response.writeHead(code, headers).end();
};

describe('a page of products', () => {
  const queryOf = (index: number) => [...new URL(server.requests[index]!.url, server.url).searchParams];

  it('is asked for oldest product first, by the time of change alone, from a path with a slash at the end', async () => {
    server.answer = (response) => json(response, { count: 0, products: [] });
    await products.page({ updatedAfter: AFTER, offset: 200 });
    expect(server.requests[0]!.url).toMatch(/^\/product\/\?/);
    expect(queryOf(0)).toEqual([
      ['sort', 'created'],
      ['updated_after', '2026-11-23T09:00:00.123456Z'],
      ['limit', '100'],
      ['offset', '200'],
    ]);
  });

  it('may be of all products, or of kits only', async () => {
    server.answer = (response) => json(response, { count: 0, products: [] });
    await products.page({ offset: 0 });
    await products.page({ offset: 0, kitsOnly: true });
    expect(queryOf(0)).toEqual([
      ['sort', 'created'],
      ['limit', '100'],
      ['offset', '0'],
    ]);
    expect(queryOf(1)).toContainEqual(['kit', 'true']);
  });

  it.each(['product', 'products'])('is in the field %s', async (key) => {
    server.answer = (response) => json(response, { count: 1, limit: 100, offset: 0, [key]: [productOf('SHIRT')] });
    expect((await products.page({ offset: 0 })).rows).toMatchObject([{ kind: 'product', product: { sku: 'SHIRT' } }]);
  });

  it.each([{ count: 0 }, { count: 0, rows: [] }, [], { products: null }, 'none'])(
    'that comes as %j is an error, not an empty list',
    async (body) => {
      server.answer = (response) => json(response, body);
      await expect(products.page({ offset: 0 })).rejects.toThrow(
        new TransientError('Ordoro, the list of products: the answer has not the expected form', {
          platform: 'ordoro',
        }),
      );
    },
  );

  it('tells Ordoro’s clock and how long the list is', async () => {
    server.answer = (response) =>
      json(response, { count: 7, products: [productOf('SHIRT')] }, 200, { date: 'Mon, 23 Nov 2026 09:59:58 GMT' });
    expect(await products.page({ offset: 0 })).toMatchObject({
      count: 7,
      serverTime: Date.parse('2026-11-23T09:59:58Z'),
    });
  });

  it('is read to its end although one row cannot be read', async () => {
    server.answer = (response) => json(response, { count: 3, products: [null, { sku: 'CUP' }, productOf('SHIRT')] });
    expect((await products.page({ offset: 0 })).rows).toMatchObject([
      { kind: 'unreadable', sku: undefined },
      { kind: 'unreadable', sku: 'CUP' },
      { kind: 'product', product: { sku: 'SHIRT' } },
    ]);
  });

  it.each([
    ['the count is reached', { count: 300, rows: 100, offset: 200 }, true],
    ['the count is not reached', { count: 301, rows: 100, offset: 200 }, false],
    ['the page is small, but the count is not reached', { count: 301, rows: 50, offset: 200 }, false],
    ['there are no rows, whatever the count', { count: 301, rows: 0, offset: 200 }, true],
    ['there is no count and the page is full', { count: undefined, rows: 100, offset: 200 }, false],
    ['there is no count and the page is not full', { count: undefined, rows: 99, offset: 200 }, true],
  ])('is the last one when %s: %#', async (_what, { count, rows, offset }, isLast) => {
    server.answer = (response) => json(response, { count, products: rowsOf(rows) });
    expect(await products.page({ offset })).toMatchObject({ isLast, count });
    expect(PRODUCT_PAGE_SIZE).toBe(100);
  });

  it('is not taken for the last one because Ordoro gives smaller pages, as it says itself', async () => {
    server.answer = (response) => json(response, { limit: 50, products: rowsOf(50) });
    expect(await products.page({ offset: 0 })).toMatchObject({ isLast: false, count: undefined });
  });

  it('is not asked for when no time is left', async () => {
    await expect(products.page({ offset: 0, endBy: NOW })).rejects.toThrow('no time was left to ask');
    expect(server.requests).toEqual([]);
  });
});

describe('one product', () => {
  it('is read by its SKU, percent-encoded', async () => {
    server.answer = (response) => json(response, productOf('A/1 ü'));
    expect(await products.get('A/1 ü')).toMatchObject({ kind: 'product', product: { sku: 'A/1 ü' } });
    expect(server.requests.map(({ url }) => url)).toEqual(['/product/A%2F1%20%C3%BC/']);
  });

  it('is looked for in the list when its path does not find it and its SKU is unusual', async () => {
    server.answer = (response, { url }) =>
      url.startsWith('/product/?')
        ? json(response, { count: 2, products: [productOf('A/10'), productOf('A/1', 4)] })
        : json(response, {}, 404);
    expect(await products.get('A/1')).toMatchObject({ product: { sku: 'A/1', warehouses: [{ onHand: 4 }] } });
  });

  it('is not taken for gone because many others are like it: the list is looked through page by page', async () => {
    const rows = [...Array.from({ length: 130 }, (_none, index) => productOf(`A/1-${index}`)), productOf('A/1', 4)];
    server.answer = (response, { url }) => {
      const offset = Number(new URL(url, server.url).searchParams.get('offset') ?? 0);
      return url.startsWith('/product/?')
        ? json(response, { count: rows.length, products: rows.slice(offset, offset + 100) })
        : json(response, {}, 404);
    };

    expect(await products.get('A/1')).toMatchObject({ product: { sku: 'A/1', warehouses: [{ onHand: 4 }] } });
    expect(await products.get('A/2')).toBeUndefined();
    expect(server.requests).toHaveLength(6);
  });

  it('is looked for on ten pages at most, should Ordoro list everything', async () => {
    server.answer = (response, { url }) =>
      url.startsWith('/product/?') ? json(response, { count: 20_000, products: rowsOf(100) }) : json(response, {}, 404);

    expect(await products.get('A/2')).toBeUndefined();
    expect(server.requests).toHaveLength(11);
  });

  it('is undefined when Ordoro has none of exactly this SKU', async () => {
    server.answer = status(404);
    expect(await products.get('SHIRT')).toBeUndefined();
    server.answer = (response) => json(response, productOf('shirt'));
    expect(await products.get('SHIRT')).toBeUndefined();
  });

  it('is there but unreadable when Ordoro tells no stock', async () => {
    server.answer = (response) => json(response, { sku: 'SHIRT' });
    expect(await products.get('SHIRT')).toMatchObject({ kind: 'unreadable', sku: 'SHIRT' });
  });

  it('is not known to be gone when Ordoro is in trouble', async () => {
    server.answer = status(503);
    await expect(products.get('SHIRT')).rejects.toBeInstanceOf(TransientError);
  });
});

describe('the urgency of a stock request', () => {
  it('is that of stock, or of an audit where asked for', async () => {
    const asked: Priority[] = [];
    const client = new OrdoroClient({
      apiUrl: server.url,
      clientId: 'key-id',
      clientSecret: 'key-secret',
      timeoutMs: 2_000,
      clock: () => NOW,
      budget: {
        take: async (priority) => {
          asked.push(priority);
          return true;
        },
        pauseUntil: () => undefined,
      },
    });
    products = new OrdoroStockProducts(client);
    server.answer = (response, { url }) =>
      json(response, url.includes('?') ? { count: 0, products: [] } : productOf('SHIRT'));
    const figure = { sku: 'SHIRT', warehouseId: 15_450, onHand: 4 };
    for (const priority of [{}, { priority: 'audit' } as const]) {
      await products.page({ offset: 0, ...priority });
      await products.get('SHIRT', priority);
      await products.setOnHand(figure, { tokenBy: NOW + 1_000, timeoutMs: 1_000, ...priority });
    }
    expect(asked).toEqual(['stock', 'stock', 'stock', 'audit', 'audit', 'audit']);
  });
});

describe('setting the units on hand', () => {
  const LIMITS = { tokenBy: NOW + 1_000, timeoutMs: 1_000 };
  const set = (sku = 'SHIRT') => products.setOnHand({ sku, warehouseId: 15_450, onHand: 4 }, LIMITS);

  it('is one PUT of the absolute figure, to a path with a slash at the end', async () => {
    server.answer = (response) => json(response, productOf('A/1', 4));
    expect(await set('A/1')).toMatchObject({ kind: 'done', product: { sku: 'A/1', warehouses: [{ onHand: 4 }] } });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'PUT', url: '/product/A%2F1/warehouse/15450/' });
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ on_hand: 4 });
  });

  it.each<[string, Answering]>([
    ['a product of another SKU', (response) => json(response, productOf('CUP'))],
    ['no product', (response) => json(response, {})],
    ['an HTML page', (response) => response.writeHead(200).end('<html>')],
  ])('is uncertain after a success with %s', async (_what, answer) => {
    server.answer = answer;
    expect(await set()).toMatchObject({ kind: 'uncertain', message: 'the answer of Ordoro was not readable' });
  });

  it.each([408, 500, 503])('is uncertain after status %i, and not tried twice', async (code) => {
    server.answer = status(code);
    expect(await set()).toMatchObject({ kind: 'uncertain' });
    expect(server.requests).toHaveLength(1);
  });

  it('is uncertain until its time limit when the connection is cut', async () => {
    server.answer = (_response, _arrived, request) => request.socket.destroy();
    expect(await set()).toMatchObject({ kind: 'uncertain', endsAt: NOW + 1_000 });
  });

  it.each([400, 404, 409, 422])('is rejected after status %i', async (code) => {
    server.answer = (response) => json(response, { error_message: 'no' }, code);
    expect(await set()).toEqual({
      kind: 'rejected',
      message: `Ordoro, stock of product SHIRT in warehouse 15450: status ${code}, no`,
      response: { error_message: 'no' },
    });
  });

  it.each([
    [401, 'ordoro-auth'],
    [403, 'ordoro-auth'],
    [429, 'rate-limited'],
  ])('is refused for now after status %i', async (code, reason) => {
    server.answer = status(code);
    expect(await set()).toMatchObject({ kind: 'refused-for-now', code: reason });
  });

  it('is refused for as long as Retry-After says', async () => {
    server.answer = status(429, { 'retry-after': '30' });
    expect(await set()).toMatchObject({ code: 'rate-limited', retryAfterMs: 30_000 });
  });

  it('is uncertain after a server error, and Retry-After is kept where it is said', async () => {
    server.answer = status(503, { 'retry-after': '30' });
    expect(await set()).toMatchObject({ kind: 'uncertain', retryAfterMs: 30_000 });
    server.answer = status(503);
    expect(await set()).not.toHaveProperty('retryAfterMs');
  });

  it('is refused for now when Ordoro cannot be reached', async () => {
    products = new OrdoroStockProducts(ordoroClient(await deadAddress()));
    expect(await set()).toMatchObject({ kind: 'refused-for-now', code: 'ordoro-unavailable' });
  });

  it('is not tried without a rate token', async () => {
    products = new OrdoroStockProducts(ordoroClient(server.url, { isGranted: false }));
    expect(await set()).toEqual({ kind: 'not-sent' });
    expect(server.requests).toEqual([]);
  });

  it.each(['.', '..', 'half \ud83d'])('is rejected for the SKU %j, which no path can name', async (sku) => {
    expect(await set(sku)).toMatchObject({ kind: 'rejected' });
    expect(server.requests).toEqual([]);
  });
});
