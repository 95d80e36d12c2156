import { describe, expect, it } from 'vitest';
import { journeyOfShipments, updatesOf } from './in-step.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, exportedOrder, orderIn, orderNumberOf, runTask, shipOrder } from './warehouse.ts';

const journey = journeyOfShipments({ environment: { SHIPPING_POLICY: 'pass', COMPLETE_WHEN_SHIPPED: 'true' } });

describe('an order without shipping method (SHIPPING_POLICY=pass)', () => {
  it('can take no delivery: state, fields and message tell of the shipment', async () => {
    const { id, number } = await exportedOrder(journey, { shipping: null });
    const noDelivery =
      'The order has no shipping method, so commercetools can take no delivery for it; shipments show only in these fields.';
    expect(journey.fields(id).ordoroSyncMessage).toBe(`Sent to Ordoro as ${number}. ${noDelivery}`);
    shipOrder(journey, id, { carrier: 'UPS', service: 'UPS Ground', tracking: '1ZNONE' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toEqual([]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'shipped',
      ordoroSyncMessage: `Shipped: ${number} on 2026-11-23 by UPS (UPS Ground) tracking 1ZNONE. ${noDelivery}`,
    });
    expect(journey.record(id)).toMatchObject({ due: false });
  });
});

describe('an order that is shipped (COMPLETE_WHEN_SHIPPED=true)', () => {
  it('is completed in the update that shows the shipment', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);

    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(orderIn(journey, id).orderState).toBe('Complete');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('stays open when the merchant opens it again', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    await journey.sandbox.commercetools.merchantUpdate(id, [{ action: 'changeOrderState', orderState: 'Open' }]);
    await journey.deliver();
    await journey.runJob();

    expect(orderIn(journey, id).orderState).toBe('Open');
  });

  it('loses its delivery when the label is voided, and stays complete', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(orderNumberOf(journey, id));
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toEqual([]);
    expect(orderIn(journey, id)).toMatchObject({ orderState: 'Complete', shipmentState: 'Pending' });
    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');
  });
});
