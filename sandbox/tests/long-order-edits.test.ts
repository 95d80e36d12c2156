import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { item } from '../src/seed/demo-lines.ts';
import { afterEachChange, editAndDeliver, expectInStep } from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { placeAndDeliver, US } from './shop.ts';
import { orderIn, orderNumberOf } from './warehouse.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start();
});

afterEach(() => afterEachChange(journey));

afterAll(async () => {
  await journey.close();
});

it('an order edit that changes more lines than one pass may send is sent in several', async () => {
  const lines = Array.from({ length: 60 }, () => item('COF-COL-250', US, { quantity: 1 }));
  const { id } = await placeAndDeliver(journey, { lines });
  const number = orderNumberOf(journey, id);
  const ids = orderIn(journey, id).lineItems.map((line) => line.id);
  await editAndDeliver(journey, id, { quantities: Object.fromEntries(ids.map((lineId) => [lineId, 2])) });
  // Given back, not left to run out.
  expect(journey.record(id)).toMatchObject({ due: true });
  expect(journey.record(id)).not.toHaveProperty('lease');
  await journey.runJob();

  const { lines: inOrdoro } = journey.sandbox.ordoro.order(number);
  expect(inOrdoro.map(({ quantity }) => quantity)).toEqual(lines.map(() => 2));
  expectInStep(journey, id);
});
