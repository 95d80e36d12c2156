import { ARTICLES, type Article, article } from './articles.ts';
import { attributesOf } from './catalogue.ts';
import type { LineSpec } from './order-builder.ts';
import { productId } from './seed-names.ts';

/** Standard and reduced rates of the countries the demo sells to; coffee is food. */
const RATES: Readonly<Record<string, Record<Article['taxClass'], number>>> = {
  US: { standard: 0.08, reduced: 0 },
  CA: { standard: 0.14, reduced: 0 },
  DE: { standard: 0.19, reduced: 0.07 },
  FR: { standard: 0.2, reduced: 0.055 },
  GR: { standard: 0.24, reduced: 0.13 },
  GB: { standard: 0.2, reduced: 0 },
  JP: { standard: 0.1, reduced: 0.08 },
  CH: { standard: 0.081, reduced: 0.026 },
};

/** Where and in which currency an order is placed. */
export interface Market {
  readonly country: string;
  readonly currency: string;
}

/** A line of the catalogue as a shopper in this market gets it; a currency without a listed price needs `unitPrice`. */
export function item(sku: string, market: Market, rest: Partial<LineSpec> & Pick<LineSpec, 'quantity'>): LineSpec {
  const one = article(sku);
  const siblings = ARTICLES.filter(({ product }) => product === one.product);
  return lineOf(one, market, { variantId: siblings.indexOf(one) + 1, ...rest });
}

/** The same for an article that need not be in the catalogue; by default the first variant of its product. */
export function lineOf(one: Article, market: Market, rest: Partial<LineSpec> & Pick<LineSpec, 'quantity'>): LineSpec {
  return {
    sku: one.sku,
    name: one.name,
    productId: productId(one.product),
    productKey: one.product,
    variantId: 1,
    unitPrice: rest.unitPrice ?? listedPrice(one, market.currency),
    taxRate: RATES[market.country]?.[one.taxClass] ?? 0,
    attributes: attributesOf(one),
    ...rest,
  };
}

function listedPrice(one: Article, currency: string): number {
  const price = new Map(Object.entries(one.prices)).get(currency);
  if (price === undefined) {
    throw new Error(`${one.sku} has no price in ${currency}; give the line a unitPrice.`);
  }
  return price;
}
