import type {
  CentPrecisionMoney,
  RoundingMode,
  TaxCalculationMode,
  TaxedItemPrice,
  TaxPortion,
  TaxRate,
} from '@commercetools/platform-sdk';
import { namedId } from './ids.ts';
import { centMoney } from './money.ts';
import { decimalRational, dividedBy, plus, type Rational, rational, rounded, times } from './rational.ts';

/** How the order is taxed. */
export interface TaxRules {
  readonly includedInPrice: boolean;
  readonly calculation: TaxCalculationMode;
  readonly rounding: RoundingMode;
  readonly country: string;
}

/** Units of one price, exact, in minor units. */
export interface UnitGroup {
  readonly quantity: bigint;
  readonly unit: Rational;
}

/** One tax of an amount, minor units. */
export interface Portion {
  readonly name: string;
  readonly rate: number;
  readonly amount: bigint;
}

/** An amount before and after tax, minor units. */
export interface Taxed {
  readonly net: bigint;
  readonly gross: bigint;
  readonly portions: readonly Portion[];
}

/** The tax rate as the platform copies it onto lines. `rate` is a fraction such as 0.19. */
export function taxRateOf(rate: number, rules: TaxRules): TaxRate {
  const name = `Tax ${percentText(rate)} %`;
  return {
    id: namedId(`tax-rate:${rules.country}:${name}:${rules.includedInPrice}`).slice(0, 8),
    name,
    amount: rate,
    includedInPrice: rules.includedInPrice,
    country: rules.country,
    subRates: [],
  };
}

/** 0.08875 as `8.875`, by moving the decimal point in the text. */
function percentText(rate: number): string {
  const { numerator, denominator } = times(decimalRational(rate), rational(100n));
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) {
    return String(whole);
  }
  const places = String(denominator).length - 1;
  return `${whole}.${String(rest).padStart(places, '0').replace(/0+$/, '')}`;
}

/**
 * Net and gross of units whose total is already rounded to `total`. `LineItemLevel` rounds the tax once for the total,
 * `UnitPriceLevel` once per unit and multiplies (commercetools, "Tax calculation mode").
 */
export function taxed(total: bigint, groups: readonly UnitGroup[], taxing: { rate: number; rules: TaxRules }): Taxed {
  const { rate, rules } = taxing;
  const factor = plus(rational(1n), decimalRational(rate));
  const other = (amount: Rational): bigint =>
    rounded(rules.includedInPrice ? dividedBy(amount, factor) : times(amount, factor), rules.rounding);
  const converted =
    rules.calculation === 'UnitPriceLevel'
      ? groups.reduce((sum, group) => sum + group.quantity * other(group.unit), 0n)
      : other(rational(total));
  const [net, gross] = rules.includedInPrice ? [converted, total] : [total, converted];
  return { net, gross, portions: [{ name: taxRateOf(rate, rules).name, rate, amount: gross - net }] };
}

/** The sum; portions of the same name and rate are added up, as the platform does. */
export function sumTaxed(parts: readonly Taxed[]): Taxed {
  const portions = new Map<string, Portion>();
  for (const portion of parts.flatMap((part) => part.portions)) {
    const key = `${portion.rate} ${portion.name}`;
    const amount = (portions.get(key)?.amount ?? 0n) + portion.amount;
    portions.set(key, { ...portion, amount });
  }
  return {
    net: parts.reduce((sum, part) => sum + part.net, 0n),
    gross: parts.reduce((sum, part) => sum + part.gross, 0n),
    portions: [...portions.values()],
  };
}

/** The wire form. `totalTax` is the difference of gross and net. */
export function taxedPrice(amount: Taxed, currency: string): TaxedItemPrice & { totalTax: CentPrecisionMoney } {
  return {
    totalNet: centMoney(amount.net, currency),
    totalGross: centMoney(amount.gross, currency),
    taxPortions: amount.portions.map(
      (portion): TaxPortion => ({
        name: portion.name,
        rate: portion.rate,
        amount: centMoney(portion.amount, currency),
      }),
    ),
    totalTax: centMoney(amount.gross - amount.net, currency),
  };
}
