import { describe, expect, it } from 'vitest';
import { figures, order, portions } from './order-figures.ts';

describe('discounts and unusual lines of a built order', () => {
  it('keeps two unit prices apart when a discount reaches only some units', () => {
    const built = order({
      lines: [{ sku: 'A', quantity: 5, unitPrice: 999, lineDiscountPerUnit: 100, discountedUnits: 2 }],
    });
    const line = built.lineItems[0];
    expect(line?.totalPrice.centAmount).toBe(4795);
    expect(
      line?.discountedPricePerQuantity.map((entry) => [
        entry.quantity,
        entry.discountedPrice.value.centAmount,
        entry.discountedPrice.includedDiscounts[0]?.discountedAmount.centAmount,
      ]),
    ).toEqual([
      [2, 899, 100],
      [3, 999, undefined],
    ]);
  });

  it('takes a discount on the total price off both sides by the same percentage, from gross prices', () => {
    const built = order({
      currency: 'EUR',
      tax: 'gross',
      taxRate: 0.19,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 10000 }],
      shipping: { price: 1000 },
      totalDiscount: 1100,
    });
    expect(built.totalPrice.centAmount).toBe(9900);
    expect(figures(built.taxedPrice)).toEqual([8319, 9900, 1581]);
    expect(portions(built.taxedPrice)).toEqual([[0.19, 1581]]);
    expect(figures(built.taxedShippingPrice)).toEqual([756, 900, 144]);
    expect(figures(built.shippingInfo?.taxedPrice)).toEqual([840, 1000, 160]);
    expect(built.discountOnTotalPrice).toMatchObject({
      discountedAmount: { centAmount: 1100 },
      discountedNetAmount: { centAmount: 924 },
      discountedGrossAmount: { centAmount: 1100 },
    });
  });

  it('takes a discount on the total price off net prices and carries it over to the gross side', () => {
    const built = order({
      taxRate: 0.2,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 5000 }],
      totalDiscount: 501,
    });
    expect(built.totalPrice.centAmount).toBe(4499);
    expect(figures(built.taxedPrice)).toEqual([4499, 5399, 900]);
    expect(built.discountOnTotalPrice).toMatchObject({
      discountedNetAmount: { centAmount: 501 },
      discountedGrossAmount: { centAmount: 601 },
    });
  });

  it('states a discount on an untaxed total without net and gross amounts', () => {
    const built = order({ tax: 'none', lines: [{ sku: 'A', quantity: 1, unitPrice: 5000 }], totalDiscount: 500 });
    expect(built.totalPrice.centAmount).toBe(4500);
    expect(Object.keys(built.discountOnTotalPrice ?? {})).toEqual(['discountedAmount', 'includedDiscounts']);
  });

  it('lets a negative custom line lower net, tax and total', () => {
    const built = order({
      taxRate: 0.19,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 2000 }],
      customLines: [{ name: 'Loyalty points', money: -300 }],
    });
    expect(figures(built.customLineItems[0]?.taxedPrice)).toEqual([-300, -357, -57]);
    expect(built.totalPrice.centAmount).toBe(1700);
    expect(figures(built.taxedPrice)).toEqual([1700, 2023, 323]);
  });

  it('multiplies a high-precision price before it rounds', () => {
    const built = order({
      currency: 'EUR',
      lines: [
        { sku: 'CUP', quantity: 150, unitPrice: 0, highPrecision: { preciseAmount: 13333, fractionDigits: 5 } },
        { sku: 'LID', quantity: 6, unitPrice: 0, highPrecision: { preciseAmount: 875, fractionDigits: 4 } },
      ],
    });
    expect(built.lineItems[0]?.price.value).toEqual({
      type: 'highPrecision',
      currencyCode: 'EUR',
      centAmount: 13,
      preciseAmount: 13333,
      fractionDigits: 5,
    });
    expect(built.lineItems.map((line) => line.totalPrice.centAmount)).toEqual([2000, 52]);
  });

  it('discounts a high-precision price in its own precision', () => {
    const built = order({
      currency: 'EUR',
      lines: [
        {
          sku: 'CUP',
          quantity: 100,
          unitPrice: 0,
          lineDiscountPerUnit: 3,
          highPrecision: { preciseAmount: 13333, fractionDigits: 5 },
        },
      ],
    });
    expect(built.lineItems[0]?.discountedPricePerQuantity[0]?.discountedPrice.value).toMatchObject({
      preciseAmount: 10333,
      centAmount: 10,
    });
    expect(built.totalPrice.centAmount).toBe(1033);
  });

  it('gives a gift line a total of zero and keeps its price', () => {
    const built = order({
      taxRate: 0.19,
      lines: [
        { sku: 'A', quantity: 1, unitPrice: 2000 },
        { sku: 'MUG', quantity: 1, unitPrice: 1450, gift: true },
      ],
    });
    const gift = built.lineItems[1];
    expect(gift).toMatchObject({ lineItemMode: 'GiftLineItem', totalPrice: { centAmount: 0 } });
    expect(gift?.price.value.centAmount).toBe(1450);
    expect(figures(gift?.taxedPrice)).toEqual([0, 0, 0]);
    expect(built.totalPrice.centAmount).toBe(2000);
  });

  it('counts and taxes what is left of a discounted shipping price', () => {
    const built = order({
      taxRate: 0.2,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 1000 }],
      shipping: { method: 'Express', price: 1500, discounted: 500 },
    });
    expect(built.shippingInfo).toMatchObject({
      shippingMethodName: 'Express',
      price: { centAmount: 1500 },
      discountedPrice: { value: { centAmount: 500 } },
    });
    expect(figures(built.shippingInfo?.taxedPrice)).toEqual([500, 600, 100]);
    expect(built.totalPrice.centAmount).toBe(1500);
  });

  it('lets an order be worth less than nothing', () => {
    const built = order({
      lines: [{ sku: 'A', quantity: 1, unitPrice: 100 }],
      customLines: [{ name: 'Credit', money: -100, quantity: 3 }],
    });
    expect(built.totalPrice.centAmount).toBe(-200);
  });

  it('moves only the totals when they are meant to be wrong', () => {
    const built = order({ taxRate: 0.2, lines: [{ sku: 'A', quantity: 1, unitPrice: 1000 }], totalsOffBy: 250 });
    expect(built.lineItems[0]?.totalPrice.centAmount).toBe(1000);
    expect(built.totalPrice.centAmount).toBe(1250);
    expect(figures(built.taxedPrice)).toEqual([1250, 1450, 200]);
  });
});
