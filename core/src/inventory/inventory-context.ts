import { createHash } from 'node:crypto';
import type { MerchantConfig } from '../config/merchant-config.ts';
import type { ConnectorSettings, InventoryOwner } from '../config/settings.ts';
import type { SkuLinks } from './sku-links.ts';
import { type StockChannels, stockChannels } from './stock-channels.ts';
import type { StockPolicy } from './stock-view.ts';

/** What stock is decided by: deployment, merchant's configuration, and the channels that it names. */
export interface InventoryContext {
  readonly settings: Pick<
    ConnectorSettings,
    | 'connectorId'
    | 'inventoryOwner'
    | 'inventoryQuantity'
    | 'inventoryCreateMissing'
    | 'inventoryRescanHours'
    | 'dryRun'
  >;
  readonly merchant: Pick<MerchantConfig, 'warehouses' | 'inventoryRules' | 'inventoryApproval'>;
  /** Ids to keys of the supply channels that `warehouses` names. */
  readonly supplyChannels: ReadonlyMap<string, string>;
}

/** The entries that warehouses feed. */
export function channelsOf({ merchant, supplyChannels }: InventoryContext): StockChannels {
  return stockChannels({ warehouses: merchant.warehouses, channelKeys: supplyChannels });
}

/** The rules by which entries are judged. */
export function policyOf(context: InventoryContext, isSweepStale: boolean): StockPolicy {
  return {
    settings: context.settings,
    rules: context.merchant.inventoryRules,
    stockChannels: channelsOf(context),
    isSweepStale,
  };
}

/** Whether any entry can have this owner. */
export function canOwn(owner: InventoryOwner, { settings, merchant }: InventoryContext): boolean {
  return settings.inventoryOwner === owner || (merchant.inventoryRules ?? []).some((rule) => rule.owner === owner);
}

/** Changes as soon as the same stock has to be shown in another way: then everything is compared anew. */
export function policyDigest(context: InventoryContext, links: SkuLinks): string {
  const { settings, merchant } = context;
  const policy = {
    owner: settings.inventoryOwner,
    quantity: settings.inventoryQuantity,
    creates: settings.inventoryCreateMissing,
    rules: merchant.inventoryRules ?? null,
    channels: channelsOf(context),
    links: links.digest,
  };
  return createHash('sha256').update(JSON.stringify(policy), 'utf8').digest('hex').slice(0, 16);
}
