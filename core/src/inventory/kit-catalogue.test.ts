import { beforeEach, describe, expect, it } from 'vitest';
import { kit, product, shelf } from '../../tests/generators/stock.ts';
import type { ProductPage, ProductPageQuery } from '../ordoro/stock-products.ts';
import { TransientError } from '../problems/errors.ts';
import { KitCatalogue } from './kit-catalogue.ts';
import type { StockProduct } from './stock.ts';

const MINUTE = 60_000;

let now: number;
let rows: StockProduct[];
let pagesRead: number[];
/** Thrown instead of the page at this offset. */
let failsAt: number | undefined;
let catalogue: KitCatalogue;

beforeEach(() => {
  now = Date.parse('2026-11-25T10:00:00.000Z');
  rows = Array.from({ length: 5 }, (_none, number) => kit(`SET-${number}`, ['CUP', 2]));
  pagesRead = [];
  failsAt = undefined;
  catalogue = new KitCatalogue({ products: { page }, clock: () => now });
});

/** Two rows at a time. */
async function page({ offset }: ProductPageQuery): Promise<ProductPage> {
  if (offset === failsAt) throw new TransientError('no time was left to ask', { platform: 'ordoro' });
  pagesRead.push(offset);
  const shownRows = rows.slice(offset, offset + 2);
  return {
    rows: shownRows.map((known) => ({ kind: 'product', product: known, updatedAt: undefined })),
    count: rows.length,
    serverTime: now,
    isLast: offset + shownRows.length >= rows.length,
  };
}

const skus = async () => [...(await catalogue.current()).structures.keys()];

describe('the kits of the account', () => {
  it('are read page by page, and kept for half an hour', async () => {
    expect(await skus()).toEqual(['SET-0', 'SET-1', 'SET-2', 'SET-3', 'SET-4']);
    now += 29 * MINUTE;
    await catalogue.current();
    expect(pagesRead).toEqual([0, 2, 4]);
    now += 2 * MINUTE;
    await catalogue.current();
    expect(pagesRead).toEqual([0, 2, 4, 0, 2, 4]);
  });

  it('are read once for all who ask at the same time', async () => {
    await Promise.all([catalogue.current(), catalogue.current(), catalogue.current()]);
    expect(pagesRead).toEqual([0, 2, 4]);
  });

  it('are gone on with by the next caller when the first had no time to read them all', async () => {
    failsAt = 4;
    await expect(catalogue.current()).rejects.toThrow('no time was left');
    failsAt = undefined;
    now += MINUTE;

    expect(await skus()).toHaveLength(5);
    expect(pagesRead).toEqual([0, 2, 4]);
  });

  it('are as others have read them meanwhile', async () => {
    failsAt = 4;
    await expect(catalogue.current()).rejects.toThrow('no time was left');
    failsAt = undefined;
    catalogue.enter([product('SET-0', shelf(1, 3)), kit('SET-9', ['CUP', 1])]);
    catalogue.remove(['SET-1']);

    expect((await skus()).sort()).toEqual(['SET-2', 'SET-3', 'SET-4', 'SET-9']);
  });

  it('are read anew when that took too long: the first page is old by then', async () => {
    failsAt = 4;
    await expect(catalogue.current()).rejects.toThrow('no time was left');
    failsAt = undefined;
    now += 6 * MINUTE;

    await catalogue.current();
    expect(pagesRead).toEqual([0, 2, 0, 2, 4]);
  });

  it('are kept for six hours when Ordoro lists all products instead', async () => {
    rows.push(product('CUP', shelf(1, 10)));
    expect(await skus()).toHaveLength(5);
    now += 5 * 60 * MINUTE;
    await catalogue.current();
    expect(pagesRead).toEqual([0, 2, 4]);
  });
});
