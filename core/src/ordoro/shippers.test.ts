import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { RejectedError } from '../problems/errors.ts';
import { OrdoroShippers } from './shippers.ts';

let server: LocalServer;
let shippers: OrdoroShippers;

beforeEach(async () => {
  server = await startLocalServer();
  shippers = new OrdoroShippers(ordoroClient(server.url));
});

afterEach(() => server.close());

/** A list of these accounts, `size` at a time. */
function lists(rows: readonly unknown[], more: { size?: number; count?: number | undefined } = {}): void {
  const { size = 100, count } = { count: rows.length, ...more };
  server.answer = (response, { url }) => {
    const offset = Number(new URL(url, server.url).searchParams.get('offset'));
    json(response, { count, limit: size, offset, shipper: rows.slice(offset, offset + size) });
  };
}

const many = (count: number) => Array.from({ length: count }, (_none, index) => ({ id: index + 1, vendor: 'ups' }));

describe('the carrier accounts', () => {
  it('are read with the archived ones, from a path with a slash at the end', async () => {
    lists([{ id: 4, name: 'Our FedEx', vendor: 'fedex' }]);
    expect(await shippers.all()).toEqual([{ id: 4, vendor: 'fedex' }]);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /shipper/?all=true&limit=100&offset=0&sort=name',
    ]);
  });

  it.each([
    ['of a hundred', {}, 2],
    ['that are smaller than asked for', { size: 40 }, 3],
    ['although the list does not tell how long it is', { count: undefined }, 2],
  ])('are read on all pages %s', async (_what, manner, calls) => {
    lists(many(101), manner);
    expect(await shippers.all()).toHaveLength(101);
    expect(server.requests).toHaveLength(calls);
  });

  it('are not read forever when every page is the same', async () => {
    server.answer = (response) => json(response, { shipper: many(100) });
    expect(await shippers.all()).toHaveLength(100);
    expect(server.requests).toHaveLength(2);
  });

  it('leave out rows that tell no vendor', async () => {
    lists([{ id: 4, vendor: null }, null, { id: 5, vendor: 'ups' }]);
    expect(await shippers.all()).toEqual([{ id: 5, vendor: 'ups' }]);
  });

  it('are an error that lasts when the answer is no list', async () => {
    server.answer = (response) => json(response, { count: 0 });
    await expect(shippers.all()).rejects.toThrow(
      new RejectedError('Ordoro, carrier accounts: the answer has not the expected form', { platform: 'ordoro' }),
    );
    await expect(shippers.all()).rejects.toBeInstanceOf(RejectedError);
  });
});
