import { describe, expect, it } from 'vitest';
import { catalogue, kit, product, shelf } from '../../tests/generators/stock.ts';
import { Kits } from './kit-index.ts';

const SET = kit('SET', ['CUP', 2], ['POT', 1]);
const BOX = kit('BOX', ['SET', 1], ['LID', 3]);
const kits = new Kits(catalogue(SET, BOX));

describe('the kits of an account', () => {
  it('tell what a product takes from the shelf, kits in kits taken apart', () => {
    expect(kits.leavesOf('BOX')).toEqual(['CUP', 'POT', 'LID']);
    expect(kits.leavesOf('CUP')).toEqual(['CUP']);
  });

  it('tell in which kits a product is, also through other kits', () => {
    expect(kits.containing(['CUP'])).toEqual(new Set(['SET', 'BOX']));
    expect(kits.containing(['LID', 'TEA'])).toEqual(new Set(['BOX']));
    expect([kits.isComponent('POT'), kits.isComponent('TEA')]).toEqual([true, false]);
  });

  it('say nothing about a kit whose components are not known', () => {
    const unknown = new Kits(catalogue({ ...SET, components: undefined }));
    expect(unknown.leavesOf('SET')).toEqual([]);
    expect(unknown.containing(['CUP'])).toEqual(new Set());
  });

  it('follow what is read: new kits, other components, kits that are none any more or gone', () => {
    const news = kits.with([kit('SET', ['TEA', 1]), product('BOX'), kit('TIN', ['POT', 1])]);
    expect(news.containing(['CUP', 'TEA', 'LID', 'POT'])).toEqual(new Set(['SET', 'TIN']));
    expect(kits.without(['SET', 'CUP']).leavesOf('BOX')).toEqual(['SET', 'LID']);
  });

  it('stay the same as long as nothing about kits changes, and keep no stock', () => {
    expect(kits.with([product('CUP', shelf(7, 3)), { ...SET, warehouses: [shelf(7, 9)] }])).toBe(kits);
    expect(new Kits().with([{ ...SET, warehouses: [shelf(7, 9)] }]).structures.get('SET')?.warehouses).toEqual([]);
  });
});
