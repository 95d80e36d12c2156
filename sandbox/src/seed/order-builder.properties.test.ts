import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrder, type OrderSpec } from './order-builder.ts';

const rate = fc.constantFrom(0, 0.05, 0.07, 0.08875, 0.19, 0.2, 0.255);
const line = fc.record(
  {
    sku: fc.constantFrom('A', 'B', 'C'),
    quantity: fc.integer({ min: 1, max: 50 }),
    unitPrice: fc.integer({ min: 500, max: 99_999 }),
    taxRate: rate,
    gift: fc.boolean(),
    lineDiscountPerUnit: fc.integer({ min: 0, max: 500 }),
  },
  { requiredKeys: ['sku', 'quantity', 'unitPrice', 'taxRate'] },
);
const spec: fc.Arbitrary<OrderSpec> = fc.record({
  createdAt: fc.constant('2026-11-02T09:30:00.000Z'),
  tax: fc.constantFrom('gross', 'net', 'none'),
  taxCalculationMode: fc.constantFrom('LineItemLevel', 'UnitPriceLevel'),
  taxRoundingMode: fc.constantFrom('HalfEven', 'HalfUp', 'HalfDown'),
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
  lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  customLines: fc.array(
    fc.record({ name: fc.constant('Fee'), money: fc.integer({ min: 0, max: 999 }), taxRate: rate }),
    {
      maxLength: 2,
    },
  ),
  shipping: fc.option(fc.record({ price: fc.integer({ min: 0, max: 5000 }), taxRate: rate })),
});

/** The order as specified, and again with a share of its total taken off. */
const discounted = fc.tuple(spec, fc.integer({ min: 0, max: 100 })).map(([base, percent]) => {
  const totalDiscount = Math.floor((Math.max(0, buildOrder(base).totalPrice.centAmount) * percent) / 100);
  return { plain: buildOrder(base), reduced: buildOrder({ ...base, totalDiscount }), totalDiscount };
});

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function taxedParts(order: Order) {
  return [...order.lineItems, ...order.customLineItems, ...(order.shippingInfo ? [order.shippingInfo] : [])].map(
    (part) => part.taxedPrice,
  );
}

describe('every built order', () => {
  it('has a total price that is lines, custom lines and shipping less the discount on the total', () => {
    fc.assert(
      fc.property(discounted, ({ reduced, totalDiscount }) => {
        const parts = [...reduced.lineItems, ...reduced.customLineItems].map((part) => part.totalPrice.centAmount);
        const shipping = reduced.shippingInfo?.price.centAmount ?? 0;
        expect(reduced.totalPrice.centAmount).toBe(sum(parts) + shipping - totalDiscount);
      }),
      { numRuns: 60 },
    );
  });

  it('has a taxed price that is the sum of its parts less the discount, with portions that add up to the tax', () => {
    fc.assert(
      fc.property(discounted, ({ plain, reduced }) => {
        if (plain.taxedPrice === undefined || reduced.taxedPrice === undefined) {
          expect(taxedParts(plain).every((part) => part === undefined)).toBe(true);
          return;
        }
        const { discountedNetAmount, discountedGrossAmount } = reduced.discountOnTotalPrice ?? {};
        const net = sum(taxedParts(plain).map((part) => part?.totalNet.centAmount ?? 0));
        const gross = sum(taxedParts(plain).map((part) => part?.totalGross.centAmount ?? 0));
        expect(reduced.taxedPrice.totalNet.centAmount).toBe(net - (discountedNetAmount?.centAmount ?? 0));
        expect(reduced.taxedPrice.totalGross.centAmount).toBe(gross - (discountedGrossAmount?.centAmount ?? 0));
        expect(sum(reduced.taxedPrice.taxPortions.map((portion) => portion.amount.centAmount))).toBe(
          reduced.taxedPrice.totalGross.centAmount - reduced.taxedPrice.totalNet.centAmount,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('has a total price that is the gross total for gross prices and the net total for net prices', () => {
    fc.assert(
      fc.property(discounted, ({ reduced }) => {
        const included = reduced.lineItems[0]?.taxRate?.includedInPrice;
        const side = included === true ? reduced.taxedPrice?.totalGross : reduced.taxedPrice?.totalNet;
        expect(side === undefined || side.centAmount === reduced.totalPrice.centAmount).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
