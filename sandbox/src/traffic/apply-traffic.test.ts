import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyTraffic } from './apply-traffic.ts';
import type { FaultEffect } from './fault.ts';
import { Traffic } from './traffic.ts';

let app: FastifyInstance;
let traffic: Traffic;
let url: string;
let made: unknown[];

beforeEach(async () => {
  made = [];
  traffic = new Traffic(() => 1_000);
  app = fastify();
  applyTraffic(app, traffic);
  app.post('/things', async (request, reply) => {
    made.push(request.body);
    return reply.code(201).send({ id: made.length, name: 'a thing' });
  });
  app.get('/things', async () => ({ count: made.length }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => app.close());

const post = (signal?: AbortSignal) =>
  fetch(`${url}/things?dry=1`, {
    method: 'POST',
    headers: { authorization: 'Basic c2VjcmV0', 'content-type': 'application/json' },
    body: '{"size":3}',
    ...(signal ? { signal } : {}),
  });
const onPost = (effect: FaultEffect) => traffic.inject({ match: { method: 'POST', path: '/things' }, effect });

/** Gives up once the stand-in has the call in its hands. */
async function giveUpOn(work: () => boolean): Promise<void> {
  const controller = new AbortController();
  const answer = post(controller.signal).then(
    () => 'answered',
    () => 'gave up',
  );
  while (!work()) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  expect(await answer).toBe('gave up');
}

describe('call recording', () => {
  it('keeps method, path, query, body and status, and never the authorization header', async () => {
    await post();
    const { requestHeaders, ...call } = traffic.calls[0]!;
    expect(call).toEqual({
      at: 1_000,
      method: 'POST',
      path: '/things',
      query: 'dry=1',
      requestBody: { size: 3 },
      status: 201,
    });
    expect(requestHeaders['content-type']).toBe('application/json');
    expect(requestHeaders).not.toHaveProperty('authorization');
  });

  it('records calls to unknown paths and unreadable bodies too', async () => {
    await fetch(`${url}/nothing`);
    await fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    expect(traffic.calls.map(({ path, status }) => ({ path, status }))).toEqual([
      { path: '/nothing', status: 404 },
      { path: '/things', status: 400 },
    ]);
  });

  it('counts by method and path and forgets on reset', async () => {
    await post();
    await fetch(`${url}/things`);
    expect(traffic.count({ method: 'get' })).toBe(1);
    expect(traffic.count({ path: /^\/things$/g })).toBe(2);
    expect(traffic.count({ predicate: (call) => call.status === 201 })).toBe(1);
    traffic.reset();
    expect(traffic.count()).toBe(0);
  });
});

describe('faults', () => {
  it('hits once by default, after the calls it is to skip', async () => {
    traffic.inject({
      match: { path: '/things' },
      skip: 1,
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    const statuses = [(await post()).status, (await post()).status, (await post()).status];
    expect(statuses).toEqual([201, 503, 201]);
    expect(traffic.calls.map((call) => call.fault)).toEqual([undefined, 'status before-work', undefined]);
  });

  it('hits until cleared with infinite times', async () => {
    traffic.inject({
      match: {},
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 429,
        headers: { 'retry-after': '7' },
        body: { error_message: 'slow' },
      },
    });
    await post();
    const second = await post();
    expect([second.status, second.headers.get('retry-after'), await second.json()]).toEqual([
      429,
      '7',
      { error_message: 'slow' },
    ]);
    traffic.clearFaults();
    expect((await post()).status).toBe(201);
    expect(made).toHaveLength(1);
  });

  it('answers a status after the work with the work done', async () => {
    onPost({ kind: 'status', when: 'after-work', status: 502, body: 'Bad gateway' });
    const answer = await post();
    expect([answer.status, await answer.text(), made.length]).toEqual([502, 'Bad gateway', 1]);
    expect(traffic.calls[0]?.status).toBe(502);
  });

  it.each([
    ['before-work', 0],
    ['after-work', 1],
  ] as const)('cuts the connection %s with %i things made', async (when, expected) => {
    onPost({ kind: 'reset', when });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(made).toHaveLength(expected);
    expect(traffic.calls[0]?.status).toBeUndefined();
  });

  it('hangs before the work until the client gives up', async () => {
    onPost({ kind: 'hang', when: 'before-work' });
    await giveUpOn(() => traffic.calls[0]?.fault === 'hang before-work');
    expect(made).toHaveLength(0);
  });

  it('hangs after the work until the client gives up', async () => {
    onPost({ kind: 'hang', when: 'after-work' });
    await giveUpOn(() => made.length === 1);
  });

  it('answers an HTML page before or after the work', async () => {
    onPost({ kind: 'html', when: 'before-work', status: 502 });
    onPost({ kind: 'html', when: 'after-work', status: 200 });
    const [first, second] = [await post(), await post()];
    expect([first.status, second.status, made.length]).toEqual([502, 200, 1]);
    expect(second.headers.get('content-type')).toContain('text/html');
    expect(await second.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('sends half of the JSON body and cuts the connection', async () => {
    onPost({ kind: 'truncated-json' });
    const answer = await post();
    expect(answer.status).toBe(201);
    await expect(answer.text()).rejects.toThrow('terminated');
    expect(made).toHaveLength(1);
  });

  it('sends a success whose body is not JSON', async () => {
    onPost({ kind: 'broken-json' });
    const answer = await post();
    expect([answer.status, made.length]).toEqual([201, 1]);
    await expect(answer.json()).rejects.toThrow('in JSON at position');
  });

  it('sends a success without a body', async () => {
    onPost({ kind: 'empty-body' });
    const answer = await post();
    expect([answer.status, await answer.text(), made.length]).toEqual([201, '', 1]);
  });

  it('delays the answer and still does the work', async () => {
    onPost({ kind: 'latency', ms: 1 });
    expect((await post()).status).toBe(201);
    expect(made).toHaveLength(1);
  });

  it('closes at once although a call hangs, another is delayed and a connection is kept alive', async () => {
    await fetch(`${url}/things`);
    onPost({ kind: 'hang', when: 'after-work' });
    onPost({ kind: 'latency', ms: 3_600_000 });
    const hanging = post().catch(() => 'cut');
    const delayed = post().catch(() => 'cut');
    while (made.length === 0 || traffic.calls.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await app.close();
    expect([await hanging, await delayed]).toEqual(['cut', 'cut']);
  });
});

describe('control routes', () => {
  const arm = (fault: unknown) =>
    fetch(`${url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });

  it('arm and clear faults over HTTP and are not recorded themselves', async () => {
    expect(
      (
        await arm({
          match: { path: '/^\\/things$/' },
          times: 'always',
          effect: { kind: 'html', when: 'before-work', status: 503 },
        })
      ).status,
    ).toBe(201);
    expect((await post()).status).toBe(503);
    await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    expect((await post()).status).toBe(201);
    const calls = await (await fetch(`${url}/_sandbox/calls`)).json();
    expect(calls).toMatchObject([
      { path: '/things', status: 503 },
      { path: '/things', status: 201 },
    ]);
  });

  it('read a path that begins and ends in a slash but holds no expression as a prefix', async () => {
    await arm({ match: { path: '/things/' }, effect: { kind: 'reset', when: 'before-work' } });
    expect((await post()).status).toBe(201);
  });

  it.each([
    [[], 'A fault is an object with "match" and "effect".'],
    [{ match: 3, effect: { kind: 'empty-body' } }, '"match" is an object with "method" and "path", both optional.'],
    [{ match: { path: 3 }, effect: { kind: 'empty-body' } }, '"match.path" is text.'],
    [{ effect: { kind: 'hang' } }, '"effect.when" is before-work or after-work.'],
    [{ effect: { kind: 'latency' } }, '"effect.ms" is a number.'],
    [{ effect: 'slow' }, '"effect" is an object with "kind".'],
    [{ times: -1, effect: { kind: 'empty-body' } }, '"times" is a number.'],
    [
      { effect: { kind: 'slow' } },
      '"effect.kind" is one of latency, reset, hang, status, html, truncated-json, broken-json, empty-body.',
    ],
  ])('refuse the fault %j and say why', async (fault, error) => {
    const answer = await arm(fault);
    expect([answer.status, await answer.json()]).toEqual([400, { error }]);
  });

  it.each([
    { kind: 'latency', ms: 5 },
    { kind: 'reset', when: 'after-work' },
    { kind: 'status', when: 'before-work', status: 429, headers: { 'retry-after': 3 }, body: {} },
    { kind: 'truncated-json' },
  ])('take the effect %j', async (effect) => {
    expect((await arm({ effect })).status).toBe(201);
  });
});
