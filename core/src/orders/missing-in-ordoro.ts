import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import { isOfOthersOnly } from '../fulfillments/standing-shipments.ts';
import type { Issue } from '../problems/issue.ts';
import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import type { MissingOrder, SyncRecord } from '../records/sync-record.ts';
import { isCancelledInShop } from './changes/cancellation.ts';
import { standingOf } from './changes/family.ts';
import type { Situation } from './situation.ts';

/** One 404 may be a moment's trouble on the side of Ordoro: it takes a second one that much later to say that an order is gone. */
const SURE_AFTER_MS = 24 * 60 * 60_000;

/**
 * The record with what is remembered of Ordoro orders that Ordoro does not know any more when it is asked for them. One that it
 * shows again, or whose goods are not awaited any more, is forgotten.
 */
export function withMissing(
  record: SyncRecord,
  {
    ordoroRows,
    notFound,
    now,
    order,
  }: Pick<Situation, 'ordoroRows' | 'notFound' | 'now'> & Partial<Pick<Situation, 'order'>>,
): SyncRecord {
  const { missing: before = [], ...rest } = record;
  const shown = new Set(ordoroRows.map(({ orderNumber }) => orderNumber));
  const missing = awaitedNumbers(record, order).flatMap((number): MissingOrder[] => {
    const known = before.find((one) => one.number === number);
    if (shown.has(number)) return [];
    if (!notFound.includes(number)) return known === undefined ? [] : [known];
    return [missedAt(number, before, now)];
  });
  if (isDeepStrictEqual(missing, before)) return record;
  return missing.length === 0 ? rest : { ...rest, missing };
}

/** What is remembered of a number that Ordoro has just answered 404 for. @param before what was remembered until now */
export function missedAt(number: string, before: readonly MissingOrder[], now: number): MissingOrder {
  const known = before.find((one) => one.number === number);
  if (known === undefined) return { number, since: new Date(now).toISOString() };
  return now - Date.parse(known.since) < SURE_AFTER_MS ? known : { ...known, isConfirmed: true };
}

/**
 * Numbers of the Ordoro orders that still have goods to send: only of them it matters that Ordoro has them.
 * @param order undefined: unknown, so that goods count as held by each Ordoro order that showed them
 */
export function awaitedNumbers(
  { ordoroOrders = [] }: Pick<SyncRecord, 'ordoroOrders'>,
  order: Pick<Order, 'lineItems'> | undefined,
): string[] {
  const isOnlyThere = (known: KnownOrdoroOrder) => order === undefined || !isMergedInto(known, ordoroOrders, order);
  return ordoroOrders.filter((known) => isAwaited(known) && isOnlyThere(known)).map(({ number }) => number);
}

/** What the merchant has to know: the order is wanted, and for at least a day Ordoro has not known it. */
export function missingIssues({ missing = [] }: SyncRecord, order: Order): Issue[] {
  if (isCancelledInShop(order)) return [];
  return missing
    .filter(({ isConfirmed }) => isConfirmed === true)
    .map(({ number }) => ({ code: 'deleted-in-ordoro', detail: number }));
}

function isAwaited(known: KnownOrdoroOrder): boolean {
  const isOver = ['shipped', 'cancelled'].includes(standingOf(known));
  return known.isParent !== true && !isOver && !isOfOthersOnly(known);
}

/**
 * Whether staff merged it: all units ordered of its lines are in other Ordoro orders, some of which were made by merging. What Ordoro
 * makes of the emptied order is UNPROVEN; it may be gone.
 */
function isMergedInto(
  known: KnownOrdoroOrder,
  all: readonly KnownOrdoroOrder[],
  { lineItems }: Pick<Order, 'lineItems'>,
): boolean {
  if (isMadeByMerging(known)) return false;
  const others = all.filter((one) => one !== known && one.isParent !== true && standingOf(one) !== 'cancelled');
  const ordered = new Map(lineItems.map(({ id, quantity }) => [id, quantity]));
  const isElsewhere = ({ lineItemId }: { readonly lineItemId: string }) => {
    const held = others.flatMap(({ lines }) => lines).filter((line) => line.lineItemId === lineItemId);
    const units = held.reduce((sum, { quantity }) => sum + quantity, 0);
    return units >= (ordered.get(lineItemId) ?? Number.POSITIVE_INFINITY);
  };
  return others.some(isMadeByMerging) && known.lines.every(isElsewhere);
}

/** It holds lines of several commercetools orders, or of several parts of this one. */
function isMadeByMerging({ isShared, lines }: KnownOrdoroOrder): boolean {
  return isShared === true || new Set(lines.map(({ part }) => part)).size > 1;
}
