import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
import { CREATION, expectExportedOnce } from './exported-once.ts';
import { breakOrdoro, circuitOf, deadLettersOf, healOrdoro, SIGN_OF_LIFE } from './outage.ts';
import { closeChecked } from './shared-journey.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

const SERVER_ERROR: FaultEffect = { kind: 'status', when: 'before-work', status: 503 };

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(() => closeChecked(journey));

/** Ordoro fails often enough for the connector to see it. @returns the orders whose messages showed it */
async function openCircuit(effect: FaultEffect = SERVER_ERROR): Promise<string[]> {
  // Its SKU is known from now on.
  await placeAndDeliver(journey);
  breakOrdoro(journey, effect);
  const ids: string[] = [];
  while (circuitOf(journey) === undefined && ids.length < 10) ids.push((await placeAndDeliver(journey)).id);
  return ids;
}

/** Requests to Ordoro while `work` runs. */
async function requestsDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await journey.calls(work)).ordoro;
}

describe('while Ordoro is away for thirty hours', () => {
  it.each([
    ['answers every request with a server error', SERVER_ERROR],
    ['resets every connection', { kind: 'reset', when: 'before-work' }],
  ] as const)(
    'and %s, 50 orders cost it few requests, none ends as a dead letter, and all go out once when it is back',
    async (_how, effect) => {
      breakOrdoro(journey, effect);
      const before = journey.sandbox.ordoro.traffic.calls.length;
      const ids: string[] = [];
      let slowest = 0;
      for (let hour = 0; hour < 30; hour += 1) {
        for (let order = 0; order < 2 && ids.length < 50; order += 1) {
          const order = await place(journey);
          const startedAt = journey.time.clock();
          expect(await journey.poke(order.id)).toBe(204);
          slowest = Math.max(slowest, journey.time.clock() - startedAt);
          journey.dropMessages();
          ids.push(order.id);
        }
        journey.time.advance(60 * MINUTE);
        await journey.runJob();
      }

      expect(slowest).toBeLessThan(2_000);
      const calls = journey.sandbox.ordoro.traffic.calls.slice(before);
      expect(calls.length).toBeLessThan(120);
      expect(calls.filter(({ method, path }) => method === 'POST' && path === '/v3/order').length).toBeLessThan(5);
      expect(deadLettersOf(journey)).toEqual([]);
      for (const id of ids) expect(journey.record(id)).toMatchObject({ status: 'retrying', due: true, open: true });
      expect(journey.fields(ids.at(-1)!)).toMatchObject({
        ordoroSyncStatus: 'retrying',
        ordoroSyncMessage: expect.stringMatching(
          /Ordoro does not answer since 2026-11-23 1[01]:\d\d UTC .*nothing to do/,
        ),
      });
      expect(journey.record(ids.at(-1)!)).toMatchObject({ attempts: 0 });

      healOrdoro(journey);
      await journey.runJobFor(20);
      for (const id of ids) expectExportedOnce(journey, id);
      expect(circuitOf(journey)).toBeUndefined();
    },
    120_000,
  );
});

describe('once Ordoro has failed five times in a row', () => {
  it('an order costs it no request, neither in this process nor in one that has just started', async () => {
    await openCircuit();
    const fresh = `${await journey.startEvent()}/event`;
    const [one, other] = [await place(journey), await place(journey)];
    journey.dropMessages();

    const requests = await requestsDuring(async () => {
      expect(await journey.poke(one.id)).toBe(204);
      expect(await journey.poke(other.id, fresh)).toBe(204);
    });

    expect(requests).toEqual([]);
    for (const { id } of [one, other]) {
      expect(journey.record(id)).toMatchObject({ status: 'retrying', due: true, attempts: 0, parts: [] });
      expect(journey.record(id)?.lease).toBeUndefined();
    }
  });

  it.each([
    ['read', 'GET'],
    ['written', 'POST'],
  ])(
    'a message comes again while commercetools cannot be %s either, and its order goes out in the end',
    async (_what, method) => {
      await openCircuit();
      const order = await place(journey);
      journey.dropMessages();
      const { traffic } = journey.sandbox.commercetools;
      const effect = { kind: 'status', when: 'before-work', status: 503 } as const;
      traffic.inject({ match: { method, path: '/sandbox/' }, times: Number.POSITIVE_INFINITY, effect });
      expect(await journey.poke(order.id)).toBe(503);
      traffic.clearFaults();
      expect(await journey.poke(order.id)).toBe(204);
      expect(journey.record(order.id)).toMatchObject({ due: true, open: true });
      healOrdoro(journey);
      await journey.runJobFor(10);
      expectExportedOnce(journey, order.id);
    },
  );

  it('looking at a waiting order again and again writes nothing', async () => {
    await openCircuit();
    const order = await placeAndDeliver(journey);
    await journey.runJobFor(10);
    const before = journey.state({ withoutHealth: true });
    for (let look = 0; look < 4; look += 1) {
      journey.time.advance(MINUTE);
      await journey.poke(order.id);
      await journey.sweep();
    }
    expect(journey.state({ withoutHealth: true })).toBe(before);
  });

  it('several instances ask for one sign of life together, and its success lets everything go on', async () => {
    const ids = await openCircuit();
    const fresh = await Promise.all([journey.startEvent(), journey.startEvent()]);
    const urls = [journey.eventUrl, ...fresh.map((url) => `${url}/event`)];
    for (let order = 0; order < 20; order += 1) ids.push((await placeAndDeliver(journey)).id);
    healOrdoro(journey);
    journey.time.advance(15_000);

    const requests = await requestsDuring(() =>
      Promise.all(ids.flatMap((id) => urls.map((url) => journey.poke(id, url)))),
    );

    expect(requests.filter((request) => request === 'GET /authenticated/')).toHaveLength(1);
    expect(requests[0]).toBe('GET /authenticated/');
    await journey.runJobFor(10);
    for (const id of ids) expectExportedOnce(journey, id);
  });

  it('asks at growing distances, and not before the time that Ordoro names', async () => {
    await openCircuit({ ...SERVER_ERROR, headers: { 'retry-after': '1200' } });
    const order = await placeAndDeliver(journey);
    const begin = journey.time.clock();
    const probes = () =>
      journey.sandbox.ordoro.traffic.calls
        .filter(({ at, path }) => at > begin && path === SIGN_OF_LIFE.path)
        .map(({ at }) => Math.round((at - begin) / MINUTE));
    for (let minute = 0; minute < 50; minute += 1) {
      journey.time.advance(MINUTE);
      await journey.poke(order.id);
    }
    expect(probes()).toEqual([20, 40]);
  });

  it('the job examines what it can, says in words what it cannot, waits for nothing and moves no cursor', async () => {
    await journey.runJob();
    await openCircuit();
    await placeAndDeliver(journey);
    // So long ago has this process heard of Ordoro.
    journey.time.advance(30_000);
    const cursor = () => journey.sandbox.commercetools.customObject('ordoro-cursors', 'fulfillments')?.value;
    const before = JSON.stringify(cursor());
    const startedAt = journey.time.clock();

    const { tasks } = await journey.runJob();

    const of = (name: string) => tasks.find((task) => task.name === name);
    const words = expect.stringContaining('Ordoro does not answer since 2026-11-23 10:');
    expect(of('orders')).toMatchObject({ status: 'partial', message: words, failed: 0 });
    expect(of('orders')!.examined).toBeGreaterThan(0);
    for (const name of ['fulfillments', 'returns'])
      expect(of(name)).toMatchObject({ status: 'failed', message: words });
    expect(of('housekeeping')).toMatchObject({ status: 'ok' });
    expect(JSON.stringify(cursor())).toBe(before);
    expect(journey.time.clock() - startedAt).toBeLessThan(5_000);
  });

  it('a change of an exported order waits as well, is shown as retrying, and is sent when Ordoro is back', async () => {
    const order = await placeAndDeliver(journey);
    expectExportedOnce(journey, order.id);
    await openCircuit();
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changeOrderState', orderState: 'Cancelled' },
    ]);
    await journey.deliver();
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^ordoro-unavailable: Ordoro does not answer since/);
    expect(journey.record(order.id)).toMatchObject({ due: true, attempts: 0 });

    healOrdoro(journey);
    await journey.runJobFor(5);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'cancelled' });
    expect(journey.ordoroOrders(order.id).map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('what is uncertain stays uncertain, and is looked up before anything is sent again', async () => {
    const [first] = await openCircuit({ kind: 'reset', when: 'after-work' });
    await journey.runJobFor(20);
    expect(journey.record(first!)).toMatchObject({ parts: [{ state: { step: 'uncertain' } }] });

    healOrdoro(journey);
    await journey.runJobFor(10);
    expectExportedOnce(journey, first!);
    expect(
      journey.sandbox.ordoro.traffic.count({
        ...CREATION,
        predicate: ({ requestBody }) => (requestBody as { cart_order_id?: string }).cart_order_id === first,
      }),
    ).toBe(1);
  });

  it('a failure after the outage begins a new day of tries', async () => {
    breakOrdoro(journey, { kind: 'status', when: 'before-work', status: 429, headers: { 'retry-after': '1' } });
    const order = await placeAndDeliver(journey);
    expect(journey.record(order.id)).toMatchObject({ attempts: 1, firstFailedAt: expect.any(String) });
    healOrdoro(journey);
    journey.time.advance(2_000);
    await openCircuit();
    for (const hours of [1, 9, 20]) {
      journey.time.advance(hours * 60 * MINUTE);
      await journey.sweep();
    }
    healOrdoro(journey);
    journey.sandbox.ordoro.traffic.inject({
      match: CREATION,
      effect: { kind: 'status', when: 'before-work', status: 429 },
    });
    await journey.runJobFor(5);
    expect(journey.record(order.id)?.status).not.toBe('failed');
    await journey.runJobFor(20);
    expectExportedOnce(journey, order.id);
  }, 120_000);
});

describe('a stumble of Ordoro', () => {
  it('of fewer than five failures in a row stops nothing', async () => {
    const order = await place(journey);
    journey.sandbox.ordoro.traffic.inject({ match: {}, times: 4, effect: SERVER_ERROR });
    await journey.deliver();
    await journey.runJobFor(15);
    expect(circuitOf(journey)).toBeUndefined();
    expectExportedOnce(journey, order.id);
  });

  it('that refuses too many requests is no outage', async () => {
    breakOrdoro(journey, { kind: 'status', when: 'before-work', status: 429, headers: { 'retry-after': '1' } });
    for (let order = 0; order < 8; order += 1) await placeAndDeliver(journey);
    expect(circuitOf(journey)).toBeUndefined();
  });
});
