import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordedCall } from '../src/traffic/fault.ts';
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
import { TWO_ADDRESSES } from './destinations.ts';
import { arriveAgain, CREATION, creations, failCreation, syncedNumbers } from './exported-once.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, deliveriesOf, exportedOrder, orderNumberOf, runTask } from './warehouse.ts';

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

describe('a second Ordoro order of one part while Ordoro does not take the other part', () => {
  /** Ordoro answers like this to the second part; the creation of the first arrives twice. */
  async function doubledPart(status: number, times = Number.POSITIVE_INFINITY) {
    const isSecond = ({ requestBody }: RecordedCall) =>
      /-S2$/.test((requestBody as { order_id?: string } | undefined)?.order_id ?? '');
    journey.sandbox.ordoro.traffic.inject({
      match: { ...CREATION, predicate: isSecond },
      effect: { kind: 'status', when: 'before-work', status },
      times,
    });
    const { id, orderNumber } = await placeAndDeliver(journey, TWO_ADDRESSES);
    const copy = arriveAgain(journey, `${orderNumber}-S1`);
    journey.time.advance(2 * MINUTE);
    return { id, number: orderNumberOf(journey, id), copy };
  }

  it('(400) is cancelled, and the order stays failed for the other part', async () => {
    const { id, number, copy } = await doubledPart(400);
    await runTask(journey, 'fulfillments');
    await journey.runJobFor(5);

    expect([statusIn(journey, number), statusIn(journey, copy)]).toEqual(['awaiting_fulfillment', 'cancelled']);
    expect(commentsOn(journey, copy)).toEqual([expect.stringContaining(`${number} is the one to ship`)]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'failed',
      ordoroIssues: [expect.stringMatching(/^ordoro-rejected/)],
      ordoroSyncMessage: expect.stringContaining(`${copy} was cancelled there.`),
    });
  });

  it('(400) is told on both sides where it has left already', async () => {
    const { id, number, copy } = await doubledPart(400);
    journey.sandbox.ordoro.ship(copy, { tracking: 'COPY' });
    await runTask(journey, 'fulfillments');
    await journey.runJobFor(5);

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'failed',
      ordoroIssues: [expect.stringMatching(/^ordoro-rejected/), `duplicate-in-ordoro: ${copy}`],
    });
    expect([number, copy].map((one) => commentsOn(journey, one).length)).toEqual([1, 1]);
  });

  it('(429) keeps the other part from nothing, although it cannot be commented on', async () => {
    const { id, copy } = await doubledPart(429, 1);
    journey.sandbox.ordoro.edit(copy, (order) => {
      order.internal_notes = 'staff were here';
    });
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'POST', predicate: ({ path }) => path.endsWith(`${copy}/comment`) },
      effect: { kind: 'status', when: 'before-work', status: 500 },
      times: Number.POSITIVE_INFINITY,
    });
    await runTask(journey, 'fulfillments');
    await journey.runJobFor(30);

    expect(numbersOf(id)).toHaveLength(2);
    expect(journey.fields(id).ordoroIssues).toContain(`duplicate-in-ordoro: ${copy}`);
  });

  it('(401) is cancelled as soon as Ordoro takes the API key again', async () => {
    const { id, copy } = await doubledPart(401);
    await runTask(journey, 'fulfillments');
    await journey.runJobFor(10);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');

    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(70);
    expect(statusIn(journey, copy)).toBe('cancelled');
    expectInStep(journey, id);
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
