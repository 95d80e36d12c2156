import type { Order } from '@commercetools/platform-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedCall } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
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

/**
 * One run of the job whose process dies after this many writes: the next one reaches nobody, nor does any call after it.
 * @returns whether it came to that
 */
async function runThatDiesAfter(writes: number): Promise<boolean> {
  let left = writes;
  let isDead = false;
  const isLost = (call: RecordedCall) => {
    if (isDead || !isWrite(call)) return isDead;
    left -= 1;
    isDead = left < 0;
    return isDead;
  };
  const platforms = [journey.sandbox.commercetools.traffic, journey.sandbox.ordoro.traffic];
  for (const traffic of platforms)
    traffic.inject({
      match: { predicate: isLost },
      effect: { kind: 'reset', when: 'before-work' },
      times: Number.POSITIVE_INFINITY,
    });
  await journey.runJob().catch(() => undefined);
  for (const traffic of platforms) traffic.clearFaults();
  return isDead;
}

/** Locks and rate leases do not count: nothing is lost with them. */
function isWrite({ method, path, requestBody }: RecordedCall): boolean {
  if (method === 'GET' || path === '/oauth/token') return false;
  const { container } = (requestBody ?? {}) as { container?: string };
  return container !== 'ordoro-locks' && !path.includes('/ordoro-locks/');
}

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
  it('after whatever write: the next one brings both sides in step, nothing is lost and nothing is there twice', async () => {
    let hasDied = true;
    let writes = 0;
    for (; hasDied; writes += 1) {
      expect(writes).toBeLessThan(MAX_WRITES);
      const morning = await aMorning();
      hasDied = await runThatDiesAfter(writes);
      // The dead process leaves its lock and its claims behind.
      journey.time.advance(5 * MINUTE);
      journey.jobUrl = `${await journey.startJob()}/job`;
      await journey.runJobFor(10);
      expectInStep(morning);
      await expectNothingLeftToDo(journey);
    }
    // Each of the four orders and each cursor is written in one run, and so each was left half done once.
    expect(writes).toBeGreaterThan(12);
  }, 120_000);
});
