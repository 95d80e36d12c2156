import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountAt,
  apportion,
  decimal,
  decimalText,
  divideRounded,
  fractionDigitsOf,
  fractionOf,
  netOfGross,
  sum,
  taxOnNet,
} from './money.ts';

describe('decimal', () => {
  it.each([
    [0, 2, 0, '0.00'],
    [-0, 2, 0, '0.00'],
    [5, 2, 0.05, '0.05'],
    [-5, 2, -0.05, '-0.05'],
    [1005, 2, 10.05, '10.05'],
    [110, 2, 1.1, '1.10'],
    [1234, 0, 1234, '1234'],
    [1234, 3, 1.234, '1.234'],
    [-1, 3, -0.001, '-0.001'],
    [900719925474099, 2, 9007199254740.99, '9007199254740.99'],
  ])('tells %p minor units with %p digits as %p', (minorUnits, digits, number, text) => {
    expect(decimal(minorUnits, digits)).toBe(number);
    expect(decimalText(minorUnits, digits)).toBe(text);
  });

  it('is never minus zero', () => {
    expect(Object.is(decimal(-0, 2), 0)).toBe(true);
  });

  it('takes the many digits of a high-precision amount', () => {
    expect(decimalText(12345678901234567890n, 20)).toBe('0.12345678901234567890');
  });

  it('refuses amounts that are not whole and digits out of range', () => {
    expect(() => decimal(1.5, 2)).toThrow(RangeError);
    expect(() => decimal(Number.NaN, 2)).toThrow(RangeError);
    expect(() => decimal(1, -1)).toThrow(RangeError);
    expect(() => decimal(1, 21)).toThrow(RangeError);
    expect(() => decimal(1, 0.5)).toThrow(RangeError);
  });

  it('prints as the JSON number that the text names', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 3 }), (minorUnits, digits) => {
        const back = Math.round(JSON.parse(JSON.stringify(decimal(minorUnits, digits))) * 10 ** digits);
        expect(back + 0).toBe(minorUnits + 0);
      }),
    );
  });
});

describe('the digits of a unit price', () => {
  const currencyCode = 'EUR';
  it('are those of the currency for cent-precision prices', () => {
    expect(fractionDigitsOf({ type: 'centPrecision', centAmount: 1, currencyCode, fractionDigits: 2 }, 2)).toBe(2);
  });
  it('are those of the price when it is high-precision', () => {
    const price = {
      type: 'highPrecision',
      centAmount: 1,
      preciseAmount: 12345,
      currencyCode,
      fractionDigits: 5,
    } as const;
    expect(fractionDigitsOf(price, 2)).toBe(5);
  });
});

describe('a rate', () => {
  it.each([
    [0, 0n, 1n],
    [1, 1n, 1n],
    [0.19, 19n, 100n],
    [0.07375, 7375n, 100000n],
    [1e-7, 1n, 10000000n],
    [1.5e-7, 15n, 100000000n],
    [1e21, 1000000000000000000000n, 1n],
    [-0.5, -5n, 10n],
  ])('of %p is exact', (rate, numerator, denominator) => {
    expect(fractionOf(rate)).toEqual({ numerator, denominator });
  });

  it('must be finite', () => {
    expect(() => fractionOf(Number.NaN)).toThrow('A rate must be a finite number, not NaN.');
    expect(() => fractionOf(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  it.each([
    [25n, 10n, 2n, 3n, 2n],
    [35n, 10n, 4n, 4n, 3n],
    [-25n, 10n, -2n, -3n, -2n],
    [-35n, 10n, -4n, -4n, -3n],
    [25n, -10n, -2n, -3n, -2n],
    [24n, 10n, 2n, 2n, 2n],
    [26n, 10n, 3n, 3n, 3n],
    [-26n, 10n, -3n, -3n, -3n],
    [0n, 10n, 0n, 0n, 0n],
    [1n, 3n, 0n, 0n, 0n],
    [2n, 3n, 1n, 1n, 1n],
    [5n, 1n, 5n, 5n, 5n],
  ])('of %p / %p is %p to even, %p up, %p down', (numerator, denominator, even, up, down) => {
    expect(divideRounded(numerator, denominator)).toBe(even);
    expect(divideRounded(numerator, denominator, 'HalfEven')).toBe(even);
    expect(divideRounded(numerator, denominator, 'HalfUp')).toBe(up);
    expect(divideRounded(numerator, denominator, 'HalfDown')).toBe(down);
  });

  it('treats a mode it does not know as half to even', () => {
    expect(divideRounded(5n, 2n, 'HalfOdd')).toBe(2n);
  });

  it('takes the net out of a gross amount by the exact rate', () => {
    expect(netOfGross(11900, 0.19)).toBe(10000);
    expect(netOfGross(999, 0.19)).toBe(839); // 839.495…
    expect(netOfGross(3, 0.2)).toBe(2); // 2.5
    expect(netOfGross(3, 0.2, 'HalfUp')).toBe(3);
    expect(netOfGross(-3, 0.2, 'HalfUp')).toBe(-3);
  });

  it('works out the tax on a net amount by the exact rate', () => {
    expect(taxOnNet(10000, 0.07375)).toBe(738); // 737.5, to even
    expect(taxOnNet(10000, 0.07375, 'HalfDown')).toBe(737);
  });
});

describe('apportion', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [50, 30, 20], [50, 30, 20]],
    [10, [1, 2, 4], [1, 3, 6]], // 1.43, 2.86, 5.71
    [1, [0, 1, 1], [0, 1, 0]],
    [0, [3, 4], [0, 0]],
    [5, [7], [5]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [7, [0, 0, 0], [3, 2, 2]],
    [-1, [0, 0], [-1, 0]],
  ])('splits %p by %p into %p', (total, weights, parts) => {
    expect(apportion(total, weights)).toEqual(parts);
  });

  it('refuses no weights and negative weights', () => {
    expect(() => apportion(1, [])).toThrow(RangeError);
    expect(() => apportion(1, [1, -1])).toThrow(RangeError);
  });

  it('adds up exactly, and no part is a unit or more off its exact share', () => {
    const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (total, sizes) => {
        const parts = apportion(total, sizes);
        expect(sum(parts)).toBe(total);
        const size = sum(sizes);
        parts.forEach((part, index) => {
          const off = BigInt(part) * BigInt(size) - BigInt(total) * BigInt(sizes[index]!);
          expect(size === 0 || (off < BigInt(size) && off > -BigInt(size))).toBe(true);
        });
      }),
    );
  });
});

describe('an amount of a list', () => {
  it('is the one at the position, which must exist', () => {
    expect(amountAt([7, 8], 1)).toBe(8);
    expect(() => amountAt([7, 8], 2)).toThrow('There is no amount 2 among 2.');
  });
});
