import type { DeadLetterDraft } from '../records/dead-letters.ts';
import { type EntryState, type EntryVerdict, verdictOn } from './entry-verdict.ts';
import type { EntryPlace, PlannedChange, PlannedStock, StockSkip } from './planned-stock.ts';
import { unmappedWarehouseLetters } from './stock-letters.ts';
import { ruleInForce } from './stock-rules.ts';
import type { StockPolicy, StockView } from './stock-view.ts';

/** Entries that Ordoro's stock is written to, and the units they show; one below zero counts as 0. */
export interface ManagedStock {
  readonly entries: number;
  readonly units: number;
}

/** What is to be done for a set of products. Of entries that show what they should, it holds nothing. */
export interface StockPlan {
  readonly changes: readonly PlannedChange[];
  /** Entries that are missing; only those of SKUs that a variant carries may be made, see `withVariants`. */
  readonly creations: readonly PlannedStock[];
  readonly skips: readonly StockSkip[];
  /** At most one per subject. */
  readonly letters: readonly DeadLetterDraft[];
  /** commercetools SKUs that nothing is wrong with: dead letters about them can be cleared. */
  readonly settled: readonly string[];
  readonly managed: ManagedStock;
}

/**
 * What has to change so that commercetools shows Ordoro's stock under the merchant's rules. Every SKU of a product is to have an
 * entry in every channel that warehouses feed; other entries are nobody's and left alone. Each SKU of a product shows all its
 * stock. The same data gives the same plan, and after a plan was carried out nothing is left to change.
 */
export function planStock(view: StockView, policy: StockPolicy): StockPlan {
  const states = entryStates(view, policy);
  const verdicts = states.map((state) => verdictOn(state, view, policy));
  const products = view.ordoroSkus.flatMap((sku) => view.products.get(sku) ?? []);
  return {
    changes: verdicts.flatMap(({ change }) => change ?? []),
    creations: verdicts.flatMap(({ creation }) => creation ?? []),
    skips: verdicts.flatMap(({ skip }) => skip ?? []),
    letters: [...skuLetters(verdicts), ...unmappedWarehouseLetters(products, policy.stockChannels.mappedWarehouseIds)],
    settled: settledSkus(states, verdicts),
    managed: managedStock(states, policy),
  };
}

/** SKUs that lack an entry: whether a product variant carries them has to be known, see `withVariants`. */
export function skusWithoutEntry({ creations, skips }: StockPlan): string[] {
  return [...new Set([...creations, ...skips.filter(lacksEntry)].map(({ sku }) => sku))];
}

/**
 * The plan without entries for SKUs that no product variant carries: commercetools does not sell them, so nothing is created,
 * due or wrong.
 * @param carried those of `skusWithoutEntry` that a variant carries
 */
export function withVariants(plan: StockPlan, carried: ReadonlySet<string>): StockPlan {
  const isSold = ({ sku }: EntryPlace) => carried.has(sku);
  const notSold = ({ sku, ordoroSku, channel, to }: StockSkip | PlannedStock): StockSkip => ({
    sku,
    ordoroSku,
    channel,
    reason: 'no-variant',
    to,
  });
  const skips = plan.skips.map((skip) => (lacksEntry(skip) && !isSold(skip) ? notSold(skip) : skip));
  const unknown = new Set(skips.filter(({ reason }) => reason === 'unknown-quantity').map(({ sku }) => sku));
  const forgotten = new Set(
    plan.skips.flatMap(({ sku, reason }) => (reason === 'unknown-quantity' && !unknown.has(sku) ? [sku] : [])),
  );
  return {
    ...plan,
    creations: plan.creations.filter(isSold),
    skips: [...skips, ...plan.creations.filter((creation) => !isSold(creation)).map(notSold)],
    letters: plan.letters.filter(({ kind, subject }) => kind !== 'inventory' || !forgotten.has(subject)),
  };
}

/** Waits for an entry, or for a quantity to create one with. */
function lacksEntry({ entry, reason }: StockSkip): boolean {
  return entry === undefined && (reason === 'stale-orders' || reason === 'unknown-quantity');
}

function entryStates(view: StockView, { stockChannels: { channels } }: StockPolicy): EntryState[] {
  const entries = Map.groupBy(view.entries, ({ sku }) => sku);
  return [...new Set(view.ordoroSkus)].flatMap((ordoroSku) =>
    view.skusOf(ordoroSku).flatMap((sku) =>
      channels.map((channel) => ({
        place: { sku, ordoroSku, channel },
        entry: entries.get(sku)?.find(({ supplyChannelId }) => supplyChannelId === channel.id),
      })),
    ),
  );
}

function skuLetters(verdicts: readonly EntryVerdict[]): DeadLetterDraft[] {
  const bySubject = new Map<string, DeadLetterDraft>();
  for (const { letter } of verdicts) {
    if (letter !== undefined && !bySubject.has(letter.subject)) bySubject.set(letter.subject, letter);
  }
  return [...bySubject.values()];
}

/** Not those that wait unjudged, nor those with an entry that commercetools owns: whoever pushes it knows whether it is well. */
function settledSkus(states: readonly EntryState[], verdicts: readonly EntryVerdict[]): string[] {
  const isOpen = ({ letter, skip }: EntryVerdict) =>
    letter !== undefined || skip?.reason === 'fresh-order' || skip?.reason === 'owner-commercetools';
  const open = new Set(states.filter((_state, index) => isOpen(verdicts[index] ?? {})).map(({ place }) => place.sku));
  return [...new Set(states.map(({ place }) => place.sku))].filter((sku) => !open.has(sku));
}

function managedStock(states: readonly EntryState[], policy: StockPolicy): ManagedStock {
  const isManaged = ({ sku, channel }: EntryState['place']) =>
    ruleInForce({ sku, channelKey: channel.key }, policy).owner === 'ordoro';
  const quantities = states.flatMap(({ place, entry }) =>
    entry !== undefined && isManaged(place) ? [Math.max(0, entry.quantityOnStock)] : [],
  );
  return { entries: quantities.length, units: quantities.reduce((sum, quantity) => sum + quantity, 0) };
}
