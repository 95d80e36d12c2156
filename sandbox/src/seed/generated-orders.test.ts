import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrdoroStandIn, startOrdoro } from '../ordoro/stand-in.ts';
import { WEST } from './articles.ts';
import { generatedOrders } from './generated-orders.ts';
import { seedOrdoro } from './load.ts';
import type { OrderSpec } from './order-builder.ts';
import { SEED_IDS } from './seed-names.ts';

const OPTIONS = { count: 1000, createdAt: '2026-11-23T10:00:00.000Z' };

/** As the connector exports it, as far as rules look at it. */
function draftOf({ id, orderNumber, country = 'US', lines, shipping }: OrderSpec) {
  const isExpress = shipping?.method === 'Express';
  const isFromWest = lines[0]?.supplyChannelId === SEED_IDS.channelWest;
  const address = { name: 'Ada Byron', country };
  return {
    order_id: orderNumber ?? '',
    ...(id === undefined ? {} : { cart_order_id: id }),
    shipping_type: isExpress ? 'UPS 2nd Day Air' : 'UPS Ground',
    tags: isExpress ? [{ text: 'rush' }] : [],
    ...(isFromWest ? { warehouse_id: WEST } : {}),
    billing_address: address,
    shipping_address: address,
    lines: lines.map(({ sku = '', quantity }) => ({ quantity, product: { sku, name: sku } })),
  };
}

describe('a thousand generated orders in the warehouse', () => {
  let ordoro: OrdoroStandIn;
  const counts = new Map<string, number>();

  beforeAll(async () => {
    ordoro = await startOrdoro({ clock: () => Date.parse(OPTIONS.createdAt) });
    seedOrdoro(ordoro);
    for (const spec of generatedOrders(OPTIONS)) {
      const { order_number: number } = ordoro.createOrder(draftOf(spec));
      const { shipping_info: info } = ordoro.ship(number);
      const carrier = info.carrier_name ?? ordoro.shippers.find(({ id }) => id === info.carrier?.id)?.name;
      const key = `${carrier}: ${info.shipping_method}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  });

  afterAll(() => ordoro.close());

  it('leave by many carriers and services, each of them often', () => {
    const often = [...counts].flatMap(([service, count]) => (count >= 10 ? [service] : []));
    expect(often.sort()).toEqual([
      'Canada Post: Expedited Parcel',
      'Chronopost: Chrono Express',
      'DHL eCommerce: DHL Packet International',
      'DHL eCommerce: DHL Parcel International Direct',
      'FedEx: FedEx 2Day',
      'FedEx: FedEx Home Delivery',
      'UPS: UPS Ground',
      'USPS: USPS Ground Advantage',
      'USPS: USPS Priority Mail International',
    ]);
  });

  it('mostly leave by another service than was requested', () => {
    const asRequested = counts.get('UPS: UPS Ground') ?? 0;
    expect(asRequested).toBeLessThan(300);
  });
});

describe('generated orders', () => {
  it('are the same for the same seed and others for another', () => {
    const [one, two] = [generatedOrders({ ...OPTIONS, count: 20 }), generatedOrders({ ...OPTIONS, count: 20 })];
    expect(one).toEqual(two);
    expect(generatedOrders({ ...OPTIONS, count: 20, seed: 2 })).not.toEqual(one);
  });

  it('have no id and no number twice', () => {
    const specs = generatedOrders(OPTIONS);
    expect(new Set(specs.map(({ id }) => id)).size).toBe(1000);
    expect(new Set(specs.map(({ orderNumber }) => orderNumber)).size).toBe(1000);
  });
});
