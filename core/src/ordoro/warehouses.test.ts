import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { OrdoroWarehouses } from './warehouses.ts';

let server: LocalServer;
let warehouses: OrdoroWarehouses;

beforeEach(async () => {
  server = await startLocalServer();
  warehouses = new OrdoroWarehouses(ordoroClient(server.url));
});

afterEach(() => server.close());

/** A list of these warehouses, `size` at a time. */
function lists(rows: readonly unknown[], more: { size?: number; count?: number | undefined } = {}): void {
  const { size = 100, count } = { count: rows.length, ...more };
  server.answer = (response, { url }) => {
    const offset = Number(new URL(url, server.url).searchParams.get('offset'));
    json(response, { count, limit: size, offset, warehouse: rows.slice(offset, offset + size) });
  };
}

const many = (count: number) => Array.from({ length: count }, (_none, index) => ({ id: index + 1 }));

describe('the warehouses', () => {
  it('are read with the one that orders ship from by default, from a path with a slash at the end', async () => {
    lists([
      {
        id: 15_450,
        address: { name: 'East' },
        cart: null,
        is_configured_for_shipping: true,
        is_default_location: false,
      },
      {
        id: 15_451,
        address: { name: 'West' },
        cart: null,
        is_configured_for_shipping: true,
        is_default_location: true,
      },
    ]);
    expect(await warehouses.all()).toEqual([
      { id: 15_450, isDefault: false },
      { id: 15_451, isDefault: true },
    ]);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /warehouse/?limit=100&offset=0&sort=name',
    ]);
  });

  it.each([
    ['of a hundred', {}, 2],
    ['that are smaller than asked for', { size: 40 }, 3],
    ['although the list does not tell how long it is', { count: undefined }, 2],
    ['although they are smaller and the list does not tell how long it is', { size: 40, count: undefined }, 3],
  ])('are read on all pages %s', async (_what, manner, calls) => {
    lists(many(101), manner);
    expect(await warehouses.all()).toHaveLength(101);
    expect(server.requests).toHaveLength(calls);
  });

  it('are not read forever when every page is the same', async () => {
    server.answer = (response) => json(response, { count: 1_000, warehouse: many(100) });
    expect(await warehouses.all()).toHaveLength(100);
    expect(server.requests).toHaveLength(2);
  });

  it('may name their id in text and leave out whether they are the default', async () => {
    lists([{ id: '4' }, { id: 5, is_default_location: null }]);
    expect(await warehouses.all()).toEqual([
      { id: 4, isDefault: false },
      { id: 5, isDefault: false },
    ]);
  });

  it('leave out rows without id', async () => {
    lists([{ address: {} }, null, { id: 5 }]);
    expect(await warehouses.all()).toEqual([{ id: 5, isDefault: false }]);
  });

  it('are an error when the answer is no list', async () => {
    server.answer = (response) => json(response, { count: 0 });
    await expect(warehouses.all()).rejects.toThrow('Ordoro, warehouses: the answer has not the expected form');
  });
});
