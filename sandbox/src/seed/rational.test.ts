import { describe, expect, it } from 'vitest';
import { decimalRational, dividedBy, rational, rounded } from './rational.ts';

describe('exact fractions', () => {
  it.each([
    [0.19, 19n, 100n],
    [-2.5, -25n, 10n],
    [1e-7, 1n, 10_000_000n],
    [1.5e21, 15n * 10n ** 20n, 1n],
    [7, 7n, 1n],
  ])('reads %d from its decimal text', (value, numerator, denominator) => {
    expect(decimalRational(value)).toEqual({ numerator, denominator });
  });

  it.each([
    [5n, 3n, 2n, 2n],
    [3n, 2n, 2n, 1n],
    [-5n, -3n, -2n, -2n],
  ])('rounds %d halves: up %d, even or down as named', (halves, up, even, down) => {
    const value = rational(halves, 2n);
    expect([rounded(value, 'HalfUp'), rounded(value, 'HalfEven'), rounded(value, 'HalfDown')]).toEqual([
      up,
      even,
      down,
    ]);
  });

  it('rounds what is no tie to the nearest integer, in every mode', () => {
    expect(rounded(rational(26n, 10n), 'HalfDown')).toBe(3n);
    expect(rounded(rational(-24n, 10n), 'HalfUp')).toBe(-2n);
  });

  it('keeps the denominator positive', () => {
    expect(rational(1n, -3n)).toEqual({ numerator: -1n, denominator: 3n });
  });

  it('refuses what has no value', () => {
    expect(() => decimalRational(Number.NaN)).toThrow(RangeError);
    expect(() => dividedBy(rational(1n), rational(0n))).toThrow(RangeError);
  });
});
