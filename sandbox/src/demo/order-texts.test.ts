import type { Delivery, Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { buildOrder } from '../seed/order-builder.ts';
import { differences, type OrderOutcome } from './order-outcomes.ts';
import { deliveryTexts, returnTexts } from './order-texts.ts';

const ORDER = buildOrder({
  createdAt: '2026-11-23T10:00:00.000Z',
  lines: [
    { id: 'mug', sku: 'MUG', quantity: 2, unitPrice: 1600 },
    { id: 'bag', sku: 'BAG', quantity: 3, unitPrice: 1050 },
  ],
});

function withDelivery(delivery: Partial<Delivery>): Order {
  const complete = {
    id: 'd',
    createdAt: ORDER.createdAt,
    items: [{ id: 'mug', quantity: 2 }],
    parcels: [],
    ...delivery,
  };
  return { ...ORDER, shippingInfo: { ...ORDER.shippingInfo!, deliveries: [complete] } };
}

const custom = (fields: object) => ({ type: { typeId: 'type' as const, id: 't' }, fields });

describe('a delivery in words', () => {
  it('names number, units, carrier, service and all tracking numbers', () => {
    const parcel = (id: string) => ({
      id,
      createdAt: ORDER.createdAt,
      trackingData: { trackingId: id, carrier: 'UPS' },
      custom: custom({ service: 'UPS Ground' }),
    });
    const order = withDelivery({
      items: [
        { id: 'mug', quantity: 1 },
        { id: 'bag', quantity: 3 },
      ],
      parcels: [parcel('1Z1'), parcel('1Z2')],
      custom: custom({ ordoroOrderNumber: '2-NS-1-2' }),
    });
    expect(deliveryTexts(order)).toEqual(['NS-1-2: 1×MUG 3×BAG, UPS, UPS Ground, 1Z1 1Z2']);
  });

  it('of a merchant has no tracking and goes by its key', () => {
    expect(deliveryTexts(withDelivery({ key: 'by-hand' }))).toEqual(['by-hand: 2×MUG, no tracking']);
  });
});

describe('a return in words', () => {
  it('names units and state', () => {
    const item = {
      type: 'LineItemReturnItem' as const,
      id: 'r',
      lineItemId: 'bag',
      quantity: 1,
      shipmentState: 'BackInStock' as const,
      paymentState: 'Initial' as const,
      createdAt: ORDER.createdAt,
      lastModifiedAt: ORDER.createdAt,
    };
    expect(returnTexts({ ...ORDER, returnInfo: [{ items: [item] }] })).toEqual(['1×BAG BackInStock']);
  });
});

describe('an outcome', () => {
  const shipped: OrderOutcome = {
    status: 'shipped',
    issues: [],
    shipmentState: 'Shipped',
    deliveries: ['b', 'a'],
    returns: [],
    ordoroOrders: ['2-NS-1'],
    inOrdoro: ['NS-1 shipped 1×MUG'],
  };

  it('is as expected whatever the order of its deliveries, and whatever nobody asks for', () => {
    expect(differences(shipped, { status: 'shipped', ordoroOrders: 1, deliveries: ['a', 'b'] })).toEqual([]);
  });

  it('is not as expected with deliveries that nobody expects, or another status', () => {
    expect(differences(shipped, { status: 'exported', ordoroOrders: 1 })).toEqual([
      'status: shipped; expected: exported',
      'deliveries: a; b; expected: none',
    ]);
  });
});
