import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../src/traffic/fault.ts';
import {
  CANCEL,
  change,
  changeAndDeliver,
  claimsAnEdit,
  editsDuring,
  expectInStep,
  failEdit,
  journeyOfChanges,
  REOPEN,
  sent,
  statusIn,
} from './after-export.ts';
import { dieAfter, restart } from './crashes.ts';
import { exportedOrder } from './warehouse.ts';

const journey = journeyOfChanges();

/** Opened again, the order comes back: the connector knows the cancellation as its own. */
async function expectRestored({ id, number }: { id: string; number: string }) {
  await changeAndDeliver(journey, id, REOPEN);
  expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
  expectInStep(journey, id);
}

describe('a cancellation whose answer does not arrive although Ordoro carried it out', () => {
  const effects: [string, FaultEffect][] = [
    ['hangs', { kind: 'hang', when: 'after-work' }],
    ['is reset', { kind: 'reset', when: 'after-work' }],
    ['is answered 500', { kind: 'status', when: 'after-work', status: 500 }],
    ['is answered 503 by an HTML page', { kind: 'html', when: 'after-work', status: 503 }],
    ['is answered with half a body', { kind: 'truncated-json' }],
    ['is answered with an empty body', { kind: 'empty-body' }],
  ];

  it.each(effects)('and which %s is looked at, not sent again, and known as ours', async (_name, effect) => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/cancel' }, effect);
    await changeAndDeliver(journey, id, CANCEL);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    expect(journey.record(id)).toMatchObject({ due: true, attempts: 1 });

    await journey.runJobFor(10);

    expectInStep(journey, id, 'cancelled');
    expect(sent(journey, number, '/cancel')).toBe(1);
    await expectRestored({ id, number });
  });
});

describe('a cancellation that does not reach Ordoro', () => {
  const effects: [string, FaultEffect][] = [
    ['hangs', { kind: 'hang', when: 'before-work' }],
    ['is reset', { kind: 'reset', when: 'before-work' }],
    ['is answered 502', { kind: 'status', when: 'before-work', status: 502 }],
    ['is answered 429', { kind: 'status', when: 'before-work', status: 429 }],
    ['is answered 401', { kind: 'status', when: 'before-work', status: 401 }],
  ];

  it.each(effects)('and which %s is sent once more when it has been looked at', async (_name, effect) => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/cancel' }, effect);
    await changeAndDeliver(journey, id, CANCEL);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');

    await journey.runJobFor(10);

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
    expect(sent(journey, number, '/cancel')).toBe(2);
    await expectRestored({ id, number });
  });

  it('is sent nowhere when the order was opened again meanwhile', async () => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/cancel' }, { kind: 'reset', when: 'before-work' });
    await changeAndDeliver(journey, id, CANCEL);
    await changeAndDeliver(journey, id, REOPEN);
    await journey.runJobFor(10);

    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expectInStep(journey, id);
    expect([sent(journey, number, '/cancel'), sent(journey, number, '/uncancel')]).toEqual([1, 0]);
  });
});

describe('a cancellation that Ordoro refuses', () => {
  it('is shown with the reason, and not sent again before retry', async () => {
    const { id, number } = await exportedOrder(journey);
    const body = { error_message: `Order ${number} is locked.`, param: 'status' };
    failEdit(
      journey,
      { number, path: '/cancel', times: 2 },
      { kind: 'status', when: 'before-work', status: 400, body },
    );
    await changeAndDeliver(journey, id, CANCEL);
    await journey.runJobFor(10);

    expect(journey.fields(id).ordoroIssues).toEqual([
      expect.stringMatching(`^ordoro-rejected: cancellation of ${number}: .*Order ${number} is locked`),
    ]);
    expect(sent(journey, number, '/cancel')).toBe(1);
    journey.sandbox.ordoro.traffic.clearFaults();
    await changeAndDeliver(journey, id, { action: 'setCustomField', name: 'ordoroRequest', value: 'retry' });

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
  });

  it('because it was shipped a moment ago, is too late', async () => {
    const { id, number } = await exportedOrder(journey);
    // Staff ship it between our last reading and our write.
    journey.sandbox.ordoro.traffic.inject({
      match: { predicate: ({ path }) => path === `/v3/order/${number}/cancel` && hasShipped(number) },
      effect: { kind: 'latency', ms: 0 },
    });
    await changeAndDeliver(journey, id, CANCEL);

    expect(statusIn(journey, number)).toBe('shipped');
    expect(journey.fields(id).ordoroIssues).toEqual([`too-late-to-cancel: ${number}`]);
    expect(sent(journey, number, '/cancel')).toBe(1);
  });
});

function hasShipped(number: string): boolean {
  return journey.sandbox.ordoro.ship(number).status === 'shipped';
}

describe('a cancellation of which two instances hear at once', () => {
  it('is sent once', async () => {
    const { id, number } = await exportedOrder(journey);
    const second = `${await journey.startEvent()}/event`;
    await change(journey, id, CANCEL);
    journey.dropMessages();

    const edits = await editsDuring(journey, async () => {
      const statuses = await Promise.all([journey.poke(id), journey.poke(id, second), journey.poke(id)]);
      expect(statuses).toEqual([204, 204, 204]);
    });

    expect(edits).toEqual([`POST ${number}/cancel`]);
    await journey.runJobFor(5);
    expectInStep(journey, id, 'cancelled');
  });
});

describe('an event app that dies', () => {
  it.each([
    ['between claim and cancellation', claimsAnEdit, 1],
    ['right after the cancellation', ({ path }: { path: string }) => path.endsWith('/cancel'), 1],
  ])(
    '%s leaves an order that the job brings in step, with one cancellation',
    async (_when, lastCall, cancellations) => {
      const { id, number } = await exportedOrder(journey);
      await change(journey, id, CANCEL);
      journey.dropMessages();
      expect(await dieAfter(journey, lastCall, () => journey.poke(id))).toBe(true);
      await restart(journey);
      const early = await editsDuring(journey, () => journey.runJob());
      expect(early).toEqual([]);
      await journey.runJobFor(10);

      expect(statusIn(journey, number)).toBe('cancelled');
      expectInStep(journey, id, 'cancelled');
      expect(sent(journey, number, '/cancel')).toBe(cancellations);
      await expectRestored({ id, number });
    },
  );
});
