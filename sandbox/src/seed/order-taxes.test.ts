import { describe, expect, it } from 'vitest';
import { figures, order, portions } from './order-figures.ts';

describe('taxes of a built order', () => {
  it('adds 19 % tax on top of net prices, rounded once per line and once for the shipping', () => {
    const built = order({
      currency: 'EUR',
      country: 'DE',
      tax: 'net',
      taxRate: 0.19,
      lines: [{ sku: 'A', quantity: 3, unitPrice: 1299 }],
      shipping: { price: 490 },
    });
    expect(built.lineItems[0]?.totalPrice.centAmount).toBe(3897);
    expect(figures(built.lineItems[0]?.taxedPrice)).toEqual([3897, 4637, 740]);
    expect(figures(built.shippingInfo?.taxedPrice)).toEqual([490, 583, 93]);
    expect(built.totalPrice).toEqual({
      type: 'centPrecision',
      currencyCode: 'EUR',
      centAmount: 4387,
      fractionDigits: 2,
    });
    expect(figures(built.taxedPrice)).toEqual([4387, 5220, 833]);
    expect(portions(built.taxedPrice)).toEqual([[0.19, 833]]);
    expect(figures(built.taxedShippingPrice)).toEqual([490, 583, 93]);
    expect(built.lineItems[0]?.taxRate).toMatchObject({ amount: 0.19, includedInPrice: false, name: 'Tax 19 %' });
  });

  it('takes the tax out of gross prices and adds up the portions of each rate', () => {
    const built = order({
      currency: 'EUR',
      tax: 'gross',
      taxRate: 0.19,
      lines: [
        { sku: 'BEANS', quantity: 2, unitPrice: 890, taxRate: 0.07 },
        { sku: 'MUG', quantity: 1, unitPrice: 1450 },
      ],
      shipping: { price: 490 },
    });
    expect(figures(built.lineItems[0]?.taxedPrice)).toEqual([1664, 1780, 116]);
    expect(figures(built.lineItems[1]?.taxedPrice)).toEqual([1218, 1450, 232]);
    expect(figures(built.shippingInfo?.taxedPrice)).toEqual([412, 490, 78]);
    expect(built.totalPrice.centAmount).toBe(3720);
    expect(figures(built.taxedPrice)).toEqual([3294, 3720, 426]);
    expect(portions(built.taxedPrice)).toEqual([
      [0.07, 116],
      [0.19, 310],
    ]);
  });

  it('handles a US sales tax of 8.875 % and untaxed shipping', () => {
    const built = order({
      lines: [{ sku: 'A', quantity: 2, unitPrice: 1850, taxRate: 0.08875 }],
      shipping: { price: 799 },
    });
    expect(built.lineItems[0]?.taxRate?.name).toBe('Tax 8.875 %');
    expect(built.totalPrice).toMatchObject({ centAmount: 4499, currencyCode: 'USD' });
    expect(figures(built.taxedPrice)).toEqual([4499, 4827, 328]);
    expect(portions(built.taxedPrice)).toEqual([
      [0.08875, 328],
      [0, 0],
    ]);
  });

  it('knows that the yen has no minor unit', () => {
    const built = order({
      currency: 'JPY',
      country: 'JP',
      tax: 'gross',
      lines: [{ sku: 'A', quantity: 3, unitPrice: 1500, taxRate: 0.08 }],
      shipping: { price: 600, taxRate: 0.1 },
    });
    expect(built.totalPrice).toEqual({
      type: 'centPrecision',
      currencyCode: 'JPY',
      centAmount: 5100,
      fractionDigits: 0,
    });
    expect(figures(built.taxedPrice)).toEqual([4712, 5100, 388]);
  });

  it('knows that the Kuwaiti dinar has three digits, and rounds a half to the even neighbour', () => {
    const built = order({ currency: 'KWD', taxRate: 0.05, lines: [{ sku: 'A', quantity: 3, unitPrice: 2750 }] });
    expect(built.totalPrice).toMatchObject({ centAmount: 8250, fractionDigits: 3 });
    expect(figures(built.taxedPrice)).toEqual([8250, 8662, 412]);
  });

  it.each([
    ['HalfEven', 178],
    ['HalfUp', 179],
    ['HalfDown', 178],
  ])('rounds the tie of 1.785 by %s to %d', (taxRoundingMode, gross) => {
    const built = order({ taxRate: 0.19, taxRoundingMode, lines: [{ sku: 'A', quantity: 1, unitPrice: 150 }] });
    expect(built.taxedPrice?.totalGross.centAmount).toBe(gross);
  });

  it('carries no tax field anywhere when the order is not taxed', () => {
    const built = order({ tax: 'none', lines: [{ sku: 'A', quantity: 2, unitPrice: 1000 }], shipping: { price: 500 } });
    expect(built.totalPrice.centAmount).toBe(2500);
    expect(built.taxMode).toBe('Disabled');
    expect(JSON.stringify(built)).not.toMatch(/taxedPrice"|taxRate"|taxedShippingPrice/);
  });

  it('rounds per unit and multiplies when taxes are calculated at unit price level', () => {
    const lines = [{ sku: 'A', quantity: 3, unitPrice: 999, taxRate: 0.19 }];
    const perUnit = order({ tax: 'gross', taxCalculationMode: 'UnitPriceLevel', lines });
    expect(figures(perUnit.taxedPrice)).toEqual([2517, 2997, 480]);
    const perLine = order({ tax: 'gross', lines });
    expect(figures(perLine.taxedPrice)).toEqual([2518, 2997, 479]);
  });
});
