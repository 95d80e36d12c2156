import type { Delivery, Parcel } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { customFields } from '../../tests/generators/delivered-order.ts';
import { delivering, dividedShirtsAndCaps, made, shirtsAndCaps } from '../../tests/generators/shipped-orders.ts';
import { deliveryActions } from './delivery-actions.ts';
import type { WantedDelivery } from './wanted-deliveries.ts';
import type { WantedParcel } from './wanted-parcels.ts';

const SHIRT = [{ id: 'line-1', quantity: 1 }];

const PARCEL: WantedParcel = {
  key: 'ordoro-1-A-1',
  trackingData: { trackingId: '1Z1', carrier: 'UPS', provider: 'Ordoro' },
  measurements: { weightInGram: 454 },
  fields: { service: 'UPS Ground', shippingCost: 7.25, estimatedDelivery: '2026-01-06T00:00:00.000Z' },
};

const WANTED: WantedDelivery = {
  key: 'ordoro-1-A',
  orderNumber: '1-A',
  items: SHIRT,
  fields: { ordoroOrderNumber: '1-A', shippedAt: '2026-01-03T10:00:00.000Z', warehouse: '15450' },
  parcels: [PARCEL],
};

const CUSTOM = customFields('ordoro-delivery', WANTED.fields);

function parcel(more: Partial<Parcel> = {}): Parcel {
  return {
    id: 'parcel-1',
    key: 'ordoro-1-A-1',
    createdAt: '2026-01-03T11:00:00.000Z',
    trackingData: { trackingId: '1Z1', carrier: 'UPS', provider: 'Ordoro', isReturn: false },
    measurements: { weightInGram: 454 },
    custom: customFields('ordoro-parcel', PARCEL.fields),
    ...more,
  };
}

/** The wanted delivery as it is on an order once it was written. */
function present(more: Partial<Delivery> = {}): Delivery {
  return made('ordoro-1-A', SHIRT, { id: 'delivery-1', custom: CUSTOM, parcels: [parcel()], ...more });
}

function actionsFor(delivery: Delivery, wanted: Partial<WantedDelivery> = {}) {
  return deliveryActions(delivering(delivery), { deliveries: [{ ...WANTED, ...wanted }], obsolete: [] });
}

function without<T extends object, K extends keyof T>(of: T, name: K): Omit<T, K> {
  const { [name]: _left, ...rest } = of;
  return rest;
}

describe('a delivery that is not there', () => {
  it('is added with its parcels and fields in one action', () => {
    expect(deliveryActions(shirtsAndCaps(), { deliveries: [WANTED], obsolete: [] })).toEqual([
      {
        action: 'addDelivery',
        deliveryKey: 'ordoro-1-A',
        items: SHIRT,
        parcels: [
          {
            key: 'ordoro-1-A-1',
            trackingData: { trackingId: '1Z1', carrier: 'UPS', provider: 'Ordoro' },
            measurements: { weightInGram: 454 },
            custom: {
              type: { typeId: 'type', key: 'ordoro-parcel' },
              fields: { service: 'UPS Ground', shippingCost: 7.25, estimatedDelivery: '2026-01-06T00:00:00.000Z' },
            },
          },
        ],
        custom: {
          type: { typeId: 'type', key: 'ordoro-delivery' },
          fields: { ordoroOrderNumber: '1-A', shippedAt: '2026-01-03T10:00:00.000Z', warehouse: '15450' },
        },
      },
    ]);
  });

  it('names its shipping method, and a parcel of which nothing more is known has no fields', () => {
    const bare = { key: 'ordoro-1-A-1', trackingData: { trackingId: 'T', provider: 'Ordoro' }, fields: {} };
    const wanted = { ...WANTED, shippingKey: 'south', parcels: [bare] };
    expect(deliveryActions(dividedShirtsAndCaps(), { deliveries: [wanted], obsolete: [] })).toMatchObject([
      {
        action: 'addDelivery',
        shippingKey: 'south',
        parcels: [{ key: 'ordoro-1-A-1', trackingData: { trackingId: 'T', provider: 'Ordoro' } }],
      },
    ]);
  });
});

describe('a delivery that is there', () => {
  it('takes no action when it is as wanted', () => {
    expect(actionsFor(present())).toEqual([]);
  });

  it('is the same whatever the order of its items, and however moments are written', () => {
    const split = [
      { id: 'line-2', quantity: 2 },
      { id: 'line-1', quantity: 1 },
      { id: 'line-2', quantity: 1 },
    ];
    const custom = customFields('ordoro-delivery', { ...WANTED.fields, shippedAt: '2026-01-03T12:00:00+02:00' });
    const items = [...SHIRT, { id: 'line-2', quantity: 3 }];
    expect(actionsFor(present({ items: split, custom }), { items })).toEqual([]);
  });

  it('gets other items', () => {
    const items = [{ id: 'line-1', quantity: 2 }];
    expect(actionsFor(present(), { items })).toEqual([
      { action: 'setDeliveryItems', deliveryId: 'delivery-1', items: [{ id: 'line-1', quantity: 2 }] },
    ]);
    expect(actionsFor(present(), { items: [] })).toEqual([
      { action: 'setDeliveryItems', deliveryId: 'delivery-1', items: [] },
    ]);
  });

  it('gets, changes and loses single fields', () => {
    const custom = customFields('ordoro-delivery', { shippedAt: '2026-01-02T10:00:00.000Z', warehouse: '15450' });
    const fields = { ordoroOrderNumber: '1-A', shippedAt: '2026-01-03T10:00:00.000Z' };
    expect(actionsFor(present({ custom }), { fields })).toEqual([
      { action: 'setDeliveryCustomField', deliveryId: 'delivery-1', name: 'ordoroOrderNumber', value: '1-A' },
      {
        action: 'setDeliveryCustomField',
        deliveryId: 'delivery-1',
        name: 'shippedAt',
        value: '2026-01-03T10:00:00.000Z',
      },
      { action: 'setDeliveryCustomField', deliveryId: 'delivery-1', name: 'warehouse' },
    ]);
  });

  it('keeps fields that the merchant added to our Type', () => {
    const custom = customFields('ordoro-delivery', { ...WANTED.fields, carrierZone: 5 });
    expect(actionsFor(present({ custom }))).toEqual([]);
  });

  it('without Type gets ours', () => {
    expect(actionsFor(without(present(), 'custom'))).toEqual([
      {
        action: 'setDeliveryCustomType',
        deliveryId: 'delivery-1',
        type: { typeId: 'type', key: 'ordoro-delivery' },
        fields: WANTED.fields,
      },
    ]);
  });

  it('with a Type that is not ours keeps it as it is', () => {
    expect(actionsFor(present({ custom: customFields('theirs', { zone: 5 }) }))).toEqual([]);
  });

  it('is told by the id of our Type, where that is known', () => {
    const order = delivering(present({ custom: customFields('theirs', { warehouse: 'Berlin' }) }));
    const wanted = { deliveries: [WANTED], obsolete: [] };
    expect(deliveryActions(order, wanted, { deliveryTypeId: 'ordoro-delivery' })).toEqual([]);
    expect(deliveryActions(order, wanted)).toHaveLength(3);
  });

  it('under another shipping method is removed and added anew, in that order', () => {
    const order = dividedShirtsAndCaps([present()]);
    const wanted = { deliveries: [{ ...WANTED, shippingKey: 'south' }], obsolete: [] };
    expect(deliveryActions(order, wanted)).toMatchObject([
      { action: 'removeDelivery', deliveryId: 'delivery-1' },
      { action: 'addDelivery', deliveryKey: 'ordoro-1-A', shippingKey: 'south' },
    ]);
  });

  it('is removed when nothing is shipped any more, before anything else', () => {
    const order = delivering(made('ordoro-1-B', SHIRT, { id: 'delivery-0' }), made('mine', SHIRT));
    expect(deliveryActions(order, { deliveries: [WANTED], obsolete: ['delivery-0'] })).toMatchObject([
      { action: 'removeDelivery', deliveryId: 'delivery-0' },
      { action: 'addDelivery', deliveryKey: 'ordoro-1-A' },
    ]);
  });
});

describe('a parcel', () => {
  it('gets another tracking number when the label was made anew', () => {
    const trackingData = { trackingId: '1Z2', carrier: 'UPS', provider: 'Ordoro' };
    expect(actionsFor(present(), { parcels: [{ ...PARCEL, trackingData }] })).toEqual([
      { action: 'setParcelTrackingData', parcelId: 'parcel-1', trackingData },
    ]);
  });

  it('loses the carrier, the size and fields that are not known any more', () => {
    const wanted = { key: PARCEL.key, trackingData: { trackingId: '1Z1', provider: 'Ordoro' }, fields: {} };
    expect(actionsFor(present(), { parcels: [wanted] })).toEqual([
      {
        action: 'setParcelTrackingData',
        parcelId: 'parcel-1',
        trackingData: { trackingId: '1Z1', provider: 'Ordoro' },
      },
      { action: 'setParcelMeasurements', parcelId: 'parcel-1' },
      { action: 'setParcelCustomField', parcelId: 'parcel-1', name: 'service' },
      { action: 'setParcelCustomField', parcelId: 'parcel-1', name: 'shippingCost' },
      { action: 'setParcelCustomField', parcelId: 'parcel-1', name: 'estimatedDelivery' },
    ]);
  });

  it('gets a size and fields that became known', () => {
    const bare = without(without(parcel(), 'measurements'), 'custom');
    expect(actionsFor(present({ parcels: [bare] }))).toEqual([
      { action: 'setParcelMeasurements', parcelId: 'parcel-1', measurements: { weightInGram: 454 } },
      {
        action: 'setParcelCustomType',
        parcelId: 'parcel-1',
        type: { typeId: 'type', key: 'ordoro-parcel' },
        fields: PARCEL.fields,
      },
    ]);
    const emptied = parcel({ custom: customFields('ordoro-parcel', {}) });
    expect(actionsFor(present({ parcels: [emptied] }))).toMatchObject([
      { action: 'setParcelCustomField', name: 'service', value: 'UPS Ground' },
      { action: 'setParcelCustomField', name: 'shippingCost', value: 7.25 },
      { action: 'setParcelCustomField', name: 'estimatedDelivery' },
    ]);
  });

  it('is added to and removed from a delivery that stays', () => {
    const second = { ...PARCEL, key: 'ordoro-1-A-2' };
    expect(actionsFor(present(), { parcels: [PARCEL, second] })).toEqual([
      {
        action: 'addParcelToDelivery',
        deliveryId: 'delivery-1',
        parcelKey: 'ordoro-1-A-2',
        trackingData: PARCEL.trackingData,
        measurements: PARCEL.measurements,
        custom: { type: { typeId: 'type', key: 'ordoro-parcel' }, fields: PARCEL.fields },
      },
    ]);
    expect(actionsFor(present(), { parcels: [] })).toEqual([
      { action: 'removeParcelFromDelivery', parcelId: 'parcel-1' },
    ]);
  });

  it('of the merchant stays where it is', () => {
    const theirs = [parcel({ id: 'parcel-8', key: 'gift' }), without(parcel({ id: 'parcel-9' }), 'key')];
    expect(actionsFor(present({ parcels: [parcel(), ...theirs] }))).toEqual([]);
  });
});

describe('an update with little room', () => {
  const moved = { deliveries: [{ ...WANTED, shippingKey: 'south' }], obsolete: ['delivery-0'] };
  const order = dividedShirtsAndCaps([made('ordoro-1-B', SHIRT, { id: 'delivery-0' }), present()]);

  it('takes what fits and never separates a removal from its addition', () => {
    const names = (atMost: number) => deliveryActions(order, moved, { atMost }).map(({ action }) => action);
    expect(names(0)).toEqual([]);
    expect(names(2)).toEqual(['removeDelivery']);
    expect(names(3)).toEqual(['removeDelivery', 'removeDelivery', 'addDelivery']);
  });

  it('takes 500 actions at most', () => {
    const deliveries = Array.from({ length: 501 }, (_, index) => ({ ...WANTED, key: `ordoro-${index}` }));
    expect(deliveryActions(shirtsAndCaps(), { deliveries, obsolete: [] })).toHaveLength(500);
  });
});
