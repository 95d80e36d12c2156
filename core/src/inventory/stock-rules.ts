import { type InventoryRule, NO_CHANNEL } from '../config/inventory-rules.ts';
import type { ConnectorSettings, InventoryOwner, InventoryQuantity } from '../config/settings.ts';
import { skuPatternMatches } from '../config/sku-patterns.ts';

/** How the stock of one commercetools SKU is shown in one channel. Amounts are units. */
export interface StockRule {
  readonly owner: InventoryOwner;
  readonly quantity: InventoryQuantity;
  /** Share that is offered, 0 to 100; 100: all. */
  readonly percent: number;
  /** Units that are never offered. */
  readonly reserve: number;
  /** Most units that are offered; absent: no limit. */
  readonly max?: number | undefined;
  /** Units that are offered at least, whether they are there or not; absent: none. */
  readonly min?: number | undefined;
  /** False: commercetools orders do not deduct this stock. Only means something for the owner `commercetools`. */
  readonly tracked: boolean;
}

/** Where a rule is looked for. */
export interface StockPlace {
  /** The commercetools SKU. */
  readonly sku: string;
  /** Key of the supply channel; undefined: the entry without channel. */
  readonly channelKey: string | undefined;
}

/** What counts where rules say nothing. */
export interface StockRuleSource {
  /** `-config/inventory-rules`; absent: there are none. */
  readonly rules: readonly InventoryRule[] | undefined;
  readonly settings: Pick<ConnectorSettings, 'inventoryOwner' | 'inventoryQuantity'>;
}

/**
 * The rule in force: the first one whose SKU pattern and channel match, and only that one; what it leaves out comes from the
 * deployment's settings or does nothing. A rule without `channel` is for all entries, `"-"` for the one without channel.
 */
export function ruleInForce(place: StockPlace, { rules = [], settings }: StockRuleSource): StockRule {
  const rule = rules.find((candidate) => isFor(candidate, place));
  return {
    owner: rule?.owner ?? settings.inventoryOwner,
    quantity: rule?.quantity ?? settings.inventoryQuantity,
    percent: rule?.percent ?? 100,
    reserve: rule?.reserve ?? 0,
    max: rule?.max,
    min: rule?.min,
    tracked: rule?.tracked ?? true,
  };
}

function isFor(rule: InventoryRule, { sku, channelKey = NO_CHANNEL }: StockPlace): boolean {
  return (rule.channel === undefined || rule.channel === channelKey) && skuPatternMatches(rule.sku, sku);
}
