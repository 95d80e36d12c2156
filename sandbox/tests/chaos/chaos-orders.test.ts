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
      await liveThrough(world, propertyRuns(400));
      expectEventful(world.tally, {
        exported: 60,
        edit: 20,
        uncancel: 2,
        deliveries: 14,
        voids: 1,
        'returned items': 3,
        'returned items back in stock': 1,
        'held in the end': 4,
        'lines compared': 100,
        crash: 10,
        'crash at edit': 1,
        'crash at order update': 2,
        stuck: 8,
        'stuck at creation': 4,
        outages: 8,
        'side by side': 18,
        'Ordoro fault': 20,
        'fault at creation': 4,
        'fault at edit': 3,
        'commercetools fault': 80,
        'fault at order update': 18,
        'fault at record': 25,
        'messages doubled': 20,
        'messages lost': 60,
        'messages not acknowledged': 15,
      });
    },
    TIME_LIMIT,
  );
});
