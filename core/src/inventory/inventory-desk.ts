import type { Clock } from '../clock.ts';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import { PlatformError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CommercetoolsStockPush, PushResult } from './commercetools-stock-push.ts';
import { withDue } from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import { canOwn, channelsOf, type InventoryContext } from './inventory-context.ts';
import type { EntryPlace } from './planned-stock.ts';
import type { SkuMappings } from './sku-mappings.ts';
import { ruleInForce } from './stock-rules.ts';

/** What the desk needs. */
export interface InventoryDeskOptions {
  /** The configuration in force. */
  readonly context: () => Promise<InventoryContext>;
  readonly entries: Pick<InventoryEntries, 'get'>;
  readonly mappings: Pick<SkuMappings, 'current'>;
  readonly push: Pick<CommercetoolsStockPush, 'push'>;
  readonly due: Pick<DueStore, 'change'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long one write to Ordoro may take, milliseconds. */
  readonly sendTimeoutMs: number;
}

/** A message about an inventory entry. */
export interface EntryMessage {
  readonly entryId: string;
  /** commercetools SKU, where the message tells it. */
  readonly sku?: string | undefined;
}

/** How long Ordoro may be waited for; epoch milliseconds. */
export interface EntryLimits {
  /** No write begins later. */
  readonly sendBy: number;
  /** No read ends later. */
  readonly readBy: number;
}

/** What came of the look. `due`: the next run of the job does it. */
export type EntryOutcome = 'irrelevant' | 'in-step' | 'pushed' | 'due';

/**
 * Where messages about inventory entries are handed in: stock that commercetools owns goes to Ordoro at once, or is put on record
 * for the job. All other entries are none of its business; they cost no call where the SKU and the rules tell, else one read.
 */
export class InventoryDesk {
  readonly #options: InventoryDeskOptions;

  constructor(options: InventoryDeskOptions) {
    this.#options = options;
  }

  /** @throws PlatformError when commercetools could not be read or written: nothing durable happened, the message may come again */
  async look({ entryId, sku }: EntryMessage, limits: EntryLimits): Promise<EntryOutcome> {
    const context = await this.#options.context();
    if (!canOwn('commercetools', context)) return 'irrelevant';
    if (sku !== undefined && !isOwnedAnywhere(sku, context)) return 'irrelevant';
    const entry = await this.#options.entries.get(entryId);
    const channel = channelsOf(context).channels.find(({ id }) => id === entry?.supplyChannelId);
    if (entry === undefined || channel === undefined) return 'irrelevant';
    if (!isOwned(entry.sku, channel.key, context)) return 'irrelevant';
    const links = await this.#options.mappings.current();
    return this.#push({ sku: entry.sku, ordoroSku: links.ordoroSkuOf(entry.sku), channel }, context, limits);
  }

  async #push(place: EntryPlace, context: InventoryContext, limits: EntryLimits): Promise<EntryOutcome> {
    const { dryRun } = context.settings;
    const result = await this.#tryPush(place, context, limits);
    this.#options.logger.info('Stock that commercetools owns was looked at.', {
      sku: place.sku,
      channel: place.channel.key,
      result: result.kind,
      ...('message' in result ? { reason: result.message } : {}),
    });
    if (result.kind === 'pushed' || result.kind === 'would-push') return 'pushed';
    if (result.kind === 'in-step' || result.kind === 'archived') return 'in-step';
    // Also what is wrong for good: the job writes the dead letter about it, and clears it.
    if (!dryRun) await this.#options.due.change((list) => withDue(list, [{ sku: place.ordoroSku }]));
    return 'due';
  }

  /** Trouble with Ordoro is no reason for the message to come again: the job does it. */
  async #tryPush(place: EntryPlace, context: InventoryContext, { sendBy, readBy }: EntryLimits): Promise<PushResult> {
    const { push, sendTimeoutMs: timeoutMs } = this.#options;
    const limits = { endBy: readBy, tokenBy: sendBy, timeoutMs };
    try {
      const results = await push.push([place], { context, limits, dryRun: context.settings.dryRun });
      return results.get(place) ?? { kind: 'in-step' };
    } catch (error) {
      if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
      return { kind: 'failed', message: error.message };
    }
  }
}

function isOwned(sku: string, channelKey: string | undefined, { merchant, settings }: InventoryContext): boolean {
  return ruleInForce({ sku, channelKey }, { rules: merchant.inventoryRules, settings }).owner === 'commercetools';
}

function isOwnedAnywhere(sku: string, context: InventoryContext): boolean {
  return channelsOf(context).channels.some(({ key }) => isOwned(sku, key, context));
}
