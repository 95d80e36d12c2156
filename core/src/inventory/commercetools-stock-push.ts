import pMap from 'p-map';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import { type OwnedEntry, type StockPush, stockToPush } from './commercetools-owned.ts';
import { heldBackUnits } from './held-back-units.ts';
import { type InventoryContext, policyOf } from './inventory-context.ts';
import type { OrderMoment } from './order-look.ts';
import type { EntryPlace } from './planned-stock.ts';
import { readSingleProducts } from './single-products.ts';
import type { StockEntry, StockProduct } from './stock.ts';
import type { StockComparison } from './stock-comparison.ts';
import { ruleInForce } from './stock-rules.ts';
import { waitingSkus } from './waiting-skus.ts';

/** Requests to Ordoro under way at once. */
const PARALLEL = 5;

/** Until when Ordoro may be waited for. Epoch milliseconds; `timeoutMs`: how long one write may take. */
export interface PushLimits {
  readonly endBy: number;
  readonly tokenBy: number;
  readonly timeoutMs: number;
}

/** How it ended for one entry. */
export type PushResult =
  /** Nothing was to be done, nothing may be done, or it waits: see `StockPush`. */
  | Exclude<StockPush, { kind: 'push' }>
  | { readonly kind: 'pushed'; readonly warehouseId: number; readonly onHand: number }
  /** What it would be; a dry run sends nothing. */
  | { readonly kind: 'would-push'; readonly warehouseId: number; readonly onHand: number }
  /** The time was over before anything was sent. */
  | { readonly kind: 'not-sent' }
  /** Not done, or not known to be done: the figure is absolute and is computed anew at the next try. */
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs?: number | undefined };

/** Entries whose stock commercetools owns, as read. */
export interface OwnedReading {
  readonly entries: readonly StockEntry[];
  readonly products: ReadonlyMap<string, StockProduct>;
  /** The look at the orders after both. */
  readonly after: OrderMoment;
}

/** What the push needs. */
export interface StockPushOptions {
  readonly comparison: StockComparison;
  readonly entries: Pick<InventoryEntries, 'bySkus'>;
  readonly products: Pick<OrdoroStockProducts, 'get' | 'setOnHand'>;
}

/** Brings stock that commercetools owns to Ordoro, as the number of units on hand. */
export class CommercetoolsStockPush {
  readonly #options: StockPushOptions;

  constructor(options: StockPushOptions) {
    this.#options = options;
  }

  /**
   * What is to be done about these places, from what was read of them: entries, then products, then orders.
   * @param places with an entry; a channel of one SKU each
   * @throws PlatformError
   */
  async judge(
    places: readonly EntryPlace[],
    { entries, products, after }: OwnedReading,
    request: { readonly context: InventoryContext; readonly endBy: number },
  ): Promise<ReadonlyMap<EntryPlace, StockPush>> {
    if (places.length === 0) return new Map();
    const { context, endBy } = request;
    const { comparison } = this.#options;
    const { links, kits } = await comparison.relations(context, { endBy });
    const policy = policyOf(context, false);
    const heldBack = heldBackUnits(await comparison.heldAt(after, context, { endBy }));
    const fresh = waitingSkus(after, { ordoroSkuOf: (sku) => links.ordoroSkuOf(sku), kits });
    const accountWarehouseIds = (await comparison.sources.warehouses.all(endBy)).map(({ id }) => id);
    const entryAt = (sku: string, channelId: string | undefined) =>
      entries.find((entry) => entry.sku === sku && entry.supplyChannelId === channelId);
    const judged = places.flatMap((place) => {
      const entry = entryAt(place.sku, place.channel.id);
      if (entry === undefined) return [];
      const owned: OwnedEntry = { place, entry, rule: ruleInForce(ruledPlace(place), policy) };
      const ownedSkus = links
        .skusOf(place.ordoroSku)
        .filter((sku) => entryAt(sku, place.channel.id) !== undefined)
        .filter((sku) => ruleInForce({ sku, channelKey: place.channel.key }, policy).owner === 'commercetools');
      const view = { product: products.get(place.ordoroSku), heldBack, fresh, accountWarehouseIds, ownedSkus };
      return [[place, stockToPush(owned, view)] as const];
    });
    return new Map(judged);
  }

  /**
   * Reads the places anew, in the order entry, product, orders, and sends what Ordoro does not show. Each product is one read and
   * at most one write per place.
   * @throws PlatformError when commercetools cannot be read, or Ordoro refuses the API key
   */
  async push(
    places: readonly EntryPlace[],
    request: { readonly context: InventoryContext; readonly limits: PushLimits; readonly dryRun: boolean },
  ): Promise<ReadonlyMap<EntryPlace, PushResult>> {
    const { context, limits, dryRun } = request;
    const { comparison, entries } = this.#options;
    const startedAt = comparison.sources.clock();
    const links = await comparison.sources.mappings.current();
    const ordoroSkus = [...new Set(places.map(({ ordoroSku }) => ordoroSku))];
    const read = await entries.bySkus(ordoroSkus.flatMap((sku) => links.skusOf(sku)));
    const isTimeUp = () => comparison.sources.clock() >= limits.tokenBy;
    const reading = { endBy: limits.endBy, isTimeUp };
    const { products, failed, left } = await readSingleProducts(this.#options.products, ordoroSkus, reading);
    const after = await comparison.sources.look.take({ before: startedAt });
    const readable = places.filter(({ ordoroSku }) => !failed.has(ordoroSku) && !left.includes(ordoroSku));
    const judged = await this.judge(readable, { entries: read, products, after }, { context, endBy: limits.endBy });
    const results = new Map<EntryPlace, PushResult>();
    for (const place of places) {
      const message = failed.get(place.ordoroSku);
      if (message !== undefined) results.set(place, { kind: 'failed', message });
      if (left.includes(place.ordoroSku)) results.set(place, { kind: 'not-sent' });
    }
    await pMap(
      judged,
      async ([place, push]) => {
        results.set(place, push.kind === 'push' ? await this.#send(push, limits, dryRun) : push);
      },
      { concurrency: PARALLEL },
    );
    return results;
  }

  async #send(push: Extract<StockPush, { kind: 'push' }>, limits: PushLimits, dryRun: boolean): Promise<PushResult> {
    const { ordoroSku: sku, warehouseId, onHand } = push;
    if (dryRun) return { kind: 'would-push', warehouseId, onHand };
    const { tokenBy, timeoutMs } = limits;
    const outcome = await this.#options.products.setOnHand({ sku, warehouseId, onHand }, { tokenBy, timeoutMs });
    switch (outcome.kind) {
      case 'done':
        return { kind: 'pushed', warehouseId, onHand };
      case 'not-sent':
        return { kind: 'not-sent' };
      case 'refused-for-now':
        return { kind: 'failed', message: outcome.message, retryAfterMs: outcome.retryAfterMs };
      case 'uncertain':
      case 'rejected':
        return { kind: 'failed', message: outcome.message };
    }
  }
}

function ruledPlace({ sku, channel }: EntryPlace) {
  return { sku, channelKey: channel.key };
}
