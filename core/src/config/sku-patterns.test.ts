import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skuPatternMatches } from './sku-patterns.ts';
import { shipsLine } from './sku-rules.ts';

/** The same rule, spelt out step by step; only good for short texts. */
function matchesByDefinition(pattern: string, sku: string): boolean {
  if (pattern === '') {
    return sku === '';
  }
  if (pattern[0] === '*') {
    return matchesByDefinition(pattern.slice(1), sku) || (sku !== '' && matchesByDefinition(pattern, sku.slice(1)));
  }
  return (
    sku !== '' && (pattern[0] === '?' || pattern[0] === sku[0]) && matchesByDefinition(pattern.slice(1), sku.slice(1))
  );
}

describe('a SKU pattern', () => {
  it.each([
    ['GIFT-*', 'GIFT-25', true],
    ['GIFT-*', 'GIFT-', true],
    ['GIFT-*', 'EGIFT-25', false],
    ['*-XL', 'SHIRT-XL', true],
    ['*-XL', 'SHIRT-XL-RED', false],
    ['A*B*C', 'A-B-B-C', true],
    ['A*B*C', 'ACB', false],
    ['SIZE-?', 'SIZE-M', true],
    ['SIZE-?', 'SIZE-', false],
    ['SIZE-?', 'SIZE-XL', false],
    ['gift-*', 'GIFT-25', false],
    ['A.C', 'ABC', false],
    ['A+(B)[C]', 'A+(B)[C]', true],
    ['\\*', '\\anything', true],
    ['*', '', true],
    ['', '', true],
    ['', 'A', false],
    ['?', '🎁', true],
    ['B?M', 'BÄM', true],
  ])('%j against %j: %j', (pattern, sku, matches) => {
    expect(skuPatternMatches(pattern, sku)).toBe(matches);
  });

  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });

  it('does what the definition says', () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, sku) => {
        expect(skuPatternMatches(pattern, sku)).toBe(matchesByDefinition(pattern, sku));
      }),
      { numRuns: 500 },
    );
  });

  it('without "*" and "?" fits only the SKU that it spells', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const literal = left.replace(/[*?]/g, '');
        expect(skuPatternMatches(literal, literal)).toBe(true);
        expect(skuPatternMatches(literal, right)).toBe(literal === right);
      }),
    );
  });

  it('is decided without trying every split, which would take longer than any test may', () => {
    expect(skuPatternMatches(`${'a*'.repeat(60)}b`, 'a'.repeat(256))).toBe(false);
  });
});

describe('whether a line ships', () => {
  const rules = [
    { sku: 'EGIFT-BOX-*', ship: true },
    { sku: 'EGIFT-*', ship: false },
  ];

  it('is decided by the first rule that matches', () => {
    expect(shipsLine(rules, 'EGIFT-BOX-1')).toBe(true);
    expect(shipsLine(rules, 'EGIFT-50')).toBe(false);
  });

  it('is yes when no rule matches, or when there are none', () => {
    expect(shipsLine(rules, 'SHIRT')).toBe(true);
    expect(shipsLine([], 'EGIFT-50')).toBe(true);
    expect(shipsLine(undefined, 'EGIFT-50')).toBe(true);
  });

  it('is yes for a line without SKU, unless a rule is for every line', () => {
    expect(shipsLine(rules, undefined)).toBe(true);
    expect(shipsLine([{ sku: '*', ship: false }], undefined)).toBe(false);
  });
});
