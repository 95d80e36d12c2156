import type { Account } from './account.ts';
import type { OrderRecord } from './order-record.ts';
import { tagOf } from './settings.ts';
import { blankInfo, setDropshipRequested, setShipped } from './shipping-states.ts';

/** An automation rule. All conditions must hold; all effects apply. `minWeight` is in ounces, `country` a two-letter code. */
export interface AutomationRule {
  readonly when: {
    /** Compared with upper and lower case. */
    readonly requestedMethod?: string;
    readonly tag?: string;
    readonly country?: string;
    readonly minWeight?: number;
    /** The warehouse the order was sent to, or that an earlier rule chose. */
    readonly warehouseId?: number;
  };
  readonly do: {
    readonly tag?: string;
    readonly warehouseId?: number;
    readonly presetId?: number;
    /** Vendor or name of a carrier account, else the name to show. */
    readonly carrier?: string;
    readonly service?: string;
    /** Hands the order to a supplier at once. */
    readonly dropship?: boolean;
    /** The order is shipped at once, without any tracking. */
    readonly markShipped?: boolean;
  };
}

/** Runs every rule on a new order, in order; rules see what earlier rules did. Never runs again on the same order. */
export function runRules(account: Account, record: OrderRecord): void {
  if (account.options.runRules === false) return;
  for (const rule of account.options.rules ?? []) {
    if (holds(rule.when, record)) apply(account, rule.do, record);
  }
}

/** Puts a preset on an order: it is listed there and its carrier and service are used for the label. */
export function applyPreset(account: Account, record: OrderRecord, presetId: number): void {
  const preset = account.presets.find((candidate) => candidate.id === presetId);
  const info = record.wire.shipping_info;
  info.presets = [...new Set([...(info.presets ?? []), presetId])];
  choose(record, preset ?? {});
}

function holds(when: AutomationRule['when'], { wire }: OrderRecord): boolean {
  if (when.requestedMethod !== undefined && when.requestedMethod !== wire.requested_shipping_method) return false;
  if (when.tag !== undefined && !wire.tags.some((tag) => tag.text === when.tag)) return false;
  if (when.country !== undefined && when.country !== wire.shipping_address.country) return false;
  if (when.warehouseId !== undefined && when.warehouseId !== wire.warehouse.id) return false;
  return when.minWeight === undefined || wire.weight >= when.minWeight;
}

function apply(account: Account, effects: AutomationRule['do'], record: OrderRecord): void {
  if (effects.tag !== undefined) addTag(account, record, effects.tag);
  if (effects.warehouseId !== undefined) {
    record.wire.warehouse = { id: effects.warehouseId, link: `/warehouse/${effects.warehouseId}/` };
  }
  if (effects.presetId !== undefined) applyPreset(account, record, effects.presetId);
  choose(record, effects);
  if (effects.dropship) setDropshipRequested(account, record);
  if (effects.markShipped) setShipped(record, { ...blankInfo(account, record), ship_date: now(account) });
}

function now(account: Account): string {
  return account.date(account.stamp());
}

function addTag(account: Account, record: OrderRecord, text: string): void {
  const tag = tagOf(account, text);
  if (!record.wire.tags.some((known) => known.id === tag.id)) record.wire.tags.push(tag);
}

function choose(record: OrderRecord, chosen: { readonly carrier?: string; readonly service?: string }): void {
  if (chosen.carrier !== undefined) record.choice.carrier = chosen.carrier;
  if (chosen.service !== undefined) record.choice.service = chosen.service;
}
