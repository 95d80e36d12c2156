import type { RoundingMode } from '@commercetools/platform-sdk';

/** An exact fraction; the denominator is always positive. Need not be in lowest terms. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The fraction numerator / denominator. Raises a RangeError when the denominator is zero. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) {
    throw new RangeError('A fraction needs a denominator other than zero.');
  }
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * The exact value of the decimal text of a number: 0.19 becomes 19/100, not its binary neighbour.
 * Raises a RangeError for NaN and infinities.
 */
export function decimalRational(value: number): Rational {
  const match = DECIMAL.exec(String(value));
  if (match === null) {
    throw new RangeError(`${value} is not a decimal number.`);
  }
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const places = BigInt(fraction.length) - BigInt(exponent);
  return places >= 0n ? rational(digits, 10n ** places) : rational(digits * 10n ** -places);
}

/** a + b, exactly. */
export function plus(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a × b, exactly. */
export function times(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a ÷ b, exactly. Raises a RangeError when b is zero. */
export function dividedBy(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/**
 * The nearest integer. Only the tie differs: `HalfEven` to the even neighbour, `HalfUp` away from zero, `HalfDown` towards
 * zero (commercetools `RoundingMode`). Raises a RangeError for another mode.
 */
export function rounded(value: Rational, mode: RoundingMode = 'HalfEven'): bigint {
  const negative = value.numerator < 0n;
  const size = negative ? -value.numerator : value.numerator;
  const floor = size / value.denominator;
  const twiceRest = 2n * (size % value.denominator);
  const above = twiceRest > value.denominator || (twiceRest === value.denominator && tieGoesAway(floor, mode));
  const magnitude = above ? floor + 1n : floor;
  return negative ? -magnitude : magnitude;
}

function tieGoesAway(floor: bigint, mode: RoundingMode): boolean {
  switch (mode) {
    case 'HalfEven':
      return floor % 2n === 1n;
    case 'HalfUp':
      return true;
    case 'HalfDown':
      return false;
    default:
      throw new RangeError(`${mode} is not a rounding mode of commercetools.`);
  }
}
