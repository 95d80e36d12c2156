import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processEnvironment } from '../../core/src/config/process-environment.ts';
import { seededRandom } from '../src/relay/random.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { KillableApp } from './app-processes.ts';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { place, US } from './shop.ts';
import { count, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, trackingOf } from './warehouse.ts';

const { CHAOS_ROUNDS, PROPERTY_SEED } = processEnvironment();

/** In each round both apps work, and one or both of them are killed. */
const ROUNDS = Number(CHAOS_ROUNDS ?? 4);
const SEED = Number(PROPERTY_SEED ?? 20_261_123);
const ORDERS_A_ROUND = 10;

/** Units in the west at the beginning of the article that is sold, and of the one that is counted. */
const SOLD = { sku: 'COF-COL-250', units: 160 };
const COUNTED = 'GRD-ELEC';

type Name = 'event' | 'job';

let journey: Journey;
const apps = new Map<Name, KillableApp>();
const random = seededRandom(SEED);

beforeAll(async () => {
  journey = await Journey.start({
    environment: { INVENTORY_OWNER: 'ordoro' },
    sandbox: { relay: { duplicate: true, shuffleSeed: SEED, concurrency: 4 } },
  });
  // A second creation would not be refused.
  journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
  if (ROUNDS * ORDERS_A_ROUND > SOLD.units) count(journey, SOLD.sku, { west: ROUNDS * ORDERS_A_ROUND });
  journey.time.advance(MINUTE);
  await journey.runJob();
});

afterAll(async () => {
  await Promise.all([...apps.values()].map((app) => app.kill()));
  await journey.close();
});

/** Both apps are there and know what time it is. */
async function startMissing(): Promise<void> {
  const names: readonly Name[] = ['event', 'job'];
  await Promise.all(
    names.map(async (name) => {
      if (apps.get(name)?.isAlive !== true) apps.set(name, await KillableApp.start(journey, name));
      apps.get(name)?.follow(journey);
    }),
  );
  journey.sandbox.deliverTo(urlOf('event'));
}

function urlOf(name: Name): string {
  return apps.get(name)?.url ?? '';
}

/** Kills these apps when the platforms have seen so many more calls of either. @returns whether it came to that */
function killAfter(calls: number, victims: readonly Name[]): () => Promise<boolean> {
  let left = calls;
  const deaths: Promise<void>[] = [];
  for (const { traffic } of [journey.sandbox.commercetools, journey.sandbox.ordoro])
    traffic.inject({
      match: {
        predicate: () => {
          left -= 1;
          if (left === 0) deaths.push(...victims.map(async (name) => apps.get(name)?.kill()));
          return false;
        },
      },
      effect: { kind: 'hang', when: 'before-work' },
      times: Number.POSITIVE_INFINITY,
    });
  return async () => {
    for (const { traffic } of [journey.sandbox.commercetools, journey.sandbox.ordoro]) traffic.clearFaults();
    await Promise.all(deaths);
    return deaths.length > 0;
  };
}

/** New orders, shipments of earlier ones and a count, all at once. @returns the orders */
async function happenings(round: number): Promise<string[]> {
  const lines = [
    item(SOLD.sku, US, { quantity: 1, supplyChannelId: SEED_IDS.channelWest, inventoryMode: 'TrackOnly' as const }),
  ];
  const orders: string[] = [];
  for (let number = 0; number < ORDERS_A_ROUND; number += 1) orders.push((await place(journey, { lines })).id);
  for (const { order_number: number, status } of journey.sandbox.ordoro.orders)
    if (status === 'awaiting_fulfillment' && random() < 0.5) shipOne(number);
  count(journey, COUNTED, { west: 100 + round });
  return orders;
}

/** No two shipments at the same moment. */
function shipOne(number: string): void {
  journey.time.advance(1);
  journey.sandbox.ordoro.ship(number);
}

/** Messages and the job at the same time, until both have come to their end, by themselves or by force. */
async function work(): Promise<void> {
  const job = fetch(urlOf('job'), { method: 'POST' }).then((answer) => answer.arrayBuffer());
  await Promise.all([journey.deliver(), job.catch(() => undefined)]);
  // The broker keeps what nobody took.
  journey.sandbox.relay.queue.push(...journey.sandbox.relay.abandoned.splice(0));
}

describe(`processes that are killed under load (PROPERTY_SEED=${SEED})`, () => {
  it(
    'leave nothing lost and nothing there twice',
    async () => {
      const orders: string[] = [];
      let killed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        journey.time.advance(Math.floor((1 + 5 * random()) * MINUTE));
        await startMissing();
        orders.push(...(await happenings(round)));
        const victims = ([['event'], ['job'], ['event', 'job']] as const)[round % 3] ?? [];
        const ended = killAfter(5 + Math.floor(random() * 60), victims);
        await work();
        if (await ended()) killed += 1;
      }
      // Not every kill has to hit before the work is done, but most have to.
      expect(killed).toBeGreaterThan(ROUNDS / 2);

      await recover();
      for (const { order_number: number, status } of journey.sandbox.ordoro.orders)
        if (status === 'awaiting_fulfillment') shipOne(number);
      await journey.runJobFor(10);

      for (const id of orders) {
        expect(journey.ordoroOrders(id)).toHaveLength(1);
        expect(deliveriesOf(journey, id).map(({ items }) => items)).toEqual([{ [SOLD.sku]: 1 }]);
        expect(trackingOf(journey, id)).toHaveLength(1);
        expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'shipped' });
        expect(journey.record(id)).toMatchObject({ status: 'shipped', open: false, due: false });
        expect(journey.deadLetter(id)).toBeUndefined();
      }
      const { physical_on_hand: left } = journey.sandbox.ordoro.product(SOLD.sku).warehouses.at(-1) ?? {};
      expect(shown(journey, SOLD.sku).west).toBe(left);
      expect(left).toBe(Math.max(SOLD.units, orders.length) - orders.length);
      expect(shown(journey, COUNTED).west).toBe(100 + ROUNDS - 1);
      await runStock(journey);
      await expectNothingLeftToDo(journey);
      afterEachJourney(journey);
    },
    120_000 + 40_000 * ROUNDS,
  );
});

/** Two more apps take over, in this process; leases run out, and the job does what is left. */
async function recover(): Promise<void> {
  await Promise.all([...apps.values()].map((app) => app.kill()));
  journey.sandbox.deliverTo(journey.eventUrl);
  journey.time.advance(10 * MINUTE);
  await journey.deliver();
  await journey.runJobFor(30);
}
