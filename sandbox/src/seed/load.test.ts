import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommercetoolsStandIn, startCommercetools } from '../commercetools/stand-in.ts';
import type { ShipperDraft } from '../ordoro/carrier-accounts.ts';
import type { ProductDraft } from '../ordoro/products.ts';
import type { AutomationRule } from '../ordoro/rules.ts';
import type { CartDraft, WarehouseDraft } from '../ordoro/settings.ts';
import { seedCatalogue } from './load.ts';

const NOW = Date.parse('2026-11-23T16:00:00.000Z');

/** Writes down what Ordoro gets, in the shapes its stand-in takes. */
class OrdoroNotes {
  readonly warehouses: WarehouseDraft[] = [];
  readonly shippers: ShipperDraft[] = [];
  readonly carts: CartDraft[] = [];
  readonly products: ProductDraft[] = [];
  readonly presets: object[] = [];
  readonly rules: AutomationRule[] = [];

  addWarehouse(warehouse: WarehouseDraft): void {
    this.warehouses.push(warehouse);
  }

  addShipper(shipper: ShipperDraft): void {
    this.shippers.push(shipper);
  }

  addCart(cart: CartDraft): void {
    this.carts.push(cart);
  }

  addProduct(product: ProductDraft): void {
    this.products.push(product);
  }

  addPreset(preset: object): void {
    this.presets.push(preset);
  }

  addRule(rule: AutomationRule): void {
    this.rules.push(rule);
  }
}

describe('seeding the catalogue', () => {
  let commercetools: CommercetoolsStandIn;
  let ordoro: OrdoroNotes;

  beforeEach(async () => {
    commercetools = await startCommercetools({ clock: () => NOW });
    ordoro = new OrdoroNotes();
    await seedCatalogue({ commercetools, ordoro });
  });

  afterEach(() => commercetools.close());

  it('puts the shop into commercetools', () => {
    expect(commercetools.all('product')).toHaveLength(13);
    expect(commercetools.all('channel').map((channel) => channel.key)).toEqual(['us-east', 'us-west']);
    expect(commercetools.all('shipping-method').map((method) => method.key)).toEqual([
      'standard',
      'express',
      'overnight',
    ]);
    expect(commercetools.all('store').map((store) => store.key)).toEqual(['us', 'eu']);
    expect(commercetools.inventory()).toHaveLength(4);
  });

  it('configures warehouses, services, SKU rules and fields, but no stores', () => {
    const objects = commercetools.customObjects('ordoro-config').map((object) => object.key);
    expect(objects.sort()).toEqual(['fields', 'shipping-services', 'sku-rules', 'warehouses']);
    expect(commercetools.customObject('ordoro-config', 'warehouses')?.value).toEqual([
      { warehouseId: 15450, channel: 'us-east' },
      { warehouseId: 15451, channel: 'us-west' },
    ]);
  });

  it('puts warehouses, carriers, rules, another sales channel and the stocked products into Ordoro', () => {
    expect(ordoro.warehouses.map(({ id, isDefault, address }) => [id, isDefault, address?.city])).toEqual([
      [15450, true, 'Newark'],
      [15451, false, 'Reno'],
    ]);
    expect(ordoro.shippers.map((shipper) => shipper.vendor)).toEqual(['canada_post']);
    expect(ordoro.presets).toEqual([expect.objectContaining({ id: 21, carrier: 'fedex' })]);
    expect(ordoro.rules).toHaveLength(7);
    expect(ordoro.carts).toEqual([{ vendor: 'shopify', name: 'Old web shop' }]);
    expect(ordoro.products).toHaveLength(14);
    expect(ordoro.products.find((product) => product.sku === 'COF-ETH-250')).toEqual({
      sku: 'COF-ETH-250',
      name: 'Ethiopia Yirgacheffe, 250 g',
      category: 'Coffee',
      weight: 0.6,
      warehouses: [
        { id: 15450, onHand: 140 },
        { id: 15451, onHand: 90 },
      ],
    });
  });

  it('uses the containers of another connector when asked', async () => {
    await seedCatalogue({ commercetools, ordoro }, { connectorId: 'second' });
    expect(commercetools.customObjects('second-config')).toHaveLength(4);
  });
});
