import { describe, expect, it } from 'vitest';
import { readStockRow } from './stock-reader.ts';

const WAREHOUSE = { id: 15_450, on_hand: 12, physical_on_hand: 10, available: 7, committed: 3, allocated: 2 };
const PRODUCT = {
  id: 9,
  sku: 'SHIRT',
  name: 'Shirt',
  updated: '2026-11-23T03:00:01.000002-06:00',
  archive_date: null,
  is_kit_parent: false,
  warehouses: [WAREHOUSE],
  kit_components: [],
  carts: [],
};

/** The product that was read; fails the test when there is none. */
function productOf(more: object) {
  const row = readStockRow({ ...PRODUCT, ...more });
  if (row.kind !== 'product') throw new Error('the row is unreadable');
  return row.product;
}

describe('a product with its stock', () => {
  it('is read with its figures in every warehouse and the microsecond of its last change', () => {
    expect(readStockRow(PRODUCT)).toEqual({
      kind: 'product',
      product: {
        sku: 'SHIRT',
        isArchived: false,
        isKit: false,
        components: [],
        warehouses: [{ warehouseId: 15_450, onHand: 10, available: 7, committed: 3 }],
      },
      updatedAt: Date.parse('2026-11-23T09:00:01Z') * 1_000 + 2,
    });
  });

  it('may tell no date of its last change', () => {
    expect(readStockRow({ ...PRODUCT, updated: 7 })).toMatchObject({ kind: 'product', updatedAt: undefined });
  });

  it('has on hand what lies there physically, and only where Ordoro does not tell it what it calls on hand', () => {
    const { physical_on_hand: _none, ...without } = WAREHOUSE;
    expect(productOf({ warehouses: [without] }).warehouses[0]!.onHand).toBe(12);
    expect(productOf({ warehouses: [{ ...WAREHOUSE, physical_on_hand: 0 }] }).warehouses[0]!.onHand).toBe(0);
  });

  it.each([
    ['a negative number', -4, -4],
    ['a fraction', 1.5, 1.5],
    ['a number in text', '12', 12],
    ['null', null, undefined],
    ['left out', undefined, undefined],
    ['no number', 'many', undefined],
  ])('has a figure that is %s as it is, and unknown rather than 0', (_what, available, read) => {
    expect(productOf({ warehouses: [{ ...WAREHOUSE, available }] }).warehouses[0]!.available).toBe(read);
  });

  it('may lie in no warehouse', () => {
    expect(productOf({ warehouses: [] }).warehouses).toEqual([]);
  });

  it.each([
    ['2026-11-20T00:00:00.000000-06:00', true],
    ['', false],
    [null, false],
    [undefined, false],
  ])('with the archive date %j is archived: %s', (archiveDate, isArchived) => {
    expect(productOf({ archive_date: archiveDate }).isArchived).toBe(isArchived);
  });

  it.each<[string, unknown]>([
    ['no SKU', { ...PRODUCT, sku: '' }],
    ['no list of warehouses, which is not the same as no stock', { ...PRODUCT, warehouses: null }],
    ['a warehouse without id', { ...PRODUCT, warehouses: [WAREHOUSE, { on_hand: 1 }] }],
    ['a warehouse twice', { ...PRODUCT, warehouses: [WAREHOUSE, WAREHOUSE] }],
    ['an archive date of unknown form', { ...PRODUCT, archive_date: 7 }],
    ['nothing of a product', null],
    ['only text', 'SHIRT'],
  ])('is unreadable when it has %s', (_what, body) => {
    expect(readStockRow(body).kind).toBe('unreadable');
  });

  it('that is unreadable keeps its SKU and date, if it has them', () => {
    expect(readStockRow({ sku: 'SHIRT', updated: '2026-11-23T09:00:00Z' })).toEqual({
      kind: 'unreadable',
      sku: 'SHIRT',
      updatedAt: Date.parse('2026-11-23T09:00:00Z') * 1_000,
    });
    expect(readStockRow([])).toEqual({ kind: 'unreadable', sku: undefined, updatedAt: undefined });
  });
});

describe('a kit', () => {
  const components = (listed: unknown, more: object = {}) =>
    productOf({ is_kit_parent: true, kit_components: listed, ...more }).components;

  it('names its components and how many of each it takes', () => {
    const listed = [
      { sku: 'CUP', quantity: 2, is_kit_parent: false },
      { sku: 'POT', quantity: 1, is_kit_parent: true },
    ];
    expect(components(listed)).toEqual([
      { sku: 'CUP', quantity: 2 },
      { sku: 'POT', quantity: 1 },
    ]);
  });

  it('may name them in the words by which Ordoro takes them, and quantities in text', () => {
    expect(components([{ child_sku: 'CUP', quantity: '2' }])).toEqual([{ sku: 'CUP', quantity: 2 }]);
  });

  it.each<[string, unknown]>([
    ['there are none', []],
    ['there is no list', null],
    ['the list is something else', 'CUP'],
    ['one has no SKU', [{ sku: 'CUP', quantity: 2 }, { quantity: 1 }]],
    ['one has no quantity', [{ sku: 'CUP' }]],
    ['one has the quantity 0', [{ sku: 'CUP', quantity: 0 }]],
    ['one has half a unit', [{ sku: 'CUP', quantity: 0.5 }]],
  ])('is made of something unknown when %s', (_what, listed) => {
    expect(components(listed)).toBeUndefined();
  });

  it('is known by its components when Ordoro does not say whether it is one', () => {
    const listed = [{ sku: 'CUP', quantity: 2 }];
    expect(productOf({ is_kit_parent: null, kit_components: listed })).toMatchObject({
      isKit: true,
      components: listed,
    });
    expect(productOf({ is_kit_parent: null, kit_components: null })).toMatchObject({ isKit: false, components: [] });
  });

  it('is none when Ordoro says so', () => {
    const listed = [{ sku: 'CUP', quantity: 2 }];
    expect(productOf({ is_kit_parent: false, kit_components: listed })).toMatchObject({ isKit: false, components: [] });
  });
});
