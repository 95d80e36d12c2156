import type { Clock } from '../clock.ts';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import { PlatformError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CommercetoolsStockPush, EntryReading, PushResult } from './commercetools-stock-push.ts';
import { failedAgain, withDue } from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import { canOwn, channelsOf, type InventoryContext } from './inventory-context.ts';
import type { EntryPlace } from './planned-stock.ts';
import type { SkuMappings } from './sku-mappings.ts';
import type { StockEntry } from './stock.ts';
import { ruleInForce } from './stock-rules.ts';

/** What the desk needs. */
export interface InventoryDeskOptions {
  /** The configuration in force. */
  readonly context: () => Promise<InventoryContext>;
  readonly entries: Pick<InventoryEntries, 'get' | 'bySkus'>;
  readonly mappings: Pick<SkuMappings, 'current'>;
  readonly push: Pick<CommercetoolsStockPush, 'push'>;
  readonly due: Pick<DueStore, 'change'>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
  /** How long one write to Ordoro may take at most, milliseconds. */
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
  /** No read ends later. */
  readonly readBy: number;
  /** No write begins later. */
  readonly sendBy: number;
  /** No write ends later. */
  readonly sentBy: number;
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
    const readSince = this.#options.clock();
    const entry = await this.#options.entries.get(entryId);
    const channel = channelsOf(context).channels.find(({ id }) => id === entry?.supplyChannelId);
    if (entry === undefined || channel === undefined) return 'irrelevant';
    if (!isOwned(entry.sku, channel.key, context)) return 'irrelevant';
    const links = await this.#options.mappings.current();
    const ordoroSku = links.ordoroSkuOf(entry.sku);
    const others = await this.#entriesOf(links.skusOf(ordoroSku).filter((other) => other !== entry.sku));
    const place = { sku: entry.sku, ordoroSku, channel };
    return this.#push(place, { entries: [entry, ...others], readSince }, { context, limits });
  }

  /** Most products have one SKU, whose entry was read by its id; a query might still show its number of before. */
  async #entriesOf(skus: readonly string[]): Promise<readonly StockEntry[]> {
    return skus.length === 0 ? [] : this.#options.entries.bySkus(skus);
  }

  async #push(place: EntryPlace, reading: EntryReading, frame: PushFrame): Promise<EntryOutcome> {
    const { dryRun } = frame.context.settings;
    const result = await this.#tryPush(place, reading, frame);
    this.#options.logger.info('Stock that commercetools owns was looked at.', {
      sku: place.sku,
      channel: place.channel.key,
      result: result.kind,
      ...('message' in result ? { reason: result.message } : {}),
    });
    if (result.kind === 'pushed' || result.kind === 'would-push') return 'pushed';
    if (result.kind === 'in-step' || result.kind === 'archived') return 'in-step';
    // Also what is wrong for good: the job writes the dead letter about it, and clears it.
    if (!dryRun) await this.#makeDue(place.ordoroSku, result);
    return 'due';
  }

  /**
   * A first failure counts, and waits as long as Ordoro asks; one that is counted by the job already is left to its schedule. What is
   * refused for good is not, so that the next run tells people.
   */
  async #makeDue(sku: string, result: PushResult): Promise<void> {
    const [now, random] = [this.#options.clock(), this.#options.random()];
    await this.#options.due.change((list) => {
      const isCounted = list.skus.some((entry) => entry.sku === sku && entry.attempts !== undefined);
      const counts = result.kind === 'failed' && result.isRefused !== true && !isCounted;
      return withDue(list, [counts ? failedAgain(sku, undefined, { ...result, now, random }) : { sku }]);
    });
  }

  /** Trouble with Ordoro is no reason for the message to come again: the job does it. */
  async #tryPush(place: EntryPlace, reading: EntryReading, { context, limits }: PushFrame): Promise<PushResult> {
    const { push, sendTimeoutMs } = this.#options;
    const { sendBy, readBy, sentBy } = limits;
    const timeoutMs = Math.min(sendTimeoutMs, sentBy - sendBy);
    try {
      const results = await push.push([place], {
        context,
        limits: { endBy: readBy, tokenBy: sendBy, timeoutMs },
        dryRun: context.settings.dryRun,
        reading,
      });
      return results.get(place) ?? { kind: 'in-step' };
    } catch (error) {
      if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
      // It is not about this product: the next run tries it like all others.
      return { kind: 'not-sent', message: error.message };
    }
  }
}

interface PushFrame {
  readonly context: InventoryContext;
  readonly limits: EntryLimits;
}

function isOwned(sku: string, channelKey: string | undefined, { merchant, settings }: InventoryContext): boolean {
  return ruleInForce({ sku, channelKey }, { rules: merchant.inventoryRules, settings }).owner === 'commercetools';
}

function isOwnedAnywhere(sku: string, context: InventoryContext): boolean {
  return channelsOf(context).channels.some(({ key }) => isOwned(sku, key, context));
}
