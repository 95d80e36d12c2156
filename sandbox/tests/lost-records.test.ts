import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney, creations, expectExportedOnce, syncedNumbers } from './exported-once.ts';
import { orderOf, place, placeAndDeliver } from './shop.ts';

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

/** An exported order whose record somebody deleted; Ordoro would take a duplicate. */
async function orphan() {
  const order = await placeAndDeliver(journey);
  await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
  journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
  return order;
}

describe('an exported order whose record is lost', () => {
  it('is never sent again: the record is made again from what Ordoro has', async () => {
    const order = await orphan();
    const before = journey.sandbox.commercetools.order(order.id);
    expect(await journey.poke(order.id)).toBe(204);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(journey.sandbox.commercetools.order(order.id)!.syncInfo).toEqual(before!.syncInfo);
  });

  it('is not sent by the job either', async () => {
    const order = await orphan();
    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it('waits while Ordoro cannot be asked, and is settled afterwards', async () => {
    const order = await orphan();
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: '/v3/order' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: Number.POSITIVE_INFINITY,
    });
    await journey.poke(order.id);
    await journey.runJobFor(15);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(journey.record(order.id)).toMatchObject({ due: true });

    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(65);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it('waits while Ordoro does not show the order yet', async () => {
    const order = await orphan();
    Object.assign(journey.sandbox.ordoro.options, { listLagMs: 3_600_000, numberLagMs: 3_600_000 });
    await journey.runJobFor(30);

    expect(creations(journey, order.orderNumber)).toBe(1);
    journey.sandbox.ordoro.options.listLagMs = 0;
    journey.sandbox.ordoro.options.numberLagMs = 0;
    await journey.runJobFor(65);
    expectExportedOnce(journey, order.id);
  });
});

describe('a new order that carries the fields of another one, as replicated carts do', () => {
  it('is exported as the new order it is, with its own number', async () => {
    const first = await placeAndDeliver(journey);
    const copied = journey.sandbox.commercetools.order(first.id)!.custom!;
    const order = await placeAndDeliver(journey, { custom: copied });

    expectExportedOnce(journey, order.id);
    expect(syncedNumbers(journey, order.id)).toEqual([`2-${order.orderNumber}`]);
    expect(journey.ordoroOrders(first.id)).toHaveLength(1);
  });

  it('waits at the gate without the copied status', async () => {
    const first = await placeAndDeliver(journey);
    const copied = journey.sandbox.commercetools.order(first.id)!.custom!;
    const order = await placeAndDeliver(journey, { custom: copied, paymentState: 'Pending' });

    const { ordoroSyncStatus, ordoroOrderNumbers, ordoroSyncMessage } = journey.fields(order.id);
    expect({ ordoroSyncStatus, ordoroOrderNumbers, ordoroSyncMessage }).toEqual({});
    expect(journey.ordoroOrders(order.id)).toEqual([]);
  });
});

describe('two deployments in one project', () => {
  it('do not send an order twice that the other one has exported', async () => {
    const order = await placeAndDeliver(journey);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    const channel = journey.sandbox.ordoro.addCart({ name: 'Second deployment' });
    const url = await journey.eventWith({ CONNECTOR_ID: 'ordoro-2', ORDORO_SALES_CHANNEL_ID: String(channel.id) });
    expect(await journey.poke(order.id, url)).toBe(204);

    expectExportedOnce(journey, order.id);
    expect(journey.sandbox.ordoro.orders.filter((sent) => sent.order_number.startsWith(`${channel.index}-`))).toEqual(
      [],
    );
  });
});

describe('an order that is in Ordoro although nothing in commercetools says so', () => {
  it.each(['reject', 'existing'] as const)(
    'is taken over when Ordoro answers a second creation by "%s"',
    async (way) => {
      const order = orderOf();
      journey.sandbox.ordoro.createOrder({
        cart: journey.sandbox.ordoro.carts.find(({ name }) => name.startsWith('commercetools'))!.id,
        order_id: order.orderNumber!,
        cart_order_id: order.id,
        shipping_address: {},
        billing_address: {},
        lines: order.lineItems.map(({ id, quantity }) => ({
          cart_orderitem_id: id,
          quantity,
          product: { sku: 'COF-COL-250', name: 'Colombia Huila' },
        })),
      });
      journey.sandbox.ordoro.options.duplicateOrderId = way;
      await journey.sandbox.commercetools.placeOrder(order);
      await journey.deliver();

      expectExportedOnce(journey, order.id);
    },
  );

  it('is failed, not taken over, when the number belongs to an order of somebody else', async () => {
    const order = await place(journey);
    journey.sandbox.ordoro.createOrder({
      cart: journey.sandbox.ordoro.carts.find(({ name }) => name.startsWith('commercetools'))!.id,
      order_id: order.orderNumber!,
      cart_order_id: '00000000-0000-4000-8000-000000000000',
      shipping_address: {},
      billing_address: {},
      lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Colombia Huila' } }],
    });
    await journey.deliver();

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
    expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^ordoro-rejected: .*already exists/);
    expect(syncedNumbers(journey, order.id)).toEqual([]);
    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'ordoro-rejected' });
  });
});
