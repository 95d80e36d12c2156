import { describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
import { CREATION, creations, expectExportedOnce, journeyOfOrders } from './exported-once.ts';
import { holdCall } from './held-call.ts';
import { place } from './shop.ts';

const journey = journeyOfOrders();

describe.each(['reject', 'accept'] as const)(
  'when Ordoro would %s a second order of the same id',
  (duplicateOrderId) => {
    it('a message that is replayed leads to one Ordoro order', async () => {
      journey.sandbox.ordoro.options.duplicateOrderId = duplicateOrderId;
      const order = await place(journey);
      const body = JSON.stringify(journey.sandbox.relay.queue[0]!.notification);
      for (let replay = 0; replay < 3; replay += 1) await journey.post(body);
      await journey.deliver();

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(1);
    });

    it('two event processes that get the message at the same moment lead to one Ordoro order', async () => {
      journey.sandbox.ordoro.options.duplicateOrderId = duplicateOrderId;
      const other = `${await journey.startEvent()}/event`;
      const orders = await Promise.all([place(journey), place(journey), place(journey), place(journey)]);
      journey.dropMessages();

      const statuses = await Promise.all(
        orders.flatMap(({ id }) => [
          journey.poke(id),
          journey.poke(id, other),
          journey.poke(id),
          journey.poke(id, other),
        ]),
      );
      await journey.runJob();

      expect(new Set(statuses)).toEqual(new Set([204]));
      for (const { id, orderNumber } of orders) {
        expectExportedOnce(journey, id);
        expect(creations(journey, orderNumber)).toBe(1);
      }
    });

    it('the job and a message at the same moment lead to one Ordoro order', async () => {
      journey.sandbox.ordoro.options.duplicateOrderId = duplicateOrderId;
      const order = await place(journey);
      await Promise.all([journey.runJob(), journey.deliver(), journey.poke(order.id)]);
      await journey.runJob();

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(1);
    });
  },
);

describe('messages that come twice, out of order and side by side', () => {
  it('lead to one Ordoro order for each order', async () => {
    const wild = await Journey.start({
      sandbox: { relay: { duplicate: true, shuffleSeed: 7, concurrency: 4, withoutAuthor: true } },
    });
    try {
      wild.sandbox.ordoro.options.duplicateOrderId = 'accept';
      const orders = await Promise.all(Array.from({ length: 6 }, () => place(wild, { paymentState: 'Pending' })));
      for (const { id } of orders)
        await wild.sandbox.commercetools.merchantUpdate(id, [
          { action: 'changePaymentState', paymentState: 'Paid' },
          { action: 'setCustomerEmail', email: 'new@example.com' },
        ]);
      await wild.deliver();
      await wild.runJob();

      expect(wild.sandbox.ordoro.orders.map((order) => order.order_number)).toHaveLength(6);
      for (const { id } of orders) expect(wild.fields(id).ordoroSyncStatus).toBe('exported');
    } finally {
      await wild.close();
    }
  });
});

describe('a message that comes again while the first one is still being dealt with', () => {
  it('is acknowledged and sends nothing', async () => {
    const order = await place(journey);
    journey.dropMessages();
    const other = `${await journey.startEvent()}/event`;
    const held = holdCall(journey.sandbox.ordoro.traffic, CREATION);
    const first = journey.poke(order.id);
    await held.arrived;
    const again = await journey.poke(order.id, other);
    held.release();

    expect([await first, again]).toEqual([204, 204]);
    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });
});

describe('an order that is changed while it is being sent', () => {
  it('is sent once, and its fields are written on the changed order', async () => {
    const order = await place(journey);
    journey.dropMessages();
    const held = holdCall(journey.sandbox.ordoro.traffic, CREATION);
    const status = journey.poke(order.id);
    await held.arrived;
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'setPurchaseOrderNumber', purchaseOrderNumber: 'PO-1' },
    ]);
    held.release();

    expect(await status).toBe(204);
    expectExportedOnce(journey, order.id);
    expect(journey.sandbox.commercetools.order(order.id)!.purchaseOrderNumber).toBe('PO-1');
  });

  it('is sent once even when it never holds still long enough to be written', async () => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    const order = await place(journey);
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/orders/' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 409,
        body: { statusCode: 409, message: 'Changed', errors: [{ code: 'ConcurrentModification', message: 'Changed' }] },
      },
      times: Number.POSITIVE_INFINITY,
    });
    await journey.poke(order.id);
    await journey.poke(order.id);
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });
});
