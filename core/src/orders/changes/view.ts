import type { Order } from '@commercetools/platform-sdk';
import type { ContentField, UnsentChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';
import { changesOf, sentOf } from './baselines.ts';
import { type FamilyOrder, isMergedAway, standingOf } from './family.ts';
import type { OrderContent, PartContent } from './part-content.ts';

/** All that a decision about the content of an order looks at. */
export interface ChangeView {
  readonly situation: Situation;
  readonly order: Order;
  readonly record: SyncRecord;
  readonly content: OrderContent;
  readonly family: readonly FamilyOrder[];
}

/** Ordoro orders that stand for a part, those emptied by a merge left out. */
export function ordersOfPart({ family }: ChangeView, part: number): FamilyOrder[] {
  return family.filter(({ known, parts }) => parts.includes(part) && !isMergedAway(known));
}

/** Those of them that can still be written to. */
export function openOrdersOfPart(view: ChangeView, part: number): FamilyOrder[] {
  return ordersOfPart(view, part).filter(({ known }) => standingOf(known) === 'open');
}

/** Those that have not left yet, whether they can be written to or not. */
export function waitingOrdersOfPart(view: ChangeView, part: number): FamilyOrder[] {
  return ordersOfPart(view, part).filter(({ known }) => ['open', 'dropship', 'unknown'].includes(standingOf(known)));
}

/**
 * Whether commercetools' value of a field is another one than was sent last, or that is in doubt, or an Ordoro order that could not
 * take it then can now.
 */
export function isChanged(view: ChangeView, part: PartContent, field: ContentField): boolean {
  const now = part.fields.get(field);
  const sent = sentOf(view.record, part.record.number)?.fields[field];
  if (now === undefined || sent?.ours !== now.ours) return now !== undefined;
  const { behind = [] } = sent;
  return (
    behind.length > 0 && openOrdersOfPart(view, part.record.number).some(({ known }) => behind.includes(known.number))
  );
}

/** The remarks that the present value of a field was not sent, or not all of it. */
export function unsentOf({ record }: ChangeView, part: PartContent, field: ContentField): UnsentChange[] {
  const ours = part.fields.get(field)?.ours;
  return (changesOf(record).unsent ?? []).filter(
    (unsent) => unsent.part === part.record.number && unsent.field === field && unsent.value === ours,
  );
}

/**
 * Whether a changed field is to be dealt with now. One that could not be sent is looked at again when that costs nothing,
 * because its rows were read anyway, when it is about the order's own data, or when the merchant asked for it.
 */
export function isToJudge(view: ChangeView, part: PartContent, field: ContentField): boolean {
  if (!isChanged(view, part, field)) return false;
  const unsent = unsentOf(view, part, field);
  if (unsent.length === 0 || unsent.some(({ isRetried }) => isRetried === true)) return true;
  if (unsent.some(({ code }) => code === 'unmapped-sku') && areSkusMapped(view, part)) return true;
  if (unsent.some(({ code }) => code === 'ordoro-rejected')) return false;
  return waitingOrdersOfPart(view, part.record.number).every(({ row }) => row !== undefined);
}

function areSkusMapped({ situation }: ChangeView, part: PartContent): boolean {
  return [...part.lines.values()]
    .filter(({ inPart }) => inPart !== undefined)
    .every(({ lineItem: { variant } }) => (situation.skus.get(variant.sku ?? '') ?? 'unmapped') !== 'unmapped');
}
