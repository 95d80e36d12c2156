import { afterAll, beforeAll, describe, it } from 'vitest';
import { propertyRuns } from '../property-runs.ts';
import { liveThrough } from './chaos.ts';
import { expectEventful } from './eventful.ts';
import { ChaosWorld } from './world.ts';

/** Long enough for thousands of histories on a slow machine, milliseconds. */
const TIME_LIMIT = 4 * 3_600_000;

let world: ChaosWorld;

beforeAll(async () => {
  world = await ChaosWorld.start('stock');
}, 120_000);

afterAll(async () => {
  await world.close();
});

describe('whatever fails on either side while stock moves, too', () => {
  it(
    'has the shop never offer more than Ordoro can send once all was compared, and exactly that in the end',
    async () => {
      await liveThrough(world, propertyRuns(100));
      expectEventful(world.tally, {
        exported: 20,
        'stock write': 150,
        'on hand': 10,
        crash: 8,
        'crash at stock write': 3,
        stuck: 5,
        'stuck at stock write': 1,
        'side by side': 15,
        'Ordoro fault': 5,
        'fault at on hand': 1,
        'commercetools fault': 40,
        'fault at stock write': 8,
        'fault at cursor': 1,
        'stock compared': 1_000,
        'own stock compared': 80,
      });
    },
    TIME_LIMIT,
  );
});
