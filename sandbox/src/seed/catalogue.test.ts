import { describe, expect, it } from 'vitest';
import { ARTICLES } from './articles.ts';
import { inventoryEntries, ordoroProducts, products } from './catalogue.ts';
import { channels, states } from './shop.ts';

const CREATED_AT = '2026-01-05T08:00:00.000Z';

describe('the catalogue', () => {
  it('has 13 products and 16 SKUs, each SKU once', () => {
    const all = products(CREATED_AT);
    const variants = all.flatMap(({ masterData }) => [
      masterData.current.masterVariant,
      ...masterData.current.variants,
    ]);
    expect(all).toHaveLength(13);
    expect(new Set(variants.map((variant) => variant.sku)).size).toBe(16);
  });

  it('numbers the variants of a product from 1 and prices them in three currencies', () => {
    const colombia = products(CREATED_AT).find((product) => product.key === 'coffee-colombia')?.masterData.current;
    expect(colombia?.name).toEqual({ en: 'Colombia Huila', de: 'Kolumbien Huila' });
    expect(colombia?.masterVariant).toMatchObject({ id: 1, sku: 'COF-COL-250' });
    expect(colombia?.variants).toMatchObject([{ id: 2, sku: 'COF-COL-1000' }]);
    expect(colombia?.masterVariant.prices?.map((price) => price.value)).toEqual([
      { type: 'centPrecision', currencyCode: 'EUR', centAmount: 890, fractionDigits: 2 },
      { type: 'centPrecision', currencyCode: 'USD', centAmount: 1050, fractionDigits: 2 },
      { type: 'centPrecision', currencyCode: 'JPY', centAmount: 1500, fractionDigits: 0 },
    ]);
  });

  it('is known to Ordoro but for the limited mug and the gift card, one SKU being spelled differently', () => {
    const known = ordoroProducts().map((product) => product.sku);
    const sold = ARTICLES.map((one) => one.sku);
    expect(sold.filter((sku) => !known.includes(sku))).toEqual(['COF/ETH-250', 'MUG-LTD-2026', 'GIFT-CARD-50']);
    expect(known.filter((sku) => !sold.includes(sku))).toEqual(['COF-ETH-250']);
  });

  it('stocks everything in both warehouses, but the kit, whose components Ordoro knows', () => {
    const known = new Set(ordoroProducts().map((product) => product.sku));
    for (const product of ordoroProducts()) {
      const warehouses = product.warehouses.map((warehouse) => warehouse.id);
      expect(warehouses).toEqual(product.sku === 'BND-STARTER' ? [] : [15450, 15451]);
      expect(product.kit?.every(({ sku }) => known.has(sku)) ?? true).toBe(true);
    }
  });

  it('refers only to channels and states that are there', () => {
    const channelIds = channels(CREATED_AT).map((channel) => channel.id);
    expect(inventoryEntries(CREATED_AT).every((entry) => channelIds.includes(entry.supplyChannel?.id ?? ''))).toBe(
      true,
    );
    const stateIds = states(CREATED_AT).map((state) => state.id);
    const targets = states(CREATED_AT).flatMap((state) => state.transitions ?? []);
    expect(targets.every((target) => stateIds.includes(target.id))).toBe(true);
  });
});
