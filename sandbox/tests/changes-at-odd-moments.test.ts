import { describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import {
  CANCEL,
  change,
  changeAndDeliver,
  editsDuring,
  expectInStep,
  failEdit,
  journeyOfChanges,
  MOVE,
  REOPEN,
  requested,
  STOWE,
  sent,
  statusIn,
} from './after-export.ts';
import { TWO_ADDRESSES } from './destinations.ts';
import { creations, failCreation } from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, exportedOrder, orderNumberOf, refuseUpdatesOf, shipOrder } from './warehouse.ts';

const journey = journeyOfChanges();

const cityOf = (number: string) => journey.sandbox.ordoro.order(number).shipping_address.city;

describe('an order whose creation got no answer', () => {
  it('gets the change that was made meanwhile once it is found', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await place(journey);
    await journey.deliver();
    await changeAndDeliver(journey, order.id, MOVE);
    await journey.runJobFor(10);

    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(cityOf(orderNumberOf(journey, order.id))).toBe('Stowe');
    expectInStep(journey, order.id);
  });

  it('is cancelled once it is found, when it was cancelled meanwhile', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await place(journey);
    await journey.deliver();
    await changeAndDeliver(journey, order.id, CANCEL);
    await journey.runJobFor(10);

    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(statusIn(journey, orderNumberOf(journey, order.id))).toBe('cancelled');
    expectInStep(journey, order.id, 'cancelled');
  });

  it('is sent as it is then, when it was not stored', async () => {
    failCreation(journey, { kind: 'reset', when: 'before-work' });
    const order = await place(journey);
    await journey.deliver();
    await changeAndDeliver(journey, order.id, MOVE);
    await journey.runJobFor(10);

    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(cityOf(orderNumberOf(journey, order.id))).toBe('Stowe');
    expect(sent(journey, orderNumberOf(journey, order.id), '/shipping_address')).toBe(0);
    expectInStep(journey, order.id);
  });
});

describe('an order that becomes several Ordoro orders', () => {
  it('is cancelled and restored with all of them', async () => {
    const { id } = await placeAndDeliver(journey, TWO_ADDRESSES);
    const statuses = () => journey.ordoroOrders(id).map(({ status }) => status);
    await changeAndDeliver(journey, id, CANCEL);
    expect(statuses()).toEqual(['cancelled', 'cancelled']);
    expectInStep(journey, id, 'cancelled');

    await changeAndDeliver(journey, id, REOPEN);
    expect(statuses()).toEqual(['awaiting_fulfillment', 'awaiting_fulfillment']);
    expectInStep(journey, id);
  });

  it('is cancelled with the one that is there when the other was not sent yet, which is then not sent', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'POST', path: /^\/v3\/order$/ },
      skip: 1,
      effect: { kind: 'status', when: 'before-work', status: 429 },
    });
    const { id } = await placeAndDeliver(journey, TWO_ADDRESSES);
    expect(journey.ordoroOrders(id)).toHaveLength(1);
    await changeAndDeliver(journey, id, CANCEL);
    await journey.runJobFor(10);

    expect(journey.ordoroOrders(id).map(({ status }) => status)).toEqual(['cancelled']);
    expectInStep(journey, id, 'cancelled');
  });

  it('is cancelled in the end when the answer about the second is lost', async () => {
    const { id } = await placeAndDeliver(journey, TWO_ADDRESSES);
    const [, second] = journey.ordoroOrders(id).map(({ order_number: number }) => number);
    failEdit(journey, { number: second!, path: '/cancel' }, { kind: 'reset', when: 'after-work' });
    await changeAndDeliver(journey, id, CANCEL);
    await journey.runJobFor(10);

    expect(journey.ordoroOrders(id).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(journey.ordoroOrders(id).map(({ order_number: number }) => sent(journey, number, '/cancel'))).toEqual([
      1, 1,
    ]);
    expectInStep(journey, id, 'cancelled');
  });
});

describe('an order that commercetools does not let be updated', () => {
  it('is cancelled in Ordoro once, and shows it as soon as it can be written', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    await change(journey, id, CANCEL);
    refuseUpdatesOf(journey, id);
    await journey.deliver();
    await journey.runJobFor(10);
    expect(statusIn(journey, number)).toBe('cancelled');
    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');

    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(60);
    expectInStep(journey, id, 'cancelled');
    expect(sent(journey, number, '/cancel')).toBe(1);
  });

  it('gets one comment for a change that is too late, however often it is looked at', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    shipOrder(journey, id);
    await change(journey, id, MOVE);
    refuseUpdatesOf(journey, id);
    for (let look = 0; look < 3; look += 1) await journey.poke(id);
    await journey.runJobFor(10);
    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(60);

    expect(commentsOn(journey, number)).toHaveLength(1);
    expect(journey.fields(id).ordoroSyncStatus).toBe('needs-attention');
  });
});

describe('a record that cannot be saved', () => {
  it('sends nothing, and the message comes again', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    await change(journey, id, MOVE);
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/custom-objects' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 20,
    });
    let status = 0;
    const edits = await editsDuring(journey, async () => {
      status = await journey.poke(id);
    });
    expect([edits, status]).toEqual([[], 503]);

    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.poke(id);
    expect(cityOf(number)).toBe('Stowe');
    expectInStep(journey, id);
  });
});

describe('an answer of Ordoro by number that lags behind', () => {
  it('does not make our own last change look like that of staff', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    await changeAndDeliver(journey, id, MOVE);
    journey.sandbox.ordoro.options.numberLagMs = 5 * MINUTE;
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address: { ...STOWE, city: 'Barre' } });
    journey.sandbox.ordoro.options.numberLagMs = 0;
    await journey.runJobFor(15);

    expect(cityOf(number)).toBe('Barre');
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toEqual([]);
  });
});

describe('a record that is lost', () => {
  it('is rebuilt from what is there; what is changed after that is sent', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    await journey.runJob();
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', id);
    await journey.poke(id);
    await changeAndDeliver(journey, id, MOVE);

    expect(cityOf(number)).toBe('Stowe');
    expectInStep(journey, id);
    expect(journey.ordoroOrders(id)).toHaveLength(1);
  });
});

describe('what asks for nothing', () => {
  it('retry on an order that is in step', async () => {
    const { id } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    await change(journey, id, requested('retry'));

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);
    expectInStep(journey, id);
  });

  it('another mapping of a SKU that is in Ordoro already', async () => {
    const { id } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    const mapping = { sku: 'COF-COL-250', ordoroSku: 'DRP-V60' };
    const { commercetools } = journey.sandbox;
    const before = structuredClone(commercetools.customObject('ordoro-skus', 'COF-COL-250')?.value);
    await commercetools.putCustomObject('ordoro-skus', 'COF-COL-250', mapping);
    journey.time.advance(2 * MINUTE);

    expect(await editsDuring(journey, () => journey.poke(id))).toEqual([]);
    expectInStep(journey, id);
    await commercetools.putCustomObject('ordoro-skus', 'COF-COL-250', before);
    journey.time.advance(2 * MINUTE);
  });
});

describe('a change of which there is no time to tell Ordoro', () => {
  it('is recorded as due, and the job sends it', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: sampleAddress('US') });
    // The answers take so long that no 7 seconds are left for a write.
    journey.sandbox.ordoro.traffic.inject({
      match: {
        predicate: ({ method, path }) => {
          if (method === 'GET' && path.endsWith(number)) journey.time.advance(2_000);
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });
    await change(journey, id, MOVE);
    const edits = await editsDuring(journey, () => journey.deliver());
    journey.sandbox.ordoro.traffic.clearFaults();
    expect(edits).toEqual([]);
    expect(journey.record(id)).toMatchObject({ due: true });
    await journey.runJobFor(5);

    expect(cityOf(number)).toBe('Stowe');
    expectInStep(journey, id);
  });
});
