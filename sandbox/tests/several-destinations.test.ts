import { describe, expect, it } from 'vitest';
import { byTwoMethods, TWO_ADDRESSES, toBoth } from './destinations.ts';
import { creations, journeyOfOrders, syncedNumbers } from './exported-once.ts';
import { placeAndDeliver } from './shop.ts';

const journey = journeyOfOrders();

describe('an order with several destinations', () => {
  it('becomes one Ordoro order per shipping method (shippingMode Multiple)', async () => {
    const order = await placeAndDeliver(journey, { ...byTwoMethods({ home: 2, cabin: 1 }), taxRate: 0 });

    const parts = journey.ordoroOrders(order.id);
    expect(parts.map((part) => part.order_number)).toEqual([`2-${order.orderNumber}-S1`, `2-${order.orderNumber}-S2`]);
    expect(parts.map((part) => part.lines[0]!.cart_order_id)).toEqual([`${order.id}-S1`, `${order.id}-S2`]);
    expect(parts.map((part) => part.lines.map(({ quantity }) => quantity))).toEqual([[2], [1]]);
    expect(parts.map((part) => part.financial.grand_total)).toEqual([26, 19.5]);
    expect(parts.map((part) => part.requested_shipping_method)).toEqual(['UPS Ground', 'UPS 2nd Day Air']);
    expect(syncedNumbers(journey, order.id)).toEqual(parts.map((part) => part.order_number));
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('becomes one Ordoro order per address when one method serves several', async () => {
    const order = await placeAndDeliver(journey, { ...toBoth({ home: 1, cabin: 2 }), taxRate: 0 });

    const parts = journey.ordoroOrders(order.id);
    expect(parts.map((part) => part.lines.map(({ quantity }) => quantity))).toEqual([[1], [2]]);
    expect(parts.map((part) => part.shipping_address.street1)).toEqual(['1 A Street', '2 B Road']);
    expect(parts.reduce((sum, part) => sum + Math.round((part.financial.grand_total ?? 0) * 100), 0)).toBe(
      order.totalPrice.centAmount,
    );
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('sends only the missing part again when one of two failed', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'POST', path: /^\/v3\/order$/ },
      skip: 1,
      effect: { kind: 'status', when: 'before-work', status: 429 },
    });
    const order = await placeAndDeliver(journey, TWO_ADDRESSES);
    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(5);

    expect(creations(journey, `${order.orderNumber}-S1`)).toBe(1);
    expect(creations(journey, `${order.orderNumber}-S2`)).toBe(2);
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: [`2-${order.orderNumber}-S1`, `2-${order.orderNumber}-S2`],
    });
  });
});
