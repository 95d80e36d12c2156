import { createHash } from 'node:crypto';
import type { InventoryApproval } from '../config/inventory-approval.ts';
import type { PlannedChange } from './planned-stock.ts';
import type { ManagedStock } from './stock-plan.ts';

/** From so many entries on a change can be a mass change. */
const MANY_ENTRIES = 50;

/** Characters of the hash by which people approve a plan. */
const PLAN_HASH_LENGTH = 16;

/** What of a change the guard looks at. */
export type GuardedChange = Pick<PlannedChange, 'sku' | 'ordoroSku' | 'channel' | 'from' | 'to'>;

/** A plan that was stopped. */
export interface StoppedPlan {
  /** Its hash. */
  readonly plan: string;
  /**
   * The entries that it names: SKU, key of the supply channel (null: none), SKU in Ordoro, and whether it would be emptied. None: they
   * were too many to be kept, so that any entry may be one of them.
   */
  readonly entries: readonly StoppedEntry[];
}

/** One entry of it. */
export type StoppedEntry = readonly [sku: string, channel: string | null, ordoroSku: string, isEmptied: boolean];

/** What the changes are measured by. */
export interface GuardContext {
  /** All managed entries: of the last full audit, or of this run where there was none yet. */
  readonly base: ManagedStock;
  /** `-config/inventory-approval`; undefined: there is none. */
  readonly approval: InventoryApproval | undefined;
  /** The plan that stands stopped; undefined: there is none. */
  readonly stopped?: StoppedPlan | undefined;
  /** Ordoro SKUs that could not be judged in this run. */
  readonly unjudged?: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Whether a run may write. When not, it writes nothing at all. */
export type GuardVerdict =
  | { readonly passes: true /** It would have been stopped, but was approved. */; readonly approved?: string }
  | {
      readonly passes: false;
      /** Hash of the plan: `inventoryPlan` of the health object. */
      readonly plan: string;
      /** What the plan names, to know it again by. */
      readonly entries: readonly StoppedEntry[];
      /** For the dead letter and the alert: what would happen, and how to let it pass. */
      readonly message: string;
      /** It is the rest of the stopped plan: people know already. */
      readonly isRest?: true;
    };

/** What would be taken away. */
interface Loss {
  readonly emptied: readonly GuardedChange[];
  readonly falling: readonly GuardedChange[];
  /** Entries that lose half of their units or more. */
  readonly halved: readonly GuardedChange[];
  readonly emptiesMany: boolean;
  readonly halvesTotal: boolean;
}

/**
 * Stops a plan that looks like a mistake: 50 entries or more would go from above 0 to 0 and they are more than 20 % of all, or 50
 * or more fall and the units of all would be half of what they were, or less. New entries do not count: they take nothing away.
 *
 * An approval that names the plan and has not run out lets it pass, and whatever is left of it, should the writing break off. A
 * stopped plan that has only become smaller keeps its name. What could not be judged does not make it smaller: else it would pass
 * piece by piece.
 */
export function guardVerdict(changes: readonly GuardedChange[], context: GuardContext): GuardVerdict {
  const loss = lossOf(changes, context.base);
  const { approval, now, stopped } = context;
  const isApproved = (plan: string) => approval?.plan === plan && now < approval.until;
  if (!loss.emptiesMany && !loss.halvesTotal) {
    if (stopped === undefined || isApproved(stopped.plan) || !isRestOf(stopped, loss, context)) return { passes: true };
    return { passes: false, ...stopped, message: restMessage(stopped.plan), isRest: true };
  }
  const entries = namesOf(loss);
  const known = stopped !== undefined && isPartOf(entries, stopped.entries) ? stopped : undefined;
  const plan = known?.plan ?? planHash(entries);
  if (isApproved(plan)) return { passes: true, approved: plan };
  return { passes: false, plan, entries: known?.entries ?? entries, message: stopMessage(loss, plan, context) };
}

/** How many entries of a stopped plan belong to these Ordoro SKUs, at most. */
export function leftOf({ entries }: Pick<StoppedPlan, 'entries'>, ordoroSkus: ReadonlySet<string>): number {
  if (entries.length === 0) return ordoroSkus.size;
  return entries.filter(([, , ordoroSku]) => ordoroSkus.has(ordoroSku)).length;
}

/** The stock of two sets of entries together. */
export function managedTogether(one: ManagedStock, other: ManagedStock): ManagedStock {
  return { entries: one.entries + other.entries, units: one.units + other.units };
}

function lossOf(changes: readonly GuardedChange[], base: ManagedStock): Loss {
  const emptied = changes.filter(({ from, to }) => from > 0 && to === 0);
  const falling = changes.filter(({ from, to }) => to < from);
  const left = changes.reduce((units, { from, to }) => units + to - Math.max(0, from), base.units);
  return {
    emptied,
    falling,
    halved: falling.filter(({ from, to }) => to * 2 <= from),
    emptiesMany: emptied.length >= MANY_ENTRIES && emptied.length * 5 > base.entries,
    halvesTotal: falling.length >= MANY_ENTRIES && left * 2 <= base.units,
  };
}

/**
 * Which entries would be emptied, and, when the total would halve, which lose half or more. None may do so where much came in since the
 * audit that is the measure: then all that fall are named, because a plan without a name would be approved together with all of its kind.
 */
function namesOf({ emptied, halved, falling, halvesTotal }: Loss): StoppedEntry[] {
  if (!halvesTotal) return emptied.map(nameOf);
  return (halved.length > 0 ? halved : falling).map(nameOf);
}

function nameOf({ sku, ordoroSku, channel, to }: GuardedChange): StoppedEntry {
  return [sku, channel.key ?? null, ordoroSku, to === 0];
}

/**
 * Names what has to be approved. Neither the order of the entries nor their quantities take part: the shop goes on selling, and an
 * approval would never fit in time.
 */
function planHash(entries: readonly StoppedEntry[]): string {
  const names = entries.map(([sku, channel, _ordoroSku, isEmptied]) => JSON.stringify([sku, channel, isEmptied]));
  return createHash('sha256').update(names.sort().join('\n'), 'utf8').digest('hex').slice(0, PLAN_HASH_LENGTH);
}

function isPartOf(entries: readonly StoppedEntry[], stopped: readonly StoppedEntry[]): boolean {
  const known = new Set(stopped.map((entry) => JSON.stringify(entry)));
  return entries.every((entry) => known.has(JSON.stringify(entry)));
}

/** Whether, with what could not be judged, so much of the stopped plan may still be about to fall that it could be a mass change. */
function isRestOf({ entries }: StoppedPlan, { falling }: Loss, { unjudged = new Set() }: GuardContext): boolean {
  const placeName = ([sku, channel]: StoppedEntry) => JSON.stringify([sku, channel]);
  const places = new Set(entries.map(placeName));
  const left = leftOf({ entries }, unjudged);
  const stillFalling = falling.filter((change) => places.size === 0 || places.has(placeName(nameOf(change))));
  return left > 0 && left + stillFalling.length >= MANY_ENTRIES;
}

function restMessage(plan: string): string {
  return `Part of the stopped plan ${plan} could not be judged again in this run. Nothing was written.`;
}

function stopMessage({ emptied, falling, halvesTotal }: Loss, plan: string, { base, approval }: GuardContext): string {
  const what = halvesTotal
    ? `${falling.length} inventory entries would fall, and the ${base.units} units of all ${base.entries} would become half or less`
    : `${emptied.length} of ${base.entries} inventory entries would go to 0`;
  const late = approval?.plan === plan ? ' The approval of this plan has run out.' : '';
  return `${what}. Nothing was written.${late} If this is right, write {"plan":"${plan}","until":"<date-time>"} to the custom object "inventory-approval".`;
}
