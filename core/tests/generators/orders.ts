import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { buildOrder } from './build-order.ts';
import type { CustomLineRecipe, LineRecipe, OrderRecipe } from './order-recipe.ts';
import type { RateRecipe, Rounding } from './platform-pricing.ts';

/** A generated order together with the recipe it was built from. */
export interface GeneratedOrder {
  readonly recipe: OrderRecipe;
  readonly order: Order;
}

/** What of an order a test fixes instead of having it generated. */
export type FixedParts = Partial<Pick<OrderRecipe, 'mode' | 'taxed' | 'destinations' | 'discount'>>;

/**
 * Orders as commercetools would price them: net, gross and mixed rates, no tax, tax by line or unit, currencies of 0, 2
 * and 3 digits, line, shipping and order discounts, custom lines of either sign, gifts, high-precision prices, several
 * addresses or shipping methods, units without a target.
 */
export function orders(fixed: FixedParts = {}): fc.Arbitrary<GeneratedOrder> {
  return recipes(fixed).map((recipe) => ({ recipe, order: buildOrder(recipe) }));
}

function recipes(fixed: FixedParts): fc.Arbitrary<OrderRecipe> {
  return fc
    .record({
      mode:
        fixed.mode === undefined ? fc.constantFrom('Single' as const, 'Multiple' as const) : fc.constant(fixed.mode),
      destinations: fixed.destinations === undefined ? fc.integer({ min: 0, max: 4 }) : fc.constant(fixed.destinations),
    })
    .chain(({ mode, destinations }) => {
      const count = mode === 'Multiple' ? Math.max(destinations, 1) : destinations;
      return fc.record({
        rounding: roundings,
        taxed:
          fixed.taxed === undefined
            ? fc.constantFrom('no' as const, 'lines' as const, 'yes' as const, 'yes' as const)
            : fc.constant(fixed.taxed),
        rates: fc.array(rates, { minLength: 1, maxLength: 3 }),
        lines: fc.array(lines(count), { minLength: 1, maxLength: 5 }),
        customLines: fc.array(customLines, { maxLength: 3 }),
        mode: fc.constant(mode),
        destinations: fc.constant(count),
        shippings: fc.array(shippings, { minLength: mode === 'Multiple' ? count : 0, maxLength: Math.max(count, 1) }),
        discount:
          fixed.discount === undefined
            ? fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_000 }))
            : fc.constant(fixed.discount),
        withoutNetDiscount: rarely,
      });
    });
}

const rarely = fc.integer({ min: 0, max: 4 }).map((n) => n === 0);
const percents = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }));

const roundings: fc.Arbitrary<Rounding> = fc
  .record({
    currencies: fc.constantFrom(['EUR', 2] as const, ['JPY', 0] as const, ['KWD', 3] as const),
    mode: fc.constantFrom('HalfEven' as const, 'HalfUp' as const, 'HalfDown' as const),
    perUnit: fc.boolean(),
  })
  .map(({ currencies: [currencyCode, fractionDigits], mode, perUnit }) => ({
    currencyCode,
    fractionDigits,
    mode,
    perUnit,
  }));

const rates: fc.Arbitrary<RateRecipe> = fc.record({
  hundredThousandths: fc.constantFrom(0, 19_000, 7_000, 7_375, 20_000, 25_000, 8_875),
  includedInPrice: fc.boolean(),
  inTwoPortions: fc.boolean(),
});

function lines(destinations: number): fc.Arbitrary<LineRecipe> {
  return fc.record({
    quantity: fc.integer({ min: 1, max: 12 }),
    unitPrice: fc.integer({ min: 0, max: 200_000 }),
    extraDigits: fc.constantFrom(0, 0, 0, 2, 4),
    discounts: fc.tuple(percents, percents),
    gift: rarely,
    rate: fc.nat({ max: 2 }),
    route:
      destinations === 0
        ? fc.constant([])
        : fc.array(
            fc.oneof(
              { weight: 9, arbitrary: fc.nat({ max: destinations - 1 }) },
              { weight: 1, arbitrary: fc.constant(-1) },
            ),
            { minLength: 1, maxLength: 4 },
          ),
    withoutTaxedPrice: rarely,
    withoutPortions: rarely,
  });
}

const customLines: fc.Arbitrary<CustomLineRecipe> = fc.record({
  price: fc.integer({ min: 0, max: 5_000 }),
  percentOff: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 })),
  quantity: fc.integer({ min: 1, max: 3 }),
  rate: fc.nat({ max: 2 }),
});

const shippings = fc.record({
  price: fc.integer({ min: 0, max: 3_000 }),
  discount: percents,
  rate: fc.nat({ max: 2 }),
});
