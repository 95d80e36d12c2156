import { describe, expect, it } from 'vitest';
import type { RecordedCall } from '../src/traffic/fault.ts';
import { change, changeAndDeliver, MOVE, requested, STOWE } from './after-export.ts';
import { TWO_ADDRESSES } from './destinations.ts';
import {
  arriveAgain,
  CREATION,
  creations,
  expectExportedOnce,
  failCreation,
  journeyOfOrders,
  syncedNumbers,
} from './exported-once.ts';
import { breakOrdoro, healOrdoro } from './outage.ts';
import { orderOf, place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { appearInOrdoro, commentsOn, deliveriesOf, orderNumberOf, runTask } from './warehouse.ts';

const journey = journeyOfOrders();

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
    expect(journey.record(order.id)!.journal.map(({ what }) => what)).toContain(
      'made again from what Ordoro has; changes of the shop that were not sent before are not known',
    );
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

  it.each([
    ['is away', 503, /^ordoro-unavailable: Ordoro does not answer/],
    ['refuses the key', 401, /^ordoro-auth: Ordoro refuses the API key/],
  ])('loses no try while Ordoro %s, however long that lasts', async (_what, status, reason) => {
    const order = await orphan();
    breakOrdoro(journey, { kind: 'status', when: 'before-work', status });
    await journey.poke(order.id);
    for (let hour = 0; hour < 30; hour += 1) {
      journey.time.advance(60 * MINUTE);
      await journey.sweep();
    }
    expect(journey.record(order.id)).toMatchObject({ status: 'retrying', due: true, lastError: { paused: true } });
    expect(journey.fields(order.id).ordoroIssues).toEqual([expect.stringMatching(reason)]);
    expect(journey.deadLetter(order.id)).toBeUndefined();

    healOrdoro(journey);
    await journey.runJobFor(10);
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

describe('an order whose record is lost', () => {
  it.each(['after-work', 'before-work'] as const)(
    'while nobody knows whether Ordoro has it (%s) is looked up before it is sent again',
    async (when) => {
      journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
      failCreation(journey, { kind: 'reset', when });
      const order = await placeAndDeliver(journey);
      expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
      await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
      await journey.poke(order.id);
      await journey.runJobFor(15);

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(when === 'after-work' ? 1 : 2);
    },
  );

  it('after it was shipped shows the same deliveries again, and writes none twice', async () => {
    const order = await placeAndDeliver(journey);
    journey.sandbox.ordoro.ship(orderNumberOf(journey, order.id), { tracking: '1Z-LOST' });
    await runTask(journey, 'fulfillments');
    const before = deliveriesOf(journey, order.id);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    await journey.poke(order.id);

    expect(before).toMatchObject([{ parcels: [{ tracking: '1Z-LOST' }] }]);
    expect(deliveriesOf(journey, order.id)).toEqual(before);
    expect(journey.record(order.id)).toMatchObject({ status: 'shipped', due: false });
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it('although Ordoro has it twice is made again from the older one, and the younger is cancelled', async () => {
    const { ordoro, commercetools } = journey.sandbox;
    ordoro.options.duplicateOrderId = 'accept';
    const order = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, order.id);
    const copy = arriveAgain(journey, order.orderNumber);
    await commercetools.deleteCustomObject('ordoro-orders', order.id);
    await runTask(journey, 'fulfillments');
    await journey.runJobFor(5);

    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: [number] });
    expect([number, copy].map((one) => ordoro.order(one).status)).toEqual(['awaiting_fulfillment', 'cancelled']);
  });

  it('is shown when it goes elsewhere in Ordoro, because nobody knows any more who changed that', async () => {
    const order = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, order.id);
    await change(journey, order.id, MOVE);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    await journey.runJobFor(10);

    const reason = `${number} has another one, and it is not known any more which side changed it`;
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`too-late-to-change: shipping address: ${reason}`],
    });
    expect(commentsOn(journey, number)).toEqual([expect.stringContaining('shipping address')]);
    expect(journey.sandbox.ordoro.order(number).shipping_address.city).toBe('Albany');

    await changeAndDeliver(journey, order.id, requested('retry'));
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'exported' });
    await changeAndDeliver(journey, order.id, { action: 'setShippingAddress', address: { ...STOWE, city: 'Barre' } });
    expect(journey.sandbox.ordoro.order(number).shipping_address.city).toBe('Barre');
  });

  it('is shown so of one part, too, while the other one is still uncertain', async () => {
    const isSecond = ({ requestBody }: RecordedCall) =>
      /-S2$/.test((requestBody as { order_id?: string } | undefined)?.order_id ?? '');
    journey.sandbox.ordoro.traffic.inject({
      match: { ...CREATION, predicate: isSecond },
      effect: { kind: 'status', when: 'before-work', status: 429 },
      times: Number.POSITIVE_INFINITY,
    });
    const order = await placeAndDeliver(journey, TWO_ADDRESSES);
    const number = orderNumberOf(journey, order.id);
    await journey.sandbox.commercetools.editOrder(order.id, (current) => {
      const [home, ...others] = current.itemShippingAddresses ?? [];
      current.itemShippingAddresses = [
        { ...home, country: 'US', city: 'Stowe', state: 'VT', postalCode: '05672' },
        ...others,
      ];
    });
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    await journey.runJobFor(10);
    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(130);

    expect(journey.fields(order.id).ordoroOrderNumbers).toHaveLength(2);
    expect(String(journey.fields(order.id).ordoroIssues)).toContain(`shipping address: ${number} has another one`);
  });

  it('is not shown so when it has left already', async () => {
    const order = await placeAndDeliver(journey);
    journey.sandbox.ordoro.ship(orderNumberOf(journey, order.id), { tracking: '1Z-GONE' });
    await runTask(journey, 'fulfillments');
    await change(journey, order.id, MOVE);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    await journey.runJobFor(10);

    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'shipped' });
    expect(journey.fields(order.id)).not.toHaveProperty('ordoroIssues');
  });

  it('of a divided order is made again with all its parts', async () => {
    const order = await placeAndDeliver(journey, TWO_ADDRESSES);
    const numbers = journey.fields(order.id).ordoroOrderNumbers;
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    await journey.poke(order.id);
    await journey.runJobFor(10);

    expect(numbers).toHaveLength(2);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: numbers });
    expect(journey.ordoroOrders(order.id)).toHaveLength(2);
    expect(journey.record(order.id)).toMatchObject({ status: 'exported', due: false });
  });
});

describe('an order whose record and one of whose two Ordoro orders are lost', () => {
  /** @returns the numbers of the one that is there and of the one that is gone */
  async function halfLost() {
    const { ordoro, commercetools } = journey.sandbox;
    ordoro.options.duplicateOrderId = 'accept';
    const { id } = await placeAndDeliver(journey, TWO_ADDRESSES);
    const [kept = '', lost = ''] = journey.fields(id).ordoroOrderNumbers as string[];
    await commercetools.deleteCustomObject('ordoro-orders', id);
    const before = ordoro.snapshot();
    ordoro.restore({ ...before, orders: before.orders.filter(({ wire }) => wire.order_number !== lost) });
    await journey.runJobFor(10);
    return { id, kept, lost };
  }

  async function aDayLater() {
    for (let hour = 0; hour < 26; hour += 1) {
      journey.time.advance(60 * MINUTE);
      await journey.runJob();
    }
  }

  it('shows within a day what is missing, and what ships of it; nothing is sent again', async () => {
    const { id, kept, lost } = await halfLost();
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'retrying',
      ordoroIssues: [`ordoro-unavailable: Ordoro does not show order ${lost}`],
    });
    await aDayLater();

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`deleted-in-ordoro: ${lost}`],
      ordoroOrderNumbers: [kept, lost],
    });
    journey.sandbox.ordoro.ship(kept, { tracking: '1Z-KEPT' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: '1Z-KEPT' }] }]);
    expect(journey.deadLetter(id)).toBeUndefined();
    expect(journey.ordoroOrders(id).map(({ order_number }) => order_number)).toEqual([kept]);

    await changeAndDeliver(journey, id, requested('retry'));
    await journey.runJobFor(10);
    expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'partially-shipped' });
    expect(journey.ordoroOrders(id)).toHaveLength(1);
  });

  it('shows what shipped before that was certain', async () => {
    const { id, kept } = await halfLost();
    journey.sandbox.ordoro.ship(kept, { tracking: '1Z-EARLY' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toEqual([]);
    await aDayLater();

    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: '1Z-EARLY' }] }]);
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
      appearInOrdoro(journey, order);
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
