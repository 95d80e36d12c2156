import type { RoundingMode, TypedMoney } from '@commercetools/platform-sdk';

/** An exact rational number; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * An amount as decimal text with exactly `fractionDigits` digits, e.g. `104.00` for 10400 and 2, `-0.05` for -5 and 2.
 * Raises a RangeError when `minorUnits` is not a whole number or `fractionDigits` not a whole number from 0 to 20.
 */
export function decimalText(minorUnits: number | bigint, fractionDigits: number): string {
  if (!Number.isInteger(fractionDigits) || fractionDigits < 0 || fractionDigits > 20) {
    throw new RangeError(`Fraction digits must be a whole number from 0 to 20, not ${fractionDigits}.`);
  }
  const units = BigInt(minorUnits);
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(fractionDigits + 1, '0');
  if (fractionDigits === 0) {
    return sign + digits;
  }
  const point = digits.length - fractionDigits;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * An amount in minor units as the JSON number a request carries, e.g. 10.05 for 1005 and 2. It is read from the decimal
 * text, so that it prints exactly as the text does; never -0. Raises the RangeErrors of `decimalText`.
 */
export function decimal(minorUnits: number | bigint, fractionDigits: number): number {
  return Number(decimalText(minorUnits, fractionDigits));
}

/**
 * The digits after the point that a unit price is told with: those of a high-precision price (never fewer than the
 * currency has), else those of the currency.
 */
export function fractionDigitsOf(price: TypedMoney, currencyDigits: number): number {
  return price.type === 'highPrecision' ? Math.max(price.fractionDigits, currencyDigits) : currencyDigits;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * A JSON number such as a tax rate (0.07375) as the exact fraction its decimal text names, not the binary
 * approximation. Raises a RangeError when the number is not finite.
 */
export function fractionOf(value: number): Fraction {
  const match = DECIMAL.exec(String(value));
  if (match === null) {
    throw new RangeError(`A rate must be a finite number, not ${value}.`);
  }
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const shift = Number(exponent) - decimals.length;
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}

/**
 * The whole number nearest to `numerator / denominator`. Exact halves go to the even neighbour (`HalfEven`, which is
 * also commercetools' default), away from zero (`HalfUp`) or towards zero (`HalfDown`). A mode we do not know counts as
 * `HalfEven`: modes differ by one minor unit at exact halves only. Raises a RangeError when the denominator is zero.
 */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode = 'HalfEven'): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const dividend = numerator < 0n ? -numerator : numerator;
  const divisor = denominator < 0n ? -denominator : denominator;
  const floor = dividend / divisor;
  const twiceRest = (dividend % divisor) * 2n;
  const up = twiceRest > divisor || (twiceRest === divisor && halfGoesUp(floor, mode));
  const magnitude = up ? floor + 1n : floor;
  return negative ? -magnitude : magnitude;
}

function halfGoesUp(floor: bigint, mode: RoundingMode): boolean {
  switch (mode) {
    case 'HalfUp':
      return true;
    case 'HalfDown':
      return false;
    default:
      return floor % 2n === 1n;
  }
}

/** `amount × fraction`, rounded to a whole number of minor units. */
export function multiplied(amount: number, fraction: Fraction, mode?: RoundingMode): number {
  return Number(divideRounded(BigInt(amount) * fraction.numerator, fraction.denominator, mode));
}

/** The net amount inside a gross amount (minor units) at a tax rate such as 0.19: gross ÷ (1 + rate), rounded. */
export function netOfGross(gross: number, rate: number, mode?: RoundingMode): number {
  const { numerator, denominator } = fractionOf(rate);
  return multiplied(gross, { numerator: denominator, denominator: denominator + numerator }, mode);
}

/** The tax on a net amount (minor units) at a tax rate such as 0.19: net × rate, rounded. */
export function taxOnNet(net: number, rate: number, mode?: RoundingMode): number {
  return multiplied(net, fractionOf(rate), mode);
}

/** The sum of whole numbers; 0 for none. */
export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/**
 * Splits a total (minor units, of either sign) in proportion to the weights by the largest remainder. The parts add up
 * to the total exactly and none is further than one unit from its exact share; between equal remainders the earlier
 * part wins. Weights that are all zero count as equal. Raises a RangeError when there are no weights or one is negative.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0 || weights.some((weight) => weight < 0)) {
    throw new RangeError('An amount can only be split by one or more weights of zero or more.');
  }
  if (total < 0) {
    return apportion(-total, weights).map((part) => 0 - part);
  }
  const sizes = sum(weights) === 0 ? weights.map(() => 1n) : weights.map((weight) => BigInt(weight));
  const size = sizes.reduce((all, one) => all + one, 0n);
  const exact = sizes.map((one) => BigInt(total) * one);
  const parts = exact.map((share) => Number(share / size));
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share % size }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const rounding = new Set(byRemainder.slice(0, total - sum(parts)).map(({ index }) => index));
  return parts.map((part, index) => (rounding.has(index) ? part + 1 : part));
}

/** The amount at a position that the caller knows to exist. Raises a RangeError when it does not. */
export function amountAt(amounts: readonly number[], index: number): number {
  const amount = amounts[index];
  if (amount === undefined) {
    throw new RangeError(`There is no amount ${index} among ${amounts.length}.`);
  }
  return amount;
}
