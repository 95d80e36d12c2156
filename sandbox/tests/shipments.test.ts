import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { journeyOfShipments, updatesOf } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  deliveriesOf,
  exportedOrder,
  orderIn,
  orderNumberOf,
  runTask,
  shipOrder,
  shipperId,
  trackingOf,
} from './warehouse.ts';

const journey = journeyOfShipments();

/** The moment it is, as the order shows it. */
const now = () => new Date(journey.time.clock()).toISOString();

describe('a shipment', () => {
  it('with a bought label shows items, tracking, carrier, service, cost, date and warehouse, in one update of the order', async () => {
    const { id, number } = await exportedOrder(journey);
    const shippedAt = now();
    journey.sandbox.ordoro.ship(number, {
      shipperId: shipperId(journey, 'ups'),
      service: 'UPS Ground',
      tracking: '1Z1001',
      cost: 8.95,
      estimatedDelivery: '2026-11-27T18:00:00Z',
    });

    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(deliveriesOf(journey, id)).toEqual([
      {
        key: `ordoro-${number}`,
        items: { 'COF-COL-250': 2 },
        parcels: [
          {
            key: `ordoro-${number}-1`,
            tracking: '1Z1001',
            carrier: 'UPS',
            fields: {
              service: 'UPS Ground',
              trackingUrl: 'https://track.invalid/1Z1001',
              shippingCost: 8.95,
              estimatedDelivery: '2026-11-27T18:00:00.000Z',
            },
          },
        ],
        fields: { ordoroOrderNumber: number, shippedAt, warehouse: '15450' },
      },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(orderIn(journey, id).shippingInfo!.deliveries![0]!.parcels[0]!.trackingData!.provider).toBe('Ordoro');
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'shipped',
      ordoroOrderNumbers: [number],
      ordoroSyncMessage: `Shipped: ${number} on 2026-11-23 by UPS (UPS Ground) tracking 1Z1001.`,
    });
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
    expect(journey.record(id)).toMatchObject({ status: 'shipped', open: false, due: false });
  });

  it.each([
    ['u.p.s.', 'UPS'],
    ['Fedex', 'FedEx'],
    ['dhl ecommerce', 'DHL eCommerce'],
    ['Kurier Blitz', 'Kurier Blitz'],
  ])('with typed tracking by "%s" shows the carrier as %s', async (typed, shown) => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id, { carrier: typed, tracking: 'HAND-1' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)[0]!.parcels).toMatchObject([{ tracking: 'HAND-1', carrier: shown }]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('with a package that was weighed and measured shows it in grams and millimetres, rounded up', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id, { tracking: 'BOX-1', packages: [{ tracking: 'BOX-1', length: 10, width: 8, height: 4 }] });
    await runTask(journey, 'fulfillments');

    // 2 bags of 0.6 lb are 19.2 oz, which are 544.3 g.
    expect(orderIn(journey, id).shippingInfo!.deliveries![0]!.parcels[0]!.measurements).toEqual({
      weightInGram: 545,
      lengthInMillimeter: 254,
      widthInMillimeter: 204,
      heightInMillimeter: 102,
    });
  });

  it('without tracking is a delivery without parcel, which gets its parcel when tracking is added', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.markAsShipped(number);
    await runTask(journey, 'fulfillments');
    const [bare] = orderIn(journey, id).shippingInfo!.deliveries!;
    expect(deliveriesOf(journey, id)).toMatchObject([{ items: { 'COF-COL-250': 2 }, parcels: [] }]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'shipped',
      ordoroSyncMessage: `Shipped: ${number} on 2026-11-23 without tracking.`,
    });

    journey.time.advance(MINUTE);
    shipOrder(journey, id, { carrier: 'UPS', tracking: '1ZLATE' });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['1ZLATE']);
    expect(orderIn(journey, id).shippingInfo!.deliveries!.map((delivery) => delivery.id)).toEqual([bare!.id]);
  });

  it('of a kit is a delivery of the kit', async () => {
    const { id } = await placeAndDeliver(journey, { lines: [item('BND-STARTER', US, { quantity: 2 })] });
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([{ items: { 'BND-STARTER': 2 } }]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('leaves lines out of account that need no shipping', async () => {
    const { id } = await placeAndDeliver(journey, {
      lines: [item('COF-COL-250', US, { quantity: 1 }), item('GIFT-CARD-50', US, { quantity: 1 })],
    });
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([{ items: { 'COF-COL-250': 1 } }]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });
});

describe('a label', () => {
  it.each(['flag', 'nothing'] as const)(
    'that is voided takes the delivery off the order, also when all that is left of it is: %s',
    async (leaves) => {
      const { id, number } = await exportedOrder(journey);
      shipOrder(journey, id);
      await runTask(journey, 'fulfillments');
      expect(deliveriesOf(journey, id)).toHaveLength(1);
      journey.time.advance(MINUTE);
      journey.sandbox.ordoro.voidLabel(number, leaves);

      expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

      expect(deliveriesOf(journey, id)).toEqual([]);
      expect(orderIn(journey, id).shipmentState).toBe('Pending');
      expect(journey.fields(id)).toMatchObject({
        ordoroSyncStatus: 'exported',
        ordoroSyncMessage: `Sent to Ordoro as ${number}.`,
      });
    },
  );

  it('that is replaced changes carrier, service, cost and tracking of the same parcel', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id, { tracking: 'OLD-1' });
    await runTask(journey, 'fulfillments');
    const [before] = orderIn(journey, id).shippingInfo!.deliveries!;
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.relabel(orderNumberOf(journey, id), {
      shipperId: shipperId(journey, 'ups'),
      service: 'UPS 2nd Day Air',
      cost: 20.2,
      tracking: '1ZNEW',
    });
    await runTask(journey, 'fulfillments');

    const [after] = orderIn(journey, id).shippingInfo!.deliveries!;
    expect([after!.id, after!.parcels[0]!.id]).toEqual([before!.id, before!.parcels[0]!.id]);
    expect(deliveriesOf(journey, id)[0]!.parcels).toMatchObject([
      { tracking: '1ZNEW', carrier: 'UPS', fields: { service: 'UPS 2nd Day Air', shippingCost: 20.2 } },
    ]);
  });

  it('that is voided and bought anew between two runs never leaves the order without delivery', async () => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id, { tracking: 'V1' });
    await runTask(journey, 'fulfillments');
    const [before] = orderIn(journey, id).shippingInfo!.deliveries!;
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(number);
    journey.sandbox.ordoro.ship(number, { tracking: 'V2' });
    await runTask(journey, 'fulfillments');

    expect(orderIn(journey, id).shippingInfo!.deliveries!.map((delivery) => delivery.id)).toEqual([before!.id]);
    expect(trackingOf(journey, id)).toEqual(['V2']);
  });
});

describe('an order handed to a supplier', () => {
  it('stays exported until the supplier has shipped it', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.requestDropship(number);
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toEqual([]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');

    journey.time.advance(MINUTE);
    shipOrder(journey, id, { carrier: 'OnTrac', tracking: 'DROP-1' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: 'DROP-1', carrier: 'OnTrac' }] }]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });
});

describe('the message about a shipment state that the job wrote', () => {
  it('is acknowledged without a call', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    const types = journey.sandbox.relay.queue.map(({ notification }) => notification.type);
    expect(types).toContain('OrderShipmentStateChanged');

    const calls = await journey.calls(() => journey.deliver());

    expect(calls).toEqual({ commercetools: [], ordoro: [] });
    expect(journey.sandbox.relay.queue).toEqual([]);
  });
});
