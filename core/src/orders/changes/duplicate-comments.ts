import { currentOrders } from '../../fulfillments/known-orders.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { isUndecided, verdictsOn } from './duplicates.ts';
import { standingOf } from './family.ts';

/** What is to be said, and where. */
export interface CommentDraft {
  readonly reason: string;
  readonly text: string;
  readonly on: readonly string[];
}

/**
 * What the warehouse should know of Ordoro orders that the order has besides its own: both sides are told of one that was left
 * alone, and one that was cancelled says why.
 * @param name the order, as a comment calls it
 * @param at the moment, as a comment tells it
 */
export function duplicateComments(record: SyncRecord, name: string, at: string): CommentDraft[] {
  const own = currentOrders(record.ordoroOrders)
    .filter((known) => standingOf(known) !== 'cancelled')
    .map(({ number }) => number);
  return verdictsOn(record).flatMap((verdict): CommentDraft[] => {
    const { number, isCancelled } = verdict;
    // There is nothing to tell yet, or no order to tell it on.
    if (isUndecided(verdict)) return [];
    if (isCancelled === true)
      return [
        {
          reason: `cancelled duplicate ${number}`,
          text: `${name} was here more than once, and this order was cancelled for that (noticed ${at}). Please do not restore it: ${own.join(', ')} is the one to ship.`,
          on: [number],
        },
      ];
    const beside = own.filter((other) => other !== number);
    const onDuplicate = {
      reason: `duplicate ${number}`,
      text: `${name} is here more than once, and this order is not the one that the shop follows (noticed ${at}). Please do not ship both.`,
      on: [number],
    };
    const onOwn = {
      reason: `beside ${number}`,
      text: `${name} is here more than once: ${number} is for the same, and the shop does not follow it (noticed ${at}). Please do not ship both.`,
      on: beside,
    };
    return beside.length === 0 ? [onDuplicate] : [onDuplicate, onOwn];
  });
}
