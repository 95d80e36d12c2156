import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, cutText } from './bounded.ts';
import type { PlainJson } from './plain-json.ts';

describe('a bounded value', () => {
  it('that is small enough stays as it is', () => {
    const value = { a: [1, 'two', null, true], b: { c: 'd' } };
    expect(bounded(value, 1000)).toEqual(value);
  });

  it('says how many items of a list were cut', () => {
    expect(bounded({ skus: Array.from({ length: 60 }, (_, index) => index) }, 1000)).toEqual({
      skus: [...Array.from({ length: 50 }, (_, index) => index), '[10 more items cut]'],
    });
  });

  it('says how much of a text was cut', () => {
    expect(bounded('x'.repeat(4001), 8000)).toBe(`${'x'.repeat(4000)}… [1 more characters cut]`);
  });

  it('says how many fields were cut', () => {
    const fields = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`f${index}`, index]));
    expect(bounded(fields, 8000)).toMatchObject({ f99: 99, '[cut]': '20 more fields' });
  });

  it('says where it became too deep', () => {
    let deep: PlainJson = 'bottom';
    for (let level = 0; level < 21; level += 1) deep = [deep];
    expect(JSON.stringify(bounded(deep, 1000))).toContain('[cut: too deep]');
  });

  it('that cannot be made small enough becomes a remark with its size', () => {
    expect(bounded({ a: 'x'.repeat(100) }, 20)).toBe('[cut: 108 bytes]');
  });

  it('never has more bytes than allowed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 40, max: 2000 }), (value, maxBytes) => {
        expect(Buffer.byteLength(JSON.stringify(bounded(value as PlainJson, maxBytes)))).toBeLessThanOrEqual(maxBytes);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a cut text', () => {
  it('has no half characters', () => {
    expect(cutText('ab😀', 3)).toBe('ab\ufffd… [1 more characters cut]');
  });
});
