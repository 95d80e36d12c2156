import { describe, expect, it } from 'vitest';
import { CREATED_AT, order } from './order-figures.ts';

describe('the rest of a built order', () => {
  const lines = [{ sku: 'A', quantity: 1, unitPrice: 100 }];

  it('is the same, ids included, every time the same spec is built', () => {
    expect(order({ lines })).toEqual(order({ lines }));
    expect(order({ lines }).id).not.toBe(order({ lines, country: 'DE' }).id);
  });

  it('gives every id the shape of a UUID', () => {
    const built = order({ lines, customLines: [{ name: 'Fee', money: 100 }] });
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(built.id).toMatch(uuid);
    expect(built.lineItems[0]?.id).toMatch(uuid);
    expect(built.customLineItems[0]?.id).toMatch(uuid);
  });

  it('holds no undefined field, so that it equals what travels as JSON', () => {
    const built = order({ lines: [{ ...lines[0]!, sku: undefined }], orderNumber: null, shipping: null });
    expect(JSON.parse(JSON.stringify(built))).toStrictEqual(built);
  });

  it('makes up order number, address and free shipping when the spec is silent, and leaves them out for null', () => {
    expect(order({ lines, country: 'DE' })).toMatchObject({
      orderNumber: expect.stringMatching(/^W-[0-9A-F]{8}$/),
      shippingAddress: { country: 'DE', city: 'Leipzig' },
      shippingInfo: { shippingMethodName: 'Standard', price: { centAmount: 0 } },
    });
    const bare = order({ lines, orderNumber: null, shippingAddress: null, shipping: null });
    expect(bare).not.toHaveProperty('orderNumber');
    expect(bare).not.toHaveProperty('shippingAddress');
    expect(bare).not.toHaveProperty('shippingInfo');
  });

  it('puts deliveries of a Single order on its shipping info', () => {
    const delivery = { id: 'd1', createdAt: CREATED_AT, items: [], parcels: [] };
    expect(order({ lines, deliveries: [delivery] }).shippingInfo?.deliveries).toEqual([delivery]);
  });

  it('refers to state, store, recurring order and discount codes', () => {
    const built = order({ lines, state: 's1', store: 'us', recurringOrderId: 'r1', discountCodes: ['c1'] });
    expect(built).toMatchObject({
      state: { typeId: 'state', id: 's1' },
      store: { typeId: 'store', key: 'us' },
      recurringOrder: { typeId: 'recurring-order', id: 'r1' },
      discountCodes: [{ discountCode: { typeId: 'discount-code', id: 'c1' }, state: 'MatchesCart' }],
    });
  });

  it('shows the inventory mode of a line only where it differs from the order', () => {
    const built = order({
      inventoryMode: 'TrackOnly',
      lines: [
        { sku: 'A', quantity: 1, unitPrice: 1, inventoryMode: 'TrackOnly' },
        { sku: 'B', quantity: 1, unitPrice: 1, inventoryMode: 'None' },
      ],
    });
    expect(built.lineItems.map((line) => line.inventoryMode)).toEqual([undefined, 'None']);
  });

  it.each([
    ['a broken minor unit', { lines: [{ quantity: 1, unitPrice: 10.5 }] }],
    ['a quantity of zero', { lines: [{ quantity: 0, unitPrice: 10 }] }],
    ['a line discount above the price', { lines: [{ quantity: 1, unitPrice: 9, lineDiscountPerUnit: 10 }] }],
    ['a discount above the total', { lines, totalDiscount: 101 }],
    [
      'a discount on more units than there are',
      { lines: [{ quantity: 1, unitPrice: 9, lineDiscountPerUnit: 1, discountedUnits: 2 }] },
    ],
    [
      'a high precision that is none',
      { lines: [{ quantity: 1, unitPrice: 0, highPrecision: { preciseAmount: 1, fractionDigits: 2 } }] },
    ],
    ['an unknown rounding mode', { lines: [{ quantity: 1, unitPrice: 50 }], taxRate: 0.19, taxRoundingMode: 'Up' }],
  ])('refuses %s', (_what, spec) => {
    expect(() => order(spec)).toThrow(RangeError);
  });
});
