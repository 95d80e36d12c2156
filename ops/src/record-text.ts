import type { KnownOrdoroOrder } from '../../core/src/records/known-ordoro-order.ts';
import type { PartRecord, SyncRecord } from '../../core/src/records/sync-record.ts';
import { ago, columns, plural, until } from './text.ts';

/** A sync record for people. @param now epoch milliseconds */
export function recordLines(record: SyncRecord, now: number): string[] {
  const { status, open, due, firstSeenAt, attempts, firstFailedAt, lastError, orderUpdate, lease } = record;
  return [
    `Record: ${status}, first seen ${ago(firstSeenAt, now)}`,
    ...(open ? ['  Ordoro does not have it (all) yet, so its units are held back from the stock.'] : []),
    `  ${nextText(due, record, now)}`,
    ...(attempts > 0 ? [`  ${plural(attempts, 'failed attempt')} since ${firstFailedAt ?? 'an unknown time'}`] : []),
    ...(lastError === undefined
      ? []
      : [`  Last error ${ago(lastError.at, now)}: ${lastError.code}: ${lastError.message}`]),
    ...(orderUpdate === undefined
      ? []
      : [`  The order cannot be written since ${orderUpdate.firstFailedAt}: ${orderUpdate.message}`]),
    ...(lease === undefined ? [] : [`  Held by a process until ${lease.expiresAt}`]),
    ...record.parts.map(partLine),
    ...(record.ordoroOrders ?? []).map(ordoroLine),
    ...((record.unread ?? []).length === 0 ? [] : [`  To be read in Ordoro: ${record.unread?.join(', ')}`]),
    '  History:',
    ...columns(record.journal.map(({ at, what }) => [`    ${at}`, what])),
  ];
}

function nextText(due: boolean, { nextAttemptAt }: SyncRecord, now: number): string {
  if (!due) return 'Nothing is left to do.';
  return `Looked at again ${nextAttemptAt === undefined ? 'at the next run' : until(nextAttemptAt, now)}.`;
}

function partLine({ number, orderId, state }: PartRecord): string {
  const as = state.step === 'accepted' ? ` as ${state.orderNumber}` : '';
  const why = state.step === 'rejected' ? `: ${state.reason}` : '';
  return `  Part ${number}, order_id ${orderId}: ${state.step}${as}${why}`;
}

function ordoroLine({ number, status, isParent, shipment }: KnownOrdoroOrder): string {
  const split = isParent === true ? ', split into others' : '';
  const tracking = (shipment?.parcels ?? []).map(({ trackingNumber }) => trackingNumber);
  const shipped =
    shipment === undefined ? '' : `, shipped${tracking.length === 0 ? '' : ` with ${tracking.join(', ')}`}`;
  return `  Ordoro order ${number}: ${status}${split}${shipped}`;
}
