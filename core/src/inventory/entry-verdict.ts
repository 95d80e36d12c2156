import type { DeadLetterDraft } from '../records/dead-letters.ts';
import { channelQuantity, type KnownQuantity } from './channel-quantity.ts';
import { isFresh } from './fresh-skus.ts';
import type { EntryPlace, PlannedChange, PlannedStock, SkipReason, StockSkip } from './planned-stock.ts';
import type { StockEntry } from './stock.ts';
import { goneLetter, unknownQuantityLetter } from './stock-letters.ts';
import { ruleInForce, type StockRule } from './stock-rules.ts';
import type { StockPolicy, StockView } from './stock-view.ts';

/** One place, and the entry that is there. */
export interface EntryState {
  readonly place: EntryPlace;
  /** Undefined: there is none. */
  readonly entry: StockEntry | undefined;
}

/** What comes out for one entry; nothing at all: it shows what it should, or there is nothing to show. */
export interface EntryVerdict {
  readonly change?: PlannedChange;
  readonly creation?: PlannedStock;
  readonly skip?: StockSkip;
  readonly letter?: DeadLetterDraft;
}

/** What is to be done about an entry under the rule in force. */
export function verdictOn(state: EntryState, view: StockView, policy: StockPolicy): EntryVerdict {
  const { place } = state;
  const rule = ruleInForce({ sku: place.sku, channelKey: place.channel.key }, policy);
  switch (rule.owner) {
    case 'ordoro':
      return ownedByOrdoro(state, rule, { view, policy });
    case 'commercetools':
      return skipIfThere(state, { reason: 'owner-commercetools' });
    case 'none':
      return ownedByNobody(state, rule, view);
  }
}

/** Never touched; the audit wants to know where the two sides differ. */
function ownedByNobody(state: EntryState, rule: StockRule, view: StockView): EntryVerdict {
  const target = quantityOf(state.place, rule, view);
  if ('problem' in target || target.quantity === state.entry?.quantityOnStock) return {};
  return skipIfThere(state, { reason: 'owner-none', to: target.quantity });
}

function ownedByOrdoro(
  state: EntryState,
  rule: StockRule,
  { view, policy }: { view: StockView; policy: StockPolicy },
): EntryVerdict {
  const { place, entry } = state;
  const product = view.products.get(place.ordoroSku);
  if (product === undefined) {
    return entry === undefined ? {} : { ...skipped(state, { reason: 'gone-from-ordoro' }), letter: goneLetter(place) };
  }
  // Also when nothing differs: the deduction to come would hit a number that has been lowered by the same order already.
  if (isFresh(place, view.fresh)) return skipped(state, { reason: 'fresh-order' });
  const target = quantityOf(place, rule, view);
  if ('problem' in target) {
    const letter = unknownQuantityLetter(place, target.problem);
    return { ...skipped(state, { reason: 'unknown-quantity' }), letter };
  }
  if (entry !== undefined) return changeOf({ place, entry }, target, policy);
  return product.isArchived ? {} : creationOf(place, target, policy);
}

function changeOf(
  { place, entry }: { place: EntryPlace; entry: StockEntry },
  target: KnownQuantity,
  { isSweepStale }: StockPolicy,
): EntryVerdict {
  const from = entry.quantityOnStock;
  if (target.quantity === from) return {};
  if (isSweepStale && target.quantity > from) {
    return skipped({ place, entry }, { reason: 'stale-orders', to: target.quantity });
  }
  return { change: { ...planned(place, target), entry, from } };
}

function creationOf(place: EntryPlace, target: KnownQuantity, { settings, isSweepStale }: StockPolicy): EntryVerdict {
  const state = { place, entry: undefined };
  if (!settings.inventoryCreateMissing) return skipped(state, { reason: 'creation-off', to: target.quantity });
  if (isSweepStale) return skipped(state, { reason: 'stale-orders', to: target.quantity });
  return { creation: planned(place, target) };
}

function planned(place: EntryPlace, { quantity, onHand, available }: KnownQuantity): PlannedStock {
  return { ...place, to: quantity, onHand, available };
}

function quantityOf({ ordoroSku, channel }: EntryPlace, rule: StockRule, view: StockView) {
  return channelQuantity({ ordoroSku, warehouseIds: channel.warehouseIds, rule }, view);
}

function skipIfThere(state: EntryState, why: { reason: SkipReason; to?: number }): EntryVerdict {
  return state.entry === undefined ? {} : skipped(state, why);
}

function skipped({ place, entry }: EntryState, why: { reason: SkipReason; to?: number }): { skip: StockSkip } {
  return { skip: { ...place, ...why, ...(entry === undefined ? {} : { entry }) } };
}
