import type { Order } from '@commercetools/platform-sdk';
import { type Issue, issueText } from '../problems/issue.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { messageWith } from './merchant-texts.ts';
import { missingIssues } from './missing-in-ordoro.ts';

/** What the merchant has to know of the Ordoro orders themselves, wherever the export of the rest stands. */
export function ordoroOrderIssues(record: SyncRecord, order: Order): Issue[] {
  return [...duplicateIssues(record), ...missingIssues(record, order)];
}

/**
 * The record of an order of which not every part is accepted, with what is wrong with those that Ordoro has already: the
 * warehouse ships them whatever becomes of the others.
 */
export function withIssuesBesides(record: SyncRecord, order: Order): SyncRecord {
  const dismissed = record.dismissed ?? [];
  const issues = ordoroOrderIssues(record, order).filter((issue) => !dismissed.includes(issueText(issue)));
  return { ...record, issues: [...record.issues, ...issues], message: messageWith(record, issues) };
}

function duplicateIssues({ duplicates = [] }: SyncRecord): Issue[] {
  return duplicates.map((number) => ({ code: 'duplicate-in-ordoro', detail: number }));
}
