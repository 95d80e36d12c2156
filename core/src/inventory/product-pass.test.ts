import { describe, expect, it } from 'vitest';
import { product } from '../../tests/generators/stock.ts';
import type { ProductPageQuery } from '../ordoro/stock-products.ts';
import type { StockRow } from '../ordoro/stock-reader.ts';
import { type PassRange, ProductPass } from './product-pass.ts';

/** A list of products, and a pass over it. `onPage` runs before each page. */
function passOver(names: string[], range: PassRange = {}, onPage: (page: number) => void = () => undefined) {
  const queries: ProductPageQuery[] = [];
  let isTimeUp = false;
  const list = {
    page: async (query: ProductPageQuery) => {
      onPage(queries.push(query));
      const rows = names
        .slice(query.offset, query.offset + 100)
        .map((sku): StockRow => ({ kind: 'product', product: product(sku), updatedAt: undefined }));
      const isLast = query.offset + rows.length >= names.length;
      return { rows, count: names.length, serverTime: 1_000 + queries.length, isLast };
    },
  };
  const pass = new ProductPass(list, range);
  const seen: string[][] = [];
  const go = async () => {
    const limits = { endBy: 0, isTimeUp: () => isTimeUp };
    for (let rows = await pass.next(limits); rows !== undefined; rows = await pass.next(limits))
      seen.push(rows.flatMap((row) => (row.kind === 'product' ? row.product.sku : [])));
    return pass;
  };
  const hurry = () => {
    isTimeUp = true;
  };
  return { go, hurry, seen, queries };
}

const many = (count: number) => Array.from({ length: count }, (_, number) => `S-${number}`);

describe('a pass over the list of products', () => {
  it('hands out two pages at a time, to the end', async () => {
    const { go, seen, queries } = passOver(many(450));
    const pass = await go();
    expect(seen.map(({ length }) => length)).toEqual([200, 200, 50]);
    expect(queries.map(({ offset }) => offset)).toEqual([0, 100, 200, 300, 400]);
    expect(pass).toMatchObject({ isAtEnd: true, count: 450, startedAt: 1_001, hasChanged: false, hasShrunk: false });
  });

  it('hands out single pages when time is up', async () => {
    const { go, hurry, seen } = passOver(many(150));
    hurry();
    await go();
    expect(seen.map(({ length }) => length)).toEqual([100, 50]);
  });

  it('ends after an empty list', async () => {
    const { go, seen } = passOver([]);
    expect(await go()).toMatchObject({ isAtEnd: true, offset: 0 });
    expect(seen).toEqual([]);
  });

  it('stops after the rows that were wanted, and says where to go on', async () => {
    const { go, seen } = passOver(many(450), { offset: 100, rows: 200 });
    expect(await go()).toMatchObject({ isAtEnd: false, offset: 300 });
    expect(seen.flat()).toEqual(many(450).slice(100, 300));
  });

  it('goes back when the list became shorter, so that no product is passed over', async () => {
    const names = many(300);
    const { go, seen } = passOver(names, {}, (page) => {
      if (page === 2) names.splice(10, 3);
    });
    const pass = await go();
    expect(new Set(seen.flat())).toEqual(new Set(many(300)));
    expect(pass).toMatchObject({ hasChanged: true, hasShrunk: true, count: 297 });
  });

  it('has the next part go back when it became shorter since the part before', async () => {
    const { go } = passOver(many(297), { offset: 100, rows: 100, count: 300 });
    expect(await go()).toMatchObject({ offset: 97, isAtEnd: false });
  });

  it('notices that the list became longer', async () => {
    const names = many(150);
    const { go } = passOver(names, {}, (page) => {
      if (page === 2) names.push('NEW');
    });
    expect(await go()).toMatchObject({ hasChanged: true, hasShrunk: false });
  });
});
