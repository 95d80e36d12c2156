import { describe, expect, it } from 'vitest';
import { catalogue, kit, product, shelf } from '../../tests/generators/stock.ts';
import { readComponents } from './kit-components.ts';
import { Kits } from './kit-index.ts';
import type { SingleProducts } from './single-products.ts';
import type { StockProduct } from './stock.ts';

/** Reads the components of SET and BOX, of which so much can be read. */
async function read(answer: Partial<SingleProducts>, known: readonly StockProduct[] = []) {
  let kits = new Kits(catalogue(kit('SET', ['CUP', 1], ['POT', 1]), kit('BOX', ['LID', 1])));
  const asked: string[] = [];
  const found = await readComponents(
    { kitSkus: ['SET', 'BOX'], known: new Map(catalogue(...known)) },
    async (skus) => {
      asked.push(...skus);
      const of = <T>(all: ReadonlyMap<string, T> = new Map()) =>
        new Map([...all].filter(([sku]) => skus.includes(sku)));
      const among = (all: readonly string[] = []) => all.filter((sku) => skus.includes(sku));
      return {
        products: of(answer.products),
        failed: of(answer.failed),
        gone: among(answer.gone),
        left: among(answer.left),
      };
    },
    {
      current: async () => kits,
      enter: (products) => {
        kits = kits.with(products);
      },
    },
  );
  return { ...found, asked, components: [...found.components.keys()] };
}

const cup = product('CUP', shelf(7, 1));
const pot = product('POT', shelf(7, 1));
const lid = product('LID', shelf(7, 1));

describe('the components of kits', () => {
  it('are read where they are not known', async () => {
    const found = await read({ products: catalogue(pot, lid) }, [cup]);
    expect(found).toMatchObject({ asked: ['POT', 'LID'], complete: ['SET', 'BOX'], left: [], failed: new Map() });
    expect(found.components).toEqual(['CUP', 'POT', 'LID']);
  });

  it('that are gone are known to be missing', async () => {
    expect(await read({ products: catalogue(pot, lid), gone: ['CUP'] })).toMatchObject({ complete: ['SET', 'BOX'] });
  });

  it('that cannot be read fail their kits alone', async () => {
    const failed = new Map([['LID', { message: 'no answer' }]]);
    expect(await read({ products: catalogue(cup, pot), failed })).toMatchObject({
      complete: ['SET'],
      failed: new Map([['BOX', { message: 'no answer' }]]),
    });
  });

  it('for which there was no time leave their kits for later', async () => {
    expect(await read({ products: catalogue(cup, pot), left: ['LID'] })).toMatchObject({
      complete: ['SET'],
      left: ['BOX'],
    });
  });

  it('that turn out to be kits are followed down to the last', async () => {
    const found = await read({ products: catalogue(cup, pot, kit('LID', ['WAX', 2]), product('WAX', shelf(7, 9))) });
    expect(found).toMatchObject({ asked: ['CUP', 'POT', 'LID', 'WAX'], complete: ['SET', 'BOX'] });
  });
});
