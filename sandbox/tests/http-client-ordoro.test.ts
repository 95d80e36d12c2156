import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrdoroClient, type OrdoroResult } from '../../core/src/ordoro/client.ts';
import { deadAddress } from '../../core/tests/local-server.ts';
import {
  noWholeAnswer,
  packed,
  page,
  REDIRECTS,
  redirect,
  TIMEOUT,
  type Trouble,
  UNREADABLE,
  withoutNames,
} from './http-trouble.ts';
import { answer, close, type RawServer, reset, startRawServer } from './raw-server.ts';

/** The connector's clock in these tests. */
const NOW = Date.parse('2026-11-23T10:00:00.000Z');

/** What the connector reads of an answer at most, bytes. */
const LIMIT = 20_000_000;

let server: RawServer;
let client: OrdoroClient;
let pausedUntil: number[];

beforeEach(async () => {
  pausedUntil = [];
  server = await startRawServer();
  client = clientOf(server.url);
});

afterEach(async () => {
  client.close();
  await server.close();
});

function clientOf(apiUrl: string, timeoutMs = TIMEOUT): OrdoroClient {
  return new OrdoroClient({
    apiUrl,
    clientId: 'id',
    clientSecret: 'secret',
    timeoutMs,
    clock: () => NOW,
    budget: { take: async () => true, pauseUntil: (time) => pausedUntil.push(time) },
  });
}

/** Creates an order. */
function write(of = client): Promise<OrdoroResult> {
  const body = { order_id: '1001' };
  return of.send({ method: 'POST', path: '/v3/order', body, what: 'new order 1001', priority: 'order' });
}

/** Reads orders. @returns the body, or the error's class and status */
async function read(of = client): Promise<unknown> {
  const request = { path: '/v3/order', what: 'orders', priority: 'order' as const };
  return of.read(request).then(
    ({ body }) => body,
    (error) => [error.name, error.status],
  );
}

/** What the client says of a write, in short. */
function said(result: OrdoroResult): string {
  switch (result.kind) {
    case 'answer':
      return result.readable ? 'answer' : 'unreadable answer';
    case 'error':
      return `${result.error.name} ${result.error.status}`;
    case 'not-sent':
      return `not sent (${result.reason})`;
    case 'no-answer':
      return 'perhaps done';
  }
}

interface Case extends Trouble {
  readonly write: string;
  /** What a read ends with when it meets the same twice. */
  readonly read: unknown;
  /** Requests of that read; by default 2. */
  readonly reads?: number;
}

const TRANSIENT = ['TransientError', undefined];

const CASES: readonly Case[] = [
  ...noWholeAnswer(LIMIT).map((trouble) => ({ ...trouble, write: 'perhaps done', read: TRANSIENT })),
  ...UNREADABLE.map((trouble) => ({ ...trouble, write: 'unreadable answer', read: TRANSIENT })),
  ...REDIRECTS.map((status) => ({
    ...redirect(status),
    write: `RejectedError ${status}`,
    read: ['RejectedError', status],
    reads: 1,
  })),
  ...[408, 500, 502, 503, 504].map((status) => ({
    ...page(status),
    write: `TransientError ${status}`,
    read: ['TransientError', status],
  })),
];

describe('a request to Ordoro that meets', () => {
  it.each(CASES)('$what', async (one) => {
    client = clientOf(server.url, one.timeoutMs);
    server.react(one.reaction);
    expect(said(await write())).toBe(one.write);
    expect(server.requests).toEqual(['POST /v3/order HTTP/1.1']);

    server.requests.length = 0;
    expect(await read()).toEqual(one.read);
    expect(server.requests).toEqual(Array.from({ length: one.reads ?? 2 }, () => 'GET /v3/order HTTP/1.1'));
    expect(pausedUntil).toEqual([]);
  });

  it('a reset before anything of it was read may have been carried out all the same', async () => {
    server.onConnect = reset;
    expect(said(await write())).toBe('perhaps done');
    expect(server.connections).toBe(1);
    expect(await read()).toEqual(TRANSIENT);
    expect(server.connections).toBe(3);
  });

  it('a closed port was not sent', async () => {
    const dead = clientOf(await deadAddress());
    expect(said(await write(dead))).toBe('not sent (network)');
    expect(await read(dead)).toEqual(TRANSIENT);
  });

  it('a name that nobody knows was not sent', () =>
    withoutNames(async () => {
      const nowhere = clientOf('http://api.ordoro.invalid');
      expect(said(await write(nowhere))).toBe('not sent (network)');
      expect(await read(nowhere)).toEqual(TRANSIENT);
    }));

  it('a server that does not speak TLS is not taken for one that did nothing', async () => {
    server.onConnect = (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    };
    const secure = clientOf(server.url.replace('http:', 'https:'));
    expect(said(await write(secure))).toBe('perhaps done');
    expect(server.connections).toBe(1);
    secure.close();
  });
});

describe('"too many requests"', () => {
  it.each([
    ['seconds', { 'Retry-After': '7' }, 7_000],
    ['a date', { 'Retry-After': 'Mon, 23 Nov 2026 10:00:30 GMT' }, 30_000],
    ['nothing', {}, 60_000],
    ['nonsense', { 'Retry-After': 'later' }, 60_000],
  ] as const)('with %s in Retry-After is a refusal, and holds all requests back', async (_what, headers, waitMs) => {
    server.react(answer(429, '{"error_message":"slow down"}', headers));
    expect(said(await write())).toBe('TransientError 429');
    expect(await read()).toEqual(['TransientError', 429]);
    expect(server.requests).toHaveLength(2);
    expect(pausedUntil).toEqual([NOW + waitMs, NOW + waitMs]);
  });
});

describe('a connection kept from the request before', () => {
  const ok = answer(200, '{"id":1}');

  it('is used again', async () => {
    server.react(ok);
    for (const _ of [1, 2, 3]) expect(said(await write())).toBe('answer');
    expect(server.connections).toBe(1);
  });

  it.each([
    ['reset', reset],
    ['ended', close],
  ])('that is %s when a write arrives: perhaps done, and not sent again', async (_what, reaction) => {
    server.react(ok, reaction, ok);
    await write();
    expect(said(await write())).toBe('perhaps done');
    expect(server.requests).toHaveLength(2);
    expect(said(await write())).toBe('answer');
  });

  it('that the server has closed meanwhile is replaced', async () => {
    const ended = Promise.withResolvers<void>();
    server.react((socket) => {
      ok(socket);
      socket.end();
      socket.once('close', ended.resolve);
    }, ok);
    await write();
    await ended.promise;
    expect(said(await write())).toBe('answer');
    expect(server.connections).toBe(2);
  });
});

it('a packed answer is unpacked', async () => {
  server.react(packed(gzipSync('{"id":1}')));
  expect(await write()).toMatchObject({ kind: 'answer', body: { id: 1 } });
  expect(await read()).toEqual({ id: 1 });
});
