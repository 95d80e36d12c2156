import type { Order } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { UnsentChange, WarehouseComment } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';
import { changesOf } from './baselines.ts';
import { isCancelledInShop, tooLateToCancel } from './cancellation.ts';
import { duplicateComments } from './duplicate-comments.ts';
import { familyOf, standingOf } from './family.ts';
import { isSameEdit, type OrdoroEdit } from './ordoro-edit.ts';
import { type ChangeStep, editStep, readStep } from './step.ts';

/**
 * The next step towards the comments that the warehouse should find: what is to be said is noted, then posted once on each
 * Ordoro order concerned, unless the order shows it already.
 */
export function nextComment(situation: Situation, order: Order, record: SyncRecord): ChangeStep | undefined {
  const before = changesOf(record).comments ?? [];
  const wanted = [...before.filter((comment) => isLive(comment, order, record)), ...due(situation, order, record)];
  if (wanted.length !== before.length || wanted.some((comment, at) => comment !== before[at]))
    return { do: 'note', record: withComments(record, wanted) };
  const open = wanted.flatMap((comment) => unposted(comment).map((number) => ({ comment, number })));
  const over = open.find(({ number }) => isOutOfReach(situation, record, number));
  if (over !== undefined) return { do: 'note', record: withComments(record, wanted.map(passedOn(record, over))) };
  const unread = open.map(({ number }) => number).filter((number) => rowOf(situation, number) === undefined);
  const reading = readStep({ toRead: [...new Set(unread)], missing: [] });
  if (reading !== undefined) return reading;
  for (const posting of open)
    if (rowOf(situation, posting.number)?.content.comments.some((text) => isSameText(text, posting.comment.text)))
      return { do: 'note', record: withPosted(record, posting.comment.text, posting.number) };
  return postingStep(situation, record, open);
}

type Posting = { readonly comment: WarehouseComment; readonly number: string };

function postingStep(situation: Situation, record: SyncRecord, open: readonly Posting[]): ChangeStep | undefined {
  const edits = open.map(({ comment, number }): OrdoroEdit => ({ kind: 'comment', number, text: comment.text }));
  const refused = open.find((_, at) =>
    situation.refusedEdits.some(({ edit }) => edits[at] !== undefined && isSameEdit(edit, edits[at])),
  );
  if (refused === undefined) return editStep(edits);
  return { do: 'note', record: withComments(record, (changesOf(record).comments ?? []).map(without(refused))) };
}

/** The comment about changes that were noticed together. */
export function changeComment(
  order: Order,
  unsent: readonly UnsentChange[],
  on: readonly string[],
): WarehouseComment | undefined {
  const [first] = unsent;
  if (first === undefined || on.length === 0) return undefined;
  const fields = [...new Set(unsent.map(({ field }) => field))].join(', ');
  return {
    reason: changeReason(first),
    text: `${nameOf(order)} was changed in the shop, but not here (${fields}; noticed ${moment(first.noticedAt)}). Please compare it with commercetools before you ship.`,
    on,
    postedOn: [],
  };
}

/** The record with a comment that stands on an Ordoro order. */
export function withPosted(record: SyncRecord, text: string, number: string): SyncRecord {
  const comments = (changesOf(record).comments ?? []).map((comment) =>
    comment.text === text && comment.on.includes(number) && !comment.postedOn.includes(number)
      ? { ...comment, postedOn: [...comment.postedOn, number] }
      : comment,
  );
  return withComments(record, comments);
}

/** The record with these comments. */
export function withComments(record: SyncRecord, comments: readonly WarehouseComment[]): SyncRecord {
  const { comments: _before, ...changes } = changesOf(record);
  return { ...record, changes: { ...changes, ...(comments.length === 0 ? {} : { comments }) } };
}

const HOLD = 'hold';

function changeReason({ part, noticedAt }: Pick<UnsentChange, 'part' | 'noticedAt'>): string {
  return `change ${part} ${noticedAt}`;
}

/** Whether what a comment is about still is so; else it need not be remembered, and may come back as a new one. */
function isLive({ reason }: WarehouseComment, order: Order, record: SyncRecord): boolean {
  if (reason === HOLD) return record.requests.hold === true;
  if ((changesOf(record).unsent ?? []).some((unsent) => changeReason(unsent) === reason)) return true;
  if (duplicateComments(record, '', '').some((draft) => draft.reason === reason)) return true;
  return isCancelledInShop(order) && tooLateToCancel(record).some((number) => cancelReason(number) === reason);
}

/** Comments that nobody has noted yet. Each names its moment, so that the next one of its kind is another text. */
function due({ now }: Situation, order: Order, record: SyncRecord): WarehouseComment[] {
  const known = new Set((changesOf(record).comments ?? []).map(({ reason }) => reason));
  const at = moment(new Date(now).toISOString());
  const late = isCancelledInShop(order) ? tooLateToCancel(record) : [];
  const comments = [
    ...late.map((number) => ({
      reason: cancelReason(number),
      text: `${nameOf(order)} was cancelled in the shop, but this order could not be cancelled here (noticed ${at}). Please do not ship it; if it has left, expect a return.`,
      on: [number],
    })),
    ...duplicateComments(record, nameOf(order), at),
    ...holdComment(order, record, at),
  ];
  return comments.filter(({ reason }) => !known.has(reason)).map((comment) => ({ ...comment, postedOn: [] }));
}

function holdComment(order: Order, record: SyncRecord, at: string) {
  if (record.requests.hold !== true || isCancelledInShop(order)) return [];
  const on = familyOf(record, []).flatMap(({ known }) =>
    ['open', 'dropship', 'unknown'].includes(standingOf(known)) ? [known.number] : [],
  );
  if (on.length === 0) return [];
  const text = `The shop has put ${nameOf(order)} on hold (noticed ${at}): changes of it do not arrive here until it is resumed. Please ask before you ship.`;
  return [{ reason: HOLD, text, on }];
}

function cancelReason(number: string): string {
  return `cancel ${number}`;
}

function nameOf(order: Order): string {
  return `commercetools order ${order.orderNumber ?? order.id}`;
}

/** To the minute, UTC. */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function unposted({ on, postedOn }: WarehouseComment): string[] {
  return on.filter((number) => !postedOn.includes(number));
}

/** Nobody would read it there: the order is cancelled, was split, or Ordoro does not show it. */
function isOutOfReach({ notFound }: Situation, record: SyncRecord, number: string): boolean {
  if (notFound.includes(number)) return true;
  const known = (record.ordoroOrders ?? []).find((order) => order.number === number);
  return known !== undefined && (known.isParent === true || known.status === 'cancelled');
}

/** Where an order was split before it could be told, its children are. */
function passedOn(record: SyncRecord, posting: Posting): (comment: WarehouseComment) => WarehouseComment {
  const children = (record.ordoroOrders ?? [])
    .filter(({ parentNumber, status }) => parentNumber === posting.number && status !== 'cancelled')
    .map(({ number }) => number);
  return (comment) => {
    const rest = without(posting)(comment);
    return rest === comment ? comment : { ...rest, on: [...new Set([...rest.on, ...children])] };
  };
}

function without({ comment: { reason }, number }: Posting): (comment: WarehouseComment) => WarehouseComment {
  return (comment) =>
    comment.reason === reason ? { ...comment, on: comment.on.filter((other) => other !== number) } : comment;
}

function rowOf({ ordoroRows }: Situation, number: string): OrdoroOrder | undefined {
  return ordoroRows.find(({ orderNumber }) => orderNumber === number);
}

/** Ordoro may write blanks and line breaks in its own way. */
function isSameText(one: string, other: string): boolean {
  const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
  return bare(one) === bare(other);
}
