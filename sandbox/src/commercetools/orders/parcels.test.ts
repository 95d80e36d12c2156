import type { Parcel } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { testOrder } from './test-order.ts';

describe('parcels', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(testOrder());
    await project.update('/orders/order-1', {
      action: 'addDelivery',
      deliveryKey: 'd-1',
      parcels: [{ key: 'p-1', trackingData: { trackingId: '1Z' } }],
    });
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);
  const parcels = (): Parcel[] => project.standIn.order('order-1')?.shippingInfo?.deliveries?.[0]?.parcels ?? [];
  const trackingData = { trackingId: '2Z', carrier: 'UPS' };

  it('are added to a delivery by its key, with their own key and nothing else of the action', async () => {
    await update({ action: 'addParcelToDelivery', deliveryKey: 'd-1', parcelKey: 'p-2', trackingData });
    expect(parcels()[1]).toEqual({
      id: expect.any(String),
      key: 'p-2',
      createdAt: '2026-11-23T08:00:00.000Z',
      trackingData,
    });
    expect(project.notifications).toMatchObject([{ type: 'ParcelAddedToDelivery', parcel: { key: 'p-2' } }]);
  });

  it('have a key that stands once per order', async () => {
    const { body } = await update({ action: 'addParcelToDelivery', deliveryKey: 'd-1', parcelKey: 'p-1' });
    expect(body.errors[0].code).toBe('DuplicateField');
  });

  it('need a delivery that exists', async () => {
    const { body } = await update({ action: 'addParcelToDelivery', deliveryKey: 'd-2' });
    expect(body.errors[0].code).toBe('InvalidOperation');
  });

  it('get other tracking data by key, and lose it when it is left out', async () => {
    await update({ action: 'setParcelTrackingData', parcelKey: 'p-1', trackingData });
    expect(parcels()[0]?.trackingData).toEqual(trackingData);
    await update({ action: 'setParcelTrackingData', parcelId: parcels()[0]?.id });
    expect(parcels()[0]).not.toHaveProperty('trackingData');
    expect(project.notifications.map(({ type }) => type)).toEqual([
      'ParcelTrackingDataUpdated',
      'ParcelTrackingDataUpdated',
    ]);
  });

  it('get items and measurements by key', async () => {
    const items = [{ id: 'line-a', quantity: 1 }];
    const measurements = { heightInMillimeter: 1, lengthInMillimeter: 2, widthInMillimeter: 3, weightInGram: 4 };
    await update(
      { action: 'setParcelItems', parcelKey: 'p-1', items },
      { action: 'setParcelMeasurements', parcelKey: 'p-1', measurements },
    );
    expect(parcels()[0]).toMatchObject({ items, measurements });
    expect(project.notifications.map(({ type }) => type)).toEqual(['ParcelItemsUpdated', 'ParcelMeasurementsUpdated']);
  });

  it('are removed by key', async () => {
    await update({ action: 'removeParcelFromDelivery', parcelKey: 'p-1' });
    expect(parcels()).toEqual([]);
    expect(project.notifications).toMatchObject([{ type: 'ParcelRemovedFromDelivery', parcel: { key: 'p-1' } }]);
    expect((await update({ action: 'removeParcelFromDelivery', parcelKey: 'p-1' })).status).toBe(400);
  });

  it('have their own slot for a Type, also by key', async () => {
    const fieldDefinitions = [{ name: 'service', label: {}, required: false, type: { name: 'String' as const } }];
    project.standIn.add('type', { key: 'parcel', resourceTypeIds: ['order-parcel'], fieldDefinitions });
    const type = { typeId: 'type', key: 'parcel' };
    const set = { action: 'setParcelCustomField', parcelKey: 'p-1', name: 'service', value: 'Ground' };
    expect((await update(set)).status).toBe(400);
    await update({ action: 'setParcelCustomType', parcelKey: 'p-1', type }, set);
    expect(parcels()[0]?.custom?.fields).toEqual({ service: 'Ground' });
  });
});
