import { createHash } from 'node:crypto';
import type { InventoryApproval } from '../config/inventory-approval.ts';
import type { PlannedChange } from './planned-stock.ts';
import type { ManagedStock } from './stock-plan.ts';

/** From so many entries on a change can be a mass change. */
const MANY_ENTRIES = 50;

/** Characters of the hash by which people approve a plan. */
const PLAN_HASH_LENGTH = 16;

/** What of a change the guard looks at. */
export type GuardedChange = Pick<PlannedChange, 'sku' | 'channel' | 'from' | 'to'>;

/** What the changes are measured by. */
export interface GuardContext {
  /** All managed entries: of the last full audit, or of this run where there was none yet. */
  readonly base: ManagedStock;
  /** `-config/inventory-approval`; undefined: there is none. */
  readonly approval: InventoryApproval | undefined;
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
      /** For the dead letter and the alert: what would happen, and how to let it pass. */
      readonly message: string;
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
 * An approval that names the plan and has not run out lets it pass.
 */
export function guardVerdict(changes: readonly GuardedChange[], context: GuardContext): GuardVerdict {
  const loss = lossOf(changes, context.base);
  if (!loss.emptiesMany && !loss.halvesTotal) return { passes: true };
  const plan = planHash(loss);
  const { approval, now } = context;
  if (approval?.plan === plan && now < approval.until) return { passes: true, approved: plan };
  return { passes: false, plan, message: stopMessage(loss, plan, context) };
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
 * Names what has to be approved: which entries would be emptied, and, when the total would halve, which lose half or more. Neither
 * the order of the entries nor their quantities take part: the shop goes on selling, and an approval would never fit in time.
 */
function planHash({ emptied, halved, halvesTotal }: Loss): string {
  const names = (halvesTotal ? halved : emptied).map(({ sku, channel, to }) =>
    JSON.stringify([sku, channel.key ?? null, to === 0]),
  );
  return createHash('sha256').update(names.sort().join('\n'), 'utf8').digest('hex').slice(0, PLAN_HASH_LENGTH);
}

function stopMessage({ emptied, falling, halvesTotal }: Loss, plan: string, { base, approval }: GuardContext): string {
  const what = halvesTotal
    ? `${falling.length} inventory entries would fall, and the ${base.units} units of all ${base.entries} would become half or less`
    : `${emptied.length} of ${base.entries} inventory entries would go to 0`;
  const late = approval?.plan === plan ? ' The approval of this plan has run out.' : '';
  return `${what}. Nothing was written.${late} If this is right, write {"plan":"${plan}","until":"<date-time>"} to the custom object "inventory-approval".`;
}
