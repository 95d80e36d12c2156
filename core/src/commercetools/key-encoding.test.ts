import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHyphenKey, encodeKey } from './key-encoding.ts';

describe('the key of a custom object', () => {
  it.each([
    ['SHIRT-1_a.b', 'SHIRT-1_a.b'],
    ['A/1', 'A~2f1'],
    ['a b', 'a~20b'],
    ['~', '~7e'],
    ['Größe', 'Gr~c3~b6~c3~9fe'],
    ['😀', '~f0~9f~98~80'],
    ['\n', '~0a'],
    ['', ''],
  ])('for %j is %s', (text, key) => {
    expect(encodeKey(text)).toBe(key);
  });

  it('carries its prefix as it is', () => {
    expect(encodeKey('1-A/7', 'shipment.')).toBe('shipment.1-A~2f7');
  });

  it('is a hash where it would be longer than 256 characters with its prefix', () => {
    expect(encodeKey('x'.repeat(256))).toBe('x'.repeat(256));
    expect(encodeKey('x'.repeat(250), 'order.')).toBe(`order.${'x'.repeat(250)}`);
    // echo -n xxx… | sha256sum
    expect(encodeKey('x'.repeat(257))).toBe('sha256~15eb95a462ee20bd91a415ae2d4aed341288186ddaa2b37908f7d592f0c3f85f');
    expect(encodeKey('x'.repeat(251), 'order.')).toMatch(/^order\.sha256~[0-9a-f]{64}$/);
    expect(encodeKey('/'.repeat(86))).toMatch(/^sha256~[0-9a-f]{64}$/);
  });

  it('is made of the characters that commercetools allows, at most 256, and differs for different texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(encodeKey(one)).toMatch(/^[A-Za-z0-9_.~-]{0,256}$/);
        expect(encodeKey(one) === encodeKey(other)).toBe(one === other);
      }),
    );
  });
});

describe('the key of a delivery, a parcel or a return item', () => {
  it.each([
    ['ordoro-1-1000', 'ordoro-1-1000'],
    ['1-A_7.b', '1-A_5f7_2eb'],
    ['R 12/3', 'R_2012_2f3'],
    ['~', '_7e'],
    ['ü', '_c3_bc'],
    ['\n', '_0a'],
    ['', ''],
  ])('for %j is %s', (text, key) => {
    expect(encodeHyphenKey(text)).toBe(key);
  });

  it('is made of the characters that commercetools allows and differs for different texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(encodeHyphenKey(one)).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(encodeHyphenKey(one) === encodeHyphenKey(other)).toBe(one === other);
      }),
    );
  });
});
