import { beforeEach, describe, expect, it } from 'vitest';
import {
  CANCEL,
  changeAndDeliver,
  editOf,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  requested,
  sent,
  statusIn,
} from './after-export.ts';
import { arriveAgain, creations, failCreation, syncedNumbers } from './exported-once.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, deliveriesOf, exportedOrder, runTask } from './warehouse.ts';

const journey = journeyOfChanges();

beforeEach(() => {
  journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
});

/** An order whose creation arrives a second time, long after everybody has given it up. */
async function doubled() {
  const { id, orderNumber, number } = await exportedOrder(journey);
  return { id, number, copy: arriveAgain(journey, orderNumber) };
}

const numbersOf = (id: string) => journey.fields(id).ordoroOrderNumbers;

describe('a second Ordoro order that the connector made', () => {
  it('is cancelled within one run of the job, and the order is in step', async () => {
    const { id, number, copy } = await doubled();
    await runTask(journey, 'fulfillments');

    expectInStep(journey, id);
    expect([statusIn(journey, number), statusIn(journey, copy)]).toEqual(['awaiting_fulfillment', 'cancelled']);
    expect(numbersOf(id)).toEqual([number]);
    expect(syncedNumbers(journey, id)).toEqual([number]);
    expect(journey.fields(id).ordoroSyncMessage).toBe(
      `Sent to Ordoro as ${number}. Ordoro had the order a second time: ${copy} was cancelled there.`,
    );
    expect(commentsOn(journey, copy)).toEqual([expect.stringContaining(`${number} is the one to ship`)]);
    expect(commentsOn(journey, number)).toEqual([]);
  });

  it('is cancelled once although the answer is lost', async () => {
    const { id, copy } = await doubled();
    journey.sandbox.ordoro.traffic.inject({
      match: editOf(copy, '/cancel'),
      effect: { kind: 'reset', when: 'after-work' },
    });
    await runTask(journey, 'fulfillments');
    expect(journey.record(id)).toMatchObject({ due: true });
    await journey.runJobFor(10);

    expect(sent(journey, copy, '/cancel')).toBe(1);
    expect(statusIn(journey, copy)).toBe('cancelled');
    expectInStep(journey, id);
  });

  it('is cancelled once by a message and the job at the same moment', async () => {
    const { id, copy } = await doubled();
    await Promise.all([runTask(journey, 'fulfillments'), changeAndDeliver(journey, id, requested('hold'))]);
    await journey.runJobFor(5);
    await changeAndDeliver(journey, id, requested('resume'));

    expect(sent(journey, copy, '/cancel')).toBe(1);
    expectInStep(journey, id);
  });

  it('is left alone once a label is bought for it; both sides are told, and nothing is delivered twice', async () => {
    const { id, number, copy } = await doubled();
    journey.sandbox.ordoro.ship(copy, { tracking: 'COPY' });
    await runTask(journey, 'fulfillments');

    expectIssues(journey, id, `duplicate-in-ordoro: ${copy}`);
    expect(statusIn(journey, copy)).toBe('shipped');
    expect(deliveriesOf(journey, id)).toEqual([]);
    expect([commentsOn(journey, number), commentsOn(journey, copy)]).toEqual([
      [expect.stringContaining(`${copy} is for the same`)],
      [expect.stringContaining('Please do not ship both')],
    ]);
    expect(journey.fields(id).ordoroSyncMessage).toContain(`${copy} was not cancelled, because it is shipped already.`);
  });

  it('is cancelled with the first one when the order is cancelled before anybody has seen it', async () => {
    const { id, number, copy } = await doubled();
    await changeAndDeliver(journey, id, CANCEL);
    await runTask(journey, 'fulfillments');

    expect([statusIn(journey, number), statusIn(journey, copy)]).toEqual(['cancelled', 'cancelled']);
    expect(journey.fields(id).ordoroSyncStatus).toBe('cancelled');
  });

  it('is flagged, not cancelled, where both bear one number', async () => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept-same-number';
    const { id, number } = await doubled();
    await runTask(journey, 'fulfillments');

    expectIssues(journey, id, `duplicate-in-ordoro: ${number}`);
    expect(sent(journey, number, '/cancel')).toBe(0);
  });
});

describe('an order that Ordoro stored and did not show for longer than anybody waits', () => {
  it('is sent again; as soon as both are seen the older counts and the younger is cancelled', async () => {
    Object.assign(journey.sandbox.ordoro.options, { listLagMs: 20 * MINUTE, numberLagMs: 20 * MINUTE });
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const { id, orderNumber } = await placeAndDeliver(journey);
    await journey.runJobFor(10);
    expect(creations(journey, orderNumber)).toBe(2);
    const [older, younger] = journey.ordoroOrders(id).map(({ order_number }) => order_number);

    Object.assign(journey.sandbox.ordoro.options, { listLagMs: 0, numberLagMs: 0 });
    await journey.runJobFor(5);

    expectInStep(journey, id);
    expect(numbersOf(id)).toEqual([older]);
    expect([statusIn(journey, older!), statusIn(journey, younger!)]).toEqual(['awaiting_fulfillment', 'cancelled']);
    expect(syncedNumbers(journey, id)).toEqual([younger, older]);
  });
});
