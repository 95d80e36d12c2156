import { describe, expect, it } from 'vitest';
import { catalogue, kit, product } from '../../tests/generators/stock.ts';
import { contentsOf } from './kits.ts';

describe('what a product takes from the shelf', () => {
  it('is one unit of itself for a plain product, and for one that is not known', () => {
    expect(contentsOf('MUG', catalogue(product('MUG')))).toEqual({ units: new Map([['MUG', 1]]) });
    expect(contentsOf('MUG', catalogue())).toEqual({ units: new Map([['MUG', 1]]) });
  });

  it('is the components for a kit', () => {
    expect(contentsOf('SET', catalogue(kit('SET', ['MUG', 2], ['SPOON', 1])))).toEqual({
      units: new Map([
        ['MUG', 2],
        ['SPOON', 1],
      ]),
    });
  });

  it('is the components of the kits in a kit, equal ones summed', () => {
    const products = catalogue(kit('BOX', ['SET', 3], ['MUG', 1]), kit('SET', ['MUG', 2], ['SPOON', 1]));
    expect(contentsOf('BOX', products)).toEqual({
      units: new Map([
        ['MUG', 7],
        ['SPOON', 3],
      ]),
    });
  });

  it('is not known when the kit contains itself, directly or through another', () => {
    expect(contentsOf('A', catalogue(kit('A', ['A', 1])))).toEqual({
      problem: { reason: 'contains-itself', sku: 'A' },
    });
    expect(contentsOf('A', catalogue(kit('A', ['B', 1]), kit('B', ['MUG', 1], ['A', 1])))).toEqual({
      problem: { reason: 'contains-itself', sku: 'A' },
    });
  });

  it('is known when the same kit comes in twice without containing itself', () => {
    const products = catalogue(
      kit('TOP', ['LEFT', 1], ['RIGHT', 1]),
      kit('LEFT', ['SET', 1]),
      kit('RIGHT', ['SET', 2]),
    );
    expect(contentsOf('TOP', new Map([...products, ['SET', kit('SET', ['MUG', 2])]]))).toEqual({
      units: new Map([['MUG', 6]]),
    });
  });

  it.each([
    ['Ordoro does not tell its components', { ...kit('SET'), components: undefined }],
    ['it has no components', kit('SET')],
    ['an amount is 0', kit('SET', ['MUG', 0])],
    ['an amount is negative', kit('SET', ['MUG', -1])],
    ['an amount is no whole number', kit('SET', ['MUG', 0.5])],
  ])('is not known when %s', (_what, set) => {
    expect(contentsOf('BOX', catalogue(kit('BOX', ['SET', 1]), set))).toEqual({
      problem: { reason: 'unknown-components', sku: 'SET' },
    });
  });

  it('is found at once for kits in kits in kits', () => {
    const nested = Array.from({ length: 40 }, (_none, level) =>
      kit(`K${level}`, [`K${level + 1}`, 1], [`K${level + 1}`, 1]),
    );
    expect(contentsOf('K0', catalogue(...nested))).toEqual({ units: new Map([['K40', 2 ** 40]]) });
  });
});
