import type { Order } from '@commercetools/platform-sdk';
import { microsOf } from '../../ordoro/instants.ts';
import { acceptedNumbers, type SyncRecord } from '../../records/sync-record.ts';
import { awaitedNumbers } from '../missing-in-ordoro.ts';
import { isFinished } from './compare.ts';

/** What Ordoro made or changed less than this long ago its list need not show yet, milliseconds. */
const LIST_LAG_MS = 60 * 60_000;

/**
 * Numbers that Ordoro has to have, because goods of the order are still to be sent with them. None of an order that is cancelled or
 * finished.
 * @param now epoch milliseconds
 */
export function expectedNumbers(
  { order, record }: { readonly order: Order | undefined; readonly record: SyncRecord | undefined },
  now: number,
): string[] {
  if (order === undefined || record === undefined || record.rebuildFrom !== undefined) return [];
  if (order.orderState === 'Cancelled' || isFinished(order, record)) return [];
  if (acceptedNumbers(record).length === 0) return [];
  const latest = (now - LIST_LAG_MS) * 1_000;
  const isFresh = ({ seenAt }: { readonly seenAt?: string }) => (microsOf(seenAt) ?? 0) > latest;
  const fresh = new Set((record.ordoroOrders ?? []).filter(isFresh).map(({ number }) => number));
  return awaitedNumbers(record, order).filter((number) => !fresh.has(number));
}
