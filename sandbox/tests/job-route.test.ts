import { describe, expect, it } from 'vitest';
import { expectExportedOnce, journeyOfOrders } from './exported-once.ts';
import { holdCall } from './held-call.ts';
import { place } from './shop.ts';

const journey = journeyOfOrders();

describe('POST /job', () => {
  const run = (init: RequestInit = {}, url = journey.jobUrl) => fetch(url, { method: 'POST', ...init });

  it.each([
    ['an empty body', ''],
    ['an empty object', '{}'],
    ['something that is not JSON', 'tick'],
    ['fields that are no options', '{"attributes":{"source":"scheduler"}}'],
  ])('with %s is the scheduled run', async (_what, body) => {
    const response = await run({ body });

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      runId: expect.any(String),
      startedAt: expect.stringMatching(/Z$/),
      durationMs: expect.any(Number),
      tasks: expect.arrayContaining([
        {
          name: 'orders',
          status: 'ok',
          examined: expect.any(Number),
          changed: 0,
          skipped: 0,
          failed: 0,
          calls: { commercetools: expect.any(Number), ordoro: 0 },
        },
      ]),
    });
  });

  it.each([
    '{"tasks":"orders"}',
    '{"tasks":["order"]}',
    '{"tasks":[]}',
    '{"since":"yesterday"}',
    '{"full":"yes"}',
    '{"dryRun":1}',
  ])('refuses the options %s', async (body) => {
    const response = await run({ body });

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).not.toBe('');
  });

  it('wants the token for options when there is one, and none for the scheduled run', async () => {
    const usual = journey.environment;
    journey.environment = { ...usual, JOB_TOKEN: 'sesame-7' };
    const url = `${await journey.startJob()}/job`;
    journey.environment = usual;
    const options = JSON.stringify({ tasks: ['orders'] });
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

    expect((await run({ body: options }, url)).status).toBe(401);
    expect((await run({ body: options, ...bearer('wrong') }, url)).status).toBe(401);
    expect((await run({ body: '{"tasks":"wrong"}' }, url)).status).toBe(401);
    expect((await run({ body: '{"tasks":"wrong"}', ...bearer('sesame-7') }, url)).status).toBe(400);
    expect((await run({ body: options, ...bearer('sesame-7') }, url)).status).toBe(200);
    expect((await run({}, url)).status).toBe(200);
  });

  it('runs only the tasks that are asked for, and writes nothing in a dry run', async () => {
    const order = await place(journey);
    journey.dropMessages();
    const before = journey.state({ withoutHealth: true });
    const { tasks } = await journey.runJob({ tasks: ['orders'], dryRun: true });
    expect(tasks.map(({ name }) => name)).toEqual(['orders']);
    expect(journey.state({ withoutHealth: true })).toBe(before);
    expect(journey.record(order.id)).toBeUndefined();

    await journey.runJob();
    expectExportedOnce(journey, order.id);
  });

  it('answers "skipped" while another run is under way', async () => {
    const other = `${await journey.startJob()}/job`;
    const held = holdCall(journey.sandbox.commercetools.traffic, { method: 'GET', path: /\/orders$/ });
    const first = run();
    await held.arrived;
    const second = await run({}, other);
    held.release();
    const { tasks } = (await second.json()) as { tasks: { status: string; message: string }[] };

    expect(second.status).toBe(200);
    expect(tasks.map(({ status }) => status)).toEqual(tasks.map(() => 'skipped'));
    expect(tasks[0]!.message).toBe('another run is in progress');
    expect((await first).status).toBe(200);
    expect(journey.sandbox.commercetools.customObject('ordoro-locks', 'job')).toBeUndefined();
  });

  it('takes the lock of a run that died, two minutes later', async () => {
    const expiresAt = new Date(journey.time.clock() + 120_000).toISOString();
    await journey.sandbox.commercetools.putCustomObject('ordoro-locks', 'job', { owner: 'gone', expiresAt });
    expect((await journey.sweep()).status).toBe('skipped');
    journey.time.advance(120_001);

    expect((await journey.sweep()).status).toBe('ok');
  });

  it('answers 500 when nothing could run, and runs again afterwards', async () => {
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: '/sandbox/' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: Number.POSITIVE_INFINITY,
    });
    expect((await run()).status).toBe(500);
    journey.sandbox.commercetools.traffic.clearFaults();

    expect((await run()).status).toBe(200);
  });

  it('leaves the state of the last run in -health, and counts on the health route', async () => {
    await journey.runJob();
    const response = await fetch(`${journey.jobUrl}/health`);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok', counts: { orders: expect.any(Object) } });
    expect(journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value).toMatchObject({
      lastRunAt: expect.any(String),
      tasks: { orders: { status: 'ok' } },
    });
  });
});
