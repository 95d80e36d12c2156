import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { creations, expectExportedOnce, failCreation, journeyOfOrders } from './exported-once.ts';
import { ops, opsJson } from './ops-under-test.ts';
import { orderOf, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  appearInOrdoro,
  orderNumberOf,
  ordoroLineOf,
  refuseUpdatesOf,
  returnsOf,
  runTask,
  shipOrder,
  trackingOf,
} from './warehouse.ts';

const journey = journeyOfOrders();

const refusal = (text: string) =>
  ({ kind: 'status', when: 'before-work', status: 400, body: { error_message: text, param: 'warehouse_id' } }) as const;

/** An order that Ordoro has refused once. */
async function refusedOrder(text = 'Warehouse is closed') {
  failCreation(journey, refusal(text));
  return placeAndDeliver(journey);
}

describe('the replay of an order', () => {
  it('is made by the next run: the order goes out once, and its letter goes', async () => {
    const order = await refusedOrder();
    await journey.runJob();
    expect(creations(journey, order.orderNumber)).toBe(1);

    const { code, out } = await ops(journey, 'replay', `order.${order.id}`);

    expect(code).toBe(0);
    expect(out).toContain('1 letter will be replayed');
    expect((await ops(journey, 'letters')).out).toContain('waits for the next run');
    const sweep = await journey.sweep();
    expect(sweep).toMatchObject({ status: 'ok', message: 'replay: 1 dead letters taken up' });
    expectExportedOnce(journey, order.id);
    expect(journey.deadLetter(order.id)).toBeUndefined();
    expect((await journey.sweep()).message).toBeUndefined();
  });

  it('that is refused again brings the letter up to date, and is not made twice', async () => {
    const order = await refusedOrder('Warehouse is closed');
    journey.time.advance(MINUTE);
    failCreation(journey, refusal('Warehouse is on fire'));
    await ops(journey, 'replay', '--code', 'ordoro-rejected');

    await journey.runJob();
    await journey.runJobFor(10);

    expect(creations(journey, order.orderNumber)).toBe(2);
    const letter = journey.deadLetter(order.id);
    expect(letter).toMatchObject({ code: 'ordoro-rejected', replayedAt: expect.any(String) });
    expect(letter?.message).toContain('Warehouse is on fire');
    expect(letter?.replayAskedAt).toBeUndefined();
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
    await ops(journey, 'replay', '--all');
    await journey.runJob();
    expectExportedOnce(journey, order.id);
  });

  it('gives an order that could not be written for a day another try at once', async () => {
    const order = await placeAndDeliver(journey);
    shipOrder(journey, order.id);
    refuseUpdatesOf(journey, order.id);
    await journey.runJobFor(5);
    for (let tries = 0; tries < 29 && journey.deadLetter(order.id) === undefined; tries += 1) {
      const next = Date.parse(journey.record(order.id)?.orderUpdate?.nextAttemptAt ?? '');
      journey.time.advance(Math.max(1_000, next - journey.time.clock()));
      await journey.sweep({ tasks: ['orders'] });
    }
    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'commercetools-rejected' });
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJob();
    expect(trackingOf(journey, order.id)).toEqual([]);

    await ops(journey, 'replay', '--code', 'commercetools-rejected');
    await journey.runJob();

    expect(trackingOf(journey, order.id)).toHaveLength(1);
    expect(journey.deadLetter(order.id)).toBeUndefined();
  }, 60_000);

  it('waits while another process has the order', async () => {
    const order = await refusedOrder();
    const { commercetools } = journey.sandbox;
    const record = journey.record(order.id);
    const lease = { owner: 'somebody', expiresAt: new Date(journey.time.clock() + 3 * MINUTE).toISOString() };
    commercetools.putCustomObject('ordoro-orders', order.id, { ...record, lease });
    await ops(journey, 'replay', `order.${order.id}`);

    expect(await journey.sweep()).toMatchObject({
      message: 'replay: 0 dead letters taken up, 1 wait for the next run',
    });
    expect(journey.deadLetter(order.id)?.replayAskedAt).toBeDefined();

    journey.time.advance(4 * MINUTE);
    await journey.runJobFor(5);
    expectExportedOnce(journey, order.id);
  });

  it('is only counted in a dry run', async () => {
    const order = await refusedOrder();
    await ops(journey, 'replay', '--all');

    await journey.runJob({ dryRun: true });

    expect(journey.deadLetter(order.id)?.replayAskedAt).toBeDefined();
    expect(creations(journey, order.orderNumber)).toBe(1);
    await journey.runJob();
    expectExportedOnce(journey, order.id);
  });

  it('of many goes on after the run is broken off, and sends each of them once', async () => {
    const orders = Array.from({ length: 30 }, () => orderOf());
    failCreation(journey, refusal('Warehouse is closed'), orders.length);
    for (const order of orders) await journey.sandbox.commercetools.placeOrder(order);
    await journey.deliver();
    expect(await opsJson(journey, 'replay', '--kind', 'order')).toMatchObject({ asked: orders.length });
    const { traffic } = journey.sandbox.commercetools;
    const writes = { method: 'POST', path: '/sandbox/custom-objects' };
    traffic.inject({
      match: writes,
      effect: { kind: 'status', when: 'before-work', status: 503 },
      skip: 40,
      times: 10,
    });

    const broken = await journey.sweep().catch(() => undefined);

    expect(broken?.status).not.toBe('ok');
    traffic.clearFaults();
    journey.time.advance(5 * MINUTE);
    await journey.runJobFor(15);
    for (const { id } of orders) expect(journey.ordoroOrders(id)).toHaveLength(1);
    expect(await opsJson(journey, 'letters')).toEqual([]);
  }, 60_000);
});

describe('the replay of a shipment', () => {
  it('reads the Ordoro order again and shows its shipment once commercetools has the order', async () => {
    const { ordoro, commercetools } = journey.sandbox;
    const order = orderOf({ lines: [item('COF-COL-250', US, { quantity: 1 })], paymentState: 'Pending' });
    const number = appearInOrdoro(journey, order);
    ordoro.ship(number, { tracking: 'LATE' });
    await runTask(journey, 'fulfillments');
    const another = await placeAndDeliver(journey);
    journey.time.advance(10 * MINUTE);
    shipOrder(journey, another.id);
    await journey.runJob();
    await commercetools.placeOrder(order);
    journey.dropMessages();
    await journey.runJobFor(5);
    expect(journey.deadLetter(number, 'shipment')).toMatchObject({ code: 'unknown-order' });

    await ops(journey, 'replay', '--kind', 'shipment');
    await journey.runJob();

    expect(trackingOf(journey, order.id)).toEqual(['LATE']);
    expect(journey.deadLetter(number, 'shipment')).toBeUndefined();
  });

  it('brings the letter up to date while commercetools still has no such order', async () => {
    const { ordoro } = journey.sandbox;
    const { order_number: number } = ordoro.createOrder({
      cart: ordoro.carts.find(({ name }) => name.startsWith('commercetools'))!.id,
      order_id: 'NOBODYS',
      shipping_address: {},
      billing_address: {},
      lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Colombia Huila' } }],
    });
    await runTask(journey, 'fulfillments');
    const before = journey.deadLetter(number, 'shipment');
    journey.time.advance(10 * MINUTE);

    await ops(journey, 'replay', `shipment.${number}`);
    await journey.runJob();

    const after = journey.deadLetter(number, 'shipment');
    expect(after).toMatchObject({ attempts: 2, firstFailedAt: before?.firstFailedAt, replayedAt: expect.any(String) });
    expect(Date.parse(after?.lastFailedAt ?? '')).toBeGreaterThan(Date.parse(before?.lastFailedAt ?? ''));
    expect(after?.replayAskedAt).toBeUndefined();
  });

  it('waits while Ordoro does not answer', async () => {
    const [letter] = await opsJson<{ key: string; subject: string }[]>(journey, 'letters', '--kind', 'shipment');
    await ops(journey, 'replay', letter!.key);
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: `/v3/order/${letter!.subject}` },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 2,
    });

    expect(await journey.sweep()).toMatchObject({ status: 'ok', message: expect.stringContaining('1 wait') });

    expect(journey.deadLetter(letter!.subject, 'shipment')?.replayAskedAt).toBeDefined();
    journey.sandbox.ordoro.traffic.clearFaults();
    journey.time.advance(5 * MINUTE);
    await journey.runJobFor(10);
    expect(journey.deadLetter(letter!.subject, 'shipment')?.replayAskedAt).toBeUndefined();
  });

  it('that Ordoro refuses stops neither other letters nor what is due', async () => {
    const [letter] = await opsJson<{ key: string; subject: string }[]>(journey, 'letters', '--kind', 'shipment');
    const order = await refusedOrder();
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: `/v3/order/${letter!.subject}` },
      effect: { kind: 'status', when: 'before-work', status: 400 },
    });
    await ops(journey, 'replay', '--all');

    expect(await journey.sweep()).toMatchObject({ status: 'ok', message: 'replay: 2 dead letters taken up' });

    journey.sandbox.ordoro.traffic.clearFaults();
    expectExportedOnce(journey, order.id);
    expect(journey.deadLetter(order.id)).toBeUndefined();
    const after = journey.deadLetter(letter!.subject, 'shipment');
    expect(after).toMatchObject({ replayedAt: expect.any(String) });
    expect(after?.replayAskedAt).toBeUndefined();
  });

  it('removes the letter of an order that Ordoro does not have any more', async () => {
    const [letter] = await opsJson<{ key: string; subject: string }[]>(journey, 'letters', '--kind', 'shipment');
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: `/v3/order/${letter!.subject}` },
      effect: { kind: 'status', when: 'before-work', status: 404 },
      times: 1,
    });

    await ops(journey, 'replay', letter!.key);
    await journey.runJob({ tasks: ['orders'] });

    expect(journey.deadLetter(letter!.subject, 'shipment')).toBeUndefined();
  });
});

describe('the replay of a return', () => {
  it('reads that return again and brings it to its order', async () => {
    const { ordoro } = journey.sandbox;
    const order = await placeAndDeliver(journey);
    shipOrder(journey, order.id);
    await runTask(journey, 'fulfillments');
    const number = orderNumberOf(journey, order.id);
    const lineId = ordoroLineOf(journey, number);
    const { reference_id: reference } = ordoro.addReturn({
      orderNumber: number,
      lines: [{ lineId, expected: 2, received: 1 }],
    });
    // A list row whose lines are missing cannot be read.
    ordoro.traffic.inject({
      match: { method: 'GET', path: '/v3/return_order' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 200,
        body: {
          count: 1,
          limit: 100,
          offset: 0,
          return_order: [
            {
              reference_id: reference,
              original_order_number: number,
              status: 'awaiting_return',
              updated_date: ordoro.returns[0]?.updated_date,
              customer: { name: 'Dana Whitfield' },
            },
          ],
        },
      },
      times: 1,
    });
    await runTask(journey, 'returns');
    expect(journey.deadLetter(reference, 'return')).toMatchObject({
      code: 'unknown-order',
      response: { reference_id: reference },
    });
    expect(JSON.stringify(journey.deadLetter(reference, 'return'))).not.toContain('Whitfield');

    await ops(journey, 'replay', `return.${reference}`);
    await journey.runJob({ tasks: ['orders'] });

    expect(returnsOf(journey, order.id)).toMatchObject([{ quantity: 1, shipmentState: 'Returned' }]);
    expect(journey.deadLetter(reference, 'return')).toBeUndefined();
  });
});
