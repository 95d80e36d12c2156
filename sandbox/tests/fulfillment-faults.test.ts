import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generatedOrders } from '../src/seed/generated-orders.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { exportedAtOnce } from './exported-at-once.ts';
import { journeyOfOrders } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, orderNumberOf, refuseUpdatesOf, runTask, shipOrder, trackingOf } from './warehouse.ts';

const LIST = { method: 'GET', path: /^\/v3\/order$/ };

const journey = journeyOfOrders();

afterEach(() => expectNothingLeftToDo(journey));

/** Updates of an order that were sent, taken or not. */
function updatesSent(orderId: string): number {
  return journey.sandbox.commercetools.traffic.count({ method: 'POST', path: `/sandbox/orders/${orderId}` });
}

describe('an answer of Ordoro that goes wrong on the second page', () => {
  /** More than a page; all of them change in each case, but only the label of some is another one. */
  let ids: string[];
  const RELABELLED = [0, 50, 99, 100, 103, 104];

  beforeAll(async () => {
    ids = await exportedAtOnce(journey, generatedOrders({ count: 105, createdAt: '2026-11-23T10:00:00.000Z' }));
    await journey.runJob();
  });

  const effects: readonly (readonly [string, FaultEffect])[] = [
    ['a server error', { kind: 'status', when: 'before-work', status: 503 }],
    ['no answer in time', { kind: 'hang', when: 'after-work' }],
    ['a page of HTML', { kind: 'html', when: 'before-work', status: 200 }],
    ['half of a list', { kind: 'truncated-json' }],
    ['JSON of another kind', { kind: 'status', when: 'before-work', status: 200, body: { message: 'maintenance' } }],
  ];

  it.each(effects)(
    '(%s) keeps the first page; the next run reads on, and no order is written twice',
    async (_what, effect) => {
      journey.time.advance(10 * MINUTE);
      const labels = new Map<string, string | null | undefined>();
      ids.forEach((id, index) => {
        journey.time.advance(1);
        if (RELABELLED.includes(index)) labels.set(id, shipOrder(journey, id).shipping_info.tracking_number);
        else journey.sandbox.ordoro.edit(orderNumberOf(journey, id), () => undefined);
      });
      const before = new Map(ids.map((id) => [id, updatesSent(id)]));
      // A read is tried twice.
      journey.sandbox.ordoro.traffic.inject({ match: LIST, effect, skip: 1, times: 2 });

      const failed = await runTask(journey, 'fulfillments');

      expect(failed).toMatchObject({ status: 'failed', message: expect.stringContaining('Ordoro') });
      const shown = () => [...labels].filter(([id, label]) => trackingOf(journey, id)[0] === label).length;
      expect(shown()).toBe(3);
      journey.sandbox.ordoro.traffic.clearFaults();
      journey.time.advance(5 * MINUTE);
      const next = await runTask(journey, 'fulfillments');
      expect([next.status, next.message]).toEqual(['ok', undefined]);
      expect(shown()).toBe(labels.size);
      const sent = ids.map((id) => updatesSent(id) - (before.get(id) ?? 0));
      expect(sent).toEqual(ids.map((id) => (labels.has(id) ? 1 : 0)));
    },
  );
});

describe('an update of one order that goes wrong', () => {
  const conflict = {
    statusCode: 409,
    message: 'Version mismatch.',
    errors: [{ code: 'ConcurrentModification', message: 'Version mismatch.', currentVersion: 99 }],
  };
  const effects: readonly (readonly [string, FaultEffect, number])[] = [
    ['a conflict', { kind: 'status', when: 'before-work', status: 409, body: conflict }, 1],
    ['one conflict after the other', { kind: 'status', when: 'before-work', status: 409, body: conflict }, 20],
    ['a server error', { kind: 'status', when: 'before-work', status: 500 }, 1],
    ['a server error although it was taken', { kind: 'status', when: 'after-work', status: 500 }, 1],
    ['a page of HTML', { kind: 'html', when: 'before-work', status: 502 }, 1],
    ['a cut connection', { kind: 'reset', when: 'before-work' }, 1],
    ['a cut connection although it was taken', { kind: 'reset', when: 'after-work' }, 1],
    ['no answer in time', { kind: 'hang', when: 'before-work' }, 1],
    ['no answer in time although it was taken', { kind: 'hang', when: 'after-work' }, 1],
  ];

  it.each(effects)('(%s) stops no other order, and is made good', async (_what, effect, times) => {
    const orders = [await placeAndDeliver(journey), await placeAndDeliver(journey), await placeAndDeliver(journey)];
    journey.time.advance(5 * MINUTE);
    const labels = orders.map(({ id }) => shipOrder(journey, id).shipping_info.tracking_number);
    const path = `/sandbox/orders/${orders[1]?.id}`;
    journey.sandbox.commercetools.traffic.inject({ match: { method: 'POST', path }, effect, times });

    const task = await runTask(journey, 'fulfillments');

    expect(task.status).toBe('ok');
    for (const at of [0, 2]) expect(trackingOf(journey, orders[at]?.id ?? '')).toEqual([labels[at]]);
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(10);
    orders.forEach(({ id }, at) => {
      expect(deliveriesOf(journey, id)).toHaveLength(1);
      expect(trackingOf(journey, id)).toEqual([labels[at]]);
      expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
      expect(journey.record(id)).toMatchObject({ status: 'shipped', due: false, shipmentState: 'Shipped' });
    });
    // The connector wrote the state, whether it heard so or not: it also takes it back.
    const again = orders[1]?.id ?? '';
    journey.sandbox.ordoro.voidLabel(orderNumberOf(journey, again));
    await journey.runJob();
    expect(deliveriesOf(journey, again)).toEqual([]);
    expect(journey.sandbox.commercetools.order(again)?.shipmentState).toBe('Pending');
  });

  it('(a merchant changes it at that very moment) takes in what the merchant wrote', async () => {
    const order = await placeAndDeliver(journey);
    journey.time.advance(5 * MINUTE);
    shipOrder(journey, order.id);
    const [line] = order.lineItems;
    const delivery: OrderUpdateAction = {
      action: 'addDelivery',
      deliveryKey: 'from-the-shop',
      items: [{ id: line?.id ?? '', quantity: 1 }],
    };
    const { commercetools } = journey.sandbox;
    let isChanged = false;
    const written: Promise<unknown>[] = [];
    commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: `/sandbox/orders/${order.id}`,
        predicate: () => {
          if (!isChanged) written.push(commercetools.merchantUpdate(order.id, [delivery]));
          isChanged = true;
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });

    await runTask(journey, 'fulfillments');
    await Promise.all(written);

    // Two bags were ordered: one left from the shop, so that only one is left for what Ordoro shipped.
    expect(deliveriesOf(journey, order.id).map(({ key, items }) => [key, items])).toEqual([
      ['from-the-shop', { 'COF-COL-250': 1 }],
      [`ordoro-${orderNumberOf(journey, order.id)}`, { 'COF-COL-250': 1 }],
    ]);
    expect(journey.fields(order.id).ordoroIssues).toEqual([expect.stringMatching(/^overshipped: /)]);
    // The comment for the warehouse is a change in Ordoro, which the cursor follows.
    await journey.runJobFor(5);
  });

  it('(refused for good by an extension) is on record, and the cursor goes on without it', async () => {
    const [refused, healthy] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    journey.time.advance(5 * MINUTE);
    refuseUpdatesOf(journey, refused.id);
    for (const { id } of [refused, healthy]) shipOrder(journey, id);
    await journey.runJobFor(10);
    expect(trackingOf(journey, refused.id)).toEqual([]);
    expect(trackingOf(journey, healthy.id)).toHaveLength(1);
    expect(journey.record(refused.id)).toMatchObject({ due: true, orderUpdate: { attempts: expect.any(Number) } });
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(90);

    expect(trackingOf(journey, refused.id)).toHaveLength(1);
    expect(journey.record(refused.id)).toMatchObject({ due: false });
  });
});
