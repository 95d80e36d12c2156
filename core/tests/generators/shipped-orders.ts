import type { Delivery, Order } from '@commercetools/platform-sdk';
import type { KnownLine, KnownOrdoroOrder, KnownShipment } from '../../src/records/known-ordoro-order.ts';
import { line, order, shippingInfo } from './written-orders.ts';

/** Parts of the divided order. */
export const PARTS = [
  { number: 1, key: 'north' },
  { number: 2, key: 'south' },
];

/** Two shirts and three caps, one shipping method. */
export function shirtsAndCaps(more: Partial<Order> = {}): Order {
  return order(5000, {
    lineItems: [
      line('line-1', 2, 2000, { variant: { id: 1, sku: 'SHIRT' } }),
      line('line-2', 3, 3000, { variant: { id: 1, sku: 'CAP' } }),
    ],
    shippingInfo: shippingInfo(500),
    ...more,
  });
}

/** The same with the shipping methods north and south. */
export function dividedShirtsAndCaps(...deliveries: readonly (readonly Delivery[])[]): Order {
  const { shippingInfo: _none, ...base } = shirtsAndCaps({ shippingMode: 'Multiple' });
  const shipping = ['north', 'south'].map((shippingKey, index) => ({
    shippingKey,
    shippingInfo: shippingInfo(250, { deliveries: [...(deliveries[index] ?? [])] }),
    shippingAddress: { country: 'DE' },
  }));
  return { ...base, shipping };
}

/** Units as `[line item id, quantity, part = 1]`. */
export function units(...units: readonly (readonly [string, number, number?])[]): KnownLine[] {
  return units.map(([lineItemId, quantity, part = 1]) => ({ lineItemId, quantity, part }));
}

/** A shipped Ordoro order; without tracking unless told otherwise. */
export function shippedOrder(
  number: string,
  held: readonly KnownLine[],
  more: Partial<Omit<KnownOrdoroOrder, 'shipment'>> & { shipment?: Partial<KnownShipment> } = {},
): KnownOrdoroOrder {
  const { shipment, ...rest } = more;
  return {
    number,
    status: 'shipped',
    lines: held,
    inSyncInfo: true,
    ...rest,
    shipment: { shippedAt: '2026-01-03T10:00:00.000Z', parcels: [], ...shipment },
  };
}

/** A delivery as it is on an order. */
export function made(key: string, items: Delivery['items'], more: Partial<Delivery> = {}): Delivery {
  return { id: `id of ${key}`, key, createdAt: '2026-01-03T11:00:00.000Z', items, parcels: [], ...more };
}

/** Shirts and caps with these deliveries. */
export function delivering(...deliveries: readonly Delivery[]): Order {
  return shirtsAndCaps({ shippingInfo: shippingInfo(500, { deliveries: [...deliveries] }) });
}
