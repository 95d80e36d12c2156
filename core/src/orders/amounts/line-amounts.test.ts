import type { LineItem, TypedMoney } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { euro, line, order, targets, taxed, taxRate } from '../../../tests/generators/written-orders.ts';
import { lineAmounts, lineShares } from './line-amounts.ts';

const taxedOrder = order(0, { taxedPrice: taxed(0, 0) });
const multipleOrder = order(0, { taxedPrice: taxed(0, 0), shippingMode: 'Multiple' });
const price = (value: TypedMoney): Partial<LineItem> => ({ price: { id: 'price', value } });

describe('the figures of a line', () => {
  it('are its net total, the net unit price and its taxes', () => {
    const lineItem = line('a', 3, 3570, { taxedPrice: taxed(3000, 3570, [[0.19, 570, 'MwSt']]) });
    expect(lineAmounts(taxedOrder, lineItem)).toEqual({
      quantity: 3,
      net: 3000,
      tax: 570,
      itemPrice: 10,
      taxLines: [{ name: 'MwSt', amount: 5.7, rate: 0.19 }],
    });
  });

  it.each([
    [1000, 3, 3.33],
    [2000, 3, 6.67],
    [5, 2, 0.02], // 2.5 cents
    [15, 2, 0.08], // 7.5 cents
    [0, 4, 0],
  ])('a net total of %p cents over %p units has the unit price %p', (total, quantity, itemPrice) => {
    expect(lineAmounts(taxedOrder, line('a', quantity, total)).itemPrice).toBe(itemPrice);
  });

  it('a high-precision price keeps its digits in the unit price', () => {
    const value = {
      type: 'highPrecision',
      centAmount: 12,
      preciseAmount: 12345,
      currencyCode: 'EUR',
      fractionDigits: 5,
    } as const;
    expect(lineAmounts(taxedOrder, line('a', 1000, 12345, price(value))).itemPrice).toBe(0.12345);
    expect(lineAmounts(taxedOrder, line('a', 7, 86, price(value))).itemPrice).toBe(0.12286); // 0.122857…
  });

  it('a line without units has its total as unit price, so that nothing is divided by zero', () => {
    expect(lineAmounts(taxedOrder, line('a', 0, 0, price(euro(100)))).itemPrice).toBe(0);
  });

  describe('its taxes', () => {
    const taxLines = (more: Partial<LineItem>) => lineAmounts(taxedOrder, line('a', 1, 1000, more)).taxLines;

    it('are all its tax portions, as for state and county', () => {
      const taxedPrice = taxed(1000, 1089, [
        [0.04, 40, 'state'],
        [0.04875, 49, 'county'],
      ]);
      expect(taxLines({ taxedPrice })).toEqual([
        { name: 'state', amount: 0.4, rate: 0.04 },
        { name: 'county', amount: 0.49, rate: 0.04875 },
      ]);
    });

    it('without a name take that of the rate, else "Tax"', () => {
      const taxedPrice = taxed(1000, 1190, [[0.19, 190]]);
      expect(taxLines({ taxedPrice, taxRate: taxRate(0.19, false, 'VAT DE') })).toEqual([
        { name: 'VAT DE', amount: 1.9, rate: 0.19 },
      ]);
      expect(taxLines({ taxedPrice })).toEqual([{ name: 'Tax', amount: 1.9, rate: 0.19 }]);
      expect(taxLines({ taxedPrice: taxed(1000, 1190, [[0.19, 190, '']]) })).toEqual([
        { name: 'Tax', amount: 1.9, rate: 0.19 },
      ]);
    });

    it('without portions are the one tax of the rate', () => {
      expect(taxLines({ taxedPrice: taxed(1000, 1190), taxRate: taxRate(0.19, false) })).toEqual([
        { name: 'VAT', amount: 1.9, rate: 0.19 },
      ]);
    });

    it('are none without portions and rate, or without a taxed price', () => {
      expect(taxLines({ taxedPrice: taxed(1000, 1190) })).toEqual([]);
      expect(taxLines({ taxRate: taxRate(0.19, false) })).toEqual([]);
    });
  });
});

describe('the shares of a line', () => {
  const to = targets('Multiple', ['x', 2], ['y', 1]);
  const units = new Map([
    ['x', 2],
    ['y', 1],
  ]);

  it('are those of the shipping methods, with their own rates', () => {
    const lineItem = line('a', 3, 3000, {
      ...to,
      taxedPricePortions: [
        { shippingMethodKey: 'y', taxedPrice: taxed(1000, 1077) },
        { shippingMethodKey: 'x', taxedPrice: taxed(2000, 2380, [[0.19, 380]]) },
      ],
      perMethodTaxRate: [
        { shippingMethodKey: 'x', taxRate: taxRate(0.19, false, 'DE') },
        { shippingMethodKey: 'y', taxRate: taxRate(0.077, false, 'CH') },
      ],
    });
    expect([...lineShares(multipleOrder, lineItem, units)]).toEqual([
      ['x', { quantity: 2, net: 2000, tax: 380, itemPrice: 10, taxLines: [{ name: 'DE', amount: 3.8, rate: 0.19 }] }],
      ['y', { quantity: 1, net: 1000, tax: 77, itemPrice: 10, taxLines: [{ name: 'CH', amount: 0.77, rate: 0.077 }] }],
    ]);
  });

  it('are split by quantity where a method has no portion, and add up to the cent', () => {
    const lineItem = line('a', 3, 1000, {
      ...to,
      taxedPrice: taxed(1000, 1190, [[0.19, 190, 'VAT']]),
      taxedPricePortions: [{ shippingMethodKey: 'x', taxedPrice: taxed(600, 714) }],
    });
    expect([...lineShares(multipleOrder, lineItem, units)]).toEqual([
      [
        'x',
        { quantity: 2, net: 667, tax: 127, itemPrice: 3.34, taxLines: [{ name: 'VAT', amount: 1.27, rate: 0.19 }] },
      ],
      ['y', { quantity: 1, net: 333, tax: 63, itemPrice: 3.33, taxLines: [{ name: 'VAT', amount: 0.63, rate: 0.19 }] }],
    ]);
  });

  it('of units without destination take no portion, and a split by quantity leaves them their share', () => {
    const some = new Map<string | undefined, number>([
      ['x', 2],
      [undefined, 1],
    ]);
    const portions = [{ shippingMethodKey: 'x', taxedPrice: taxed(600, 714) }];
    const withPortion = line('a', 3, 1000, { taxedPrice: taxed(1000, 1190), taxedPricePortions: portions });
    expect(lineShares(multipleOrder, withPortion, some).get('x')?.net).toBe(600);
    const without = line('a', 3, 1000, { taxedPrice: taxed(1000, 1190) });
    expect(lineShares(multipleOrder, without, some).get('x')?.net).toBe(667);
    expect(lineShares(multipleOrder, without, some).get(undefined)?.net).toBe(333);
  });

  it('of several addresses are split by quantity', () => {
    const lineItem = line('a', 3, 1000, { taxedPricePortions: [{ shippingMethodKey: 'x', taxedPrice: taxed(1, 1) }] });
    expect([...lineShares(taxedOrder, lineItem, units)].map(([key, { net }]) => [key, net])).toEqual([
      ['x', 667],
      ['y', 333],
    ]);
  });

  it('of a line without units are none', () => {
    expect(lineShares(taxedOrder, line('a', 0, 0, price(euro(1))), new Map()).size).toBe(0);
  });
});
