import { describe, expect, it } from 'vitest';
import { catalogue, kit } from '../../tests/generators/stock.ts';
import { Kits } from './kit-index.ts';
import { waitingSkus } from './waiting-skus.ts';

const kits = new Kits(catalogue(kit('SET', ['CUP', 1], ['POT', 1]), kit('BOX', ['CUP', 6])));
const ordoroSkuOf = (sku: string) => (sku === 'MY-CUP' ? 'CUP' : sku);
const nothing = { skus: new Set<string>(), ordoroSkus: new Set<string>() };
const skus = (...names: string[]) => ({ skus: new Set(names), ordoroSkus: new Set<string>() });

describe('SKUs that wait', () => {
  it('are those of young orders alone, when their units are held back anyway', () => {
    const waiting = waitingSkus({ fresh: skus('MY-CUP'), unseen: nothing }, { ordoroSkuOf, kits });
    expect(waiting).toEqual(skus('MY-CUP'));
  });

  it('are all whose number an order changes that is in no figure: aliases, kits and components', () => {
    const fresh = skus('SET');
    const { ordoroSkus } = waitingSkus({ fresh, unseen: fresh }, { ordoroSkuOf, kits });
    expect(ordoroSkus).toEqual(new Set(['SET', 'CUP', 'POT', 'BOX']));
    const alias = waitingSkus({ fresh: skus('MY-CUP'), unseen: skus('MY-CUP') }, { ordoroSkuOf, kits });
    expect(alias.ordoroSkus).toEqual(new Set(['CUP', 'SET', 'BOX']));
  });
});
