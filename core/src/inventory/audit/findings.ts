import { ownedSkusIn, type StockPush, stockToPush } from '../commercetools-owned.ts';
import type { FreshSkus } from '../fresh-skus.ts';
import type { HeldBackUnits } from '../held-back-units.ts';
import type { EntryPlace, StockSkip } from '../planned-stock.ts';
import type { StockEntry, StockProduct } from '../stock.ts';
import type { StockChannel } from '../stock-channels.ts';
import { planStock, type StockPlan } from '../stock-plan.ts';
import { ruleInForce } from '../stock-rules.ts';
import type { StockPolicy, StockView } from '../stock-view.ts';

/** What the audit finds about one inventory entry, or one product. */
export type Finding =
  /** The entry, or with `side` Ordoro, does not show what it should. Units. */
  | {
      readonly kind: 'drift';
      readonly place: EntryPlace;
      /** Ordoro's number is the wrong one: commercetools owns the stock. */
      readonly side?: 'ordoro';
      readonly shown: number;
      readonly wanted: number;
    }
  /** The same where a rule leaves the entry to nobody. */
  | { readonly kind: 'reported'; readonly place: EntryPlace; readonly shown: number; readonly wanted: number }
  /** The SKU lacks an entry that it should have. */
  | { readonly kind: 'missing'; readonly place: EntryPlace }
  /** What it should show cannot be told, or not be written. */
  | { readonly kind: 'unknown'; readonly place: EntryPlace }
  /** No commercetools SKU stands for the product, or none of them has an entry. */
  | { readonly kind: 'only-in-ordoro'; readonly ordoroSku: string };

/** What the findings about a set of products follow from. */
export interface AuditView {
  readonly stock: StockView;
  /** U of one moment, the last: a union would put too much on the shelf of stock that commercetools owns. */
  readonly heldBackLast: HeldBackUnits;
  /** All warehouses of the account. */
  readonly accountWarehouseIds: readonly number[];
}

/** The plan for a set of products, and what of it is worth a report. */
export interface AuditResult {
  readonly plan: StockPlan;
  readonly findings: readonly Finding[];
}

/** No order is young: for a first look, that only tells what deserves a second one. */
export const NOTHING_FRESH: FreshSkus = { skus: new Set(), ordoroSkus: new Set() };

/** Compares a set of products with their entries. Of what is as it should be, or will be by itself in seconds, nothing is found. */
export function auditProducts(view: AuditView, policy: StockPolicy): AuditResult {
  const plan = planStock(view.stock, policy);
  return { plan, findings: findingsOf(plan, view, policy) };
}

/** The findings that a plan for these products shows. */
export function findingsOf(plan: StockPlan, view: AuditView, policy: StockPolicy): Finding[] {
  const missing = [...plan.creations, ...plan.skips.filter(isMissing)].map(({ ordoroSku }) => ordoroSku);
  const withMissing = new Set(missing);
  return [
    ...plan.changes.map(({ from, to, ...planned }) => ({
      kind: 'drift' as const,
      place: placeOf(planned),
      shown: from,
      wanted: to,
    })),
    ...plan.creations.map((planned) => ({ kind: 'missing' as const, place: placeOf(planned) })),
    ...plan.skips.flatMap((skip) => findingOfSkip(skip, view, policy) ?? []),
    ...onlyInOrdoro(view.stock).filter(({ ordoroSku }) => !withMissing.has(ordoroSku)),
  ];
}

/** The Ordoro SKU that a finding is about. */
export function ordoroSkuOf(finding: Finding): string {
  return finding.kind === 'only-in-ordoro' ? finding.ordoroSku : finding.place.ordoroSku;
}

/** It would be created, if all orders were known. */
function isMissing({ reason, entry }: StockSkip): boolean {
  return reason === 'stale-orders' && entry === undefined;
}

function findingOfSkip(skip: StockSkip, view: AuditView, policy: StockPolicy): Finding | undefined {
  const { reason, entry, to } = skip;
  const place = placeOf(skip);
  switch (reason) {
    case 'owner-none':
      return entry === undefined || to === undefined
        ? undefined
        : { kind: 'reported', place, shown: entry.quantityOnStock, wanted: to };
    case 'owner-commercetools':
      return entry === undefined ? undefined : findingOfOwned({ place, entry }, view, policy);
    case 'unknown-quantity':
      return { kind: 'unknown', place };
    case 'stale-orders':
      return isMissing(skip) ? { kind: 'missing', place } : undefined;
    default:
      return undefined;
  }
}

/** Of stock that commercetools owns, Ordoro's number is the one that may be wrong. */
function findingOfOwned(
  { place, entry }: { place: EntryPlace; entry: StockEntry },
  { stock, heldBackLast, accountWarehouseIds }: AuditView,
  policy: StockPolicy,
): Finding | undefined {
  const product = stock.products.get(place.ordoroSku);
  const rule = ruleInForce({ sku: place.sku, channelKey: place.channel.key }, policy);
  const ownedSkus = ownedSkusIn(place.channel, { skus: stock.skusOf(place.ordoroSku), entries: stock.entries }, policy);
  const push = stockToPush(
    { place, entry, rule },
    { product, heldBack: heldBackLast, fresh: stock.fresh, accountWarehouseIds, ownedSkus },
  );
  return findingOfPush(push, place, product);
}

function findingOfPush(push: StockPush, place: EntryPlace, product: StockProduct | undefined): Finding | undefined {
  switch (push.kind) {
    case 'push': {
      const row = product?.warehouses.find(({ warehouseId }) => warehouseId === push.warehouseId);
      return { kind: 'drift', place, side: 'ordoro', shown: row?.onHand ?? 0, wanted: push.onHand };
    }
    case 'conflict':
    case 'unknown-figures':
      return { kind: 'unknown', place };
    case 'in-step':
    case 'waits':
    case 'archived':
    case 'gone-from-ordoro':
      return undefined;
  }
}

/** An archived product needs no entry. */
function onlyInOrdoro({ ordoroSkus, products, skusOf, entries }: StockView) {
  const withEntry = new Set(entries.map(({ sku }) => sku));
  return ordoroSkus
    .filter((ordoroSku) => products.get(ordoroSku)?.isArchived === false)
    .filter((ordoroSku) => !skusOf(ordoroSku).some((sku) => withEntry.has(sku)))
    .map((ordoroSku) => ({ kind: 'only-in-ordoro' as const, ordoroSku }));
}

function placeOf({ sku, ordoroSku, channel }: EntryPlace & { readonly channel: StockChannel }): EntryPlace {
  return { sku, ordoroSku, channel };
}
