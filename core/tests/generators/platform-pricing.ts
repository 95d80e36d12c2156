import type {
  CentPrecisionMoney,
  RoundingMode,
  TaxedItemPrice,
  TaxPortion,
  TaxRate,
} from '@commercetools/platform-sdk';

/**
 * How commercetools prices and taxes a cart, written from its documentation and on purpose without the code under test.
 * Amounts are minor units; unit prices may carry more digits than the currency.
 */

/** A tax rate of a test order: `hundredThousandths` is the rate in 1/100000, e.g. 19000 for 19 %. */
export interface RateRecipe {
  readonly hundredThousandths: number;
  readonly includedInPrice: boolean;
  /** Told by the platform as two portions, as for state and county taxes. */
  readonly inTwoPortions: boolean;
}

/** Units of a line that have one price: `amount / 10^extraDigits` minor units each. */
export interface PricedUnits {
  readonly quantity: number;
  readonly amount: number;
  readonly extraDigits: number;
}

/** What decides how a test order is rounded. */
export interface Rounding {
  readonly currencyCode: string;
  readonly fractionDigits: number;
  readonly mode: RoundingMode;
  readonly perUnit: boolean;
}

/** Net and gross, minor units. */
export interface Taxed {
  readonly net: number;
  readonly gross: number;
}

/** `numerator / denominator` as a whole number; the denominator is positive. */
export function rounded(numerator: bigint, denominator: bigint, mode: RoundingMode): number {
  const sign = numerator < 0n ? -1 : 1;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const whole = magnitude / denominator;
  const half = (magnitude - whole * denominator) * 2n - denominator;
  const tieUp = mode === 'HalfUp' || (mode === 'HalfEven' && whole % 2n === 1n);
  const result = half > 0n || (half === 0n && tieUp) ? whole + 1n : whole;
  return result === 0n ? 0 : sign * Number(result);
}

/** Cent-precision money of a test order. */
export function cents(centAmount: number, rounding: Rounding): CentPrecisionMoney {
  const { currencyCode, fractionDigits } = rounding;
  return { type: 'centPrecision', centAmount, currencyCode, fractionDigits };
}

/** The total of units, rounded half to even as the platform rounds line totals. */
export function totalOf(groups: readonly PricedUnits[]): number {
  const digits = 6;
  const precise = groups.reduce(
    (all, { amount, quantity, extraDigits }) =>
      all + BigInt(amount) * BigInt(quantity) * 10n ** BigInt(digits - extraDigits),
    0n,
  );
  return rounded(precise, 10n ** BigInt(digits), 'HalfEven');
}

/** Net and gross of units, by line or, with tax calculation mode UnitPriceLevel, by unit. */
export function taxedUnits(groups: readonly PricedUnits[], rate: RateRecipe, rounding: Rounding): Taxed {
  if (!rounding.perUnit) {
    return taxedTotal(totalOf(groups), rate, rounding);
  }
  return groups.reduce<Taxed>(
    (all, { quantity, amount, extraDigits }) => {
      const unit = taxed(BigInt(amount), 10n ** BigInt(extraDigits), { rate, rounding });
      return { net: all.net + unit.net * quantity, gross: all.gross + unit.gross * quantity };
    },
    { net: 0, gross: 0 },
  );
}

/** Net and gross of a total in minor units. */
export function taxedTotal(total: number, rate: RateRecipe, rounding: Rounding): Taxed {
  return taxed(BigInt(total), 1n, { rate, rounding });
}

function taxed(amount: bigint, scale: bigint, how: { rate: RateRecipe; rounding: Rounding }): Taxed {
  const { mode } = how.rounding;
  const one = 100_000n;
  const withTax = one + BigInt(how.rate.hundredThousandths);
  const asPriced = rounded(amount, scale, mode);
  return how.rate.includedInPrice
    ? { net: rounded(amount * one, scale * withTax, mode), gross: asPriced }
    : { net: asPriced, gross: rounded(amount * withTax, scale * one, mode) };
}

/** The `taxRate` of a line, custom line or shipping. */
export function taxRateOf(rate: RateRecipe): TaxRate {
  const amount = rate.hundredThousandths / 100_000;
  return { name: `tax ${rate.hundredThousandths}`, amount, includedInPrice: rate.includedInPrice, country: 'DE' };
}

/** The `taxedPrice` of a line, custom line or shipping. */
export function taxedPriceOf({ net, gross }: Taxed, rate: RateRecipe, rounding: Rounding): TaxedItemPrice {
  const tax = gross - net;
  const amount = rate.hundredThousandths / 100_000;
  const first = Math.trunc(tax / 3);
  const taxPortions: TaxPortion[] = rate.inTwoPortions
    ? [
        { name: 'state', rate: amount / 2, amount: cents(first, rounding) },
        { name: 'county', rate: amount / 2, amount: cents(tax - first, rounding) },
      ]
    : [{ name: `tax ${rate.hundredThousandths}`, rate: amount, amount: cents(tax, rounding) }];
  return {
    totalNet: cents(net, rounding),
    totalGross: cents(gross, rounding),
    totalTax: cents(tax, rounding),
    taxPortions,
  };
}
