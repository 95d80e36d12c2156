import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../../problems/issue.ts';
import type { ContentField, UnsentChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { changesOf } from './baselines.ts';
import { isCancelledInShop, statusIssues } from './cancellation.ts';
import { cancelledInOrdoro } from './cancelled-in-ordoro.ts';

/** The billing field of each field that it follows on an order without billing address. */
const FOLLOWED_BY: Readonly<Partial<Record<ContentField, ContentField>>> = {
  'billing address': 'shipping address',
  'billing email': 'email',
  'billing phone': 'phone',
};

/** Without a billing address of its own an order has one change, not two. */
function withoutEchoes(unsent: readonly UnsentChange[], { billingAddress }: Order): readonly UnsentChange[] {
  if (billingAddress !== undefined) return unsent;
  const isShown = (part: number, field: ContentField | undefined) =>
    unsent.some((other) => other.part === part && other.field === field);
  return unsent.filter(({ part, field }) => !isShown(part, FOLLOWED_BY[field]));
}

/** What the merchant has to know of changes after export: too late, refused, or made in Ordoro. */
export function changeIssues(record: SyncRecord, order: Order): Issue[] {
  const unsent = isCancelledInShop(order) ? [] : withoutEchoes(changesOf(record).unsent ?? [], order);
  return [
    ...statusIssues(record, order),
    ...cancelledInOrdoro(record, order),
    ...unsent.map(({ code, detail }): Issue => ({ code, detail })),
  ];
}
