import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../../problems/issue.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { changesOf } from './baselines.ts';
import { isCancelledInShop, statusIssues } from './cancellation.ts';
import { cancelledInOrdoro } from './cancelled-in-ordoro.ts';

/** What the merchant has to know of changes after export: too late, refused, or made in Ordoro. */
export function changeIssues(record: SyncRecord, order: Order): Issue[] {
  const unsent = isCancelledInShop(order) ? [] : (changesOf(record).unsent ?? []);
  return [
    ...statusIssues(record, order),
    ...cancelledInOrdoro(record, order),
    ...unsent.map(({ code, detail }): Issue => ({ code, detail })),
  ];
}
