import { describe, expect, it } from 'vitest';
import type { FaultEffect, RecordedCall } from '../src/traffic/fault.ts';
import { TWO_ADDRESSES } from './destinations.ts';
import {
  CREATION,
  creations,
  expectExportedOnce,
  failCreation,
  journeyOfOrders,
  recordWrite,
} from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

const journey = journeyOfOrders();

describe('a creation whose answer does not arrive although Ordoro stored the order', () => {
  const effects: [string, FaultEffect][] = [
    ['hangs', { kind: 'hang', when: 'after-work' }],
    ['is reset', { kind: 'reset', when: 'after-work' }],
    ['is answered 500', { kind: 'status', when: 'after-work', status: 500 }],
    ['is answered 503 by an HTML page', { kind: 'html', when: 'after-work', status: 503 }],
    ['is answered with broken JSON', { kind: 'broken-json' }],
    ['is answered with half a body', { kind: 'truncated-json' }],
    ['is answered with an empty body', { kind: 'empty-body' }],
  ];

  it.each(effects)('and which %s is found by a look-up and not sent again', async (_name, effect) => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    failCreation(journey, effect);
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');
    expect(journey.record(order.id)).toMatchObject({ status: 'retrying', due: true, open: true });

    await journey.runJobFor(5);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it.each([
    ['list', { listLagMs: 60 * MINUTE }],
    ['answer by number', { numberLagMs: 60 * MINUTE }],
  ])('is found although the %s lags behind for an hour', async (_name, lag) => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    Object.assign(journey.sandbox.ordoro.options, lag);
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);

    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it('is not looked for before a minute has passed', async () => {
    failCreation(journey, { kind: 'status', when: 'after-work', status: 502 });
    const order = await placeAndDeliver(journey);
    journey.time.advance(30_000);

    const early = await journey.calls(() => journey.poke(order.id));
    journey.time.advance(31_000);
    const due = await journey.calls(() => journey.poke(order.id));

    expect(early.ordoro).toEqual([]);
    expect(due.ordoro).toEqual(['GET /v3/order']);
    expectExportedOnce(journey, order.id);
  });
});

describe('a creation that never reached Ordoro', () => {
  const answered: [string, FaultEffect][] = [
    ['500', { kind: 'status', when: 'before-work', status: 500 }],
    ['an HTML page', { kind: 'html', when: 'before-work', status: 502 }],
  ];
  const unanswered: [string, FaultEffect][] = [
    ['no answer', { kind: 'hang', when: 'before-work' }],
    ['a reset', { kind: 'reset', when: 'before-work' }],
  ];

  it.each(answered)('and ended with %s is sent again after one look-up that misses', async (_name, effect) => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    failCreation(journey, effect);
    const order = await placeAndDeliver(journey);
    journey.time.advance(61_000);
    await journey.poke(order.id);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(2);
  });

  it.each(unanswered)(
    'and ended with %s is sent again after two look-ups that miss, a minute apart',
    async (_n, effect) => {
      journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
      failCreation(journey, effect);
      const order = await placeAndDeliver(journey);
      journey.time.advance(61_000);
      await journey.poke(order.id);
      journey.time.advance(30_000);
      await journey.poke(order.id);
      expect(creations(journey, order.orderNumber)).toBe(1);
      expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

      journey.time.advance(31_000);
      await journey.poke(order.id);

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(2);
    },
  );

  it.each([...answered, ...unanswered])('and ended with %s is settled by the job alone', async (_name, effect) => {
    failCreation(journey, effect);
    const order = await placeAndDeliver(journey);

    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(2);
  });

  it('is not taken for missing while Ordoro cannot be asked', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: '/v3/order' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: Number.POSITIVE_INFINITY,
    });
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    const order = await placeAndDeliver(journey);
    await journey.runJobFor(60);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(journey.record(order.id)).toMatchObject({ status: 'retrying', due: true });

    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(65);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });
});

describe('a process that dies', () => {
  /** Deals with the order in a process of its own that meets the fault and is never heard of again. */
  async function dieWhile(orderId: string) {
    const url = `${await journey.startEvent()}/event`;
    await journey.poke(orderId, url);
    journey.sandbox.commercetools.traffic.clearFaults();
    journey.sandbox.ordoro.traffic.clearFaults();
    journey.dropMessages();
  }

  it('between claim and creation loses nothing: the order goes out once, after the claim has expired', async () => {
    const order = await place(journey);
    journey.dropMessages();
    // The claim is stored but its answer is lost, so this process never sends.
    journey.sandbox.commercetools.traffic.inject({
      match: recordWrite('claimed'),
      effect: { kind: 'reset', when: 'after-work' },
    });
    await dieWhile(order.id);
    expect(journey.record(order.id)).toMatchObject({ due: true, open: true, parts: [{ state: { step: 'claimed' } }] });
    expect(creations(journey, order.orderNumber)).toBe(0);

    await journey.poke(order.id);
    expect(creations(journey, order.orderNumber)).toBe(0);
    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it.each([
    ['and the order update', { method: 'POST', path: '/sandbox/orders/' }, 'before-work'],
    ['and the answer of the order update', { method: 'POST', path: '/sandbox/orders/' }, 'after-work'],
  ] as const)('between creation %s is recovered without a second creation', async (_name, match, when) => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    const order = await place(journey);
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({ match, effect: { kind: 'reset', when }, times: 10 });
    journey.sandbox.commercetools.traffic.inject({
      match: recordWrite('accepted'),
      effect: { kind: 'reset', when: 'before-work' },
      times: 10,
    });
    await dieWhile(order.id);
    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(journey.record(order.id)).toMatchObject({ parts: [{ state: { step: 'claimed' } }] });

    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it.each(['before-work', 'after-work'] as const)(
    'at the last save (%s) is recovered without a second creation',
    async (when) => {
      journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
      const order = await place(journey);
      journey.dropMessages();
      journey.sandbox.commercetools.traffic.inject({
        match: recordWrite('accepted'),
        effect: { kind: 'reset', when },
        times: 10,
      });
      await dieWhile(order.id);
      expect(journey.ordoroOrders(order.id)).toHaveLength(1);

      await journey.runJobFor(10);

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(1);
    },
  );

  it('after the first of two parts sends only the second one, once', async () => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    const order = await place(journey, TWO_ADDRESSES);
    journey.dropMessages();
    const isSecond = ({ requestBody }: { requestBody?: unknown }) =>
      (requestBody as { order_id: string }).order_id.endsWith('-S2');
    journey.sandbox.ordoro.traffic.inject({
      match: { ...CREATION, predicate: isSecond },
      effect: { kind: 'hang', when: 'before-work' },
    });
    for (const path of ['/sandbox/orders/', '/sandbox/custom-objects'])
      journey.sandbox.commercetools.traffic.inject({
        match: { method: 'POST', path, predicate: (call) => !isClaimOrLease(call) },
        effect: { kind: 'reset', when: 'before-work' },
        times: 10,
      });
    await dieWhile(order.id);
    expect(journey.record(order.id)?.parts.map(({ state }) => state.step)).toEqual(['claimed', 'claimed']);
    expect(journey.ordoroOrders(order.id)).toHaveLength(1);

    await journey.runJobFor(20);

    expect(journey.ordoroOrders(order.id).map((sent) => sent.order_number)).toEqual([
      `2-${order.orderNumber}-S1`,
      `2-${order.orderNumber}-S2`,
    ]);
    expect(creations(journey, `${order.orderNumber}-S1`)).toBe(1);
    expect(creations(journey, `${order.orderNumber}-S2`)).toBe(2);
    expect(journey.record(order.id)).toMatchObject({ status: 'exported', open: false, due: false });
  });
});

const RECORD_CLAIM = recordWrite('claimed');

function isClaimOrLease(call: RecordedCall): boolean {
  const { container } = call.requestBody as { container?: string };
  const isFirstSight = container === 'ordoro-orders' && !JSON.stringify(call.requestBody).includes('"parts":[{');
  return container === 'ordoro-locks' || isFirstSight || RECORD_CLAIM.predicate?.(call) === true;
}
