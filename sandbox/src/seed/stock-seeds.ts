import type { Article } from './articles.ts';
import { ordoroProducts, products, stockEntry } from './catalogue.ts';
import type { SeedTarget } from './load.ts';
import { SEED_IDS } from './seed-names.ts';
import { SAMPLE_ARTICLES, STOCK_ARTICLES } from './stock-articles.ts';

/** A rule of `inventory-rules`, as far as the demo uses them. */
export interface StockRuleSeed {
  readonly sku: string;
  readonly owner?: 'commercetools';
  readonly percent?: number;
  readonly reserve?: number;
}

/** The merchant's rules for stock in the demo. */
export const STOCK_RULES: readonly StockRuleSeed[] = [
  { sku: STOCK_ARTICLES.assam.sku, percent: 90, reserve: 5 },
  { sku: STOCK_ARTICLES.kettle.sku, owner: 'commercetools' },
];

/** Have entries before the connector comes; those of the other teas it makes itself. */
const WITH_ENTRIES: readonly Article[] = [STOCK_ARTICLES.oolong, STOCK_ARTICLES.kettle, ...SAMPLE_ARTICLES];

/** Puts the articles of the stock act, their stock and the rules for it into both stand-ins, after `seedCatalogue`. */
export async function seedStock({ commercetools, ordoro }: SeedTarget): Promise<void> {
  const createdAt = '2026-01-05T08:00:00.000Z';
  const articles = [...Object.values(STOCK_ARTICLES), ...SAMPLE_ARTICLES];
  for (const product of products(createdAt, articles)) commercetools.add('product', product);
  for (const { sku, stock } of WITH_ENTRIES) {
    const { east = 0, west = 0 } = stock ?? {};
    const { channelEast, channelWest } = SEED_IDS;
    commercetools.add('inventory-entry', stockEntry({ sku, channelId: channelEast, quantity: east }, createdAt));
    commercetools.add('inventory-entry', stockEntry({ sku, channelId: channelWest, quantity: west }, createdAt));
  }
  for (const product of ordoroProducts(articles)) ordoro.addProduct(product);
  await commercetools.putCustomObject('ordoro-config', 'inventory-rules', STOCK_RULES);
}
