import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, deadAddress, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import { CommercetoolsClient, isAlreadyThere } from './client.ts';

let server: LocalServer;
let tokens: number;
/** Bearer tokens the project accepts. */
let accepted: Set<string>;
/** How requests with an accepted token are answered. */
let answer: Answering;

beforeEach(async () => {
  server = await startLocalServer();
  [tokens, accepted] = [0, new Set()];
  answer = (response) => json(response, { id: 'order-1' });
  server.answer = (response, arrived, request) => {
    if (arrived.url.startsWith('/oauth/token')) {
      tokens += 1;
      accepted.add(`Bearer token-${tokens}`);
      return json(response, { access_token: `token-${tokens}`, expires_in: 172_800, token_type: 'Bearer' });
    }
    if (!accepted.has(arrived.headers.authorization ?? ''))
      return json(response, { statusCode: 401, message: 'invalid_token', errors: [{ code: 'invalid_token' }] }, 401);
    return answer(response, arrived, request);
  };
});

afterEach(() => server.close());

function clientOf(url = server.url, more: { timeoutMs?: number; scopes?: string[]; concurrency?: number } = {}) {
  const { timeoutMs = 2_000, scopes, concurrency } = more;
  return new CommercetoolsClient(
    { projectKey: 'my-shop', clientId: 'client', clientSecret: 'secret', apiUrl: url, authUrl: server.url, scopes },
    { timeoutMs, ...(concurrency === undefined ? {} : { concurrency }) },
  );
}

const readOrder = (client: CommercetoolsClient) => () => client.api.orders().withId({ ID: 'order-1' }).get().execute();
const writeObject = (client: CommercetoolsClient) => () =>
  client.api
    .customObjects()
    .post({ body: { container: 'box', key: 'k', value: 1 } })
    .execute();

const read = (client: CommercetoolsClient) => client.read('order order-1', readOrder(client));
const write = (client: CommercetoolsClient) => client.write('custom object box/k', writeObject(client));

/** Requests to the API, without those for tokens. */
const apiRequests = () => server.requests.filter(({ url }) => !url.startsWith('/oauth'));

const refusal = (status: number, code = 'General', message = 'no'): Answering => {
  return (response) => json(response, { statusCode: status, message, errors: [{ code, message }] }, status);
};
const cut: Answering = (_response, _arrived, request) => request.socket.destroy();

/** The first request meets this fault, later ones are answered. */
function once(fault: Answering): void {
  answer = (...exchange) => {
    answer = (response) => json(response, { id: 'order-1' });
    fault(...exchange);
  };
}

describe('a client of commercetools', () => {
  it('fetches one token for many requests, also when they begin together', async () => {
    const client = clientOf();
    await Promise.all(Array.from({ length: 8 }, () => read(client)));
    await read(client);
    expect(tokens).toBe(1);
    expect(apiRequests()[0]!.headers.authorization).toBe('Bearer token-1');
  });

  it('asks for the scopes it was given, or for all that the client has', async () => {
    await read(clientOf(server.url, { scopes: ['manage_orders:my-shop', 'manage_types:my-shop'] }));
    await read(clientOf());
    const asked = server.requests.filter(({ url }) => url.startsWith('/oauth'));
    expect(decodeURIComponent(`${asked[0]!.url}&${asked[0]!.body}`)).toMatch(
      /scope=manage_orders:my-shop[ +]manage_types:my-shop/,
    );
    expect(`${asked[1]!.url}&${asked[1]!.body}`).not.toMatch(/scope=[^&]/);
  });

  it('fetches a new token when the old one is refused, and goes on', async () => {
    const client = clientOf();
    await read(client);
    accepted.clear();
    expect((await write(client)).body).toEqual({ id: 'order-1' });
    expect(tokens).toBe(2);
    expect(apiRequests().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('gives up with a credentials error when every token is refused', async () => {
    const client = clientOf();
    answer = refusal(401, 'invalid_token');
    await expect(read(client)).rejects.toBeInstanceOf(CredentialsError);
    expect(apiRequests().length).toBeLessThanOrEqual(2);
  });

  it('says who it is', async () => {
    await read(clientOf());
    expect(apiRequests()[0]!.headers['user-agent']).toContain('commercetools-ordoro-connector/0.3.0');
  });

  it('counts its calls, repeated ones too, but not those for tokens', async () => {
    const client = clientOf();
    expect(client.calls).toBe(0);
    await read(client);
    once(cut);
    await read(client);
    expect(client.calls).toBe(3);
  });

  it('knows the clock of the platform from its last answer', async () => {
    const client = clientOf();
    expect(client.serverTime).toBeUndefined();
    answer = (response) => json(response, {}, 200, { date: 'Mon, 23 Nov 2026 10:00:07 GMT' });
    expect((await read(client)).serverTime).toBe(Date.parse('2026-11-23T10:00:07Z'));
    expect(client.serverTime).toBe(Date.parse('2026-11-23T10:00:07Z'));
  });

  it('has no more requests under way than it may', async () => {
    const client = clientOf(server.url, { concurrency: 2 });
    let [now, most] = [0, 0];
    answer = (response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        json(response, {});
      }, 5);
    };
    await Promise.all(Array.from({ length: 9 }, () => read(client)));
    expect(most).toBe(2);
  });

  it('does not follow redirects', async () => {
    answer = (response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    await expect(write(clientOf())).rejects.toBeInstanceOf(PlatformError);
    expect(apiRequests().map(({ url }) => url)).toEqual(['/my-shop/custom-objects']);
  });
});

describe('a read', () => {
  it.each<[string, Answering]>([
    ['the connection is cut', cut],
    ['commercetools answers 500', refusal(500)],
    ['commercetools answers 502 with a page', (response) => response.writeHead(502).end('<html>')],
    ['commercetools answers 503', refusal(503)],
    ['commercetools answers 429', refusal(429)],
  ])('is repeated once when %s', async (_what, fault) => {
    const client = clientOf();
    once(fault);
    expect((await read(client)).body).toEqual({ id: 'order-1' });
    expect(apiRequests()).toHaveLength(2);
  });

  it.each<[string, Answering]>([
    ['the connection is cut', cut],
    ['commercetools answers 503', refusal(503)],
  ])('fails for now when %s twice', async (_what, fault) => {
    const client = clientOf();
    answer = fault;
    await expect(read(client)).rejects.toBeInstanceOf(TransientError);
    expect(apiRequests()).toHaveLength(2);
  });

  it.each([
    [400, RejectedError],
    [403, CredentialsError],
    [404, NotFoundError],
    [409, ConflictError],
  ])('is not repeated after status %i', async (status, type) => {
    answer = refusal(status);
    await expect(read(clientOf())).rejects.toBeInstanceOf(type);
    expect(apiRequests()).toHaveLength(1);
  });

  it('names what was read in its error', async () => {
    answer = refusal(400, 'InvalidInput', 'bad predicate');
    await expect(read(clientOf())).rejects.toThrow('commercetools, order order-1: bad predicate');
  });

  it('ends at the time limit when nothing is answered', async () => {
    answer = () => undefined;
    await expect(read(clientOf(server.url, { timeoutMs: 60 }))).rejects.toBeInstanceOf(TransientError);
    expect(apiRequests()).toHaveLength(2);
  });

  it('ends at the time limit although the body still trickles', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    await expect(read(clientOf(server.url, { timeoutMs: 120 }))).rejects.toBeInstanceOf(TransientError);
  });

  it('fails for now when the body ends half-way', async () => {
    answer = (response, _arrived, request) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":', () => request.socket.destroy());
    };
    await expect(read(clientOf())).rejects.toBeInstanceOf(TransientError);
  });

  it('fails for now when commercetools cannot be reached', async () => {
    const client = clientOf(await deadAddress());
    await expect(read(client)).rejects.toBeInstanceOf(TransientError);
    expect(client.isAnswering).toBe(false);
  });
});

describe('looking for something', () => {
  const find = (client: CommercetoolsClient) => client.find('order order-1', readOrder(client));

  it('gives the body when it is there', async () => {
    expect(await find(clientOf())).toEqual({ id: 'order-1' });
  });

  it('gives undefined after 404, and only then', async () => {
    answer = refusal(404, 'ResourceNotFound');
    expect(await find(clientOf())).toBeUndefined();
    answer = refusal(403, 'insufficient_scope');
    await expect(find(clientOf())).rejects.toBeInstanceOf(CredentialsError);
    answer = refusal(503);
    await expect(find(clientOf())).rejects.toBeInstanceOf(TransientError);
  });
});

describe('a write', () => {
  it.each<[string, Answering, typeof PlatformError]>([
    ['the connection is cut', cut, TransientError],
    ['commercetools answers 500', refusal(500), TransientError],
    ['commercetools answers 503', refusal(503), TransientError],
    ['commercetools answers 429', refusal(429), TransientError],
    ['commercetools answers 409', refusal(409, 'ConcurrentModification'), ConflictError],
    ['commercetools answers 400', refusal(400, 'InvalidOperation'), RejectedError],
  ])('is never repeated when %s', async (_what, fault, type) => {
    answer = fault;
    await expect(write(clientOf())).rejects.toBeInstanceOf(type);
    expect(apiRequests()).toHaveLength(1);
  });

  it('is never repeated when nothing is answered in time', async () => {
    answer = () => undefined;
    await expect(write(clientOf(server.url, { timeoutMs: 60 }))).rejects.toBeInstanceOf(TransientError);
    expect(apiRequests()).toHaveLength(1);
  });

  it('knows that a create found something there already in both forms of saying so', () => {
    const options = { platform: 'commercetools' as const };
    expect(isAlreadyThere(new ConflictError('', options))).toBe(true);
    expect(isAlreadyThere(new RejectedError('', { ...options, codes: ['DuplicateField'] }))).toBe(true);
    expect(isAlreadyThere(new RejectedError('', { ...options, codes: ['InvalidField'] }))).toBe(false);
  });
});
