import { describe, expect, it } from 'vitest';
import { encodeKey } from '../commercetools/key-encoding.ts';
import { enterMapping, type SkuLink, SkuLinks, type StoredMapping } from './sku-links.ts';

/** The links of a container with these objects. */
function linksOf(...objects: readonly StoredMapping[]): SkuLinks {
  const links = new Map<string, SkuLink>();
  for (const object of objects) enterMapping(links, object);
  return new SkuLinks(links);
}

const mapping = (sku: string, ordoroSku: unknown): StoredMapping => ({
  key: encodeKey(sku),
  value: { sku, ordoroSku },
});

describe('a SKU', () => {
  it('stands for the same SKU in Ordoro unless it is mapped', () => {
    expect(linksOf().ordoroSkuOf('A')).toBe('A');
    expect(linksOf().skusOf('A')).toEqual(['A']);
  });

  it('that is mapped stands for the other SKU in Ordoro, and no longer for itself', () => {
    const links = linksOf(mapping('A', 'A-1'));
    expect(links.ordoroSkuOf('A')).toBe('A-1');
    expect(links.skusOf('A')).toEqual([]);
    expect(links.skusOf('A-1')).toEqual(['A-1', 'A']);
  });

  it('may share its SKU in Ordoro with others', () => {
    const links = linksOf(mapping('A', 'X'), mapping('B', 'X'), mapping('X', 'Y'));
    expect(links.skusOf('X')).toEqual(['A', 'B']);
    expect(links.skusOf('Y')).toEqual(['Y', 'X']);
  });

  it('may change places with another one', () => {
    const links = linksOf(mapping('A', 'B'), mapping('B', 'A'));
    expect(links.skusOf('A')).toEqual(['B']);
    expect(links.skusOf('B')).toEqual(['A']);
  });

  it('is told for many at once', () => {
    expect(linksOf(mapping('A', 'X')).linksOf(['X', 'A', 'C'])).toEqual(
      new Map([
        ['X', ['X', 'A']],
        ['A', []],
        ['C', ['C']],
      ]),
    );
  });
});

describe('an object of the container', () => {
  it('that is a remembered identity takes no memory', () => {
    const links = linksOf(mapping('A', 'A'), mapping('B', 'X'));
    expect(links.size).toBe(1);
    expect(links.skusOf('A')).toEqual(['A']);
  });

  it('replaces what was there under its key', () => {
    const links = linksOf(mapping('A', 'X'), mapping('A', 'Y'));
    expect(links.skusOf('X')).toEqual(['X']);
    expect(links.skusOf('Y')).toEqual(['Y', 'A']);
    expect(linksOf(mapping('A', 'X'), mapping('A', 'A')).skusOf('A')).toEqual(['A']);
  });

  it('counts for the SKU of its key when its value names none', () => {
    expect(linksOf({ key: 'A~2f1', value: { ordoroSku: 'A-1' } }).ordoroSkuOf('A/1')).toBe('A-1');
  });

  it('counts for a long SKU, whose key is a hash, by the SKU in its value', () => {
    const long = 'ü'.repeat(100);
    expect(linksOf(mapping(long, 'LONG')).ordoroSkuOf(long)).toBe('LONG');
    expect(linksOf({ key: encodeKey(long), value: { ordoroSku: 'LONG' } }).size).toBe(0);
  });

  it.each<[string, StoredMapping]>([
    ['no SKU of Ordoro', mapping('A', undefined)],
    ['an empty SKU of Ordoro', mapping('A', ' ')],
    ['a number', mapping('A', 7)],
    ['the key of another SKU', { key: 'B', value: { sku: 'A', ordoroSku: 'X' } }],
    ['a key that is no encoded text', { key: 'A~zz', value: { ordoroSku: 'X' } }],
    ['a text as its value', { key: 'A', value: 'X' }],
    ['no value', { key: 'A', value: null }],
  ])('maps nothing with %s', (_what, object) => {
    const links = linksOf(object);
    expect(links.size).toBe(0);
    expect(links.ordoroSkuOf('A')).toBe('A');
  });
});
