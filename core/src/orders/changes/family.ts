import { currentOrders } from '../../fulfillments/known-orders.ts';
import type { OrdoroLine, OrdoroOrder } from '../../ordoro/readers.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';

/** One Ordoro order that holds, or held, lines of the order, and the row of it read in this pass. */
export interface FamilyOrder {
  readonly known: KnownOrdoroOrder;
  /** Undefined: not read in this pass. */
  readonly row: OrdoroOrder | undefined;
  /** Parts of the order it stands for. */
  readonly parts: readonly number[];
}

/** What may still be done with an Ordoro order. */
export type Standing =
  /** It can be written to. */
  | 'open'
  /** Goods on their way, or gone. */
  | 'shipped'
  /** Requested from a supplier, who may be at work. */
  | 'dropship'
  /** A state that is not documented: left alone. */
  | 'unknown'
  | 'cancelled';

/** The Ordoro orders that stand for the order now, in the order of their numbers; those that were split are left out. */
export function familyOf(record: SyncRecord, rows: readonly OrdoroOrder[]): FamilyOrder[] {
  const known = record.ordoroOrders ?? [];
  return currentOrders(known)
    .map((order) => ({
      known: order,
      row: rows.find((row) => isRowOf(row, order)),
      parts: partsOf(order, known, record),
    }))
    .sort((one, other) => (one.known.number < other.known.number ? -1 : 1));
}

/** Two orders may bear one number; the id tells them apart. */
function isRowOf(row: OrdoroOrder, order: KnownOrdoroOrder): boolean {
  const isTwin = row.id !== undefined && order.id !== undefined && row.id !== order.id;
  return row.orderNumber === order.number && !isTwin && !row.isParent;
}

/** What the state of an Ordoro order allows. Cancelled after it was shipped, its goods are gone all the same. */
export function standingOf({ status, shipment }: KnownOrdoroOrder): Standing {
  switch (status) {
    case 'awaiting_fulfillment':
      return 'open';
    case 'dropshipment_requested':
      return 'dropship';
    case 'cancelled':
      return shipment === undefined ? 'cancelled' : 'shipped';
    case 'shipped':
    case 'unknown':
      return status;
  }
}

/** Staff emptied it by moving its lines into another one. */
export function isMergedAway({ status, lines, unmatched = [] }: KnownOrdoroOrder): boolean {
  return status === 'cancelled' && lines.length === 0 && unmatched.length === 0;
}

/** Why nothing may be sent that touches its lines, as the rest of a sentence about it, or undefined. */
export function entanglementOf({ isShared, unmatched = [] }: KnownOrdoroOrder): string | undefined {
  if (isShared === true) return 'is merged with another order';
  return unmatched.length > 0 ? 'has a line that belongs to no line of this order' : undefined;
}

/** Its number and those it was split from, nearest first. */
export function lineage(number: string, known: readonly KnownOrdoroOrder[]): string[] {
  const numbers: string[] = [];
  let next: string | undefined = number;
  while (next !== undefined && !numbers.includes(next)) {
    numbers.push(next);
    const at: string = next;
    next = known.find((order) => order.number === at)?.parentNumber;
  }
  return numbers;
}

/** By its lines; one that shows none of them stands for the part that was created under its number, or its parent's. */
function partsOf(order: KnownOrdoroOrder, known: readonly KnownOrdoroOrder[], record: SyncRecord): number[] {
  const own = [...new Set(order.lines.map(({ part }) => part))];
  if (own.length > 0) return own;
  const numbers = lineage(order.number, known);
  return record.parts.flatMap(({ number, state }) =>
    state.step === 'accepted' && numbers.includes(state.orderNumber) ? [number] : [],
  );
}

/** Units of a line item of one part in this Ordoro order. */
export function unitsOf(order: FamilyOrder, part: number, lineItemId: string): number {
  return order.known.lines
    .filter((line) => line.part === part && line.lineItemId === lineItemId)
    .reduce((units, { quantity }) => units + quantity, 0);
}

/** Its lines of one line item as read in this pass. */
export function rowLinesOf(order: FamilyOrder, cartOrderId: string, lineItemId: string): OrdoroLine[] {
  return (order.row?.lines ?? []).filter(
    (line) => line.quantity > 0 && line.cartOrderId === cartOrderId && line.lineItemId === lineItemId,
  );
}

/**
 * What could be read so far: numbers still to read, or those that Ordoro does not know. Where another order bears the number by now,
 * reading it again would show nothing else.
 */
export function unreadOf(
  orders: readonly FamilyOrder[],
  { notFound, ordoroRows }: Pick<Situation, 'notFound' | 'ordoroRows'>,
) {
  const answered = new Set([...notFound, ...ordoroRows.map(({ orderNumber }) => orderNumber)]);
  const unread = orders.filter(({ row }) => row === undefined).map(({ known }) => known.number);
  return {
    toRead: unread.filter((number) => !answered.has(number)),
    missing: unread.filter((number) => answered.has(number)),
  };
}
