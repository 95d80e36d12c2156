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
  { ordoroRows, notFound, now }: Pick<Situation, 'ordoroRows' | 'notFound' | 'now'>,
): SyncRecord {
  const { missing: before = [], ...rest } = record;
  const shown = new Set(ordoroRows.map(({ orderNumber }) => orderNumber));
  const missing = awaitedNumbers(record).flatMap((number): MissingOrder[] => {
    const known = before.find((one) => one.number === number);
    if (shown.has(number)) return [];
    if (!notFound.includes(number)) return known === undefined ? [] : [known];
    if (known === undefined) return [{ number, since: new Date(now).toISOString() }];
    return [now - Date.parse(known.since) < SURE_AFTER_MS ? known : { ...known, isConfirmed: true }];
  });
  if (isDeepStrictEqual(missing, before)) return record;
  return missing.length === 0 ? rest : { ...rest, missing };
}

/** Numbers of the Ordoro orders that still have goods to send: only of them it matters that Ordoro has them. */
export function awaitedNumbers({ ordoroOrders = [] }: Pick<SyncRecord, 'ordoroOrders'>): string[] {
  return ordoroOrders.filter(isAwaited).map(({ number }) => number);
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
