import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, deadAddress, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  type Pause,
  type PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import type { ProbeFinding } from './circuit.ts';
import { OrdoroClient, type OrdoroRequest, type OrdoroResult } from './client.ts';
import type { Priority } from './rate-budget.ts';

/** Monday, 23 November 2026, 10:00 UTC: the connector's clock in these tests. */
const NOW = Date.parse('2026-11-23T10:00:00.000Z');

const READ: OrdoroRequest = { method: 'GET', path: '/v3/order', what: 'orders', priority: 'order' };
const WRITE: OrdoroRequest = {
  method: 'POST',
  path: '/v3/order',
  body: { order_id: '1001' },
  what: 'new order 1001',
  priority: 'order',
};

let server: LocalServer;
let client: OrdoroClient;
let isGranted: boolean;
let asked: { priority: Priority; waitUntil: number }[];
let pauses: number[];

function clientOf(apiUrl: string, timeoutMs = 2_000): OrdoroClient {
  return new OrdoroClient({
    apiUrl,
    clientId: 'key-id',
    clientSecret: 'kéy:secret',
    timeoutMs,
    clock: () => NOW,
    budget: {
      take: async (priority, waitUntil) => {
        asked.push({ priority, waitUntil });
        return isGranted;
      },
      pauseUntil: (time) => pauses.push(time),
    },
  });
}

beforeEach(async () => {
  [isGranted, asked, pauses] = [true, [], []];
  server = await startLocalServer();
  client = clientOf(server.url);
});

afterEach(async () => {
  client.close();
  await server.close();
});

async function errorOf(request: OrdoroRequest): Promise<PlatformError> {
  const result = await client.send(request);
  expect(result.kind).toBe('error');
  return (result as Extract<OrdoroResult, { kind: 'error' }>).error;
}

async function failureOf(request: OrdoroRequest, of = client): Promise<unknown> {
  const result = await of.send(request);
  return result.kind === 'no-answer' ? result.failure : result;
}

const status = (code: number, headers: Record<string, string> = {}): Answering => {
  return (response) => response.writeHead(code, headers).end();
};

describe('a request to Ordoro', () => {
  it('carries the API key as basic authentication, in UTF-8', async () => {
    await client.send(READ);
    expect(server.requests[0]!.headers.authorization).toBe(
      `Basic ${Buffer.from('key-id:kéy:secret', 'utf8').toString('base64')}`,
    );
  });

  it('asks for JSON and sends its body as JSON', async () => {
    await client.send(WRITE);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/v3/order', body: '{"order_id":"1001"}' });
    expect(request!.headers.accept).toBe('application/json');
    expect(request!.headers['content-type']).toMatch(/^application\/json/);
  });

  it('repeats the name of a parameter with several values', async () => {
    await client.send({ ...READ, query: { sales_channel: [1, 2], status: 'all' } });
    expect(server.requests[0]!.url).toBe('/v3/order?sales_channel=1&sales_channel=2&status=all');
  });

  it('encodes the values of parameters', async () => {
    await client.send({ ...READ, query: { cart_order_id: 'a&b=c/ü', updated_after: '2026-11-23T10:00:00.5+00:00' } });
    const query = new URL(server.requests[0]!.url, 'http://ordoro').searchParams;
    expect([...query]).toEqual([
      ['cart_order_id', 'a&b=c/ü'],
      ['updated_after', '2026-11-23T10:00:00.5+00:00'],
    ]);
  });

  it('leaves a path as it is encoded', async () => {
    await client.send({ ...READ, path: '/product/A%2F1%20%C3%BC/' });
    expect(server.requests[0]!.url).toBe('/product/A%2F1%20%C3%BC/');
  });

  it('is sent after a rate token was granted, with its priority and limit', async () => {
    await client.send({ ...READ, priority: 'stock', tokenBy: NOW + 1_234 });
    await client.send(READ);
    expect(asked).toEqual([
      { priority: 'stock', waitUntil: NOW + 1_234 },
      { priority: 'order', waitUntil: NOW + 60_000 },
    ]);
  });

  it('has ended by the time that was named, waiting for its token included', async () => {
    await client.send({ ...READ, tokenBy: NOW + 5_000, endBy: NOW + 3_000 });
    expect(asked).toEqual([{ priority: 'order', waitUntil: NOW + 3_000 }]);
    expect(await client.send({ ...READ, endBy: NOW })).toMatchObject({ kind: 'not-sent', reason: 'network' });
    expect(asked).toHaveLength(1);
    server.answer = () => undefined;
    expect(await failureOf({ ...READ, endBy: NOW + 50 })).toMatchObject({ mayHaveArrived: true });
  });

  it('is not sent without a rate token', async () => {
    isGranted = false;
    expect(await client.send(WRITE)).toMatchObject({ kind: 'not-sent', reason: 'rate' });
    expect(server.requests).toEqual([]);
    expect(client.calls).toBe(0);
  });

  it('is counted when it is sent', async () => {
    await client.send(READ);
    expect(client.isAnswering).toBe(true);
    server.answer = status(500);
    await client.send(WRITE);
    expect(client.calls).toBe(2);
    expect(client.isAnswering).toBe(false);
  });

  it('uses the connection of the one before', async () => {
    for (let n = 0; n < 5; n += 1) await client.send(READ);
    expect(server.connections).toBe(1);
  });

  it('is answered with the body and the clock of Ordoro', async () => {
    server.answer = (response) => json(response, { id: 1 }, 200, { date: 'Mon, 23 Nov 2026 09:59:58 GMT' });
    expect(await client.send(READ)).toEqual({
      kind: 'answer',
      body: { id: 1 },
      readable: true,
      serverTime: Date.parse('2026-11-23T09:59:58Z'),
    });
  });

  it('is answered without a clock when the date is missing or none', async () => {
    server.answer = (response) => json(response, {}, 200, { date: 'yesterday' });
    expect(await client.send(READ)).toMatchObject({ kind: 'answer', serverTime: undefined });
  });
});

describe('a request that gets no usable answer', () => {
  it('was not sent when the connection is refused', async () => {
    client = clientOf(await deadAddress());
    expect(await client.send(WRITE)).toEqual({
      kind: 'not-sent',
      reason: 'network',
      message: 'no usable answer (ECONNREFUSED)',
    });
  });

  it('may have arrived when the connection is cut before the headers', async () => {
    server.answer = (_response, _arrived, request) => request.socket.destroy();
    expect(await failureOf(WRITE)).toMatchObject({ mayHaveArrived: true, message: 'no usable answer (ECONNRESET)' });
    expect(server.requests).toHaveLength(1);
  });

  it('may have arrived when the connection is cut after the headers', async () => {
    server.answer = (response, _arrived, request) => {
      response.writeHead(201, { 'content-length': '100' });
      response.flushHeaders();
      setImmediate(() => request.socket.destroy());
    };
    expect(await failureOf(WRITE)).toMatchObject({ mayHaveArrived: true });
  });

  it('may have arrived when the body ends half-way', async () => {
    server.answer = (response, _arrived, request) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"id":1,"order_nu', () => request.socket.destroy());
    };
    expect(await failureOf(WRITE)).toMatchObject({ mayHaveArrived: true });
  });

  it('may have arrived when nothing comes within the time limit', async () => {
    client = clientOf(server.url, 60);
    server.answer = () => undefined;
    expect(await failureOf(WRITE)).toMatchObject({ mayHaveArrived: true });
  });

  it('is given up at the time limit although the body still trickles', async () => {
    client = clientOf(server.url, 120);
    server.answer = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await failureOf(WRITE)).toMatchObject({ mayHaveArrived: true });
  });

  it('may have a shorter limit than the client, never a longer one', async () => {
    server.answer = () => undefined;
    expect(await failureOf({ ...WRITE, timeoutMs: 50 })).toMatchObject({ mayHaveArrived: true });
    client = clientOf(server.url, 50);
    expect(await failureOf({ ...WRITE, timeoutMs: 60_000 })).toMatchObject({ mayHaveArrived: true });
    expect(await failureOf({ ...WRITE, timeoutMs: -5 })).toMatchObject({ mayHaveArrived: true });
  });

  it('is given up when the answer is larger than 20 MB', async () => {
    server.answer = (response) => response.writeHead(200).end(`"${'x'.repeat(20_000_000)}"`);
    expect(await failureOf(READ)).toMatchObject({ mayHaveArrived: true });
  });

  it('is never repeated when it writes', async () => {
    server.answer = (_response, _arrived, request) => request.socket.destroy();
    for (const method of ['POST', 'PUT', 'DELETE'] as const) await client.send({ ...WRITE, method });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE']);
  });
});

describe('an answer that is not JSON', () => {
  it.each([
    ['an HTML page', '<html><body>maintenance</body></html>'],
    ['half a JSON text', '{"id":1,"order_nu'],
    ['nothing', ''],
  ])('is handed on as unreadable when it is %s', async (_what, text) => {
    server.answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    expect(await client.send(WRITE)).toMatchObject({ kind: 'answer', readable: false, body: text });
  });
});

describe('a status of Ordoro', () => {
  it.each([
    [301, RejectedError],
    [302, RejectedError],
    [307, RejectedError],
    [308, RejectedError],
    [400, RejectedError],
    [401, CredentialsError],
    [403, CredentialsError],
    [404, NotFoundError],
    [405, RejectedError],
    [408, TransientError],
    [409, ConflictError],
    [422, RejectedError],
    [429, TransientError],
    [500, TransientError],
    [502, TransientError],
    [503, TransientError],
    [504, TransientError],
  ])('%i has one meaning', async (code, type) => {
    server.answer = status(code, { location: `${server.url}/elsewhere` });
    const error = await errorOf(WRITE);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ platform: 'ordoro', status: code });
    expect(error.message).toBe(`Ordoro, new order 1001: status ${code} without an explanation`);
    // Redirects are not followed, writes not repeated.
    expect(server.requests).toHaveLength(1);
  });

  it.each([200, 201, 202, 204])('%i is success', async (code) => {
    server.answer = status(code);
    expect(await client.send(WRITE)).toMatchObject({ kind: 'answer' });
  });

  it.each([
    [{ error_message: 'bad country', param: 'country' }, 'status 400, bad country (country)'],
    [{ error_message: 'bad lines', params: ['lines', 'sku'] }, 'status 400, bad lines (lines,sku)'],
    [{ error_message: 'no', param: null, params: 'tags' }, 'status 400, no (tags)'],
    [{ error_message: 'no', param: null }, 'status 400, no'],
    [{ message: 'something else' }, 'status 400 without an explanation'],
    [null, 'status 400 without an explanation'],
  ])('comes with what Ordoro says in %j', async (body, text) => {
    server.answer = (response) => json(response, body, 400);
    const result = await client.send(WRITE);
    expect(result).toMatchObject({ kind: 'error', error: { message: `Ordoro, new order 1001: ${text}` }, body });
  });

  it('comes with an HTML page as its body', async () => {
    server.answer = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
    expect(await client.send(WRITE)).toMatchObject({ kind: 'error', error: { status: 502 }, body: '<html>' });
  });
});

describe('"too many requests"', () => {
  it.each([
    ['seconds', '17', 17_000],
    ['an HTTP date', 'Mon, 23 Nov 2026 10:00:45 GMT', 45_000],
  ])('pauses the budget for as long as Retry-After says in %s', async (_form, header, waitMs) => {
    server.answer = status(429, { 'retry-after': header });
    expect(await errorOf(WRITE)).toMatchObject({ status: 429, retryAfterMs: waitMs });
    expect(pauses).toEqual([NOW + waitMs]);
  });

  it.each([
    ['is missing', undefined],
    ['is zero', '0'],
    ['lies in the past', 'Mon, 23 Nov 2026 09:00:00 GMT'],
    ['is no time', 'soon'],
    ['is negative', '-5'],
  ])('pauses the budget for a minute when Retry-After %s', async (_what, header) => {
    server.answer = status(429, header === undefined ? {} : { 'retry-after': header });
    expect(await errorOf(WRITE)).toMatchObject({ status: 429, retryAfterMs: undefined });
    expect(pauses).toEqual([NOW + 60_000]);
  });

  it('pauses it for an hour at most: a limit of a minute cannot need more', async () => {
    server.answer = status(429, { 'retry-after': '86400' });
    expect(await errorOf(WRITE)).toMatchObject({ status: 429, retryAfterMs: 86_400_000 });
    expect(pauses).toEqual([NOW + 3_600_000]);
  });

  it('alone pauses the budget', async () => {
    server.answer = status(503, { 'retry-after': '17' });
    expect(await errorOf(WRITE)).toMatchObject({ status: 503, retryAfterMs: 17_000 });
    expect(pauses).toEqual([]);
  });
});

describe('a read', () => {
  const read = () => client.read(READ);

  it('gives the body and the clock of Ordoro', async () => {
    server.answer = (response) => json(response, { count: 0 }, 200, { date: 'Mon, 23 Nov 2026 09:59:58 GMT' });
    expect(await read()).toMatchObject({ body: { count: 0 }, serverTime: Date.parse('2026-11-23T09:59:58Z') });
  });

  it.each<[string, Answering]>([
    ['a cut connection', (_response, _arrived, request) => request.socket.destroy()],
    ['status 408', status(408)],
    ['status 500', status(500)],
    ['status 503', status(503)],
    ['an HTML page', (response) => response.end('<html>')],
    ['an empty body', (response) => response.end()],
  ])('is repeated once after %s', async (_what, fault) => {
    server.answer = (...exchange) => {
      server.answer = (response) => json(response, { id: 1 });
      fault(...exchange);
    };
    expect(await read()).toMatchObject({ body: { id: 1 } });
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, Answering, string]>([
    ['a cut connection', (_response, _arrived, request) => request.socket.destroy(), 'no usable answer (ECONNRESET)'],
    ['status 500', status(500), 'status 500 without an explanation'],
    ['an HTML page', (response) => response.end('<html>'), 'the answer is not JSON'],
  ])('fails for now after %s twice', async (_what, fault, message) => {
    server.answer = fault;
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ platform: 'ordoro', message: `Ordoro, orders: ${message}` });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [400, RejectedError],
    [401, CredentialsError],
    [404, NotFoundError],
    [409, ConflictError],
    [429, TransientError],
    [301, RejectedError],
  ])('is not repeated after status %i', async (code, type) => {
    server.answer = status(code);
    await expect(read()).rejects.toBeInstanceOf(type);
    expect(server.requests).toHaveLength(1);
  });

  it('is not repeated at once when Ordoro names a time', async () => {
    server.answer = status(503, { 'retry-after': '600' });
    await expect(read()).rejects.toMatchObject({ status: 503, retryAfterMs: 600_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('without a rate token fails for now, as if Ordoro had said "too many requests"', async () => {
    isGranted = false;
    await expect(read()).rejects.toMatchObject({
      status: 429,
      message: 'Ordoro, orders: the request budget is used up for the moment',
    });
    expect(asked).toHaveLength(1);
  });

  it('of an Ordoro that is away fails for now after two attempts', async () => {
    client = clientOf(await deadAddress());
    await expect(read()).rejects.toBeInstanceOf(TransientError);
    expect(client.calls).toBe(2);
  });

  it('raises the trouble of the store behind the budget as it is', async () => {
    const trouble = new TransientError('commercetools is away', { platform: 'commercetools' });
    const budget = { take: () => Promise.reject(trouble), pauseUntil: () => undefined };
    const options = { apiUrl: server.url, clientId: 'i', clientSecret: 's', timeoutMs: 100, clock: () => NOW, budget };
    await expect(new OrdoroClient(options).read(READ)).rejects.toBe(trouble);
    expect(server.requests).toEqual([]);
  });
});

describe('a request of a process that was stopped while it waited for its token', () => {
  it('is not sent when its time is over by then', async () => {
    let now = NOW;
    const stopped = new OrdoroClient({
      apiUrl: server.url,
      clientId: 'key-id',
      clientSecret: 'secret',
      timeoutMs: 300,
      clock: () => now,
      budget: {
        take: async (_priority, waitUntil) => {
          now = waitUntil + 1;
          return true;
        },
        pauseUntil: () => undefined,
      },
    });
    expect(await stopped.send({ ...WRITE, tokenBy: NOW + 5_000 })).toMatchObject({ kind: 'not-sent', reason: 'rate' });
    expect(server.requests).toEqual([]);
    stopped.close();
  });
});

describe('a request while there is a circuit', () => {
  let pause: Pause | undefined;
  let heard: string[];
  let probe: (endBy: number) => Promise<ProbeFinding>;
  let guarded: OrdoroClient;

  const PAUSE: Pause = { code: 'ordoro-unavailable', since: '2026-11-23T09:00:00.000Z', message: 'Ordoro is away' };

  beforeEach(() => {
    [pause, heard] = [undefined, []];
    guarded = new OrdoroClient({
      apiUrl: server.url,
      clientId: 'key-id',
      clientSecret: 'secret',
      timeoutMs: 300,
      clock: () => NOW,
      budget: {
        take: async (priority, waitUntil) => {
          asked.push({ priority, waitUntil });
          return isGranted;
        },
        pauseUntil: (time) => pauses.push(time),
      },
      circuit: {
        get pause() {
          return pause;
        },
        admit: async (_endBy, asking) => {
          probe = asking;
          return pause;
        },
        answered: () => void heard.push('answered'),
        refused: () => void heard.push('refused'),
        failed: () => void heard.push('failed'),
      },
    });
  });

  afterEach(() => guarded.close());

  it('is not sent while it is open, takes no token, and is not tried twice', async () => {
    pause = PAUSE;
    asked = [];
    expect(await guarded.send(WRITE)).toEqual({
      kind: 'not-sent',
      reason: 'paused',
      message: 'Ordoro is away',
      pause: PAUSE,
    });
    await expect(guarded.read({ path: '/v3/order', what: 'orders', priority: 'order' })).rejects.toMatchObject({
      message: 'Ordoro is away',
      pause: PAUSE,
    });
    expect(server.requests).toEqual([]);
    expect(guarded.isPaused).toBe(true);
  });

  it('is not sent when it opens while the request waits for its token', async () => {
    let grant: (granted: boolean) => void = () => undefined;
    const late = new OrdoroClient({
      apiUrl: server.url,
      clientId: 'key-id',
      clientSecret: 'secret',
      timeoutMs: 300,
      clock: () => NOW,
      budget: { take: () => new Promise((resolve) => (grant = resolve)), pauseUntil: () => undefined },
      circuit: {
        get pause() {
          return pause;
        },
        admit: async () => pause,
        answered: () => undefined,
        refused: () => undefined,
        failed: () => undefined,
      },
    });
    const sending = late.send(WRITE);
    await new Promise(setImmediate);
    pause = PAUSE;
    grant(true);
    expect(await sending).toMatchObject({ kind: 'not-sent', reason: 'paused' });
    expect(server.requests).toEqual([]);
    late.close();
  });

  it.each([
    ['a success', status(200), 'answered'],
    ['a refusal of what was sent', status(422), 'answered'],
    ['something that is not there', status(404), 'answered'],
    ['too many requests', status(429), 'answered'],
    ['a redirect', status(302), 'answered'],
    ['an unknown key', status(401), 'refused'],
    ['a forbidden call', status(403), 'refused'],
    ['a server error', status(503, { 'retry-after': '7' }), 'failed'],
    ['a request that took the server too long', status(408), 'failed'],
  ])('tells it of %s', async (_what, answering, word) => {
    server.answer = answering;
    await guarded.send(WRITE);
    expect(heard).toEqual([word]);
  });

  it('tells it of an answer that never comes, and of a page in place of JSON', async () => {
    server.answer = (response) => response.destroy();
    await guarded.send(READ);
    server.answer = (response) => response.writeHead(200).end('<html>maintenance</html>');
    await guarded.send(READ);
    expect(heard).toEqual(['failed', 'failed']);
  });

  it.each([
    ['well', (response) => json(response, { success: true }), { kind: 'well' }],
    ['well, though short of requests', status(429), { kind: 'well' }],
    ['refusing the key', status(401), { kind: 'credentials', cause: 'status 401' }],
    [
      'refusing the key by a success',
      (response) => json(response, { success: false }),
      { kind: 'credentials', cause: 'it answers "not authenticated"' },
    ],
    ['away', status(502, { 'retry-after': '60' }), { kind: 'unavailable', cause: 'status 502', retryAfterMs: 60_000 }],
    [
      'hidden behind a page',
      (response) => response.writeHead(200).end('<html>'),
      { kind: 'unavailable', cause: 'its answer is not JSON' },
    ],
    [
      'not to be reached',
      (response) => response.destroy(),
      { kind: 'unavailable', cause: 'no usable answer (ECONNRESET)' },
    ],
  ] as [string, Answering, ProbeFinding][])(
    'asks for a sign of life and finds Ordoro %s',
    async (_what, answering, found) => {
      await guarded.pause();
      server.answer = answering;
      expect(await probe(Number.POSITIVE_INFINITY)).toEqual(found);
      expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /authenticated/']);
      expect(heard).toEqual([]);
    },
  );

  it('knows nothing new when whoever asks leaves no time for the answer', async () => {
    await guarded.pause();
    server.answer = () => undefined;
    expect(await probe(NOW + 20)).toEqual({ kind: 'unknown' });
    expect(await probe(NOW + 3_000)).toEqual({ kind: 'unavailable', cause: 'no answer in time' });
  });

  it.each([
    [Number.POSITIVE_INFINITY, 10_000],
    [NOW + 8_000, 5_000],
    [NOW + 3_500, 1_000],
    [NOW + 400, 400],
  ])('waits for the token of the sign of life so long that its answer has time', async (endBy, waitMs) => {
    await guarded.pause();
    await probe(endBy);
    expect(asked).toEqual([{ priority: 'order', waitUntil: NOW + waitMs }]);
  });

  it('knows nothing new without a token for the sign of life', async () => {
    await guarded.pause();
    isGranted = false;
    expect(await probe(Number.POSITIVE_INFINITY)).toEqual({ kind: 'unknown' });
    expect(server.requests).toEqual([]);
  });
});
