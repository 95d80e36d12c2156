import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { propertyRuns } from '../property-runs.ts';
import { liveThrough } from './chaos.ts';
import { ChaosWorld } from './world.ts';

let world: ChaosWorld;

beforeAll(async () => {
  world = await ChaosWorld.start('orders');
});

afterAll(async () => {
  await world.close();
});

it('whatever fails, every order is in Ordoro once, every shipment in commercetools, and every trouble is shown', async () => {
  await liveThrough(world, propertyRuns(400));
  expect(world.tally.of('histories')).toBeGreaterThan(0);
}, 3_600_000);
