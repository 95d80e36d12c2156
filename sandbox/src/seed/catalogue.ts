import type { InventoryEntry, Price, Product, ProductVariant } from '@commercetools/platform-sdk';
import { ARTICLES, type Article, EAST, WEST } from './articles.ts';
import { namedId } from './ids.ts';
import { centMoney } from './money.ts';
import { productId, SEED_IDS } from './seed-names.ts';
import { resource } from './shop.ts';

/** A warehouse of the Ordoro stand-in. */
export interface OrdoroWarehouseSeed {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
  readonly address: {
    readonly company: string;
    readonly street1: string;
    readonly city: string;
    readonly state: string;
    readonly zip: string;
    readonly country: string;
    readonly phone: string;
  };
}

/** A product of the Ordoro stand-in with its physical stock; a kit has none of its own. */
export interface OrdoroProductSeed {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** Pounds. */
  readonly weight?: number;
  readonly warehouses: readonly { readonly id: number; readonly onHand: number }[];
  /** Makes it a kit. */
  readonly kit?: readonly { readonly sku: string; readonly quantity: number }[];
}

/** The products of these articles, default the shop's, as commercetools holds them: published, prices in EUR, USD and JPY. */
export function products(createdAt: string, articles = ARTICLES): Product[] {
  return [...Map.groupBy(articles, (one) => one.product).values()].map((variants) => productOf(variants, createdAt));
}

function productOf(articles: readonly Article[], createdAt: string): Product {
  const [first] = articles;
  const [masterVariant, ...others] = articles.map(variantOf);
  if (first === undefined || masterVariant === undefined) {
    throw new Error('A product has at least one variant.');
  }
  const { product: key } = first;
  const data = {
    name: { ...first.name },
    slug: { en: key, de: `${key}-de` },
    categories: [],
    masterVariant,
    variants: others,
    searchKeywords: {},
    attributes: [],
  };
  const taxCategory = first.taxClass === 'reduced' ? SEED_IDS.taxCategoryReduced : SEED_IDS.taxCategoryStandard;
  return {
    ...resource(productId(key), createdAt),
    key,
    productType: { typeId: 'product-type', id: SEED_IDS.productType },
    taxCategory: { typeId: 'tax-category', id: taxCategory },
    masterData: { published: true, hasStagedChanges: false, current: data, staged: data },
    priceMode: 'Embedded',
  };
}

function variantOf(one: Article, index: number): ProductVariant {
  return {
    id: index + 1,
    sku: one.sku,
    prices: Object.entries(one.prices).map(
      ([currency, amount]): Price => ({
        id: namedId(`price:${one.sku}:${currency}`),
        value: centMoney(BigInt(amount), currency),
      }),
    ),
    attributes: attributesOf(one),
    images: [],
    assets: [],
  };
}

/** The variant attributes of an article, as order lines carry them too. */
export function attributesOf(one: Article): { name: string; value: string | number }[] {
  return [
    ...(one.variant === undefined ? [] : [{ name: 'size', value: one.variant }]),
    ...(one.weightPounds === undefined ? [] : [{ name: 'weightPounds', value: one.weightPounds }]),
  ];
}

/** Some stock entries that were there before the connector: outdated, one per channel; the others it creates itself. */
export function inventoryEntries(createdAt: string): InventoryEntry[] {
  return [
    stockEntry({ sku: 'COF-COL-250', channelId: SEED_IDS.channelEast, quantity: 12 }, createdAt),
    stockEntry({ sku: 'COF-COL-250', channelId: SEED_IDS.channelWest, quantity: 160 }, createdAt),
    stockEntry({ sku: 'GRD-ELEC', channelId: SEED_IDS.channelEast, quantity: 40 }, createdAt),
    stockEntry({ sku: 'MUG-ENAMEL-BLU', channelId: SEED_IDS.channelEast, quantity: 0 }, createdAt),
  ];
}

/** An inventory entry of a SKU in a supply channel; nothing of it is reserved. */
export function stockEntry(
  stock: { readonly sku: string; readonly channelId: string; readonly quantity: number },
  createdAt: string,
): InventoryEntry {
  return {
    ...resource(namedId(`inventory:${stock.sku}:${stock.channelId}`), createdAt),
    sku: stock.sku,
    supplyChannel: { typeId: 'channel', id: stock.channelId },
    quantityOnStock: stock.quantity,
    availableQuantity: stock.quantity,
  };
}

/** East (the default location) and West. */
export const ORDORO_WAREHOUSES: readonly OrdoroWarehouseSeed[] = [
  {
    id: EAST,
    name: 'Warehouse East',
    isDefault: true,
    address: {
      company: 'Night Shift Coffee',
      street1: '140 Doremus Avenue',
      city: 'Newark',
      state: 'NJ',
      zip: '07114',
      country: 'US',
      phone: '973-555-0142',
    },
  },
  {
    id: WEST,
    name: 'Warehouse West',
    isDefault: false,
    address: {
      company: 'Night Shift Coffee',
      street1: '2300 Valley Road',
      city: 'Reno',
      state: 'NV',
      zip: '89502',
      country: 'US',
      phone: '775-555-0142',
    },
  },
];

/** What Ordoro knows of these articles, default the shop's: all but those it does not know, under its own SKUs. */
export function ordoroProducts(articles = ARTICLES): OrdoroProductSeed[] {
  return articles
    .filter((one) => one.ordoroSku !== null)
    .map((one) => ({
      sku: one.ordoroSku ?? one.sku,
      name: one.variant === undefined ? one.name.en : `${one.name.en}, ${one.variant}`,
      category: one.taxClass === 'reduced' ? 'Coffee' : 'Equipment',
      ...(one.weightPounds === undefined ? {} : { weight: one.weightPounds }),
      warehouses:
        one.stock === undefined
          ? []
          : [
              { id: EAST, onHand: one.stock.east },
              { id: WEST, onHand: one.stock.west },
            ],
      ...(one.components === undefined ? {} : { kit: one.components }),
    }));
}
