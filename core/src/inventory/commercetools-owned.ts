import type { DeadLetterDraft } from '../records/dead-letters.ts';
import { type FreshSkus, isFresh } from './fresh-skus.ts';
import type { HeldBackUnits } from './held-back-units.ts';
import type { EntryPlace } from './planned-stock.ts';
import type { StockEntry, StockProduct, WarehouseStock } from './stock.ts';
import type { StockChannel, WarehouseScope } from './stock-channels.ts';
import { ruleInForce, type StockRule, type StockRuleSource } from './stock-rules.ts';

/** A warehouse that Ordoro does not list for the product. */
const EMPTY_WAREHOUSE: Pick<WarehouseStock, 'onHand' | 'committed'> = { onHand: 0, committed: 0 };

/** An entry that commercetools owns. */
export interface OwnedEntry {
  readonly place: EntryPlace;
  readonly entry: StockEntry;
  readonly rule: Pick<StockRule, 'tracked'>;
}

/**
 * What the number is computed from, read in this order: entry, product, U. An order that Ordoro accepts in between is then
 * counted nowhere, so Ordoro offers less until the next look, never more.
 */
export interface OwnedStockView {
  /** Undefined: Ordoro does not have it. */
  readonly product: StockProduct | undefined;
  /** U of one snapshot: a union of two would put too much on the shelf. */
  readonly heldBack: HeldBackUnits;
  readonly fresh: FreshSkus;
  /** All warehouses of the account. */
  readonly accountWarehouseIds: readonly number[];
  /** See {@link ownedSkusIn}. */
  readonly ownedSkus: readonly string[];
}

/**
 * Those of a product's commercetools SKUs whose stock in this channel commercetools owns. One without an entry there has no number
 * that could be sent, so it is in nobody's way.
 * @param entries at least all of these SKUs
 */
export function ownedSkusIn(
  channel: Pick<StockChannel, 'key' | 'id'>,
  { skus, entries }: { readonly skus: readonly string[]; readonly entries: readonly StockEntry[] },
  rules: StockRuleSource,
): string[] {
  const withEntry = new Set(
    entries.filter(({ supplyChannelId }) => supplyChannelId === channel.id).map(({ sku }) => sku),
  );
  return skus.filter(
    (sku) => withEntry.has(sku) && ruleInForce({ sku, channelKey: channel.key }, rules).owner === 'commercetools',
  );
}

/** Why stock that commercetools owns cannot go to Ordoro. */
export type OwnershipConflict = 'kit' | 'several-warehouses' | 'no-warehouse' | 'several-skus';

/** What is to be done about the stock in Ordoro. */
export type StockPush =
  | { readonly kind: 'push'; readonly ordoroSku: string; readonly warehouseId: number; readonly onHand: number }
  | { readonly kind: 'in-step' }
  /** Not now, but at the next run: an order is so young that commercetools may not have deducted it yet. */
  | { readonly kind: 'waits' }
  /** Archived: nothing of it is sold in Ordoro. */
  | { readonly kind: 'archived' }
  | { readonly kind: 'gone-from-ordoro' }
  /** Ordoro does not tell what is on hand or committed. */
  | { readonly kind: 'unknown-figures' }
  | { readonly kind: 'conflict'; readonly conflict: OwnershipConflict };

/**
 * What Ordoro should have on hand of stock that commercetools owns:
 *
 *     on_hand = quantityOnStock + committed + U
 *
 * An order lowers `quantityOnStock` at once, but its units stay on the shelf until they are shipped. Until Ordoro accepts the
 * order they are in U, then in committed, so accepting it changes nothing. With `tracked: false` orders do not lower
 * `quantityOnStock`: then that figure alone counts.
 *
 * A number can only be written where it has one place: one warehouse, one SKU, no kit.
 */
export function stockToPush({ place, entry, rule }: OwnedEntry, view: OwnedStockView): StockPush {
  const { product } = view;
  if (product === undefined) return { kind: 'gone-from-ordoro' };
  const target = onlyPlace(place.channel.warehouseIds, product, view);
  if (typeof target === 'string') return { kind: 'conflict', conflict: target };
  if (product.isArchived) return { kind: 'archived' };
  if (isFresh(place, view.fresh)) return { kind: 'waits' };
  const { onHand: shown, committed } =
    product.warehouses.find(({ warehouseId }) => warehouseId === target) ?? EMPTY_WAREHOUSE;
  const heldBack = view.heldBack.get(place.ordoroSku)?.get(target) ?? 0;
  const sold = rule.tracked ? sumOf(committed, heldBack) : 0;
  if (shown === undefined || sold === undefined) return { kind: 'unknown-figures' };
  const onHand = entry.quantityOnStock + sold;
  if (onHand === shown) return { kind: 'in-step' };
  return { kind: 'push', ordoroSku: place.ordoroSku, warehouseId: target, onHand };
}

/** The dead letter about stock that cannot go to Ordoro; undefined when nothing is wrong. */
export function ownershipLetter(place: EntryPlace, push: StockPush): DeadLetterDraft | undefined {
  const cause = causeOf(push, place);
  if (cause === undefined) return undefined;
  return {
    kind: 'inventory',
    subject: place.sku,
    code: push.kind === 'gone-from-ordoro' ? 'unmapped-sku' : 'inventory-conflict',
    message: `commercetools owns the stock of the SKU "${place.sku}", but it is not sent to Ordoro: ${cause.because}.`,
    howToFix: cause.howToFix,
  };
}

function sumOf(committed: number | undefined, heldBack: number): number | undefined {
  return committed === undefined ? undefined : committed + heldBack;
}

/** The warehouse that the number is for. */
function onlyPlace(scope: WarehouseScope, product: StockProduct, view: OwnedStockView): number | OwnershipConflict {
  if (product.isKit) return 'kit';
  if (view.ownedSkus.length > 1) return 'several-skus';
  const [warehouseId, ...others] = scope === 'all' ? view.accountWarehouseIds : scope;
  if (warehouseId === undefined) return 'no-warehouse';
  return others.length > 0 ? 'several-warehouses' : warehouseId;
}

interface Cause {
  readonly because: string;
  readonly howToFix: string;
}

function causeOf(push: StockPush, { ordoroSku, channel }: EntryPlace): Cause | undefined {
  const entry = channel.key === undefined ? 'the entry without supply channel' : `the supply channel "${channel.key}"`;
  if (push.kind === 'conflict') return conflictCause(push.conflict, ordoroSku, entry);
  if (push.kind === 'gone-from-ordoro') {
    return {
      because: `Ordoro has no product "${ordoroSku}"`,
      howToFix: 'Create the product in Ordoro, or map the SKU in the custom object container "-skus".',
    };
  }
  if (push.kind === 'unknown-figures') {
    return {
      because: `Ordoro does not tell what is on hand and committed of "${ordoroSku}"`,
      howToFix: 'Open the product in Ordoro and check its stock in each warehouse.',
    };
  }
  return undefined;
}

function conflictCause(conflict: OwnershipConflict, ordoroSku: string, entry: string): Cause {
  switch (conflict) {
    case 'kit':
      return {
        because: `"${ordoroSku}" is a kit, whose stock follows from its components`,
        howToFix: 'Give the kit the owner "ordoro" or "none" in the custom object "inventory-rules".',
      };
    case 'several-skus':
      return {
        because: `several SKUs of commercetools stand for the product "${ordoroSku}", and it can have one number only`,
        howToFix:
          'Leave the owner "commercetools" to one of these SKUs in the custom object "inventory-rules", or change the mapping.',
      };
    case 'several-warehouses':
      return {
        because: `${entry} is fed by several warehouses, and nothing tells how to divide the units`,
        howToFix: 'Map exactly one warehouse to it in the custom object "warehouses", or change the owner.',
      };
    case 'no-warehouse':
      return {
        because: `no warehouse feeds ${entry}`,
        howToFix: 'Map exactly one warehouse to it in the custom object "warehouses", or change the owner.',
      };
  }
}
