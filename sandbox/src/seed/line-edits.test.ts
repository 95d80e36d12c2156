import type { ItemState } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editedOrder } from './line-edits.ts';
import { buildOrder, type OrderSpec } from './order-builder.ts';
import { specOf } from './order-spec-of.ts';
import { demoOrders } from './orders.ts';
import { SEED_IDS } from './seed-names.ts';

const SPEC: OrderSpec = {
  createdAt: '2026-11-23T10:00:00.000Z',
  taxRate: 0.08,
  lines: [
    { id: 'mug', sku: 'MUG', quantity: 2, unitPrice: 1600 },
    { id: 'bag', sku: 'BAG', quantity: 3, unitPrice: 1050 },
  ],
  shipping: { price: 799 },
};
const ORDER = buildOrder(SPEC);

function inState(quantity: number, id: string): ItemState {
  return { quantity, state: { typeId: 'state', id } };
}

describe('an edited order', () => {
  it('has the new quantities and totals that follow from them', () => {
    const edited = editedOrder(ORDER, { quantities: { mug: 5 } });
    expect(edited.lineItems.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['mug', 5],
      ['bag', 3],
    ]);
    // 5 x 16.00 + 3 x 10.50 + 7.99 = 119.49; tax 6.40 + 2.52 + 0.64.
    expect(edited.totalPrice.centAmount).toBe(11_949);
    expect(edited.taxedPrice?.totalGross.centAmount).toBe(12_905);
  });

  it('loses lines and gets new ones', () => {
    const edited = editedOrder(ORDER, { quantities: { mug: 0 }, add: [{ sku: 'DRP', quantity: 1, unitPrice: 2800 }] });
    expect(edited.lineItems.map((line) => [line.variant.sku, line.quantity])).toEqual([
      ['BAG', 3],
      ['DRP', 1],
    ]);
    // 31.50 + 28.00 + 7.99
    expect(edited.totalPrice.centAmount).toBe(6749);
  });

  it('gives a line that is added another id in each edit', () => {
    const add = [{ sku: 'DRP', quantity: 1, unitPrice: 2800 }];
    const ids = editedOrder(editedOrder(ORDER, { add }), { add }).lineItems.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('has new prices, a new shipping price and a new discount', () => {
    const edited = editedOrder(ORDER, { prices: { bag: 1000 }, shippingPrice: 0, totalDiscount: 200 });
    expect([edited.totalPrice.centAmount, edited.shippingInfo?.price.centAmount]).toEqual([6000, 0]);
    expect(editedOrder(edited, { totalDiscount: 0 }).totalPrice.centAmount).toBe(6200);
  });

  it('keeps its deliveries, fields, states and version', () => {
    const delivery = { id: 'd', createdAt: SPEC.createdAt, items: [{ id: 'mug', quantity: 1 }], parcels: [] };
    const order = { ...ORDER, version: 7, shippingInfo: { ...ORDER.shippingInfo!, deliveries: [delivery] } };
    const edited = editedOrder(order, { quantities: { bag: 1 } });
    expect([edited.version, edited.shippingInfo?.deliveries]).toEqual([7, [delivery]]);
  });

  it('puts added units of a line into the initial state and takes units away from there first', () => {
    const [mug, bag] = ORDER.lineItems;
    const state = [inState(1, SEED_IDS.lineItemStateInitial), inState(1, 'shipped')];
    const order = { ...ORDER, lineItems: [{ ...mug!, state }, bag!] };
    const states = (quantity: number) => editedOrder(order, { quantities: { mug: quantity } }).lineItems[0]!.state;
    expect(states(4)).toEqual([inState(3, SEED_IDS.lineItemStateInitial), inState(1, 'shipped')]);
    expect(states(1)).toEqual([inState(1, 'shipped')]);
  });

  it('cannot get another shipping price when it has no shipping method', () => {
    const order = buildOrder({ ...SPEC, shipping: null });
    expect(() => editedOrder(order, { shippingPrice: 5 })).toThrow('one shipping method');
  });
});

describe('the spec of an order', () => {
  it.each(demoOrders(Date.parse('2026-11-23T16:00:00.000Z')).filter(({ order }) => order.totalsOffBy === undefined))(
    'builds the same amounts again: $title',
    ({ order }) => {
      const built = buildOrder(order);
      const again = buildOrder(specOf(built));
      for (const part of [
        'lineItems',
        'customLineItems',
        'totalPrice',
        'taxedPrice',
        'shippingInfo',
        'shipping',
      ] as const)
        expect(again[part]).toEqual(built[part]);
    },
  );

  it('survives any number of edits: an edit that changes nothing changes nothing', () => {
    const quantity = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(quantity, quantity, fc.constantFrom('gross', 'net', 'none'), (mugs, bags, tax) => {
        const order = buildOrder({ ...SPEC, id: 'order', tax });
        const edited = editedOrder(order, { quantities: { mug: mugs, bag: bags } });
        expect(editedOrder(edited, {})).toEqual(edited);
        expect(editedOrder(edited, { quantities: { mug: 2, bag: 3 } })).toEqual(order);
      }),
      { numRuns: 50 },
    );
  });
});
