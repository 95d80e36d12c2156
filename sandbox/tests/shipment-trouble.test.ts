import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { creations } from './exported-once.ts';
import { journeyOfShipments, updatesOf, writesDuring } from './in-step.ts';
import { orderOf, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  appearInOrdoro,
  deliveriesOf,
  exportedOrder,
  orderIn,
  orderNumberOf,
  refuseUpdatesOf,
  runTask,
  shipOrder,
  splitOff,
  trackingOf,
} from './warehouse.ts';

const journey = journeyOfShipments();

const cursorTime = () =>
  Date.parse(journey.sandbox.commercetools.customObject('ordoro-cursors', 'fulfillments')?.value.time);

/** Texts of dead letters about Ordoro orders. */
const letters = () =>
  journey.sandbox.commercetools
    .customObjects('ordoro-dead-letters')
    .filter(({ key }) => key.startsWith('shipment.'))
    .map(({ value }) => value.message);

describe('an order whose updates are refused by an extension', () => {
  it('is recorded, stops no other, and shows the shipment once it can be written', async () => {
    const [poison, healthy] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    refuseUpdatesOf(journey, poison.id);
    for (const { id } of [poison, healthy]) shipOrder(journey, id);
    const task = await runTask(journey, 'fulfillments');

    expect(task.status).not.toBe('failed');
    expect(journey.fields(healthy.id).ordoroSyncStatus).toBe('shipped');
    expect(deliveriesOf(journey, poison.id)).toEqual([]);
    expect(journey.record(poison.id)).toMatchObject({
      status: 'shipped',
      due: true,
      orderUpdate: { attempts: 1, message: expect.stringContaining('The extension refused the update.') },
    });
    const again = await writesDuring(journey, () => runTask(journey, 'fulfillments'));
    expect(again).toEqual([]);

    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(5);
    expect(trackingOf(journey, poison.id)).toHaveLength(1);
    expect(orderIn(journey, poison.id).shipmentState).toBe('Shipped');
    expect(journey.record(poison.id)).toMatchObject({ due: false });
    expect(journey.record(poison.id)?.orderUpdate).toBeUndefined();
  });

  it('is read again and brought in step when somebody else changed it meanwhile', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    const conflict = { code: 'ConcurrentModification', message: 'Another version.', currentVersion: 99 };
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: `/sandbox/orders/${id}` },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 409,
        body: { statusCode: 409, message: 'Another version.', errors: [conflict] },
      },
    });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toHaveLength(1);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });
});

describe('an order that was deleted in commercetools', () => {
  it('is recorded once, stops no other, and is never cancelled in Ordoro', async () => {
    const [gone, healthy] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    const number = orderNumberOf(journey, gone.id);
    await journey.sandbox.commercetools.deleteOrder(gone.id);
    journey.dropMessages();
    journey.sandbox.ordoro.ship(number);
    shipOrder(journey, healthy.id);
    await runTask(journey, 'fulfillments');

    expect(journey.fields(healthy.id).ordoroSyncStatus).toBe('shipped');
    expect(journey.deadLetter(gone.id)).toMatchObject({ code: 'unknown-order' });
    expect(journey.sandbox.ordoro.order(number).status).toBe('shipped');
  });
});

describe('an Ordoro order of our sales channel that commercetools does not know', () => {
  const shipped = (cartOrderId: string | undefined, orderId: string) => {
    const { ordoro } = journey.sandbox;
    const { order_number: number } = ordoro.createOrder({
      cart: ordoro.carts.find(({ name }) => name.startsWith('commercetools'))!.id,
      order_id: orderId,
      ...(cartOrderId === undefined ? {} : { cart_order_id: cartOrderId }),
      shipping_address: {},
      billing_address: {},
      lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Colombia Huila' } }],
    });
    ordoro.ship(number, { tracking: 'STRAY' });
    return number;
  };

  it.each([undefined, '00000000-0000-4000-8000-0000000000aa', 'not an id'])(
    'is reported once, however often it is read (cart order id: %s)',
    async (cartOrderId) => {
      const number = shipped(cartOrderId, `STRAY-${String(cartOrderId).slice(-2)}`);
      const task = await runTask(journey, 'fulfillments');
      expect(task).toMatchObject({ failed: 1 });
      expect(journey.deadLetter(number, 'shipment')).toMatchObject({ code: 'unknown-order', subject: number });

      expect(await writesDuring(journey, () => runTask(journey, 'fulfillments'))).toEqual([]);
      expect(letters().filter((text) => text.includes(number))).toHaveLength(1);
    },
  );

  it('is no longer reported, and its shipment shown, once the order is there', async () => {
    const order = orderOf({ lines: [item('COF-COL-250', US, { quantity: 1 })] });
    const { ordoro, commercetools } = journey.sandbox;
    const number = appearInOrdoro(journey, order);
    ordoro.ship(number, { tracking: 'EARLY' });
    await runTask(journey, 'fulfillments');
    expect(journey.deadLetter(number, 'shipment')).toBeDefined();

    await commercetools.placeOrder(order);
    journey.dropMessages();
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, order.id)).toEqual(['EARLY']);
    expect(journey.deadLetter(number, 'shipment')).toBeUndefined();
    expect(creations(journey, order.orderNumber)).toBe(0);
    await journey.runJob();
  });
});

describe('an order that another instance holds while its news arrives', () => {
  it('is not passed by the cursor, and comes again when it is free', async () => {
    const [held, other] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    const lease = { owner: 'elsewhere.1', expiresAt: new Date(journey.time.clock() + 20 * MINUTE).toISOString() };
    const stored = journey.record(held.id)!;
    await journey.sandbox.commercetools.putCustomObject('ordoro-orders', held.id, { ...stored, lease });
    shipOrder(journey, held.id);
    const shippedAt = journey.time.clock();
    journey.time.advance(MINUTE);
    shipOrder(journey, other.id);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, held.id)).toEqual([]);
    expect(journey.fields(other.id).ordoroSyncStatus).toBe('shipped');
    expect(cursorTime()).toBeLessThanOrEqual(shippedAt);

    journey.time.advance(25 * MINUTE);
    await runTask(journey, 'fulfillments');
    expect(journey.fields(held.id).ordoroSyncStatus).toBe('shipped');
    expect(cursorTime()).toBeGreaterThan(shippedAt);
  });
});

describe('a shipment that Ordoro shows no longer', () => {
  async function shippedOrder() {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id, { tracking: 'STAYS' });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    return { id, number };
  }

  it.each([
    ['an empty shipping info', (order: object) => Object.assign(order, { shipping_info: {} })],
    ['no shipping info', (order: object) => Object.assign(order, { shipping_info: null })],
    ['a shipping info that is a text', (order: object) => Object.assign(order, { shipping_info: 'n/a' })],
    ['an unknown status', (order: object) => Object.assign(order, { status: 'on_hold' })],
    [
      'lines without ids',
      (order: { lines: object[] }) => {
        order.lines = order.lines.map((line) => ({ ...line, cart_order_id: null, cart_orderitem_id: null }));
      },
    ],
    ['no lines', (order: object) => Object.assign(order, { lines: [] })],
  ])('stays on the order where the row shows %s', async (_what, change) => {
    const { id, number } = await shippedOrder();
    const { sandbox } = journey;
    const before = structuredClone(sandbox.ordoro.order(number));
    sandbox.ordoro.edit(number, change);
    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(0);
    // The stand-in complains that it had to answer against its own description.
    (sandbox.ordoro.violations as unknown[]).length = 0;

    expect(trackingOf(journey, id)).toEqual(['STAYS']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    sandbox.ordoro.edit(number, (order) => Object.assign(order, before));
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, id)).toEqual(['STAYS']);
  });

  it.each(['broken-json', 'empty-body', 'truncated-json'] as const)(
    'stays on the order while the list answers with %s, and the news comes in afterwards',
    async (kind) => {
      const { id, number } = await shippedOrder();
      journey.sandbox.ordoro.voidLabel(number);
      journey.sandbox.ordoro.traffic.inject({
        match: { method: 'GET', path: '/v3/order' },
        effect: { kind },
        times: Number.POSITIVE_INFINITY,
      });
      expect((await runTask(journey, 'fulfillments')).status).toBe('failed');
      expect(trackingOf(journey, id)).toEqual(['STAYS']);

      journey.sandbox.ordoro.traffic.clearFaults();
      await runTask(journey, 'fulfillments');
      expect(trackingOf(journey, id)).toEqual([]);
    },
  );

  it('stays on the order when Ordoro does not find the order any more, however it is asked', async () => {
    const { id, number } = await shippedOrder();
    journey.sandbox.ordoro.erase(number);
    await journey.poke(id);
    await runTask(journey, 'fulfillments', { full: true });

    expect(trackingOf(journey, id)).toEqual(['STAYS']);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('stays on the order when a sibling is not found by its number', async () => {
    const { id, number } = await exportedOrder(journey, { lines: [item('COF-COL-250', US, { quantity: 2 })] });
    const children = splitOff(journey, number, { 'COF-COL-250': 1 });
    for (const [at, child] of children.entries()) journey.sandbox.ordoro.ship(child, { tracking: `SIB-${at + 1}` });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.erase(children[0]);
    journey.sandbox.ordoro.relabel(children[1], { tracking: 'SIB-3' });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['SIB-1', 'SIB-3']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('stays on the order whose record is lost while Ordoro does not find the number', async () => {
    const { id, number } = await shippedOrder();
    journey.sandbox.ordoro.erase(number);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', id);
    await journey.poke(id);
    await runTask(journey, 'fulfillments', { full: true });

    expect(trackingOf(journey, id)).toEqual(['STAYS']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(creations(journey, orderIn(journey, id).orderNumber)).toBe(1);
    await journey.sandbox.commercetools.deleteOrder(id);
    await journey.deliver();
    await journey.runJobFor(5);
  });
});
