import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import { withRows } from '../../fulfillments/known-orders.ts';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import { isAccepted, type SyncRecord } from '../../records/sync-record.ts';
import { awaitingCancellation, isCancelledInShop } from '../changes/cancellation.ts';
import { numbersOfOthers, rulesOf } from '../decide.ts';
import { couldBeOurs, gateIsOpen } from '../eligibility.ts';
import { isOfFamily } from '../news.ts';
import type { OrderContext } from '../order-context.ts';
import { fulfillmentOf } from '../order-fulfillment.ts';
import { isWorthJudging } from '../waiting-orders.ts';
import { differingAmounts } from './differing-amounts.ts';
import type { FindingKind, OrderFinding } from './order-findings.ts';

/** One order as both sides have it. */
export interface AuditedOrder {
  /** Undefined: commercetools does not have it. */
  readonly order: Order | undefined;
  /** Undefined: there is none. */
  readonly record: SyncRecord | undefined;
  /** Its Ordoro orders as read now, carriers by name. */
  readonly rows: readonly OrdoroOrder[];
}

/**
 * What is not as it should be. Of an order that somebody has at hand, or that is on the schedule of the job, only what that would
 * not show: what Ordoro shows and the record does not know.
 */
export function compareOrder({ order, record, rows }: AuditedOrder, context: OrderContext): OrderFinding[] {
  if (record === undefined) return order === undefined ? [] : withoutRecord(order, rows, context);
  if (order === undefined) return isKnownToBeDeleted(record) ? [] : [{ kind: 'deleted' }];
  if (record.rebuildFrom !== undefined) return [];
  const news = newsOf(record, rows);
  return [
    ...news,
    ...(news.length === 0 && !isBusy(record) ? notShown(order, record, context) : []),
    ...differingAmounts(record, rows).map((number): OrderFinding => ({ kind: 'amounts', number })),
  ];
}

/** Whether nothing of the order is left to do or to watch. */
export function isFinished({ orderState }: Pick<Order, 'orderState'>, record: SyncRecord | undefined): boolean {
  const isOver =
    record !== undefined && !record.due && ['shipped', 'cancelled', 'not-required'].includes(record.status);
  return isOver && (orderState === 'Complete' || orderState === 'Cancelled');
}

function withoutRecord(order: Order, rows: readonly OrdoroOrder[], context: OrderContext): OrderFinding[] {
  const [row] = rows;
  if (row !== undefined) return [{ kind: 'no-record', number: row.orderNumber }];
  const isOfOthers = numbersOfOthers(order, context.own.exportChannelId).length > 0;
  return !isOfOthers && couldBeOurs(order, rulesOf({ context })) ? [{ kind: 'no-record' }] : [];
}

function isKnownToBeDeleted({ lastError }: SyncRecord): boolean {
  return lastError?.code === 'unknown-order';
}

/** Somebody is at it, or will be: the job, or commercetools refuses what it should show. */
function isBusy({ due, lease, orderUpdate }: SyncRecord): boolean {
  return due || lease !== undefined || orderUpdate !== undefined;
}

/** What the rows tell that the record does not know. */
function newsOf(record: SyncRecord, rows: readonly OrdoroOrder[]): OrderFinding[] {
  const known = record.ordoroOrders ?? [];
  const before = new Map(known.map((one) => [one.number, one]));
  const twins = rows.filter((row) => isTwin(row, before.get(row.orderNumber)));
  const own = rows.filter((row) => before.has(row.orderNumber) && !twins.includes(row));
  const changed = withRows(known, own, record.orderId).filter((after) => after !== before.get(after.number));
  const strangers = [...twins, ...rows.filter((row) => !before.has(row.orderNumber))];
  const missing = new Set((record.missing ?? []).map(({ number }) => number));
  return [
    ...changed.map(
      (after): OrderFinding => ({ kind: changeOf(before.get(after.number), after), number: after.number }),
    ),
    ...strangers.flatMap((row) => strangerOf(row, record)),
    ...own
      .filter(({ orderNumber }) => missing.has(orderNumber))
      .map(({ orderNumber }): OrderFinding => ({ kind: 'reappeared', number: orderNumber })),
  ];
}

/** Another order under the same number. */
function isTwin({ id }: OrdoroOrder, known: KnownOrdoroOrder | undefined): boolean {
  return id !== undefined && known?.id !== undefined && known.id !== id;
}

function changeOf(before: KnownOrdoroOrder | undefined, after: KnownOrdoroOrder): FindingKind {
  if (after.status === 'cancelled' && before?.status !== 'cancelled') return 'cancelled';
  const isShipment = !isDeepStrictEqual(before?.shipment, after.shipment) || before?.isVoid !== after.isVoid;
  return isShipment || (after.status === 'shipped' && before?.status !== 'shipped') ? 'shipped' : 'changed';
}

/** An Ordoro order with lines of the order that the record does not know: a relative, a proof that it was sent, or a copy. */
function strangerOf(row: OrdoroOrder, record: SyncRecord): OrderFinding[] {
  const number = row.orderNumber;
  if ((record.duplicates ?? []).includes(number)) return [{ kind: 'duplicate', number }];
  const isTwinOfKnown = (record.ordoroOrders ?? []).some((known) => known.number === number);
  if (!isAccepted(record) || (!isTwinOfKnown && isOfFamily(row, record))) return [{ kind: 'changed', number }];
  // What was cancelled or split harms nobody.
  return row.isParent || row.status === 'cancelled' ? [] : [{ kind: 'duplicate', number }];
}

/** The gate has opened, and the record still waits at it, or has it that the order could never pass. */
function isUnsent(order: Order, record: SyncRecord, context: OrderContext): boolean {
  const rules = rulesOf({ context });
  const isWaiting = record.status === 'waiting' && record.requests.hold !== true;
  const mayGoOut = isWaiting && isWorthJudging(record, order, context.own.exportChannelId);
  return mayGoOut && couldBeOurs(order, rules) && gateIsOpen(order, rules);
}

/** What the record has and the order does not show. */
function notShown(order: Order, record: SyncRecord, context: OrderContext): OrderFinding[] {
  if (!isAccepted(record)) return isUnsent(order, record, context) ? [{ kind: 'unsent' }] : [];
  const uncancelled = isCancelledInShop(order) ? awaitingCancellation(record) : [];
  if (uncancelled.length > 0) return uncancelled.map((number): OrderFinding => ({ kind: 'unsent', number }));
  if (isFinished(order, record)) return [];
  if (fulfillmentOf(order, record, context).actions.length > 0) return [{ kind: 'deliveries' }];
  const isShown =
    record.typeConflict === true ||
    record.status === 'waiting' ||
    order.custom?.fields.ordoroSyncStatus === record.status;
  return isShown ? [] : [{ kind: 'status' }];
}
