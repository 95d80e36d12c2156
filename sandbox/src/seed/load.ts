import type { CommercetoolsStandIn } from '../commercetools/stand-in.ts';
import type { Resources } from '../commercetools/storage.ts';
import {
  inventoryEntries,
  ORDORO_WAREHOUSES,
  type OrdoroProductSeed,
  type OrdoroWarehouseSeed,
  ordoroProducts,
  products,
} from './catalogue.ts';
import { configObjects } from './config-objects.ts';
import {
  ORDORO_CARRIERS,
  ORDORO_PRESETS,
  ORDORO_RULES,
  type OrdoroPresetSeed,
  type OrdoroRuleSeed,
} from './shipping-rules.ts';
import {
  channels,
  discountCodes,
  productTypes,
  shippingMethods,
  states,
  stores,
  taxCategories,
  types,
} from './shop.ts';

/** Where the catalogue is put: what the stand-ins offer, and no more. */
export interface SeedTarget {
  readonly commercetools: Pick<CommercetoolsStandIn, 'add' | 'putCustomObject'>;
  readonly ordoro: {
    addWarehouse(warehouse: OrdoroWarehouseSeed): unknown;
    addShipper(shipper: { readonly vendor: string; readonly name: string }): unknown;
    addCart(cart: { readonly name: string; readonly vendor: string }): unknown;
    addProduct(product: OrdoroProductSeed): unknown;
    addPreset(preset: OrdoroPresetSeed): unknown;
    addRule(rule: OrdoroRuleSeed): unknown;
  };
}

/** How the catalogue is put there. */
export interface SeedOptions {
  /** Creation time of every resource, ISO 8601 in UTC; default: long ago. */
  readonly createdAt?: string;
  /** Prefix of the containers for the merchant's configuration; default `ordoro`. */
  readonly connectorId?: string;
}

/**
 * Puts shop, stock and the rules of the warehouse into both stand-ins, and the merchant's configuration into
 * commercetools. Ordoro gets another sales channel first, so that the connector's does not have index 1. Orders are not
 * part of it, see `demoOrders` and `generatedOrders`.
 */
export async function seedCatalogue(target: SeedTarget, options: SeedOptions = {}): Promise<void> {
  const { createdAt = '2026-01-05T08:00:00.000Z', connectorId = 'ordoro' } = options;
  seedCommercetools(target.commercetools, createdAt);
  for (const { container, key, value } of configObjects(connectorId)) {
    await target.commercetools.putCustomObject(container, key, value);
  }
  seedOrdoro(target.ordoro);
}

function seedCommercetools(commercetools: SeedTarget['commercetools'], createdAt: string): void {
  const addAll = <T extends keyof Resources>(typeId: T, resources: readonly Resources[T][]): void => {
    for (const resource of resources) {
      commercetools.add(typeId, resource);
    }
  };
  addAll('channel', channels(createdAt));
  addAll('store', stores(createdAt));
  addAll('state', states(createdAt));
  addAll('tax-category', taxCategories(createdAt));
  addAll('shipping-method', shippingMethods(createdAt));
  addAll('type', types(createdAt));
  addAll('discount-code', discountCodes(createdAt));
  addAll('product-type', productTypes(createdAt));
  addAll('product', products(createdAt));
  addAll('inventory-entry', inventoryEntries(createdAt));
}

/** Puts warehouses, carriers, rules, another sales channel and the products into Ordoro alone. */
export function seedOrdoro(ordoro: SeedTarget['ordoro']): void {
  for (const warehouse of ORDORO_WAREHOUSES) ordoro.addWarehouse(warehouse);
  for (const carrier of ORDORO_CARRIERS) ordoro.addShipper(carrier);
  for (const preset of ORDORO_PRESETS) ordoro.addPreset(preset);
  for (const rule of ORDORO_RULES) ordoro.addRule(rule);
  ordoro.addCart({ vendor: 'shopify', name: 'Old web shop' });
  for (const product of ordoroProducts()) ordoro.addProduct(product);
}
