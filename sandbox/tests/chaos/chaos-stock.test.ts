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
      await liveThrough(world, propertyRuns(30));
      expectEventful(world.tally, {
        exported: 40,
        'side by side': 10,
        'Ordoro fault': 10,
        'commercetools fault': 50,
        'stock compared': 800,
      });
    },
    TIME_LIMIT,
  );
});
