import type { DeliveryItem } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { journeyOfShipments, updatesOf } from './in-step.ts';
import { bought, COFFEE, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  deliveriesOf,
  exportedOrder,
  lineItemOf,
  orderIn,
  ordoroLineOf,
  runTask,
  shipOrder,
  splitOff,
  trackingOf,
} from './warehouse.ts';

const journey = journeyOfShipments();

/** An exported order over three bags of coffee and a grinder. */
const bagsAndGrinder = () => exportedOrder(journey, { lines: bought({ [COFFEE]: 3, 'GRD-HAND': 1 }) });

/** The merchant hands these units over himself. */
async function merchantDelivers(id: string, units: Readonly<Record<string, number>>, deliveryKey?: string) {
  const items = Object.entries(units).map(
    ([sku, quantity]): DeliveryItem => ({ id: lineItemOf(journey, id, sku), quantity }),
  );
  const trackingData = { trackingId: 'BY-HAND', carrier: 'Bike' };
  await journey.sandbox.commercetools.merchantUpdate(id, [
    {
      action: 'addDelivery',
      items,
      parcels: [{ trackingData }],
      ...(deliveryKey === undefined ? {} : { deliveryKey }),
    },
  ]);
}

describe("a merchant's own delivery", () => {
  it.each([undefined, 'hand-1'])('with key %s is left alone and counted: together all is shipped', async (key) => {
    const { id, number } = await bagsAndGrinder();
    await merchantDelivers(id, { 'GRD-HAND': 1 }, key);
    const [own] = orderIn(journey, id).shippingInfo!.deliveries!;
    const [bags] = splitOff(journey, number, { 'COF-COL-250': 3 });
    journey.sandbox.ordoro.ship(bags, { tracking: 'BAGS' });
    await runTask(journey, 'fulfillments');

    expect(orderIn(journey, id).shippingInfo!.deliveries![0]).toEqual(own);
    expect(trackingOf(journey, id)).toEqual(['BY-HAND', 'BAGS']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(bags);
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, id)).toEqual(['BY-HAND']);
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
  });

  it('is counted first: what Ordoro ships beyond the order is not delivered twice, but reported', async () => {
    const { id } = await bagsAndGrinder();
    await merchantDelivers(id, { 'COF-COL-250': 1 });
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id).map(({ items }) => items)).toEqual([
      { 'COF-COL-250': 1 },
      { 'COF-COL-250': 2, 'GRD-HAND': 1 },
    ]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: ['overshipped: COF-COL-250: 1 more than ordered'],
    });
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });
});

describe('more units than were ordered', () => {
  it('are delivered up to what was ordered, in the order of shipping, and the excess is named', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.editLine(first, ordoroLineOf(journey, first), { quantity: 3 });
    journey.sandbox.ordoro.ship(rest, { shipDate: '2026-11-23T12:00:00Z' });
    journey.sandbox.ordoro.ship(first, { shipDate: '2026-11-23T11:00:00Z' });
    await runTask(journey, 'fulfillments');

    const items = Object.fromEntries(deliveriesOf(journey, id).map((delivery) => [delivery.key, delivery.items]));
    expect(items).toEqual({ [`ordoro-${first}`]: { 'COF-COL-250': 3 }, [`ordoro-${rest}`]: { 'GRD-HAND': 1 } });
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: expect.arrayContaining(['overshipped: COF-COL-250: 1 more than ordered']),
    });
  });
});

describe('the shipment state', () => {
  it('goes back to Partial while another shipment stands, and forward again', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 3 });
    for (const child of [first, rest]) journey.sandbox.ordoro.ship(child);
    await runTask(journey, 'fulfillments');
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(rest);
    await runTask(journey, 'fulfillments');
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
    expect(journey.fields(id).ordoroSyncStatus).toBe('partially-shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(rest);
    await runTask(journey, 'fulfillments');
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('of the merchant gives way to the shipment', async () => {
    const { id } = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.merchantUpdate(id, [
      { action: 'changeShipmentState', shipmentState: 'Backorder' },
    ]);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('is not stepped back where the merchant wrote it last, although the delivery goes', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first] = splitOff(journey, number, { 'COF-COL-250': 3 });
    journey.sandbox.ordoro.ship(first);
    await runTask(journey, 'fulfillments');
    await journey.sandbox.commercetools.merchantUpdate(id, [
      { action: 'changeShipmentState', shipmentState: 'Shipped' },
    ]);
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(first);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toEqual([]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('is Delivered once the carrier says so of every shipment, and stays so', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 3 });
    for (const child of [first, rest]) journey.sandbox.ordoro.ship(child);
    journey.sandbox.ordoro.carrierStatus(first, 'delivered');
    await runTask(journey, 'fulfillments');
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.carrierStatus(rest, 'delivered');
    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);
    expect(orderIn(journey, id).shipmentState).toBe('Delivered');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(rest);
    await runTask(journey, 'fulfillments');
    expect(orderIn(journey, id).shipmentState).toBe('Delivered');
    expect(deliveriesOf(journey, id)).toHaveLength(1);
  });
});

describe('an order that was shipped and then cancelled in Ordoro', () => {
  it('keeps its delivery and needs attention until it is restored', async () => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id, { tracking: 'GONE' });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.cancel(number);
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['GONE']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`cancelled-in-ordoro: ${number}`],
    });

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.uncancel(number);
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, id)).toEqual(['GONE']);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('between two runs shows no delivery, because Ordoro says no more that it was shipped, and needs attention', async () => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id);
    journey.sandbox.ordoro.cancel(number);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toEqual([]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`cancelled-in-ordoro: ${number}`],
    });
  });
});
