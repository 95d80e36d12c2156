import type { KnownLine } from '../../records/known-ordoro-order.ts';
import type { StatusChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';
import { changesOf, sentOf, withSentPart } from './baselines.ts';
import { withDuplicateCancelled } from './duplicates.ts';
import { familyOf, standingOf, unreadOf } from './family.ts';
import { type ChangeStep, readStep } from './step.ts';

/**
 * Finds out what became of cancellations and restorings of which nothing more was heard: what Ordoro shows counts, and counts
 * as ours. That comes before anything else, else the connector's own work would look like that of staff.
 */
export function nextUnclear(situation: Situation, record: SyncRecord): ChangeStep | undefined {
  const { unclear, ...changes } = changesOf(record);
  if (unclear === undefined) return undefined;
  const orders = familyOf(record, situation.ordoroRows).filter(({ known }) =>
    unclear.some(({ number }) => number === known.number),
  );
  const { toRead, missing } = unreadOf(orders, situation);
  const reading = readStep({ toRead: [...toRead, ...unreadDuplicates(situation, record, unclear)], missing });
  if (reading !== undefined) return reading;
  let settled: SyncRecord = { ...record, changes };
  for (const { number, to } of unclear) {
    const order = orders.find(({ known }) => known.number === number);
    const isDone =
      order === undefined
        ? isCancelledDuplicate(situation, record, number)
        : (standingOf(order.known) === 'cancelled') === (to === 'cancelled');
    if (isDone) settled = withStatusChanged(settled, { number, to });
  }
  return { do: 'note', record: settled };
}

/** Duplicates are only ever cancelled. Those that Ordoro does not show are left as they are. */
function unreadDuplicates(situation: Situation, record: SyncRecord, unclear: readonly StatusChange[]): string[] {
  const { ordoroRows, notFound } = situation;
  return unclear
    .map(({ number }) => number)
    .filter((number) => !isOwn(record, number) && !notFound.includes(number))
    .filter((number) => !ordoroRows.some(({ orderNumber }) => orderNumber === number));
}

function isCancelledDuplicate({ ordoroRows }: Situation, record: SyncRecord, number: string): boolean {
  const row = ordoroRows.find(({ orderNumber }) => orderNumber === number);
  return !isOwn(record, number) && row?.status === 'cancelled';
}

function isOwn({ ordoroOrders = [] }: SyncRecord, number: string): boolean {
  return ordoroOrders.some((known) => known.number === number);
}

/**
 * The record that remembers whether the connector cancelled this Ordoro order, and so may restore it. Units in an order that the
 * connector cancelled are not among those it sent.
 */
export function withCancelledByUs(record: SyncRecord, number: string, isOurs: boolean): SyncRecord {
  const order = record.ordoroOrders?.find((known) => known.number === number);
  if (order === undefined || (order.cancelledByUs === true) === isOurs) return record;
  const { cancelledByUs: _before, ...rest } = order;
  const after = isOurs ? { ...rest, cancelledByUs: true as const } : rest;
  const ordoroOrders = (record.ordoroOrders ?? []).map((known) => (known === order ? after : known));
  const flagged: SyncRecord = { ...record, ordoroOrders };
  return order.lines.reduce((noted, line) => withUnitsAdded(noted, line, isOurs ? -1 : 1), flagged);
}

/**
 * The record after the connector cancelled or restored an Ordoro order. What a restored one holds may not be what is wanted by
 * now, so its lines are compared anew.
 */
export function withStatusChanged(record: SyncRecord, { number, to }: StatusChange): SyncRecord {
  if (to === 'cancelled' && !isOwn(record, number)) return withDuplicateCancelled(record, number);
  const changed = withCancelledByUs(record, number, to === 'cancelled');
  if (to === 'cancelled' || changed === record) return changed;
  const lines = changed.ordoroOrders?.find((known) => known.number === number)?.lines ?? [];
  return lines.reduce(withLineInDoubt, changed);
}

function withLineInDoubt(record: SyncRecord, { part, lineItemId, quantity }: KnownLine): SyncRecord {
  const sent = sentOf(record, part);
  const field = sent?.fields.lines;
  if (sent === undefined || field === undefined) return record;
  const before = sent.lines[lineItemId] ?? { wanted: 0, units: quantity };
  return withSentPart(record, {
    ...sent,
    fields: { ...sent.fields, lines: { ...field, ours: '' } },
    lines: { ...sent.lines, [lineItemId]: { ...before, ours: '' } },
  });
}

function withUnitsAdded(record: SyncRecord, line: KnownLine, sign: 1 | -1): SyncRecord {
  const sent = sentOf(record, line.part);
  const before = sent?.lines[line.lineItemId];
  if (sent === undefined || before === undefined) return record;
  const after = { ...before, units: before.units + sign * line.quantity };
  return withSentPart(record, { ...sent, lines: { ...sent.lines, [line.lineItemId]: after } });
}
