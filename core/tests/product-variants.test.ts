import type { ProductData } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProductVariants } from '../src/commercetools/variants.ts';
import { type Project, startProject } from './project.ts';

let project: Project;
let variants: ProductVariants;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  variants = new ProductVariants(project.client);
});

afterAll(() => project.standIn.close());

/** Product data whose variants have these SKUs; undefined: a variant without SKU. */
function dataOf(skus: readonly (string | undefined)[]): ProductData {
  const all = skus.map((sku, index) => ({ id: index + 1, ...(sku === undefined ? {} : { sku }) }));
  return {
    name: { en: 'Shirt' },
    slug: { en: 'shirt' },
    categories: [],
    searchKeywords: {},
    attributes: [],
    masterVariant: all[0]!,
    variants: all.slice(1),
  };
}

interface Recipe {
  readonly current: readonly (string | undefined)[];
  readonly staged?: readonly (string | undefined)[];
  readonly published?: boolean;
}

function addProduct({ current, staged = current, published = true }: Recipe): void {
  project.standIn.add('product', {
    productType: { typeId: 'product-type', id: 'type' },
    masterData: { published, hasStagedChanges: false, current: dataOf(current), staged: dataOf(staged) },
    priceMode: 'Embedded',
  });
}

const carried = async (skus: string[]) => [...(await variants.carried(skus))].sort();

describe('whether a variant carries a SKU', () => {
  it('is told for the first variant and all others, and for exactly that SKU', async () => {
    addProduct({ current: ['A', undefined, 'B', 'C'] });
    expect(await carried(['A', 'C', 'D', 'a'])).toEqual(['A', 'C']);
  });

  it('counts what is prepared as well as what is published', async () => {
    addProduct({ current: ['OLD'], staged: ['NEW'] });
    expect(await carried(['OLD', 'NEW'])).toEqual(['NEW', 'OLD']);
  });

  it('counts a product that is not published yet, but not what it once was', async () => {
    addProduct({ current: ['OLD'], staged: ['NEW'], published: false });
    expect(await carried(['OLD', 'NEW'])).toEqual(['NEW']);
  });

  it('costs one call when all are prepared, one more for the others', async () => {
    addProduct({ current: ['A'] });
    await carried(['A']);
    expect(project.calls()).toHaveLength(1);
    await carried(['A', 'B']);
    expect(project.calls()).toHaveLength(3);
  });

  it('costs nothing for no SKUs', async () => {
    expect(await carried([])).toEqual([]);
    expect(project.calls()).toEqual([]);
  });

  it('is asked for in queries that fit a URL, whatever characters the SKUs have', async () => {
    const skus = Array.from({ length: 120 }, (_none, index) => `ü "${index}" & ${'ß'.repeat(20)}`);
    addProduct({ current: skus });
    expect(await carried(skus)).toHaveLength(120);
    expect(project.calls()).toHaveLength(4);
    for (const { query } of project.standIn.traffic.calls) expect(query.length).toBeLessThan(8_000);
  });
});
