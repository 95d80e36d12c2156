import type { InventoryEntry, Product } from '@commercetools/platform-sdk';
import { EAST } from '../src/seed/articles.ts';
import { namedId } from '../src/seed/ids.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import type { Journey } from './connector-under-test.ts';

const CREATED = '2026-11-20T10:00:00.000Z';

/** SKU of the n-th of many articles. */
export const manySku = (number: number) => `BULK-${String(number).padStart(5, '0')}`;

/** Puts so many articles with these units on hand into Ordoro, in its eastern warehouse. */
export function stockMany(journey: Journey, count: number, onHand: number): void {
  for (let number = 0; number < count; number += 1) stockArticle(journey, number, onHand);
}

/** Puts the n-th of them into Ordoro, as above. */
export function stockArticle(journey: Journey, number: number, onHand: number): void {
  journey.sandbox.ordoro.addProduct({
    sku: manySku(number),
    name: `Bulk ${number}`,
    warehouses: [{ id: EAST, onHand }],
  });
}

/** Gives so many articles entries in commercetools with these units: in the channel of the east, or without channel. */
export function showMany(journey: Journey, count: number, entry: { quantity: number; channel?: boolean }): void {
  const { quantity, channel = true } = entry;
  for (let number = 0; number < count; number += 1) {
    const sku = manySku(number);
    const resource: InventoryEntry = {
      id: namedId(`bulk-entry:${sku}`),
      version: 1,
      createdAt: CREATED,
      lastModifiedAt: CREATED,
      sku,
      quantityOnStock: quantity,
      availableQuantity: quantity,
      ...(channel ? { supplyChannel: { typeId: 'channel', id: SEED_IDS.channelEast } } : {}),
    };
    journey.sandbox.commercetools.add('inventory-entry', resource);
  }
}

/** Sells so many articles in commercetools: one product with a variant for each 100 of them. */
export function sellMany(journey: Journey, count: number): void {
  const variants = Array.from({ length: count }, (_, number) => ({ id: (number % 100) + 1, sku: manySku(number) }));
  const products = Map.groupBy(variants, (_variant, index) => Math.floor(index / 100));
  for (const [index, [masterVariant, ...others]] of products) {
    const data = {
      name: { en: `Bulk ${index}` },
      slug: { en: `bulk-${index}` },
      categories: [],
      masterVariant,
      variants: others,
      searchKeywords: {},
      attributes: [],
    };
    journey.sandbox.commercetools.add('product', {
      id: namedId(`bulk-product:${index}`),
      version: 1,
      createdAt: CREATED,
      lastModifiedAt: CREATED,
      key: `bulk-${index}`,
      productType: { typeId: 'product-type', id: SEED_IDS.productType },
      masterData: { published: true, hasStagedChanges: false, current: data, staged: data },
    } as unknown as Product);
  }
}
