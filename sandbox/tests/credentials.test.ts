import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../core/tests/local-server.ts';
import type { CallMatch } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
import { CREATION, expectExportedOnce, failCreation } from './exported-once.ts';
import { circuitOf, deadLettersOf, healOrdoro } from './outage.ts';
import { closeChecked } from './shared-journey.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;
let webhook: LocalServer;

beforeEach(async () => {
  webhook = await startLocalServer();
  journey = await Journey.start({ environment: { ALERT_WEBHOOK_URL: `${webhook.url}/hook` } });
});

afterEach(async () => {
  await closeChecked(journey);
  await webhook.close();
});

/** Ordoro refuses these requests with 401. */
function refuse(match: CallMatch): void {
  const effect = { kind: 'status', when: 'before-work', status: 401 } as const;
  journey.sandbox.ordoro.traffic.inject({ match, times: Number.POSITIVE_INFINITY, effect });
}

/** Texts of the alerts that arrived. */
function alerts(): string[] {
  return webhook.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text);
}

/** Alerts are sent beside the work that they are about. */
async function arrived(count: number): Promise<void> {
  while (alerts().length < count) await new Promise(setImmediate);
}

describe('while Ordoro refuses the API key', () => {
  it('for thirty hours, no order is given up, people are told once, and all orders go out when it is accepted again', async () => {
    refuse({});
    const before = journey.sandbox.ordoro.traffic.calls.length;
    const urls = [journey.eventUrl, `${await journey.startEvent()}/event`];
    const ids: string[] = [];
    for (let hour = 0; hour < 30; hour += 1) {
      for (const url of urls) {
        const order = await place(journey);
        journey.dropMessages();
        expect(await journey.poke(order.id, url)).toBe(204);
        ids.push(order.id);
      }
      journey.time.advance(60 * MINUTE);
      await journey.runJob();
    }

    expect(journey.sandbox.ordoro.traffic.calls.length - before).toBeLessThan(80);
    expect(deadLettersOf(journey)).toEqual(['config.ORDORO_CLIENT_ID']);
    expect(journey.deadLetter('ORDORO_CLIENT_ID', 'config')).toMatchObject({
      code: 'ordoro-auth',
      message: expect.stringContaining('Ordoro refuses the API key since 2026-11-23 1'),
      howToFix: expect.stringContaining('ORDORO_CLIENT_SECRET'),
    });
    expect(alerts()).toEqual([expect.stringMatching(/^ordoro\.credentials: .*Ordoro refuses the API key/)]);
    for (const id of ids) {
      expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
      expect(String(journey.fields(id).ordoroIssues)).toMatch(/^ordoro-auth/);
      expect(journey.record(id)).toMatchObject({ due: true, open: true });
    }

    healOrdoro(journey);
    await journey.runJobFor(10);
    for (const id of ids) expectExportedOnce(journey, id);
    expect(deadLettersOf(journey)).toEqual([]);
    expect(circuitOf(journey)).toBeUndefined();
  }, 120_000);

  it('a deployment with the right key goes on by itself', async () => {
    const right = journey.environment.ORDORO_CLIENT_SECRET!;
    const wrong = await journey.eventWith({ ORDORO_CLIENT_SECRET: 'mistyped' });
    const orders = [await place(journey), await place(journey)];
    journey.dropMessages();
    for (const { id } of orders) expect(await journey.poke(id, wrong)).toBe(204);
    expect(circuitOf(journey)).toMatchObject({ reason: 'credentials' });

    journey.time.advance(MINUTE);
    const corrected = await journey.eventWith({ ORDORO_CLIENT_SECRET: right });
    for (const { id } of orders) await journey.poke(id, corrected);
    for (const { id } of orders) expectExportedOnce(journey, id);
    expect(deadLettersOf(journey)).toEqual([]);
  });

  it('in one app alone, the other one goes on at once, and people are told once an hour', async () => {
    const wrong = await journey.eventWith({ ORDORO_CLIENT_SECRET: 'mistyped' });
    for (let round = 0; round < 24; round += 1) {
      const order = await place(journey);
      journey.dropMessages();
      for (const url of [wrong, wrong]) await journey.poke(order.id, url);
      expect(circuitOf(journey)).toMatchObject({ reason: 'credentials' });
      const { id } = await place(journey);
      journey.dropMessages();
      await journey.poke(id);
      expectExportedOnce(journey, id);
      journey.time.advance(5 * MINUTE);
    }
    expect(alerts()).toEqual(Array(2).fill(expect.stringMatching(/^ordoro\.credentials: /)));
  }, 120_000);

  it('an alert is raised again when the trouble comes back after an hour', async () => {
    for (const round of [1, 2]) {
      refuse({});
      const orders = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
      expect(alerts()).toHaveLength(round);
      healOrdoro(journey);
      await journey.runJobFor(10);
      for (const { id } of orders) expectExportedOnce(journey, id);
      journey.time.advance(60 * MINUTE);
    }
  });
});

describe('while Ordoro accepts the API key, but refuses single calls', () => {
  it('an order that it does not let look up is asked for on for longer than a day, and people are told', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    refuse({ method: 'GET', path: /^\/v3\/order/ });
    for (let hour = 0; hour < 30; hour += 1) {
      journey.time.advance(60 * MINUTE);
      await journey.sweep();
    }
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(deadLettersOf(journey)).toEqual([]);
    expect(alerts()).toContainEqual(expect.stringMatching(/^ordoro\.permission: /));

    healOrdoro(journey);
    journey.time.advance(70 * MINUTE);
    await journey.sweep();
    expectExportedOnce(journey, order.id);
  });

  it('orders that it refuses to take are tried on for longer than a day, and people are told once', async () => {
    refuse(CREATION);
    const ids = [(await placeAndDeliver(journey)).id, (await placeAndDeliver(journey)).id];
    for (let hour = 0; hour < 30; hour += 1) {
      journey.time.advance(70 * MINUTE);
      await journey.runJob();
    }
    for (const id of ids) expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(deadLettersOf(journey)).toEqual([]);
    expect(alerts().length).toBeLessThanOrEqual(2);
    expect(circuitOf(journey)).toBeUndefined();

    healOrdoro(journey);
    journey.time.advance(70 * MINUTE);
    await journey.runJob();
    for (const id of ids) expectExportedOnce(journey, id);
  }, 120_000);

  it('and later the key as well, people are told of both', async () => {
    refuse(CREATION);
    await placeAndDeliver(journey);
    await arrived(1);
    expect(alerts()).toEqual([expect.stringMatching(/^ordoro\.permission: Ordoro accepts the API key/)]);
    journey.time.advance(120 * MINUTE);
    refuse({});
    await placeAndDeliver(journey);
    await arrived(2);
    expect(alerts().slice(1)).toEqual([expect.stringMatching(/^ordoro\.credentials: Ordoro refuses the API key/)]);
  });

  it('nothing else is held up, and people are told of a task that ends by it', async () => {
    refuse({ path: '/shipper/' });
    refuse({ path: '/v3/return_order' });
    await journey.runJob();
    await arrived(1);
    expect(alerts()).toEqual([expect.stringMatching(/^ordoro\.permission: .*return/)]);
    const order = await placeAndDeliver(journey);
    expectExportedOnce(journey, order.id);
    expect(circuitOf(journey)).toBeUndefined();
  });
});

describe('while commercetools refuses the API client', () => {
  it('the job answers 500, messages come again, people are told once, and nothing is lost', async () => {
    const order = await place(journey);
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({
      match: { path: '/sandbox/' },
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 403,
        body: { statusCode: 403, message: 'insufficient_scope' },
      },
    });
    for (let round = 0; round < 3; round += 1) {
      expect((await fetch(journey.jobUrl, { method: 'POST' })).status).toBe(500);
      journey.time.advance(60 * MINUTE);
    }
    expect(await journey.poke(order.id)).toBe(503);
    await arrived(2);
    // One of each app: without commercetools they cannot know of each other.
    expect(alerts()).toEqual(
      Array.from({ length: 2 }, () =>
        expect.stringMatching(/^commercetools\.credentials: commercetools refuses the API client/),
      ),
    );

    journey.sandbox.commercetools.traffic.clearFaults();
    expect(await journey.poke(order.id)).toBe(204);
    expectExportedOnce(journey, order.id);
  });
});
