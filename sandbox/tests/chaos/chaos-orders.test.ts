import { afterAll, beforeAll, describe, it } from 'vitest';
import { propertyRuns } from '../property-runs.ts';
import { liveThrough } from './chaos.ts';
import { expectEventful } from './eventful.ts';
import { ChaosWorld } from './world.ts';

/** Long enough for thousands of histories on a slow machine, milliseconds. */
const TIME_LIMIT = 4 * 3_600_000;

let world: ChaosWorld;

beforeAll(async () => {
  world = await ChaosWorld.start('orders');
}, 120_000);

afterAll(async () => {
  await world.close();
});

describe('whatever fails on either side, dies, meets, comes twice or not at all', () => {
  it(
    'has every order in Ordoro once, every shipment and return in commercetools, and every trouble shown in the end',
    async () => {
      await liveThrough(world, propertyRuns(470));
      expectEventful(world.tally, {
        exported: 60,
        deliveries: 20,
        voids: 3,
        'held in the end': 4,
        crash: 4,
        stuck: 10,
        'stuck at a creation': 5,
        outages: 10,
        'side by side': 25,
        'Ordoro fault': 20,
        'commercetools fault': 100,
        'fault at a creation': 8,
        'messages doubled': 30,
        'messages lost': 20,
        'messages not acknowledged': 15,
      });
    },
    TIME_LIMIT,
  );
});
