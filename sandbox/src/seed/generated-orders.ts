import { seededRandom } from '../relay/random.ts';
import { ARTICLES, type Article } from './articles.ts';
import { item, type Market } from './demo-lines.ts';
import { namedId } from './ids.ts';
import type { LineSpec, OrderSpec } from './order-spec.ts';
import { SEED_IDS } from './seed-names.ts';

/** Which orders are made. */
export interface GeneratedOrders {
  readonly count: number;
  /** ISO 8601, UTC; all are created then. */
  readonly createdAt: string;
  /** The same seed makes the same orders. Default 1. */
  readonly seed?: number;
  /** Begins every order number. Default `GEN`. */
  readonly prefix?: string;
}

/** Markets by their share of a hundred. */
const MARKETS: readonly (Market & { readonly share: number })[] = [
  { country: 'US', currency: 'USD', share: 60 },
  { country: 'CA', currency: 'USD', share: 10 },
  { country: 'DE', currency: 'EUR', share: 13 },
  { country: 'FR', currency: 'EUR', share: 10 },
  { country: 'JP', currency: 'JPY', share: 7 },
];

/** What ships and is known to Ordoro by the SKU of the shop. */
const SHIPPABLE: readonly Article[] = ARTICLES.filter((one) => one.ordoroSku === undefined);

/**
 * Paid orders that all go out: other countries, weights, methods and warehouses, so that the rules of the warehouse choose
 * other carriers and services. The same options make the same orders.
 */
export function generatedOrders(options: GeneratedOrders): (OrderSpec & { readonly id: string })[] {
  const random = seededRandom(options.seed ?? 1);
  const prefix = options.prefix ?? 'GEN';
  return Array.from({ length: options.count }, (_, at) => {
    const orderNumber = `${prefix}-${String(at + 1).padStart(4, '0')}`;
    return {
      ...orderIn(marketOf(random() * 100), random),
      id: namedId(`generated-order:${options.seed ?? 1}:${orderNumber}`),
      orderNumber,
      createdAt: options.createdAt,
    };
  });
}

function orderIn(market: Market, random: () => number): Omit<OrderSpec, 'createdAt'> {
  const isFromWest = market.country === 'US' && random() < 0.2;
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => lineIn(market, random));
  const isExpress = random() < 0.25;
  return {
    country: market.country,
    currency: market.currency,
    customerEmail: 'dana.whitfield@example.com',
    paymentState: 'Paid',
    tax: market.currency === 'USD' ? 'net' : 'gross',
    taxRate: 0.1,
    lines: isFromWest ? lines.map((line) => ({ ...line, supplyChannelId: SEED_IDS.channelWest })) : lines,
    shipping: { method: isExpress ? 'Express' : 'Standard', price: isExpress ? 1990 : 790 },
  };
}

function lineIn(market: Market, random: () => number): LineSpec {
  const article = SHIPPABLE[Math.floor(random() * SHIPPABLE.length)];
  if (article === undefined) throw new Error('The sandbox shop has nothing to ship.');
  const isBulk = random() < 0.1;
  return item(article.sku, market, { quantity: 1 + Math.floor(random() * (isBulk ? 30 : 4)) });
}

function marketOf(percent: number): Market {
  let left = percent;
  for (const { share, ...market } of MARKETS) {
    if (left < share) return market;
    left -= share;
  }
  return { country: 'US', currency: 'USD' };
}
