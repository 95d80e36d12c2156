import type { Order } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { PartRecord, SyncRecord } from '../../records/sync-record.ts';
import { changesOf, sentOf } from './baselines.ts';
import { isCancelledInShop } from './cancellation.ts';
import { familyOf, standingOf } from './family.ts';
import { looseHash, shownValue } from './field-values.ts';

/**
 * Why a duplicate is not cancelled, as the rest of a sentence about it. It is cancelled only where all of this is certain: the
 * connector made it, with the id and on the channel of the order's own one; nobody shipped it, split it, merged it or made a
 * label; it is younger or the same; and what is in it goes out with the own one, or is not wanted any more.
 */
export function reasonToLeave(
  { order, record }: { readonly order: Order; readonly record: SyncRecord },
  row: OrdoroOrder,
): string | undefined {
  const part = partOf(record, row);
  const own = part && rootOf(record, part);
  if (wasCancelledByUs(record, row)) return 'was cancelled by the connector and restored in Ordoro';
  if (part === undefined) return 'has a line that does not belong to this order';
  if (row.isParent || row.parentOrderNumber !== undefined || row.siblingNumbers.length > 0) return 'was split';
  const standing = STANDING[row.status];
  if (standing === undefined) return 'is in a state that the connector does not know';
  if (standing !== 'open') return standing;
  if (row.hasLabel !== false) return 'has, or may have, a shipping label';
  if (row.salesChannelId === undefined || row.salesChannelId !== record.channel?.id)
    return 'is not on the sales channel of this order';
  if (!isMadeByUs(record, part, row)) return 'was not made by the connector';
  if (own?.id === undefined || row.id === undefined) return 'may be the older one';
  const isSpare = isUnwanted(order, record) || isCovered(order, record, { part, row });
  return isSpare ? undefined : 'holds units that the order which the shop follows does not hold';
}

/**
 * Whether nothing of the order is to be shipped. Not where it was cancelled by policy, because all was cancelled in Ordoro: what is
 * open there since is wanted by somebody.
 */
export function isUnwanted(order: Order, { orderStateSet }: SyncRecord): boolean {
  return isCancelledInShop(order) && orderStateSet !== 'Cancelled';
}

/** Whether the duplicate was created before the order's own one. */
export function isOlderThanOwn(record: SyncRecord, row: OrdoroOrder): boolean {
  const part = partOf(record, row);
  const own = part && rootOf(record, part);
  return own?.id !== undefined && row.id !== undefined && row.id < own.id;
}

/** What Ordoro's words for the state of an order mean for a cancellation. */
const STANDING: Readonly<Record<string, string>> = {
  awaiting_fulfillment: 'open',
  shipped: 'is shipped already',
  dropshipment_requested: 'is requested from a supplier',
};

/** The one part whose lines, and nothing else, a row holds. */
export function partOf(record: SyncRecord, { lines }: OrdoroOrder): PartRecord | undefined {
  const filled = lines.filter(({ quantity }) => quantity > 0);
  const ids = [...new Set(filled.map(({ cartOrderId }) => cartOrderId))];
  if (ids.length !== 1 || filled.some(({ lineItemId }) => lineItemId === undefined)) return undefined;
  return record.parts.find(({ cartOrderId }) => cartOrderId === ids[0]);
}

/** The Ordoro order that a part was created as. */
export function rootOf({ ordoroOrders = [] }: SyncRecord, { state }: PartRecord): KnownOrdoroOrder | undefined {
  return state.step === 'accepted' ? ordoroOrders.find(({ number }) => number === state.orderNumber) : undefined;
}

function wasCancelledByUs(record: SyncRecord, { orderNumber }: OrdoroOrder): boolean {
  return (changesOf(record).duplicates ?? []).some(
    ({ number, isCancelled }) => number === orderNumber && isCancelled === true,
  );
}

/**
 * Whether it carries the `order_id` that the connector sent. The number begins with the prefix of the channel; whether Ordoro adds
 * something to an id that it has already is UNPROVEN, so a longer number counts only with the internal notes that were sent.
 */
export function isMadeByUs(record: SyncRecord, { orderId, number }: PartRecord, row: OrdoroOrder): boolean {
  if (row.orderId !== undefined) return row.orderId === orderId;
  const shownId = row.orderNumber.slice(row.orderNumber.indexOf('-') + 1);
  if (shownId === orderId) return true;
  const sent = sentOf(record, number)?.fields['internal notes'];
  const shown = shownValue('internal notes', row.content);
  const isNoted =
    sent?.expected !== undefined && shown !== undefined && looseHash('internal notes', shown) === sent.expected;
  return isNoted && shownId.startsWith(orderId) && !/^[\w.]|^-\d+$/.test(shownId.slice(orderId.length));
}

/** Whether the order's own ones hold, or have shipped, as many units as are in it, or as were ordered. */
function isCovered(
  order: Order,
  record: SyncRecord,
  { part, row }: { readonly part: PartRecord; readonly row: OrdoroOrder },
): boolean {
  const own = familyOf(record, []).filter(({ known }) => standingOf(known) !== 'cancelled');
  return row.lines.every(({ lineItemId, quantity }) => {
    const ordered = order.lineItems.find(({ id }) => id === lineItemId)?.quantity ?? 0;
    const held = own
      .flatMap(({ known }) => known.lines)
      .filter((line) => line.part === part.number && line.lineItemId === lineItemId)
      .reduce((units, line) => units + line.quantity, 0);
    return held >= Math.min(quantity, ordered);
  });
}
