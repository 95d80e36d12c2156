import type { SentLine } from '../../records/order-changes.ts';
import { type FamilyOrder, standingOf, unitsOf } from './family.ts';

/** Where the units of one line item of one part are in Ordoro. */
export interface LineBalance {
  /** In orders that can be written to. */
  readonly open: number;
  /** Shipped, or with somebody who may be shipping them. */
  readonly closed: number;
  /** In orders that staff cancelled; those that the connector cancelled hold nothing any more. */
  readonly cancelled: number;
  /** All of them together. */
  readonly total: number;
}

/** Counts the units of a line item of a part over its Ordoro orders. */
export function lineBalance(orders: readonly FamilyOrder[], part: number, lineItemId: string): LineBalance {
  const units = { open: 0, closed: 0, cancelled: 0 };
  for (const order of orders) {
    const quantity = unitsOf(order, part, lineItemId);
    const standing = standingOf(order.known);
    if (standing === 'open') units.open += quantity;
    else if (standing !== 'cancelled') units.closed += quantity;
    else if (order.known.cancelledByUs !== true) units.cancelled += quantity;
  }
  return { ...units, total: units.open + units.closed + units.cancelled };
}

/**
 * Units that the open orders should hold together: what is wanted less what has left. Units that staff cancelled are not
 * ordered a second time, and a smaller order takes them out first.
 * @param before what was sent last; absent: the line is new
 */
export function openTarget(wanted: number, balance: LineBalance, before: SentLine | undefined): number {
  const { wanted: wantedBefore = 0, surplus = 0 } = before ?? {};
  const cancelled = Math.max(0, balance.cancelled - surplus);
  const stillCancelled = Math.max(0, cancelled - Math.max(0, wantedBefore - wanted));
  return Math.max(0, wanted - balance.closed - stillCancelled);
}

/** Whether the units are between those sent before and those that an attempt of unknown outcome was to reach. */
export function isOwnProgress(total: number, { units, attempted }: SentLine): boolean {
  if (attempted === undefined) return false;
  return total >= Math.min(units, attempted.units) && total <= Math.max(units, attempted.units);
}

/** Whether two unit prices are the same to the fourth digit, which is as far as Ordoro is known to keep them. */
export function isSamePrice(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.00005;
}

/**
 * The quantities of the lines after the open units became `target`: the first line grows, the last ones shrink.
 * @param quantities of the lines as they are, in the order of their Ordoro orders
 */
export function spread(quantities: readonly number[], target: number): number[] {
  const result = [...quantities];
  let surplus = quantities.reduce((sum, quantity) => sum + quantity, 0) - target;
  if (surplus < 0 && result.length > 0) {
    result[0] = (result[0] ?? 0) - surplus;
    return result;
  }
  for (let at = result.length - 1; at >= 0 && surplus > 0; at -= 1) {
    const quantity = result[at] ?? 0;
    const taken = Math.min(quantity, surplus);
    result[at] = quantity - taken;
    surplus -= taken;
  }
  return result;
}
