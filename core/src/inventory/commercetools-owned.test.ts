import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { held, kit, ONE_ENTRY, product, shelf, stockEntry } from '../../tests/generators/stock.ts';
import { type OwnedEntry, type OwnedStockView, ownershipLetter, stockToPush } from './commercetools-owned.ts';

const EAST = { key: 'us-east', id: 'east-id', warehouseIds: [1] };
const owned = (quantityOnStock: number, more: Partial<OwnedEntry> = {}): OwnedEntry => ({
  place: { sku: 'MUG', ordoroSku: 'O-MUG', channel: EAST },
  entry: stockEntry('MUG', quantityOnStock, 'east-id'),
  rule: { tracked: true },
  ...more,
});
const viewOf = (more: Partial<OwnedStockView> = {}): OwnedStockView => ({
  product: product('O-MUG', shelf(1, 10, 2), shelf(2, 50)),
  heldBack: held(),
  fresh: { skus: new Set(), ordoroSkus: new Set() },
  accountWarehouseIds: [1, 2],
  ownedSkus: ['MUG'],
  ...more,
});
const push = (onHand: number) => ({ kind: 'push', ordoroSku: 'O-MUG', warehouseId: 1, onHand });

describe('stock that commercetools owns', () => {
  it('is on hand in Ordoro with what is sold but not shipped: committed, or not known there yet', () => {
    expect(stockToPush(owned(20), viewOf())).toEqual(push(22));
    expect(stockToPush(owned(20), viewOf({ heldBack: held(['O-MUG', 1, 3], ['O-MUG', 2, 9], ['CUP', 1, 7]) }))).toEqual(
      push(25),
    );
  });

  it('is not sent when Ordoro has it already', () => {
    expect(stockToPush(owned(8), viewOf())).toEqual({ kind: 'in-step' });
    expect(stockToPush(owned(0), viewOf({ product: product('O-MUG') }))).toEqual({ kind: 'in-step' });
  });

  it('is sent for a warehouse that Ordoro does not list yet', () => {
    expect(stockToPush(owned(4), viewOf({ product: product('O-MUG') }))).toEqual(push(4));
  });

  it('is the quantity alone when orders do not deduct it, known to Ordoro or not', () => {
    const heldBack = held(['O-MUG', 1, 3]);
    expect(stockToPush(owned(20, { rule: { tracked: false } }), viewOf({ heldBack }))).toEqual(push(20));
  });

  it('may be below zero when the shop has sold more than there is', () => {
    expect(stockToPush(owned(-5), viewOf())).toEqual(push(-3));
  });

  it('waits while an order is so young that commercetools may not have deducted it', () => {
    const fresh = { skus: new Set(['MUG']), ordoroSkus: new Set<string>() };
    expect(stockToPush(owned(20), viewOf({ fresh }))).toEqual({ kind: 'waits' });
  });

  it('goes to the only warehouse of the account when the merchant maps none', () => {
    const place = { sku: 'MUG', ordoroSku: 'O-MUG', channel: ONE_ENTRY };
    expect(stockToPush(owned(20, { place }), viewOf({ accountWarehouseIds: [1] }))).toEqual(push(22));
  });

  it('is left alone in Ordoro when the product is archived there', () => {
    const archived = { ...product('O-MUG', shelf(1, 10)), isArchived: true };
    expect(stockToPush(owned(20), viewOf({ product: archived }))).toEqual({ kind: 'archived' });
  });

  it.each([
    ['on hand', { ...shelf(1, 10), onHand: undefined }, true, { kind: 'unknown-figures' }],
    ['committed', { ...shelf(1, 10), committed: undefined }, true, { kind: 'unknown-figures' }],
    ['committed, which does not count', { ...shelf(1, 10), committed: undefined }, false, push(20)],
  ])('when Ordoro does not tell what is %s', (_what, row, tracked, expected) => {
    expect(stockToPush(owned(20, { rule: { tracked } }), viewOf({ product: product('O-MUG', row) }))).toEqual(expected);
  });

  it('is the same before and after Ordoro accepts an order', () => {
    const amounts = fc.record({
      stock: fc.integer({ min: -5, max: 50 }),
      committed: fc.nat({ max: 20 }),
      waiting: fc.nat({ max: 20 }),
    });
    fc.assert(
      fc.property(amounts, ({ stock, committed, waiting }) => {
        const onHand = (inOrdoro: number, heldBack: number) => {
          const known = product('O-MUG', shelf(1, 1000, inOrdoro));
          return stockToPush(owned(stock), viewOf({ product: known, heldBack: held(['O-MUG', 1, heldBack]) }));
        };
        expect(onHand(committed, waiting)).toEqual(push(stock + committed + waiting));
        expect(onHand(committed + waiting, 0)).toEqual(push(stock + committed + waiting));
      }),
    );
  });
});

describe('stock that commercetools owns cannot go to Ordoro', () => {
  it.each<[string, Partial<OwnedEntry>, Partial<OwnedStockView>, string, string]>([
    [
      'for a kit',
      {},
      { product: kit('O-MUG', ['CUP', 2]) },
      'kit',
      '"O-MUG" is a kit, whose stock follows from its components',
    ],
    [
      'for a channel of several warehouses',
      { place: { sku: 'MUG', ordoroSku: 'O-MUG', channel: { ...EAST, warehouseIds: [1, 2] } } },
      {},
      'several-warehouses',
      'the supply channel "us-east" is fed by several warehouses, and nothing tells how to divide the units',
    ],
    [
      'for an account of several warehouses, none of which is mapped',
      { place: { sku: 'MUG', ordoroSku: 'O-MUG', channel: ONE_ENTRY } },
      {},
      'several-warehouses',
      'the entry without supply channel is fed by several warehouses, and nothing tells how to divide the units',
    ],
    [
      'when the account has no warehouse',
      { place: { sku: 'MUG', ordoroSku: 'O-MUG', channel: ONE_ENTRY } },
      { accountWarehouseIds: [] },
      'no-warehouse',
      'no warehouse feeds the entry without supply channel',
    ],
    [
      'for a product that several such SKUs stand for',
      {},
      { ownedSkus: ['MUG', 'MUG-ALIAS'] },
      'several-skus',
      'several SKUs of commercetools stand for the product "O-MUG", and it can have one number only',
    ],
  ])('%s', (_what, changed, seen, conflict, because) => {
    const entry = owned(20, changed);
    const answer = stockToPush(entry, viewOf(seen));
    expect(answer).toEqual({ kind: 'conflict', conflict });
    expect(ownershipLetter(entry.place, answer)).toMatchObject({
      kind: 'inventory',
      subject: 'MUG',
      code: 'inventory-conflict',
      message: `commercetools owns the stock of the SKU "MUG", but it is not sent to Ordoro: ${because}.`,
      howToFix: expect.stringContaining('custom object'),
    });
  });

  it('when Ordoro does not have the product', () => {
    const answer = stockToPush(owned(20), viewOf({ product: undefined }));
    expect(answer).toEqual({ kind: 'gone-from-ordoro' });
    expect(ownershipLetter(owned(20).place, answer)).toMatchObject({ code: 'unmapped-sku', subject: 'MUG' });
  });

  it('when its figures are not known', () => {
    expect(ownershipLetter(owned(20).place, { kind: 'unknown-figures' })).toMatchObject({ code: 'inventory-conflict' });
  });

  it('is not said of stock that is well, or waits', () => {
    for (const kind of ['in-step', 'waits', 'archived'] as const) {
      expect(ownershipLetter(owned(20).place, { kind })).toBeUndefined();
    }
  });
});
