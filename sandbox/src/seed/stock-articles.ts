import type { Article } from './articles.ts';

/** How many tasting samples there are. */
export const SAMPLES = 60;

/** SKU of the n-th tasting sample, counted from 1. */
export const sampleSku = (number: number) => `SMP-${String(number).padStart(2, '0')}`;

const PRICES = { EUR: 690, USD: 790, JPY: 1100 };

/** Sold only in the demo's stock act, so that no other order moves their stock. */
export const STOCK_ARTICLES = {
  sencha: {
    product: 'tea-sencha',
    sku: 'TEA-SENCHA',
    name: { en: 'Sencha Green Tea', de: 'Grüner Tee Sencha' },
    taxClass: 'reduced',
    prices: PRICES,
    stock: { east: 40, west: 25 },
  },
  assam: {
    product: 'tea-assam',
    sku: 'TEA-ASSAM',
    name: { en: 'Assam Black Tea', de: 'Schwarzer Tee Assam' },
    taxClass: 'reduced',
    prices: PRICES,
    stock: { east: 60, west: 30 },
  },
  oolong: {
    product: 'tea-oolong',
    sku: 'TEA-OOLONG',
    name: { en: 'Oolong Tea', de: 'Oolong-Tee' },
    taxClass: 'reduced',
    prices: PRICES,
    stock: { east: 18, west: 12 },
  },
  kettle: {
    product: 'kettle-gooseneck',
    sku: 'KTL-GOOSE',
    name: { en: 'Gooseneck Kettle', de: 'Schwanenhalskessel' },
    taxClass: 'standard',
    prices: { EUR: 5900, USD: 6900, JPY: 9800 },
    stock: { east: 20, west: 15 },
  },
} as const satisfies Readonly<Record<string, Article>>;

/** The tasting samples: one product, a variant per sample. Most of them lie in the west: emptying the east is no halving of all. */
export const SAMPLE_ARTICLES: readonly Article[] = Array.from({ length: SAMPLES }, (_, index) => ({
  product: 'tasting-sample',
  sku: sampleSku(index + 1),
  name: { en: 'Tasting Sample', de: 'Probierbeutel' },
  variant: `no. ${index + 1}`,
  taxClass: 'reduced',
  prices: { EUR: 190, USD: 220, JPY: 300 },
  stock: { east: 40, west: 100 },
}));
