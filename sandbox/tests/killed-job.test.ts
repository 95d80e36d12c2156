import type { Order } from '@commercetools/platform-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
import { crashPoints, dieAt, restart } from './crashes.ts';
import { afterEachJourney } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  commentsOn,
  deliveriesOf,
  orderNumberOf,
  ordoroLineOf,
  returnsOf,
  shipOrder,
  splitOff,
  trackingOf,
} from './warehouse.ts';

/** More writes than one run of these tests makes. */
const MAX_WRITES = 60;

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start();
});

afterEach(() => {
  afterEachJourney(journey);
});

afterAll(async () => {
  await journey.close();
});

/** What the warehouse and the merchant did before the run: one order of each kind. */
interface Morning {
  readonly split: Order;
  readonly returned: Order;
  readonly cancelled: Order;
  readonly tooLate: Order;
}

async function aMorning(): Promise<Morning> {
  const [split, returned, cancelled, tooLate] = [
    await placeAndDeliver(journey),
    await placeAndDeliver(journey),
    await placeAndDeliver(journey),
    await placeAndDeliver(journey),
  ];
  await journey.runJob();
  journey.time.advance(10 * MINUTE);
  for (const number of splitOff(journey, orderNumberOf(journey, split.id), { 'COF-COL-250': 1 }))
    journey.sandbox.ordoro.ship(number);
  const { order_number: orderNumber } = shipOrder(journey, returned.id);
  const lineId = ordoroLineOf(journey, orderNumber);
  journey.sandbox.ordoro.addReturn({ orderNumber, lines: [{ lineId, expected: 2, received: 2, restocked: 2 }] });
  shipOrder(journey, tooLate.id);
  for (const { id } of [cancelled, tooLate])
    await journey.sandbox.commercetools.merchantUpdate(id, [{ action: 'changeOrderState', orderState: 'Cancelled' }]);
  journey.dropMessages();
  return { split, returned, cancelled, tooLate };
}

function expectInStep({ split, returned, cancelled, tooLate }: Morning): void {
  const { ordoro } = journey.sandbox;
  expect(deliveriesOf(journey, split.id).map(({ items }) => items)).toEqual([
    { 'COF-COL-250': 1 },
    { 'COF-COL-250': 1 },
  ]);
  expect(new Set(trackingOf(journey, split.id)).size).toBe(2);
  expect(journey.fields(split.id).ordoroSyncStatus).toBe('shipped');
  expect(trackingOf(journey, returned.id)).toHaveLength(1);
  expect(returnsOf(journey, returned.id)).toMatchObject([{ quantity: 2, shipmentState: 'BackInStock' }]);
  expect(ordoro.order(orderNumberOf(journey, cancelled.id)).status).toBe('cancelled');
  expect(journey.fields(cancelled.id).ordoroSyncStatus).toBe('cancelled');
  expect(ordoro.order(orderNumberOf(journey, tooLate.id)).status).toBe('shipped');
  expect(trackingOf(journey, tooLate.id)).toHaveLength(1);
  expect(journey.fields(tooLate.id)).toMatchObject({
    ordoroSyncStatus: 'needs-attention',
    ordoroIssues: [expect.stringMatching(/^too-late-to-cancel: /)],
  });
  expect(commentsOn(journey, orderNumberOf(journey, tooLate.id))).toHaveLength(1);
}

describe('a process that dies in the middle of a run', () => {
  it('at whatever write: the next one brings both sides in step, nothing is lost and nothing is there twice', async () => {
    let last = 0;
    let writes = 0;
    while (writes === last) {
      last += 1;
      expect(last).toBeLessThan(MAX_WRITES);
      for (const { moment } of crashPoints(1)) {
        const morning = await aMorning();
        writes = await dieAt(journey, { write: last, moment }, () => journey.runJob().catch(() => undefined));
        // The dead process leaves its lock and its claims behind.
        journey.time.advance(5 * MINUTE);
        await restart(journey);
        await journey.runJobFor(10);
        expectInStep(morning);
      }
    }
    await expectNothingLeftToDo(journey);
    // Each of the four orders and each cursor is written in one run, and so each was left half done.
    expect(writes).toBeGreaterThan(12);
  }, 120_000);
});
