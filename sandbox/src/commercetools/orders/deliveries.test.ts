import type { Delivery } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { multipleShippingOrder, testOrder } from './test-order.ts';

describe('deliveries', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);
  const deliveries = (): Delivery[] => project.standIn.order('order-1')?.shippingInfo?.deliveries ?? [];
  const items = [{ id: 'line-a', quantity: 1 }];
  const trackingData = { trackingId: '1Z', carrier: 'UPS', provider: 'Ordoro' };
  const add = { action: 'addDelivery', deliveryKey: 'ordoro-1', items };

  it('keep the delivery key as their key', async () => {
    await update(add);
    expect(deliveries()).toEqual([
      { id: expect.any(String), key: 'ordoro-1', createdAt: '2026-11-23T08:00:00.000Z', items, parcels: [] },
    ]);
  });

  it('need no items and no key', async () => {
    expect((await update({ action: 'addDelivery' })).body.shippingInfo.deliveries[0].items).toEqual([]);
  });

  it('keep the keys and tracking data of the parcels in the draft', async () => {
    await update({ ...add, parcels: [{ key: 'p-1', trackingData }, { key: 'p-2' }] });
    expect(deliveries()[0]?.parcels).toMatchObject([{ key: 'p-1', trackingData }, { key: 'p-2' }]);
  });

  it('are refused by an order without shipping method', async () => {
    const { shippingInfo: _without, ...order } = testOrder({ id: 'bare' });
    await project.standIn.placeOrder(order);
    const { status, body } = await project.update('/orders/bare', add);
    expect([status, body.errors[0].code]).toEqual([400, 'InvalidOperation']);
  });

  it('have a key that stands once per order', async () => {
    await update(add);
    const { status, body } = await update(add);
    expect([status, body.errors[0].code]).toEqual([400, 'DuplicateField']);
    expect(deliveries()).toHaveLength(1);
  });

  it.each(['a', 'a b', 'ü-1', 'k'.repeat(257)])('refuse the key %j', async (deliveryKey) => {
    expect((await update({ ...add, deliveryKey })).status).toBe(400);
  });

  it('are not checked for quantities, shipment state or stock', async () => {
    const { status, body } = await update({ ...add, items: [{ id: 'line-a', quantity: 99 }] });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('shipmentState');
  });

  it('are removed by id or key', async () => {
    await update(add, { ...add, deliveryKey: 'ordoro-2' });
    await update({ action: 'removeDelivery', deliveryKey: 'ordoro-1' });
    await update({ action: 'removeDelivery', deliveryId: deliveries()[0]?.id });
    expect(deliveries()).toEqual([]);
    expect((await update({ action: 'removeDelivery', deliveryKey: 'ordoro-1' })).status).toBe(400);
    expect((await update({ action: 'removeDelivery' })).status).toBe(400);
  });

  it('get other items and another address, by key', async () => {
    await update(add);
    const changed = [{ id: 'line-b', quantity: 3 }];
    await update(
      { action: 'setDeliveryItems', deliveryKey: 'ordoro-1', items: changed },
      { action: 'setDeliveryAddress', deliveryKey: 'ordoro-1', address: { country: 'DE' } },
    );
    expect(deliveries()[0]).toMatchObject({ items: changed, address: { country: 'DE' } });
  });

  it('have their own slot for a Type, checked like any other', async () => {
    const fieldDefinitions = [{ name: 'shippedAt', label: {}, required: false, type: { name: 'DateTime' as const } }];
    project.standIn.add('type', { key: 'delivery', resourceTypeIds: ['order-delivery'], fieldDefinitions });
    const type = { typeId: 'type', key: 'delivery' };
    expect((await update({ ...add, custom: { type, fields: { shippedAt: 'now' } } })).status).toBe(400);
    await update(add);
    const named = { deliveryKey: 'ordoro-1' };
    await update({ action: 'setDeliveryCustomType', ...named, type, fields: {} });
    await update({
      action: 'setDeliveryCustomField',
      ...named,
      name: 'shippedAt',
      value: '2026-11-23T10:00:00.000Z',
    });
    expect(deliveries()[0]?.custom?.fields).toEqual({ shippedAt: '2026-11-23T10:00:00.000Z' });
    expect(project.notifications.map(({ type: name }) => name)).toEqual([
      'DeliveryAdded',
      'DeliveryCustomTypeSet',
      'DeliveryCustomFieldAdded',
    ]);
  });

  it('are reported without parcels, each parcel on its own', async () => {
    await update({ ...add, parcels: [{ key: 'p-1' }] });
    await update({ action: 'setDeliveryItems', deliveryKey: 'ordoro-1', items: [] });
    await update({ action: 'removeDelivery', deliveryKey: 'ordoro-1' });
    expect(project.notifications).toMatchObject([
      { type: 'DeliveryAdded', delivery: { key: 'ordoro-1', parcels: [] }, resourceVersion: 2 },
      { type: 'ParcelAddedToDelivery', parcel: { key: 'p-1' }, resourceVersion: 2 },
      { type: 'DeliveryItemsUpdated', items: [], oldItems: items },
      { type: 'DeliveryRemoved', delivery: { key: 'ordoro-1' } },
    ]);
  });
});

describe('deliveries of shipping mode Multiple', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(multipleShippingOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);
  const keys = () =>
    project.standIn
      .order('order-1')
      ?.shipping.map(({ shippingInfo }) => shippingInfo.deliveries?.map(({ key }) => key));

  it('lie in the shipping that their shipping key names', async () => {
    await update({ action: 'addDelivery', deliveryKey: 'd-1', shippingKey: 'sea' });
    expect(keys()).toEqual([undefined, ['d-1']]);
    expect(project.notifications).toMatchObject([{ type: 'DeliveryAdded', shippingKey: 'sea' }]);
  });

  it('are found by key in every shipping', async () => {
    await update(
      { action: 'addDelivery', deliveryKey: 'd-1', shippingKey: 'sea' },
      { action: 'addDelivery', deliveryKey: 'd-2', shippingKey: 'air', parcels: [{ key: 'p-1' }] },
    );
    await update(
      { action: 'removeDelivery', deliveryKey: 'd-1' },
      { action: 'removeParcelFromDelivery', parcelKey: 'p-1' },
    );
    expect(keys()).toEqual([['d-2'], []]);
  });

  it('are refused for a shipping key that the order does not have', async () => {
    expect((await update({ action: 'addDelivery', shippingKey: 'rail' })).status).toBe(400);
  });

  it('are taken without a shipping key, but bound to nothing', async () => {
    const { status, body } = await update({ action: 'addDelivery', deliveryKey: 'd-1' });
    expect([status, body.version]).toEqual([200, 2]);
    expect(keys()).toEqual([undefined, undefined]);
  });
});
