import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderAuditOutcome } from '../../core/src/orders/audit/order-audit-outcome.ts';
import { item } from '../src/seed/demo-lines.ts';
import { generatedOrders } from '../src/seed/generated-orders.ts';
import { change } from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { exportedAtOnce } from './exported-at-once.ts';
import { afterEachJourney, creations, expectExportedOnce } from './exported-once.ts';
import { writesDuring } from './in-step.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, orderIn, orderNumberOf, shipOrder, splitOff, trackingOf } from './warehouse.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AUDIT = { tasks: ['reconcile'], full: true };

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(async () => {
  try {
    afterEachJourney(journey);
  } finally {
    await journey.close();
  }
});

/** One run of the audits. */
async function reconcile(options: object = AUDIT) {
  const { tasks } = await journey.runJob(options);
  return tasks.find(({ name }) => name === 'reconcile')!;
}

function outcome(): OrderAuditOutcome {
  return journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.orderAudit;
}

/** Takes an order out of the Ordoro account. @returns puts it back */
function deleteInOrdoro(number: string): () => void {
  const { ordoro } = journey.sandbox;
  const before = ordoro.snapshot();
  ordoro.restore({ ...before, orders: before.orders.filter(({ wire }) => wire.order_number !== number) });
  return () => ordoro.restore(before);
}

/** Everything that nothing may change, whatever is looked at. */
async function expectNothingWritten(): Promise<void> {
  expect(await writesDuring(journey, () => reconcile())).toEqual([]);
}

describe('orders that are in step', () => {
  it('are compared, and nothing is written', async () => {
    await placeAndDeliver(journey);
    await placeAndDeliver(journey, { paymentState: 'Pending' });
    journey.time.advance(2 * HOUR);

    const writes = await writesDuring(journey, () => reconcile());

    expect(writes).toEqual([]);
    expect(outcome()).toMatchObject({ orders: 2, ordoroOrders: 1, deviating: 0, repaired: {}, told: {}, left: {} });
  });
});

describe('an order whose messages were lost, and whom the sweep passed by', () => {
  it('is exported', async () => {
    const order = await place(journey);
    journey.dropMessages();
    journey.time.advance(HOUR);

    await reconcile();

    expectExportedOnce(journey, order.id);
    expect(outcome()).toMatchObject({ deviating: 1, repaired: { 'no-record': 1 } });
    await expectNothingWritten();
  });

  it('is exported when its gate has opened meanwhile', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await change(journey, order.id, { action: 'changePaymentState', paymentState: 'Paid' });
    journey.dropMessages();
    journey.time.advance(HOUR);

    await reconcile();

    expectExportedOnce(journey, order.id);
    expect(outcome().repaired).toEqual({ unsent: 1 });
  });

  it('gets its record back where that is lost, and is not sent again', async () => {
    const order = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';

    await reconcile();

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(outcome().repaired).toEqual({ 'no-record': 1 });
  });
});

describe('an order whose cancellation nobody noticed', () => {
  it('is cancelled in Ordoro', async () => {
    const { id } = await placeAndDeliver(journey);
    await change(journey, id, { action: 'changeOrderState', orderState: 'Cancelled' });
    journey.dropMessages();
    journey.time.advance(HOUR);

    await reconcile();

    expect(journey.sandbox.ordoro.order(orderNumberOf(journey, id)).status).toBe('cancelled');
    expect(outcome().repaired).toEqual({ unsent: 1 });
    await expectNothingWritten();
  });
});

describe('a dead letter of which the record does not know', () => {
  it('goes when the order is well', async () => {
    const { id } = await placeAndDeliver(journey);
    const letter = {
      kind: 'order',
      subject: id,
      code: 'ordoro-rejected',
      message: 'Warehouse is closed',
      lastFailedAt: new Date(journey.time.clock()).toISOString(),
    };
    await journey.sandbox.commercetools.putCustomObject('ordoro-dead-letters', `order.${id}`, letter);

    await reconcile();
    await journey.runJob();
    expect(journey.deadLetter(id)).toBeDefined();
    journey.time.advance(DAY);
    await journey.runJob();
    await journey.runJob();

    expect(journey.deadLetter(id)).toBeUndefined();
    expect(journey.record(id)).toMatchObject({ status: 'exported', due: false });
  });
});

describe('orders that Ordoro shipped and cancelled while nobody looked', () => {
  it('show it, although the cursor says that all was seen', async () => {
    const [shipped, cancelled] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    shipOrder(journey, shipped.id);
    journey.sandbox.ordoro.cancel(orderNumberOf(journey, cancelled.id));
    journey.time.advance(DAY);

    await reconcile();

    expect(journey.fields(shipped.id).ordoroSyncStatus).toBe('shipped');
    expect(trackingOf(journey, shipped.id)).toHaveLength(1);
    expect(journey.fields(cancelled.id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`cancelled-in-ordoro: ${orderNumberOf(journey, cancelled.id)}`],
    });
    expect(outcome()).toMatchObject({ deviating: 2, repaired: { shipped: 1, cancelled: 1 } });
    await expectNothingWritten();
    expect(outcome().deviating).toBe(0);
  });

  it('show the delivery again that somebody took off the order', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    await reconcile();
    const [delivery] = orderIn(journey, id).shippingInfo?.deliveries ?? [];
    await change(journey, id, { action: 'removeDelivery', deliveryId: delivery!.id });
    journey.dropMessages();

    await reconcile();

    expect(deliveriesOf(journey, id)).toHaveLength(1);
    expect(outcome().repaired).toEqual({ deliveries: 1 });
  });
});

describe('an order that is deleted in Ordoro', () => {
  it('needs attention after it was missed twice a day apart, and no more when it is there again', async () => {
    const { id, orderNumber } = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, id);
    journey.time.advance(2 * HOUR);
    const putBack = deleteInOrdoro(number);

    await reconcile();
    expect(journey.record(id)?.missing).toEqual([{ number, since: expect.any(String) }]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');
    expect(outcome().left).toEqual({ missing: 1 });

    journey.time.advance(HOUR);
    await expectNothingWritten();
    journey.time.advance(DAY);
    await reconcile();
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`deleted-in-ordoro: ${number}`],
      ordoroSyncMessage: expect.stringContaining('no longer found in Ordoro'),
    });
    await expectNothingWritten();

    putBack();
    await reconcile();
    expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'exported' });
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
    expect(journey.record(id)?.missing).toBeUndefined();
    expect(outcome().repaired).toEqual({ reappeared: 1 });
    expect(creations(journey, orderNumber)).toBe(0);
  });

  it('begins anew when it was seen in between', async () => {
    const { id } = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, id);
    journey.time.advance(2 * HOUR);
    const putBack = deleteInOrdoro(number);
    await reconcile();
    putBack();
    await reconcile();
    deleteInOrdoro(number);
    journey.time.advance(DAY);

    await reconcile();

    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');
    expect(journey.record(id)?.missing).toEqual([{ number, since: new Date(journey.time.clock()).toISOString() }]);
  });

  it('is missed although another part of the same order is there', async () => {
    const home = { key: 'home', country: 'US', lastName: 'Whitfield', streetName: 'A Street', streetNumber: '1' };
    const rest = { city: 'Albany', state: 'NY', postalCode: '12203' };
    const target = (addressKey: string, quantity: number) => ({ addressKey, quantity, shippingMethodKey: addressKey });
    const addresses = [
      { ...home, ...rest },
      { ...home, ...rest, key: 'cabin', streetName: 'B Road' },
    ] as const;
    const { id } = await placeAndDeliver(journey, {
      itemShippingAddresses: [...addresses],
      lines: [item('COF-COL-250', US, { quantity: 3, targets: [target('home', 2), target('cabin', 1)] })],
      shipping: undefined as never,
      shippings: [
        { shippingKey: 'home', method: 'Standard', price: 500, address: addresses[0] },
        { shippingKey: 'cabin', method: 'Express', price: 900, address: addresses[1] },
      ],
    });
    const [, cabin] = journey.ordoroOrders(id).map((order) => order.order_number);
    journey.time.advance(2 * HOUR);
    deleteInOrdoro(cabin ?? '');

    for (const days of [0, 1]) {
      journey.time.advance(days * DAY);
      await reconcile();
    }

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`deleted-in-ordoro: ${cabin}`],
    });
    expect(outcome()).toMatchObject({ orders: 1, ordoroOrders: 1 });
  });

  it('is not taken for one that was split', async () => {
    const { id } = await placeAndDeliver(journey, { lines: [item('COF-COL-250', US, { quantity: 3 })] });
    const number = orderNumberOf(journey, id);
    journey.time.advance(2 * HOUR);
    splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.time.advance(2 * HOUR);
    journey.sandbox.ordoro.options.parentsByNumber = false;

    await reconcile();
    await expectNothingWritten();

    expect(journey.record(id)?.missing).toBeUndefined();
    expect(journey.record(id)?.numbers).toHaveLength(3);
    expect(outcome().deviating).toBe(0);
  });

  it('does not matter any more once it is shipped', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    await reconcile();
    deleteInOrdoro(orderNumberOf(journey, id));
    for (const _day of [1, 2]) {
      journey.time.advance(DAY);
      await reconcile();
    }

    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
    expect(journey.record(id)?.missing).toBeUndefined();
  });

  it('is not believed while Ordoro answers with errors only', async () => {
    const { id } = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, id);
    journey.time.advance(2 * HOUR);
    deleteInOrdoro(number);
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: `/v3/order/${number}` },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 2,
    });

    await reconcile();

    expect(journey.record(id)?.missing).toBeUndefined();
    expect(outcome()).toMatchObject({ failed: 1 });
  });
});

describe('an order in Ordoro that commercetools does not have', () => {
  const address = { name: 'Somebody' };
  const draft = (order_id: string, cart_order_id?: string) => ({
    order_id,
    ...(cart_order_id === undefined ? {} : { cart_order_id }),
    billing_address: address,
    shipping_address: address,
    lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Coffee' } }],
  });

  /** Makes one in our sales channel. */
  function strange(orderId: string, cartOrderId?: string): string {
    const [, own = journey.sandbox.ordoro.carts[0]] = journey.sandbox.ordoro.carts;
    const cart = journey.sandbox.ordoro.carts.find(({ name }) => name.startsWith('commercetools')) ?? own;
    return journey.sandbox.ordoro.createOrder({ ...draft(orderId, cartOrderId), cart: cart!.id }).order_number;
  }

  const letters = () =>
    journey.sandbox.commercetools
      .customObjects('ordoro-dead-letters')
      .map(({ value }) => ({ subject: value.subject, code: value.code }));

  it('is reported once, whether staff made it or its order is gone; a letter that was thrown away does not come again', async () => {
    const numbers = [strange('BY-HAND'), strange('GONE', '0c000000-0000-4000-8000-00000000abcd')];

    await reconcile();

    expect(letters()).toEqual(numbers.sort().map((subject) => ({ subject, code: 'unknown-order' })));
    expect(outcome()).toMatchObject({ told: { 'unknown-order': 2 }, deviating: 0 });
    for (const number of numbers)
      await journey.sandbox.commercetools.deleteCustomObject('ordoro-dead-letters', `shipment.${number}`);
    journey.time.advance(DAY);
    await expectNothingWritten();
    expect(letters()).toEqual([]);
  });

  it('concerns nobody when it was made before the history began that the connector keeps to', async () => {
    const number = strange('PREDECESSOR');
    const { ordoro, commercetools } = journey.sandbox;
    await reconcile();
    await commercetools.deleteCustomObject('ordoro-dead-letters', `shipment.${number}`);
    await commercetools.deleteCustomObject('ordoro-cursors', 'reconcile');
    const before = ordoro.snapshot();
    const created_date = new Date(journey.time.clock() - 5 * DAY).toISOString().replace('Z', '000+00:00');
    ordoro.restore({
      ...before,
      orders: before.orders.map((one) => ({ ...one, wire: { ...one.wire, created_date } })),
    });

    await reconcile();

    expect(letters()).toEqual([]);
    expect(outcome()).toMatchObject({ ordoroOrders: 1, told: {} });
  });

  it('is forgotten when it is cancelled', async () => {
    const number = strange('MISTAKE');
    await reconcile();
    journey.sandbox.ordoro.cancel(number);

    await reconcile();

    expect(letters()).toEqual([]);
    expect(outcome().told).toEqual({});
  });
});

describe('an order in Ordoro twice', () => {
  it('is handed over whole, so that the merchant is told of the younger one', async () => {
    const { id } = await placeAndDeliver(journey);
    const { ordoro } = journey.sandbox;
    const { sales_channel: channel, shipping_address: address, lines } = ordoro.order(orderNumberOf(journey, id));
    const { order_number: twin } = ordoro.createOrder({
      cart: channel!.id,
      order_id: 'COPY',
      cart_order_id: id,
      billing_address: { name: 'Somebody' },
      shipping_address: { name: address.name ?? 'Somebody' },
      lines: lines.map(({ cart_orderitem_id, quantity, sku }) => ({
        ...(cart_orderitem_id == null ? {} : { cart_orderitem_id }),
        quantity,
        product: { sku, name: sku },
      })),
    });
    journey.time.advance(HOUR);

    await reconcile();

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`duplicate-in-ordoro: ${twin}`],
    });
    expect(outcome()).toMatchObject({
      deviating: 1,
      left: { duplicate: 1 },
      worst: [{ orderId: id, numbers: [twin] }],
    });
  });
});

describe('a row of Ordoro that cannot be read', () => {
  it('is counted, stops no other, and is not taken for a deleted order', async () => {
    const [broken, whole] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    const number = orderNumberOf(journey, broken.id);
    shipOrder(journey, whole.id);
    journey.time.advance(2 * HOUR);
    const { url, clientId, clientSecret, traffic } = journey.sandbox.ordoro;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const response = await fetch(`${url}/v3/order?status=all&limit=100&sort=created_date`, {
      headers: { authorization },
    });
    const list = (await response.json()) as { order: { order_number: string }[] };
    const order = list.order.map((row) => (row.order_number === number ? { ...row, lines: 'none' } : row));
    traffic.inject({
      match: { method: 'GET', path: /^\/v3\/order$/ },
      effect: { kind: 'status', when: 'before-work', status: 200, body: { ...list, order } },
    });

    const task = await reconcile();

    expect(task.status).toBe('ok');
    expect(outcome()).toMatchObject({ unreadable: 1, repaired: { shipped: 1 }, left: {} });
    expect(journey.record(broken.id)?.missing).toBeUndefined();
  });
});

describe('amounts that somebody changed in Ordoro', () => {
  it('are told and left as they are', async () => {
    const { id } = await placeAndDeliver(journey);
    const number = orderNumberOf(journey, id);
    journey.time.advance(HOUR);
    journey.sandbox.ordoro.order(number).financial.grand_total = 1;

    await expectNothingWritten();

    expect(outcome()).toMatchObject({
      told: { amounts: 1 },
      deviating: 0,
      worst: [{ orderId: id, numbers: [number], kinds: ['amounts'] }],
    });
  });
});

describe('an audit that is interrupted', () => {
  it('goes on in another process, and misses nothing that the first one had seen', async () => {
    const ids = await exportedAtOnce(journey, generatedOrders({ count: 350, createdAt: '2026-11-23T08:00:00.000Z' }));
    journey.time.advance(2 * HOUR);
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    for (const id of [first, last]) shipOrder(journey, id);
    const number = orderNumberOf(journey, ids[10] ?? '');
    deleteInOrdoro(number);
    // Each page takes ten minutes.
    journey.sandbox.ordoro.traffic.inject({
      match: {
        method: 'GET',
        path: '/v3/order',
        predicate: () => {
          journey.time.advance(10 * MINUTE);
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });
    const pages = () => journey.sandbox.ordoro.traffic.count({ method: 'GET', path: '/v3/order' });

    const interrupted = await reconcile();
    const seen = pages();
    journey.sandbox.ordoro.traffic.clearFaults();
    journey.jobUrl = `${await journey.startJob()}/job`;
    const resumed = await reconcile({ tasks: ['reconcile'] });

    expect(interrupted.status).toBe('partial');
    expect(seen).toBeLessThan(4);
    expect(resumed.status).toBe('ok');
    for (const id of [first, last]) expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
    expect(journey.record(ids[10] ?? '')?.missing).toEqual([{ number, since: expect.any(String) }]);
    expect(outcome()).toMatchObject({
      orders: 350,
      ordoroOrders: 349,
      deviating: 3,
      repaired: { shipped: 2 },
      left: { missing: 1 },
    });
  }, 30_000);
});

describe('an audit that finds more than one run can repair', () => {
  it('repairs the rest in the next one, each order once', async () => {
    const ids = await exportedAtOnce(journey, generatedOrders({ count: 60, createdAt: '2026-11-23T08:00:00.000Z' }));
    journey.time.advance(2 * HOUR);
    for (const id of ids) shipOrder(journey, id);
    // Each update of an order takes a minute.
    const update = { method: 'POST', path: '/sandbox/orders/' };
    const slow = (): boolean => {
      journey.time.advance(MINUTE);
      return false;
    };
    journey.sandbox.commercetools.traffic.inject({
      match: { ...update, predicate: slow },
      effect: { kind: 'latency', ms: 0 },
    });

    const first = await reconcile();
    const repaired = () => ids.filter((id) => journey.fields(id).ordoroSyncStatus === 'shipped').length;
    const afterFirst = repaired();
    for (let runs = 0; runs < 5 && repaired() < ids.length; runs += 1) await reconcile({ tasks: ['reconcile'] });
    await reconcile({ tasks: ['reconcile'] });

    expect(first.status).toBe('partial');
    expect(afterFirst).toBeGreaterThan(0);
    expect(afterFirst).toBeLessThan(60);
    expect(repaired()).toBe(60);
    expect(outcome()).toMatchObject({ orders: 60, ordoroOrders: 60, deviating: 60, repaired: { shipped: 60 } });
    expect(journey.sandbox.commercetools.traffic.count(update)).toBe(60);
  }, 30_000);
});

describe('a dry run', () => {
  it('tells what it would find, and writes nothing', async () => {
    await place(journey);
    journey.dropMessages();
    journey.time.advance(HOUR);
    // The first run of a process notes the configuration that it found good.
    await journey.runJob({ tasks: ['returns'] });
    const before = journey.state();

    const task = await reconcile({ ...AUDIT, dryRun: true });

    expect(task.message).toContain('1 orders compared with 0 orders of Ordoro');
    expect(journey.state()).toBe(before);
  });
});
