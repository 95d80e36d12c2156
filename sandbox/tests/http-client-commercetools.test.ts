import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommercetoolsClient } from '../../core/src/commercetools/client.ts';
import { deadAddress, json, type LocalServer, startLocalServer } from '../../core/tests/local-server.ts';
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
const LIMIT = 50_000_000;

let server: RawServer;
let tokens: LocalServer;

beforeEach(async () => {
  [server, tokens] = await Promise.all([startRawServer(), startLocalServer()]);
  tokens.answer = (response) => json(response, { access_token: 'token', expires_in: 172_800, token_type: 'Bearer' });
});

afterEach(() => Promise.all([server.close(), tokens.close()]));

function clientOf(apiUrl: string, { timeoutMs = TIMEOUT, authUrl = tokens.url } = {}): CommercetoolsClient {
  const credentials = { projectKey: 'shop', clientId: 'id', clientSecret: 'secret', apiUrl, authUrl };
  return new CommercetoolsClient(credentials, { timeoutMs, clock: () => NOW });
}

/** Writes a custom object. */
function sendWrite(client: CommercetoolsClient) {
  const body = { container: 'box', key: 'k', value: 1 };
  return client.write('object box/k', () => client.api.customObjects().post({ body }).execute());
}

/** Reads an order. */
function sendRead(client: CommercetoolsClient) {
  return client.read('order 1', () => client.api.orders().withId({ ID: '1' }).get().execute());
}

/** The same two. @returns the body, or the error's class and status */
const write = (client: CommercetoolsClient) => ended(sendWrite(client));
const read = (client: CommercetoolsClient) => ended(sendRead(client));

function ended(call: Promise<{ body: unknown }>): Promise<unknown> {
  return call.then(
    ({ body }) => body,
    (error) => [error.name, error.status],
  );
}

/** Trouble that passes: a write may have been carried out, a read is tried once more. */
const PASSING: readonly (Trouble & { readonly status?: number })[] = [
  ...noWholeAnswer(LIMIT),
  ...UNREADABLE,
  ...REDIRECTS.map(redirect),
  ...[408, 429, 500, 502, 503, 504].map((status) => ({ ...page(status), status })),
];

describe('a request to commercetools that meets', () => {
  it.each(PASSING)(
    '$what may work later: a write is sent once, a read twice',
    async ({ reaction, status, timeoutMs = TIMEOUT }) => {
      const client = clientOf(server.url, { timeoutMs });
      server.react(reaction);
      expect(await write(client)).toEqual(['TransientError', status]);
      expect(server.requests).toEqual(['POST /shop/custom-objects HTTP/1.1']);

      server.requests.length = 0;
      expect(await read(client)).toEqual(['TransientError', status]);
      expect(server.requests).toEqual(['GET /shop/orders/1 HTTP/1.1', 'GET /shop/orders/1 HTTP/1.1']);
    },
  );

  it('a reset before anything of it was read may work later', async () => {
    server.onConnect = reset;
    expect(await write(clientOf(server.url))).toEqual(['TransientError', undefined]);
    expect(server.connections).toBe(1);
  });

  it('a name that nobody knows may work later', () =>
    withoutNames(async () => {
      const nowhere = clientOf('http://api.commercetools.invalid');
      expect(await write(nowhere)).toEqual(['TransientError', undefined]);
      expect(await read(nowhere)).toEqual(['TransientError', undefined]);
      expect(await write(clientOf(server.url, { authUrl: 'http://auth.commercetools.invalid' }))).toEqual([
        'TransientError',
        undefined,
      ]);
      expect(server.requests).toEqual([]);
    }));

  it('a closed port, or a server that does not speak TLS, may work later', async () => {
    expect(await write(clientOf(await deadAddress()))).toEqual(['TransientError', undefined]);
    server.onConnect = (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    };
    expect(await write(clientOf(server.url.replace('http:', 'https:')))).toEqual(['TransientError', undefined]);
  });
});

describe('a refusal for now by commercetools', () => {
  const DAY_MS = 24 * 60 * 60_000;
  const waits = [
    ['seconds', { 'Retry-After': '7' }, 7_000],
    ['a date', { 'Retry-After': 'Mon, 23 Nov 2026 10:00:30 GMT' }, 30_000],
    ['a year', { 'Retry-After': '31536000' }, DAY_MS],
    ['nothing', {}, undefined],
    ['nonsense', { 'Retry-After': 'later' }, undefined],
  ] as const;

  it.each([429, 503].flatMap((status) => waits.map(([what, headers, waitMs]) => ({ status, what, headers, waitMs }))))(
    'with $status and $what in Retry-After tells how long to wait, a day at most',
    async ({ status, headers, waitMs }) => {
      const client = clientOf(server.url);
      server.react(answer(status, '{"message":"slow down"}', { 'Content-Type': 'application/json', ...headers }));
      const error = { name: 'TransientError', status, retryAfterMs: waitMs };
      await expect(sendWrite(client)).rejects.toMatchObject(error);
      expect(server.requests).toHaveLength(1);
      await expect(sendRead(client)).rejects.toMatchObject(error);
    },
  );
});

/** A whole answer that refuses the credentials, as commercetools words it. */
function refusal(status: number) {
  const body = JSON.stringify({ statusCode: status, message: 'no', error: 'invalid_client' });
  return {
    what: `a refusal with ${status}`,
    reaction: answer(status, body, { 'Content-Type': 'application/json' }),
    error: ['CredentialsError', status],
  };
}

describe('a token request that meets', () => {
  let auth: RawServer;

  beforeEach(async () => {
    auth = await startRawServer();
  });

  afterEach(() => auth.close());

  const PAGES = [400, 401, 403, 408, 429, 500, 502, 503, 504].map(page);
  const CASES: readonly (Trouble & { readonly error?: unknown })[] = [
    ...noWholeAnswer(LIMIT),
    ...UNREADABLE,
    ...REDIRECTS.map(redirect),
    ...PAGES,
    ...[401, 403].map(refusal),
  ];

  it.each(CASES)(
    '$what is sent once, and nothing else is; the next request asks for a token again',
    async ({ reaction, timeoutMs = TIMEOUT, error = ['TransientError', undefined] }) => {
      const client = clientOf(server.url, { timeoutMs, authUrl: auth.url });
      const token = '{"access_token":"token","expires_in":172800,"token_type":"Bearer"}';
      server.react(answer(200, '{"id":1}', { 'Content-Type': 'application/json' }));
      auth.react(reaction, answer(200, token, { 'Content-Type': 'application/json' }));

      expect(await write(client)).toEqual(error);
      expect([auth.requests.length, server.requests.length]).toEqual([1, 0]);
      // Where the first one was to be late, this one need not be.
      const next = timeoutMs === TIMEOUT ? client : clientOf(server.url, { authUrl: auth.url });
      expect(await write(next)).toEqual({ id: 1 });
      expect([auth.requests.length, server.requests.length]).toEqual([2, 1]);
    },
  );
});

describe('a connection kept from the request before', () => {
  it.each([
    ['reset', reset],
    ['ended', close],
  ])('that is %s when a write arrives is not used to send it again', async (_what, reaction) => {
    const client = clientOf(server.url);
    const ok = answer(200, '{"id":1}', { 'Content-Type': 'application/json' });
    server.react(ok, reaction, ok);
    expect(await write(client)).toEqual({ id: 1 });
    expect(await write(client)).toEqual(['TransientError', undefined]);
    expect(server.requests).toHaveLength(2);
    expect(await write(client)).toEqual({ id: 1 });
  });
});

it('a packed answer is unpacked', async () => {
  server.react(packed(gzipSync('{"id":1}')));
  expect(await read(clientOf(server.url))).toEqual({ id: 1 });
});
