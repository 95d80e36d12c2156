import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
import { creations, expectExportedOnce, failCreation, journeyOfOrders } from './exported-once.ts';
import { orderOf, place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

const journey = journeyOfOrders();

function forever(match: { method: string; path: string | RegExp }, status = 503) {
  return { match, effect: { kind: 'status', when: 'before-work', status } as const, times: Number.POSITIVE_INFINITY };
}

describe('orders whose messages were all lost', () => {
  it('are exported by the next run', async () => {
    const orders = [await place(journey), await place(journey), await place(journey, { paymentState: 'Pending' })];
    await journey.sandbox.commercetools.merchantUpdate(orders[2]!.id, [
      { action: 'changePaymentState', paymentState: 'Paid' },
    ]);
    journey.dropMessages();
    const task = await journey.sweep();

    expect(task).toMatchObject({ status: 'ok', changed: 3, failed: 0 });
    for (const { id } of orders) expectExportedOnce(journey, id);
  });

  it('are all exported, however many were changed at the same instant across pages', async () => {
    const many = await Journey.start();
    try {
      const at = new Date(many.time.clock()).toISOString();
      // 205 orders of one instant: only the ids tell them apart, and a page ends between them.
      for (let count = 0; count < 204; count += 1)
        many.sandbox.commercetools.add('order', {
          ...orderOf({ paymentState: 'Pending' }),
          createdAt: at,
          lastModifiedAt: at,
        });
      const last = many.sandbox.commercetools.add('order', { ...orderOf(), createdAt: at, lastModifiedAt: at });
      await many.runJob();

      expect(many.sandbox.commercetools.customObjects('ordoro-orders')).toHaveLength(205);
      expectExportedOnce(many, last.id);
    } finally {
      await many.close();
    }
  });

  it('are exported although they became visible late, after the cursor had passed them', async () => {
    await place(journey);
    journey.dropMessages();
    await journey.runJob();
    const late = new Date(journey.time.clock() - 90_000).toISOString();
    const order = journey.sandbox.commercetools.add('order', { ...orderOf(), createdAt: late, lastModifiedAt: late });
    journey.time.advance(5_000);
    await journey.runJob();

    expectExportedOnce(journey, order.id);
  });
});

describe('a second run on unchanged data', () => {
  it('writes nothing but leases and health', async () => {
    await placeAndDeliver(journey);
    await placeAndDeliver(journey, { shipping: null });
    await placeAndDeliver(journey, { paymentState: 'Pending' });
    failCreation(journey, { kind: 'status', when: 'before-work', status: 400 });
    await placeAndDeliver(journey);
    await journey.runJob();
    const before = journey.state({ withoutHealth: true });

    await journey.runJob();
    await journey.runJobFor(10);

    expect(journey.state({ withoutHealth: true })).toBe(before);
  });
});

describe('due orders', () => {
  it('are tried again when their time has come, not before, also when nobody changes them', async () => {
    failCreation(journey, { kind: 'status', when: 'before-work', status: 401 }, 2);
    const order = await placeAndDeliver(journey);
    journey.time.advance(30_000);
    await journey.runJob();
    expect(creations(journey, order.orderNumber)).toBe(1);
    await journey.runJobFor(5);
    expect(creations(journey, order.orderNumber)).toBe(2);
    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
  });

  it('of more than one page are all tried', async () => {
    const many = await Journey.start();
    try {
      const held = Array.from({ length: 104 }, () => orderOf({ shipping: null }));
      // The last one in key order, so that it is on the second page.
      const id = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
      const soon = orderOf({ id, lines: [{ sku: 'SOON-1', quantity: 1, unitPrice: 100 }] });
      for (const order of [...held, soon]) await many.sandbox.commercetools.placeOrder(order);
      many.dropMessages();
      await many.runJob();
      expect(many.sandbox.commercetools.customObjects('ordoro-orders')).toHaveLength(105);
      // Long after the look-back, so that only the records lead to the orders.
      many.time.advance(60 * MINUTE);
      many.sandbox.ordoro.addProduct({ sku: 'SOON-1', name: 'Soon' });
      await many.runJob();

      expectExportedOnce(many, id);
    } finally {
      await many.close();
    }
  });
});

describe('a gate that was changed by a new deployment', () => {
  it('is applied to the orders that wait, although nobody changes them', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    journey.time.advance(60 * MINUTE);
    await journey.runJob();
    expect(journey.record(order.id)?.status).toBe('waiting');
    const [usual, usualUrl] = [journey.environment, journey.jobUrl];
    journey.environment = { ...usual, EXPORT_WHEN: 'orderState=Open' };
    journey.jobUrl = `${await journey.startJob()}/job`;
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    Object.assign(journey, { environment: usual, jobUrl: usualUrl });
    await journey.runJob();
  });
});

describe('an order that cannot be brought in step', () => {
  it('does not stop the others, is written down, and is tried again', async () => {
    const [poison, healthy] = [await place(journey), await place(journey)];
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject(
      forever({ method: 'POST', path: `/sandbox/orders/${poison.id}` }, 500),
    );
    const task = await journey.sweep();
    expect(task.status).not.toBe('failed');
    expectExportedOnce(journey, healthy.id);
    expect(journey.record(poison.id)).toMatchObject({ due: true });

    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(10);

    expectExportedOnce(journey, poison.id);
    expect(creations(journey, poison.orderNumber)).toBe(1);
  });

  it('does not stop the others when the order itself makes no sense', async () => {
    const now = new Date(journey.time.clock()).toISOString();
    const broken = journey.sandbox.commercetools.add('order', {
      ...orderOf(),
      createdAt: now,
      lastModifiedAt: now,
      lineItems: [{ id: 'half a line' }] as unknown as Order['lineItems'],
    });
    const healthy = await place(journey);
    journey.dropMessages();
    await journey.runJob();

    expectExportedOnce(journey, healthy.id);
    expect(journey.record(broken.id)).toMatchObject({ due: true, lastError: expect.anything() });
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.sandbox.commercetools.deleteOrder(broken.id);
    await journey.deliver();
  });

  it('is not passed by the cursor when not even its trouble can be written down', async () => {
    const order = await place(journey);
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({
      ...forever({ method: 'POST', path: '/sandbox/custom-objects' }),
      match: {
        method: 'POST',
        path: '/sandbox/custom-objects',
        predicate: ({ requestBody }) => (requestBody as { container: string }).container === 'ordoro-orders',
      },
    });
    const task = await journey.sweep();
    expect(task).toMatchObject({ status: 'failed', message: expect.any(String) });
    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(60 * MINUTE);
    await journey.runJob();

    expectExportedOnce(journey, order.id);
  });
});

describe('a backfill', () => {
  const old = (createdAt: string) => ({ ...orderOf(), createdAt, lastModifiedAt: createdAt });

  it('by "since" exports orders from then on that were history, and no older ones', async () => {
    const fresh = await Journey.start();
    try {
      const { commercetools } = fresh.sandbox;
      const [older, wanted] = [
        commercetools.add('order', old('2026-09-30T23:59:59.000Z')),
        commercetools.add('order', old('2026-10-01T00:00:00.000Z')),
      ];
      await fresh.runJob();
      expect(fresh.sandbox.ordoro.orders).toEqual([]);

      await fresh.runJob({ tasks: ['orders'], since: '2026-10-01T00:00:00Z' });

      expectExportedOnce(fresh, wanted.id);
      expect(fresh.ordoroOrders(older.id)).toEqual([]);
      await fresh.runJobFor(10);
      expect(fresh.sandbox.ordoro.orders).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });

  it('begins by itself when EXPORT_SINCE is moved back', async () => {
    const fresh = await Journey.start();
    try {
      const { commercetools } = fresh.sandbox;
      const [older, wanted] = [
        commercetools.add('order', old('2026-10-31T23:59:59.000Z')),
        commercetools.add('order', old('2026-11-01T00:00:00.000Z')),
      ];
      await place(fresh);
      fresh.dropMessages();
      await fresh.runJob();
      fresh.environment = { ...fresh.environment, EXPORT_SINCE: '2026-11-01T00:00:00Z' };
      fresh.jobUrl = `${await fresh.startJob()}/job`;
      await fresh.runJobFor(10);

      expectExportedOnce(fresh, wanted.id);
      expect(fresh.ordoroOrders(older.id)).toEqual([]);
      const lists = await fresh.calls(() => fresh.runJob({ tasks: ['orders'] }));
      expect(lists.commercetools.filter((call) => call === 'GET /sandbox/orders').length).toBeLessThanOrEqual(1);
    } finally {
      await fresh.close();
    }
  });
});
