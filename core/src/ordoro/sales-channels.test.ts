import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { CredentialsError, RejectedError } from '../problems/errors.ts';
import { OrdoroSalesChannels } from './sales-channels.ts';

const NAME = 'commercetools my-shop';

let server: LocalServer;
let channels: OrdoroSalesChannels;

beforeEach(async () => {
  server = await startLocalServer();
  channels = new OrdoroSalesChannels(ordoroClient(server.url));
});

afterEach(() => server.close());

function channel(id: number, more: object = {}): object {
  return { id, index: id + 1, name: NAME, vendor: 'custom_integration', ...more };
}

/** A list of these channels, 100 at a time; what a POST brings is up to the test. */
const listing = (rows: readonly object[], post?: Answering): Answering => {
  return (response, arrived, request) => {
    if (arrived.method === 'POST' && post !== undefined) return post(response, arrived, request);
    const offset = Number(new URL(arrived.url, server.url).searchParams.get('offset'));
    return json(response, { count: rows.length, limit: 100, offset, cart: rows.slice(offset, offset + 100) });
  };
};

const seen = () => server.requests.map(({ method, url }) => `${method} ${url}`);

describe('a sales channel by id', () => {
  it('is read from a path with a slash at the end', async () => {
    server.answer = (response) => json(response, channel(7));
    expect(await channels.get(7)).toMatchObject({ id: 7, index: 8, name: NAME });
    expect(seen()).toEqual(['GET /cart/7/']);
  });

  it('is undefined when Ordoro answers 404, and only then', async () => {
    server.answer = (response) => json(response, {}, 404);
    expect(await channels.get(7)).toBeUndefined();
    server.answer = (response) => json(response, {}, 403);
    await expect(channels.get(7)).rejects.toBeInstanceOf(CredentialsError);
    server.answer = (response) => json(response, { name: 'no id' });
    await expect(channels.get(7)).rejects.toThrow('Ordoro, sales channel 7: the answer has not the expected form');
  });
});

describe('a sales channel by name', () => {
  it('is the oldest of our kind with exactly this name, archived ones left out', async () => {
    server.answer = listing([
      channel(9),
      channel(2, { archived_date: '2026-01-01T00:00:00Z' }),
      channel(3, { vendor: 'shopify' }),
      channel(4, { name: NAME.toUpperCase() }),
      channel(5, { name: `${NAME} ` }),
      channel(6),
      { name: 'unreadable' },
    ]);
    expect(await channels.findByName(NAME)).toMatchObject({ id: 6 });
  });

  it('is found on a later page', async () => {
    const others = Array.from({ length: 230 }, (_, id) => channel(id, { name: 'another' }));
    server.answer = listing([...others, channel(900)]);
    expect(await channels.findByName(NAME)).toMatchObject({ id: 900 });
    expect(seen()).toEqual([
      'GET /cart/?limit=100&offset=0',
      'GET /cart/?limit=100&offset=100',
      'GET /cart/?limit=100&offset=200',
    ]);
  });

  it('is looked for on no further page when the last one was full', async () => {
    server.answer = listing(Array.from({ length: 100 }, (_, id) => channel(id, { name: 'another' })));
    expect(await channels.findByName(NAME)).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  it('is not declared missing by a list of another form', async () => {
    server.answer = (response) => json(response, { count: 0, results: [] });
    await expect(channels.findByName(NAME)).rejects.toThrow('Ordoro, the list of sales channels');
  });
});

describe('making sure that a sales channel exists', () => {
  it('creates nothing when it is there', async () => {
    server.answer = listing([channel(7)]);
    expect(await channels.ensure(NAME)).toMatchObject({ id: 7 });
    expect(seen()).toEqual(['GET /cart/?limit=100&offset=0']);
  });

  it('creates it once when it is not', async () => {
    server.answer = listing([], (response) => json(response, channel(7), 201));
    expect(await channels.ensure(NAME)).toMatchObject({ id: 7 });
    expect(seen()).toEqual(['GET /cart/?limit=100&offset=0', 'POST /cart/']);
    expect(JSON.parse(server.requests[1]!.body)).toEqual({ type: 'custom_integration', name: NAME });
  });

  it.each<[string, Answering]>([
    ['the connection is cut', (_response, _arrived, request) => request.socket.destroy()],
    ['the answer is not JSON', (response) => response.writeHead(201).end('<html>')],
    ['Ordoro answers 500', (response) => json(response, {}, 500)],
    ['Ordoro answers 409', (response) => json(response, {}, 409)],
  ])('looks again instead of creating a second one when %s', async (_what, fault) => {
    server.answer = listing([], (...exchange) => {
      server.answer = listing([channel(7)]);
      fault(...exchange);
    });
    expect(await channels.ensure(NAME)).toMatchObject({ id: 7 });
    expect(seen().filter((request) => request === 'POST /cart/')).toHaveLength(1);
  });

  it('says why when Ordoro refuses it', async () => {
    server.answer = listing([], (response) => json(response, { error_message: 'no more channels' }, 422));
    await expect(channels.ensure(NAME)).rejects.toBeInstanceOf(RejectedError);
    await expect(channels.ensure(NAME)).rejects.toThrow('no more channels');
  });

  it('fails for now when it is still not there after an unclear answer', async () => {
    server.answer = listing([], (_response, _arrived, request) => request.socket.destroy());
    await expect(channels.ensure(NAME)).rejects.toThrow(`Ordoro did not confirm the new sales channel "${NAME}"`);
  });
});
