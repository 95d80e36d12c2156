import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommercetoolsClient } from '../../core/src/commercetools/client.ts';
import { deadAddress, json, type LocalServer, startLocalServer } from '../../core/tests/local-server.ts';
import { noWholeAnswer, packed, page, REDIRECTS, redirect, TIMEOUT, type Trouble, UNREADABLE } from './http-trouble.ts';
import { answer, close, type RawServer, reset, startRawServer } from './raw-server.ts';

/** What the connector reads of an answer at most, bytes. */
const LIMIT = 50_000_000;

let server: RawServer;
let tokens: LocalServer;

beforeEach(async () => {
  [server, tokens] = await Promise.all([startRawServer(), startLocalServer()]);
  tokens.answer = (response) => json(response, { access_token: 'token', expires_in: 172_800, token_type: 'Bearer' });
});

afterEach(() => Promise.all([server.close(), tokens.close()]));

function clientOf(apiUrl: string, timeoutMs = TIMEOUT): CommercetoolsClient {
  const credentials = { projectKey: 'shop', clientId: 'id', clientSecret: 'secret', apiUrl, authUrl: tokens.url };
  return new CommercetoolsClient(credentials, { timeoutMs });
}

/** Writes a custom object. @returns the body, or the error's class and status */
function write(client: CommercetoolsClient): Promise<unknown> {
  const body = { container: 'box', key: 'k', value: 1 };
  return ended(client.write('object box/k', () => client.api.customObjects().post({ body }).execute()));
}

/** Reads an order. @returns the body, or the error's class and status */
function read(client: CommercetoolsClient): Promise<unknown> {
  return ended(client.read('order 1', () => client.api.orders().withId({ ID: '1' }).get().execute()));
}

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
    async ({ reaction, status, timeoutMs }) => {
      const client = clientOf(server.url, timeoutMs);
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

  it('a closed port, or a server that does not speak TLS, may work later', async () => {
    expect(await write(clientOf(await deadAddress()))).toEqual(['TransientError', undefined]);
    server.onConnect = (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    };
    expect(await write(clientOf(server.url.replace('http:', 'https:')))).toEqual(['TransientError', undefined]);
  });
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
