import { expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { editAndDeliver, expectInStep, journeyOfChanges } from './after-export.ts';
import { US } from './shop.ts';
import { exportedOrder, orderIn } from './warehouse.ts';

const journey = journeyOfChanges();

it('an order edit that changes more lines than one pass may send is sent in several', async () => {
  const lines = Array.from({ length: 60 }, () => item('COF-COL-250', US, { quantity: 1 }));
  const { id, number } = await exportedOrder(journey, { lines });
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
