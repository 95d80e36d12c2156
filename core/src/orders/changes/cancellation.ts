import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../../problems/issue.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { StatusChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';
import { changesOf } from './baselines.ts';
import { entanglementOf, type FamilyOrder, familyOf, isMergedAway, standingOf, unreadOf } from './family.ts';
import { isSameEdit, type OrdoroEdit } from './ordoro-edit.ts';
import { type ChangeStep, editStep, readStep } from './step.ts';

/** Whether the merchant cancelled the order. */
export function isCancelledInShop(order: Order): boolean {
  return order.orderState === 'Cancelled';
}

/** The next step for an order that was cancelled in commercetools: its open Ordoro orders are read, then cancelled. */
export function nextCancellation(situation: Situation, record: SyncRecord): ChangeStep | undefined {
  const open = familyOf(record, situation.ordoroRows).filter(({ known }) => isToCancel(known, record));
  const reading = readStep(unreadOf(open, situation));
  return reading ?? statusStep(situation, record, { orders: open, to: 'cancelled' });
}

/** Sends the status changes that Ordoro has not refused; a refusal in this pass, after it was read again, is noted. */
export function statusStep(
  situation: Situation,
  record: SyncRecord,
  change: { readonly orders: readonly FamilyOrder[]; readonly to: StatusChange['to'] },
): ChangeStep | undefined {
  const kind = change.to === 'cancelled' ? 'cancel' : 'uncancel';
  const edits = change.orders.map(({ known }): OrdoroEdit => ({ kind, number: known.number }));
  for (const edit of edits) {
    const refusal = situation.refusedEdits.find((refused) => isSameEdit(refused.edit, edit));
    if (refusal === undefined) continue;
    const changes = changesOf(record);
    const refused = [...(changes.refused ?? []), { number: edit.number, to: change.to, message: refusal.message }];
    return { do: 'note', record: { ...record, changes: { ...changes, refused } } };
  }
  return editStep(edits);
}

function isToCancel(known: KnownOrdoroOrder, record: SyncRecord): boolean {
  const standing = standingOf(known);
  return (
    (standing === 'open' || standing === 'dropship') &&
    entanglementOf(known) === undefined &&
    !wasRestoredByStaff(known, record) &&
    !isRefused(record, { number: known.number, to: 'cancelled' })
  );
}

/** Numbers of the Ordoro orders that are still to be cancelled, where the merchant cancelled the order. */
export function awaitingCancellation(record: SyncRecord): string[] {
  return familyOf(record, []).flatMap(({ known }) => (isToCancel(known, record) ? [known.number] : []));
}

/** Cancelled once, by us or as Ordoro's staff had it, and still open: somebody wants it shipped. */
function wasRestoredByStaff(known: KnownOrdoroOrder, record: SyncRecord): boolean {
  return known.cancelledByUs === true || record.orderStateSet === 'Cancelled';
}

/** Whether Ordoro refused this status change; it is not asked again before `retry`. */
export function isRefused(record: SyncRecord, change: StatusChange): boolean {
  return (changesOf(record).refused ?? []).some(({ number, to }) => number === change.number && to === change.to);
}

/** Numbers of Ordoro orders of a cancelled order that go on regardless. */
export function tooLateToCancel(record: SyncRecord): string[] {
  const unclear = new Set((changesOf(record).unclear ?? []).map(({ number }) => number));
  return familyOf(record, []).flatMap(({ known }) => {
    const isOver = known.status === 'cancelled' || isMergedAway(known) || unclear.has(known.number);
    const isPending = isToCancel(known, record) || isRefused(record, { number: known.number, to: 'cancelled' });
    return isOver || isPending ? [] : [known.number];
  });
}

/** What the merchant has to know of status changes. */
export function statusIssues(record: SyncRecord, order: Order): Issue[] {
  const wanted: StatusChange['to'] = isCancelledInShop(order) ? 'cancelled' : 'restored';
  const what = wanted === 'cancelled' ? 'cancellation of' : 'restoring';
  const refused = (changesOf(record).refused ?? [])
    .filter(({ to }) => to === wanted)
    .map(({ number, message }): Issue => ({ code: 'ordoro-rejected', detail: `${what} ${number}: ${message}` }));
  const late = isCancelledInShop(order) ? tooLateToCancel(record) : [];
  return [...refused, ...late.map((number): Issue => ({ code: 'too-late-to-cancel', detail: number }))];
}
