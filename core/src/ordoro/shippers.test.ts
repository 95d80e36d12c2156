import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { OrdoroShippers } from './shippers.ts';

let server: LocalServer;
let shippers: OrdoroShippers;

beforeEach(async () => {
  server = await startLocalServer();
  shippers = new OrdoroShippers(ordoroClient(server.url));
});

afterEach(() => server.close());

/** A list of these accounts, 100 at a time. */
function lists(rows: readonly unknown[]): void {
  server.answer = (response, { url }) => {
    const offset = Number(new URL(url, server.url).searchParams.get('offset'));
    json(response, { count: rows.length, limit: 100, offset, shipper: rows.slice(offset, offset + 100) });
  };
}

describe('the carrier accounts', () => {
  it('are read with the archived ones, from a path with a slash at the end', async () => {
    lists([{ id: 4, name: 'Our FedEx', vendor: 'fedex' }]);
    expect(await shippers.all()).toEqual([{ id: 4, vendor: 'fedex' }]);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /shipper/?all=true&limit=100&offset=0&sort=name',
    ]);
  });

  it('are read page by page', async () => {
    lists(Array.from({ length: 101 }, (_none, index) => ({ id: index, vendor: 'ups' })));
    expect(await shippers.all()).toHaveLength(101);
    expect(server.requests).toHaveLength(2);
  });

  it('leave out rows that tell no vendor', async () => {
    lists([{ id: 4, vendor: null }, null, { id: 5, vendor: 'ups' }]);
    expect(await shippers.all()).toEqual([{ id: 5, vendor: 'ups' }]);
  });

  it('are an error when the answer is no list', async () => {
    server.answer = (response) => json(response, { count: 0 });
    await expect(shippers.all()).rejects.toThrow('Ordoro, carrier accounts: the answer has not the expected form');
  });
});
