import type { CentPrecisionMoney, Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GeneratedOrder, orders } from '../../../tests/generators/orders.ts';
import {
  customLine,
  euro,
  line,
  order,
  shippingInfo,
  targets,
  taxed,
  taxRate,
} from '../../../tests/generators/written-orders.ts';
import { orderAmounts, totalsMismatch } from './order-amounts.ts';

const inEuro = { fractionDigits: 2, currencyCode: 'EUR' };
const discountOf = (discounted: number, net?: number) => ({
  discountedAmount: euro(discounted),
  includedDiscounts: [],
  ...(net === undefined ? {} : { discountedNetAmount: euro(net) }),
});

describe('the amounts of an order', () => {
  it.each<[string, Order, [number, number, number, number, number]]>([
    [
      'without tax are its totals',
      order(2500, { lineItems: [line('a', 2, 2000)], shippingInfo: shippingInfo(500) }),
      [2000, 500, 0, 0, 2500],
    ],
    [
      'take the price of shipping after its own discount',
      order(2200, {
        lineItems: [line('a', 2, 2000)],
        shippingInfo: shippingInfo(500, { discountedPrice: { value: euro(200), includedDiscounts: [] } }),
      }),
      [2000, 200, 0, 0, 2200],
    ],
    [
      'of gross prices are net, with the tax told apart',
      order(13090, {
        lineItems: [line('a', 1, 11900, { taxedPrice: taxed(10000, 11900), taxRate: taxRate(0.19, true) })],
        shippingInfo: shippingInfo(1190, { taxedPrice: taxed(1000, 1190), taxRate: taxRate(0.19, true) }),
        taxedPrice: taxed(11000, 13090),
      }),
      [10000, 1000, 2090, 0, 13090],
    ],
    [
      'of net prices end with the gross total',
      order(11000, {
        lineItems: [line('a', 1, 10000, { taxedPrice: taxed(10000, 10738) })],
        shippingInfo: shippingInfo(1000, { taxedPrice: taxed(1000, 1000) }),
        taxedPrice: taxed(11000, 11738),
      }),
      [10000, 1000, 738, 0, 11738],
    ],
    [
      'take the discount on the total and negative custom lines as discount, positive custom lines as product',
      order(9000, {
        lineItems: [line('a', 1, 10000)],
        customLineItems: [customLine(500), customLine(-300)],
        discountOnTotalPrice: discountOf(1200),
      }),
      [10500, 0, 0, 1500, 9000],
    ],
    [
      'with a discounted taxed total have the discount net',
      order(10710, {
        lineItems: [line('a', 1, 11900, { taxedPrice: taxed(10000, 11900) })],
        discountOnTotalPrice: discountOf(1190, 1000),
        taxedPrice: taxed(9000, 10710),
      }),
      [10000, 0, 1710, 1000, 10710],
    ],
    [
      'count lines whether they ship or not, gifts as nothing',
      order(3000, {
        lineItems: [
          line('a', 1, 1000),
          line('download', 1, 2000),
          line('gift', 1, 0, { lineItemMode: 'GiftLineItem' }),
        ],
      }),
      [3000, 0, 0, 0, 3000],
    ],
    [
      'are worked out of an included tax rate where a taxed order gives no taxed price',
      order(13090, {
        lineItems: [line('a', 1, 11900, { taxRate: taxRate(0.19, true) })],
        shippingInfo: shippingInfo(1190, { taxRate: taxRate(0.19, true) }),
        taxedPrice: taxed(11000, 13090),
      }),
      [10000, 1000, 2090, 0, 13090],
    ],
    [
      'leave totals net where the rate is not included, or there is none',
      order(3000, {
        lineItems: [line('a', 1, 1000, { taxRate: taxRate(0.19, false) }), line('b', 1, 2000)],
        taxedPrice: taxed(3000, 3190),
      }),
      [3000, 0, 190, 0, 3190],
    ],
    [
      'round as the order says',
      order(3, {
        taxRoundingMode: 'HalfUp',
        lineItems: [line('a', 1, 3, { taxRate: taxRate(0.2, true) })],
        taxedPrice: taxed(3, 3),
      }),
      [3, 0, 0, 0, 3],
    ],
    [
      'do not use a tax rate when the order is not taxed',
      order(1190, { lineItems: [line('a', 1, 1190, { taxRate: taxRate(0.19, true) })] }),
      [1190, 0, 0, 0, 1190],
    ],
    [
      'count a surplus of the total as product, never as negative discount',
      order(1001, { lineItems: [line('a', 3, 1000)] }),
      [1001, 0, 0, 0, 1001],
    ],
    [
      'keep the total of an order of which only lines are taxed',
      order(1690, {
        lineItems: [line('a', 1, 1190, { taxedPrice: taxed(1000, 1190) })],
        shippingInfo: shippingInfo(500),
      }),
      [1190, 500, 0, 0, 1690],
    ],
    [
      'ignore the taxed shipping price of the order, which is after the order discount',
      order(900, {
        lineItems: [line('a', 1, 500)],
        shippingInfo: shippingInfo(500, { taxedPrice: taxed(500, 500) }),
        discountOnTotalPrice: discountOf(100, 100),
        taxedShippingPrice: taxed(450, 450),
        taxedPrice: taxed(900, 900),
      }),
      [500, 500, 0, 100, 900],
    ],
  ])('%s', (_, given, [product, shipping, tax, discount, grandTotal]) => {
    expect(orderAmounts(given)).toEqual({ product, shipping, tax, discount, grandTotal, ...inEuro });
    expect(totalsMismatch(given)).toBeUndefined();
  });

  const multiple = (lineItems: Order['lineItems'], more: Partial<Order>) =>
    order(3380, {
      shippingMode: 'Multiple',
      lineItems,
      shippingInfo: shippingInfo(99999),
      shipping: [
        {
          shippingKey: 'x',
          shippingAddress: { country: 'DE' },
          shippingInfo: shippingInfo(595, { taxedPrice: taxed(500, 595) }),
        },
        { shippingKey: 'y', shippingAddress: { country: 'CH' }, shippingInfo: shippingInfo(405) },
      ],
      taxedPrice: taxed(2905, 3380),
      ...more,
    });
  const to = targets('Multiple', ['x', 1], ['y', 1]);

  it('with several shipping methods take the shipping of each, and lines by their portions', () => {
    const taxedPricePortions = [
      { shippingMethodKey: 'x', taxedPrice: taxed(1000, 1190) },
      { shippingMethodKey: 'y', taxedPrice: taxed(1000, 1190) },
    ];
    const given = multiple([line('a', 2, 2380, { ...to, taxedPricePortions })], {});
    expect(orderAmounts(given)).toEqual({
      product: 2000,
      shipping: 905,
      tax: 475,
      discount: 0,
      grandTotal: 3380,
      ...inEuro,
    });
    expect(totalsMismatch(given)).toBeUndefined();
  });

  it('with several shipping methods work out each share by the rate of its method where portions are missing', () => {
    const perMethodTaxRate = [
      { shippingMethodKey: 'x', taxRate: taxRate(0.19, true) },
      { shippingMethodKey: 'y', taxRate: taxRate(0, true) },
    ];
    const given = multiple([line('a', 2, 2380, { ...to, perMethodTaxRate })], { taxedPrice: taxed(3095, 3380) });
    expect(orderAmounts(given)).toMatchObject({ product: 2190, shipping: 905, tax: 285, discount: 0 });
    expect(totalsMismatch(given)).toBeUndefined();
  });

  it('stay readable when the order lists no shipping or the line no units', () => {
    const { shipping: _, ...rest } = order(100, { shippingMode: 'Multiple', lineItems: [line('a', 0, 100)] });
    expect(orderAmounts(rest as Order)).toMatchObject({ product: 100, shipping: 0, grandTotal: 100 });
  });
});

describe('a totals mismatch', () => {
  const two = [line('a', 2, 5000), line('b', 1, 5000)];

  it('says what the summands come to and what the total says', () => {
    const given = order(9900, { lineItems: two, shippingInfo: shippingInfo(400) });
    expect(totalsMismatch(given)).toBe(
      'the lines, shipping, tax and discounts of the order come to 104.00 EUR, its total says 99.00 EUR',
    );
  });

  it.each([
    ['3 off with two lines and a shipping is still rounding', 10403, {}, false],
    ['4 off with two lines and a shipping is not', 10404, {}, true],
    ['4 below is not either', 10396, {}, true],
    [
      '4 off with the four units of UnitPriceLevel and a shipping is rounding',
      10404,
      { taxCalculationMode: 'UnitPriceLevel' },
      false,
    ],
    ['5 off with UnitPriceLevel is not', 10405, { taxCalculationMode: 'UnitPriceLevel' }, true],
    ['an order discount allows one more', 10304, { discountOnTotalPrice: discountOf(100) }, false],
    ['but only one', 10305, { discountOnTotalPrice: discountOf(100) }, true],
    ['a custom line allows one more too', 10504, { customLineItems: [customLine(100)] }, false],
    ['a custom line of either sign counts as it is', 10300, { customLineItems: [customLine(-100)] }, false],
    ['a discount that the total does not show is a mismatch', 10400, { discountOnTotalPrice: discountOf(100) }, true],
  ] as const)('%s', (_, total, more, mismatch) => {
    const given = order(total, { lineItems: two, shippingInfo: shippingInfo(400), ...more } as Partial<Order>);
    expect(totalsMismatch(given) !== undefined).toBe(mismatch);
  });

  describe('where a taxed order does not tell its discount net', () => {
    const discounted = (gross: number) =>
      order(10710, {
        lineItems: [line('a', 1, 11900, { taxedPrice: taxed(10000, 11900) })],
        discountOnTotalPrice: discountOf(1190),
        taxedPrice: taxed(9000, gross),
      });

    it('the net discount is worked out in proportion', () => {
      expect(orderAmounts(discounted(10710))).toMatchObject({ discount: 1000 });
      expect(totalsMismatch(discounted(10710))).toBeUndefined();
    });

    it('a few more minor units are allowed, as the estimate may be off', () => {
      const off = (by: number) => ({ ...discounted(10710), taxedPrice: taxed(9000 + by, 10710 + by) });
      expect(totalsMismatch(off(5))).toBeUndefined();
      expect(totalsMismatch(off(6))).toBeDefined();
    });

    it('an order of nothing has nothing to work it out from', () => {
      const nothing = order(0, { discountOnTotalPrice: discountOf(0), taxedPrice: taxed(0, 0) });
      expect(totalsMismatch(nothing)).toBeUndefined();
    });
  });
});

describe('for every order as commercetools prices it', () => {
  it('product + shipping + tax − discount is the grand total, in whole minor units', () => {
    fc.assert(
      fc.property(orders(), ({ order: given }) => {
        const { product, shipping, tax, discount, grandTotal } = orderAmounts(given);
        expect(product + shipping + tax - discount).toBe(grandTotal);
        expect(grandTotal).toBe((given.taxedPrice?.totalGross ?? given.totalPrice).centAmount);
        expect([product, shipping, tax, discount].every(Number.isSafeInteger)).toBe(true);
        // Tax alone may be negative: that of a negative custom line can outweigh that of the lines.
        expect(Math.min(product, shipping, discount)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('there is no totals mismatch', () => {
    fc.assert(
      fc.property(orders(), ({ order: given }) => {
        expect(totalsMismatch(given)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it('a total that is off by more than rounding can explain is told', () => {
    fc.assert(
      fc.property(orders(), fc.boolean(), fc.nat({ max: 10_000 }), (generated, up, extra) => {
        const by = (rounding(generated) + 1 + extra) * (up ? 1 : -1);
        expect(totalsMismatch(corrupted(generated.order, by))).toMatch(/^the lines, .* its total says .*[A-Z]{3}$/);
      }),
    );
  });
});

/** Twice what rounding may explain (once for the order as built, once for the corruption), counted from the recipe. */
function rounding({ recipe, order: given }: GeneratedOrder): number {
  const counted = (items: readonly { quantity: number }[]) =>
    recipe.rounding.perUnit ? items.reduce((all, { quantity }) => all + quantity, 0) : items.length;
  const amounts =
    counted(given.lineItems) + counted(given.customLineItems) + recipe.shippings.length + (recipe.discount > 0 ? 1 : 0);
  return recipe.withoutNetDiscount && recipe.discount > 0 ? 4 * amounts + 20 : 2 * amounts;
}

/** The same order with another total; its tax stays what it was. */
function corrupted(given: Order, by: number): Order {
  const off = (money: CentPrecisionMoney) => ({ ...money, centAmount: money.centAmount + by });
  const { taxedPrice, totalPrice } = given;
  return taxedPrice === undefined
    ? { ...given, totalPrice: off(totalPrice) }
    : {
        ...given,
        taxedPrice: { ...taxedPrice, totalNet: off(taxedPrice.totalNet), totalGross: off(taxedPrice.totalGross) },
      };
}
