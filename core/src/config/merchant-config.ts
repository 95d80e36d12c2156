import type { z } from 'zod';
import { FIELDS, type FieldMapping } from './field-mappings.ts';
import { INVENTORY_APPROVAL, type InventoryApproval } from './inventory-approval.ts';
import { INVENTORY_RULES, type InventoryRule } from './inventory-rules.ts';
import { LINE_STATES, type LineStates } from './line-states.ts';
import { describeIssues } from './merchant-problems.ts';
import { RUN_REQUEST, type RunRequest } from './run-request.ts';
import { SALES_CHANNEL, type SalesChannel } from './sales-channel.ts';
import { SHIPPING_SERVICES, type ShippingServiceMapping } from './shipping-services.ts';
import { SKU_RULES, type SkuRule } from './sku-rules.ts';
import { STORES, type StoreMapping } from './stores.ts';
import { WAREHOUSES, type WarehouseMapping } from './warehouses.ts';

export type {
  FieldMapping,
  InventoryApproval,
  InventoryRule,
  LineStates,
  RunRequest,
  SalesChannel,
  ShippingServiceMapping,
  SkuRule,
  StoreMapping,
  WarehouseMapping,
};

/** The keys of the container `-config`. */
export const MERCHANT_CONFIG_KEYS = [
  'warehouses',
  'shipping-services',
  'inventory-rules',
  'sku-rules',
  'fields',
  'stores',
  'line-states',
  'sales-channel',
  'run-request',
  'inventory-approval',
] as const;

/** The key of one configuration object. */
export type MerchantConfigKey = (typeof MERCHANT_CONFIG_KEYS)[number];

/** What merchants and operators have set in custom objects. Undefined: there is no such object, which differs from an empty list. */
export interface MerchantConfig {
  /** Absent: all warehouses are summed into the entry without supply channel. */
  readonly warehouses?: readonly WarehouseMapping[] | undefined;
  /** Absent: every shipping method is passed on by its name. */
  readonly shippingServices?: readonly ShippingServiceMapping[] | undefined;
  readonly inventoryRules?: readonly InventoryRule[] | undefined;
  readonly skuRules?: readonly SkuRule[] | undefined;
  readonly fields?: readonly FieldMapping[] | undefined;
  readonly stores?: readonly StoreMapping[] | undefined;
  readonly lineStates?: LineStates | undefined;
  readonly salesChannel?: SalesChannel | undefined;
  readonly runRequest?: RunRequest | undefined;
  readonly inventoryApproval?: InventoryApproval | undefined;
}

/** One object that cannot be used. */
export interface MerchantConfigProblem {
  /** The key of the custom object. */
  readonly key: string;
  /** Plain sentences: what is wrong, where, what is allowed, and what counts until then. */
  readonly message: string;
}

/** What stands still while an object cannot be used and there was never a good one: nobody knows what it is meant to say. */
export type Dependent = 'orders' | 'stock';

/** The work that must not be done as if the object did not exist. Objects that are not listed here only add to it. */
const NEEDED_BY: Partial<Record<MerchantConfigKey, readonly Dependent[]>> = {
  warehouses: ['orders', 'stock'],
  'shipping-services': ['orders'],
  'inventory-rules': ['stock'],
  'sku-rules': ['orders'],
  fields: ['orders'],
  stores: ['orders'],
};

/** The configuration in force, and what was wrong with the objects it was read from. */
export interface MerchantConfigReading {
  readonly config: MerchantConfig;
  readonly problems: readonly MerchantConfigProblem[];
  /** Those of the problems for which nothing is in force, and what has to wait for them. */
  readonly unusable: readonly UnusableConfig[];
}

/** An object that cannot be used and never could. */
export interface UnusableConfig extends MerchantConfigProblem {
  readonly neededBy: readonly Dependent[];
}

/**
 * Reads the values of the container `-config` by key. An object that cannot be used is reported, and the one of `lastGood` stays
 * in force; without a last good one it counts as absent, and what must not go on so is named. Run requests and approvals are asked for once, so an older one never
 * comes back in place of a bad one. Never throws.
 */
export function parseMerchantConfig(
  objects: ReadonlyMap<string, unknown>,
  lastGood?: MerchantConfig,
): MerchantConfigReading {
  const problems = unknownObjects(objects);
  const unusable: UnusableConfig[] = [];
  const read = <T>(key: MerchantConfigKey, schema: z.ZodType<T>, fallback: T | undefined): T | undefined => {
    const value = objects.get(key);
    if (value === undefined) {
      return undefined;
    }
    const result = schema.safeParse(value);
    if (!result.success) {
      const problem = { key, message: problemText(key, result.error.issues, fallback !== undefined) };
      const neededBy = NEEDED_BY[key];
      problems.push(problem);
      if (fallback === undefined && neededBy !== undefined) unusable.push({ ...problem, neededBy });
    }
    return result.success ? result.data : fallback;
  };
  const config: MerchantConfig = {
    warehouses: read('warehouses', WAREHOUSES, lastGood?.warehouses),
    shippingServices: read('shipping-services', SHIPPING_SERVICES, lastGood?.shippingServices),
    inventoryRules: read('inventory-rules', INVENTORY_RULES, lastGood?.inventoryRules),
    skuRules: read('sku-rules', SKU_RULES, lastGood?.skuRules),
    fields: read('fields', FIELDS, lastGood?.fields),
    stores: read('stores', STORES, lastGood?.stores),
    lineStates: read('line-states', LINE_STATES, lastGood?.lineStates),
    salesChannel: read('sales-channel', SALES_CHANNEL, lastGood?.salesChannel),
    runRequest: isCleared(objects.get('run-request')) ? undefined : read('run-request', RUN_REQUEST, undefined),
    inventoryApproval: read('inventory-approval', INVENTORY_APPROVAL, undefined),
  };
  return { config, problems, unusable };
}

/** A run request that was taken may be left behind as an empty object. */
function isCleared(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function unknownObjects(objects: ReadonlyMap<string, unknown>): MerchantConfigProblem[] {
  const known: ReadonlySet<string> = new Set(MERCHANT_CONFIG_KEYS);
  return [...objects.keys()]
    .filter((key) => !known.has(key))
    .map((key) => ({
      key,
      message: `The connector does not know a configuration object "${key}" and ignores it. Rename or delete it; it reads ${MERCHANT_CONFIG_KEYS.join(', ')}.`,
    }));
}

function waitingText(neededBy: readonly Dependent[]): string {
  if (neededBy.length === 0) return 'the connector works as if the object did not exist';
  return neededBy
    .map((one) => (one === 'orders' ? 'no new order is sent to Ordoro' : 'no stock is compared or written'))
    .join(', and ');
}

function problemText(key: MerchantConfigKey, issues: readonly z.core.$ZodIssue[], hasFallback: boolean): string {
  const untilThen = hasFallback ? 'the last good version stays in force' : waitingText(NEEDED_BY[key] ?? []);
  return `The configuration object "${key}" cannot be used: ${describeIssues(issues)}. Until it is corrected, ${untilThen}.`;
}
