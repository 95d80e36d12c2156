import pMap from 'p-map';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import { type OwnedEntry, ownedSkusIn, type StockPush, stockToPush } from './commercetools-owned.ts';
import { heldBackUnits } from './held-back-units.ts';
import { type InventoryContext, policyOf } from './inventory-context.ts';
import { type OnHandLimits, type OnHandResult, OnHandWriter } from './on-hand-writer.ts';
import type { OrderMoment } from './order-look.ts';
import type { EntryPlace } from './planned-stock.ts';
import { readSingleProducts, type SingleProducts } from './single-products.ts';
import type { StockEntry, StockProduct } from './stock.ts';
import type { StockComparison } from './stock-comparison.ts';
import { ruleInForce } from './stock-rules.ts';
import { waitingSkus } from './waiting-skus.ts';

/** Requests to Ordoro under way at once. */
const PARALLEL = 5;

/** Until when Ordoro may be waited for; `endBy`: reads have ended, epoch milliseconds. */
export interface PushLimits extends OnHandLimits {
  readonly endBy: number;
}

/** How it ended for one entry. */
export type PushResult =
  /** Nothing was to be done, nothing may be done, or it waits: see `StockPush`. */
  | Exclude<StockPush, { kind: 'push' }>
  /** What it would be; a dry run sends nothing. */
  | { readonly kind: 'would-push'; readonly warehouseId: number; readonly onHand: number }
  | OnHandResult;

/** Entries that were read just now. */
export interface EntryReading {
  /** All entries of the product's SKUs in the channels that are looked at. */
  readonly entries: readonly StockEntry[];
  /** When the reading began, epoch milliseconds. */
  readonly readSince: number;
}

/** How places are pushed. */
export interface PushRequest {
  readonly context: InventoryContext;
  readonly limits: PushLimits;
  readonly dryRun: boolean;
  /** Absent: the entries are read first. */
  readonly reading?: EntryReading;
}

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
  readonly entries: Pick<InventoryEntries, 'bySkus' | 'get'>;
  readonly products: Pick<OrdoroStockProducts, 'get' | 'setOnHand'>;
}

/** Brings stock that commercetools owns to Ordoro, as the number of units on hand. */
export class CommercetoolsStockPush {
  readonly #options: StockPushOptions;
  readonly #writer: OnHandWriter;

  constructor(options: StockPushOptions) {
    this.#options = options;
    this.#writer = new OnHandWriter(options);
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
    const judged = places.flatMap((place) => {
      const entry = entryAt(place, entries);
      if (entry === undefined) return [];
      const owned: OwnedEntry = { place, entry, rule: ruleInForce(ruledPlace(place), policy) };
      const ownedSkus = ownedSkusIn(place.channel, { skus: links.skusOf(place.ordoroSku), entries }, policy);
      const view = { product: products.get(place.ordoroSku), heldBack, fresh, accountWarehouseIds, ownedSkus };
      return [[place, stockToPush(owned, view)] as const];
    });
    return new Map(judged);
  }

  /**
   * Reads in the order entry, product, orders, and sends what Ordoro does not show. Each product is one read, each number one write
   * and one more read of its entry.
   * @throws PlatformError when commercetools cannot be read, or Ordoro refuses the API key
   */
  async push(places: readonly EntryPlace[], request: PushRequest): Promise<ReadonlyMap<EntryPlace, PushResult>> {
    const { context, limits, dryRun } = request;
    const { comparison, products } = this.#options;
    const ordoroSkus = [...new Set(places.map(({ ordoroSku }) => ordoroSku))];
    const { entries, readSince } = request.reading ?? (await this.#read(ordoroSkus));
    const isTimeUp = () => comparison.sources.clock() >= limits.tokenBy;
    const read = await readSingleProducts(products, ordoroSkus, { endBy: limits.endBy, isTimeUp });
    const after = await comparison.sources.look.take({ before: readSince });
    const results = new Map<EntryPlace, PushResult>();
    for (const place of places) {
      const unread = unreadResult(place, read);
      if (unread !== undefined) results.set(place, unread);
    }
    const readable = places.filter((place) => !results.has(place));
    const reading = { entries, products: read.products, after };
    const judged = await this.judge(readable, reading, { context, endBy: limits.endBy });
    await pMap(
      judged,
      async ([place, push]) => {
        results.set(place, await this.#carryOut(push, { place, entries }, { limits, dryRun }));
      },
      { concurrency: PARALLEL },
    );
    return results;
  }

  async #read(ordoroSkus: readonly string[]): Promise<EntryReading> {
    const { comparison, entries } = this.#options;
    const readSince = comparison.sources.clock();
    const links = await comparison.sources.mappings.current();
    return { entries: await entries.bySkus(ordoroSkus.flatMap((sku) => links.skusOf(sku))), readSince };
  }

  async #carryOut(
    push: StockPush,
    { place, entries }: { readonly place: EntryPlace; readonly entries: readonly StockEntry[] },
    { limits, dryRun }: Pick<PushRequest, 'limits' | 'dryRun'>,
  ): Promise<PushResult> {
    if (push.kind !== 'push') return push;
    if (dryRun) return { kind: 'would-push', warehouseId: push.warehouseId, onHand: push.onHand };
    const entry = entryAt(place, entries);
    // Without an entry there is no number to send.
    if (entry === undefined) return { kind: 'in-step' };
    return this.#writer.write(push, entry, limits);
  }
}

function entryAt({ sku, channel }: EntryPlace, entries: readonly StockEntry[]): StockEntry | undefined {
  return entries.find((entry) => entry.sku === sku && entry.supplyChannelId === channel.id);
}

function unreadResult(
  { ordoroSku }: EntryPlace,
  { failed, left }: Pick<SingleProducts, 'failed' | 'left'>,
): PushResult | undefined {
  const failure = failed.get(ordoroSku);
  if (failure !== undefined) return { kind: 'failed', ...failure };
  return left.includes(ordoroSku) ? { kind: 'not-sent' } : undefined;
}

function ruledPlace({ sku, channel }: EntryPlace) {
  return { sku, channelKey: channel.key };
}
