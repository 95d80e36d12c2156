import { isDeepStrictEqual } from 'node:util';
import { microsOf } from '../ordoro/instants.ts';
import type { OrdoroLine, OrdoroOrder } from '../ordoro/readers.ts';
import type { KnownLine, KnownOrdoroOrder, OrdoroOrderStatus, UnmatchedLine } from '../records/known-ordoro-order.ts';
import { optional, shipmentAfter } from './known-shipment.ts';
import { isOfOthersOnly } from './standing-shipments.ts';

const STATUSES: readonly OrdoroOrderStatus[] = [
  'awaiting_fulfillment',
  'dropshipment_requested',
  'shipped',
  'cancelled',
];

/** Compares order numbers the way people do. */
const NUMBERS = new Intl.Collator('en', { numeric: true });

/**
 * What is known of the Ordoro orders of one commercetools order after these rows were read: only what a row says is changed.
 * A reading older than what is known says nothing; a shipment is only taken back by a row that shows the order open, void or
 * split, or by a child that names it as its parent. Reading the same rows again changes nothing. The order of the result depends
 * on the numbers alone, because texts for the merchant follow it.
 * @param orderId commercetools order id; lines of other orders are left out
 */
export function withRows(
  known: readonly KnownOrdoroOrder[],
  rows: readonly OrdoroOrder[],
  orderId: string,
): readonly KnownOrdoroOrder[] {
  const knownBefore = new Map(known.map((order) => [order.number, order]));
  const found = new Map(knownBefore);
  for (const row of [...rows].sort(byUpdate)) {
    const before = found.get(row.orderNumber);
    if (before !== undefined && (isOlder(row, before) || isAnother(row, before))) continue;
    const after = withRow(before, row, orderId);
    // A child of a merged order may hold nothing but lines of other orders.
    if (before !== undefined || !isOfOthersOnly(after)) found.set(row.orderNumber, after);
  }
  const parents = new Set([...found.values()].flatMap(({ parentNumber }) => parentNumber ?? []));
  return [...found.values()].sort(byNumber).map((order) => {
    const after = parents.has(order.number) ? asParent(order) : order;
    const before = knownBefore.get(order.number);
    return before !== undefined && isSame(before, after) ? before : after;
  });
}

/** Numbers that these rows name as relatives and that are not known yet. */
export function unknownRelatives(known: readonly KnownOrdoroOrder[], rows: readonly OrdoroOrder[]): string[] {
  const numbers = new Set(known.map(({ number }) => number));
  const named = rows.flatMap(({ siblingNumbers }) => siblingNumbers);
  return [...new Set(named)].filter((number) => !numbers.has(number));
}

/** The orders that hold lines now: not those that were split into others. */
export function currentOrders(known: readonly KnownOrdoroOrder[] = []): readonly KnownOrdoroOrder[] {
  return known.filter(({ isParent }) => isParent !== true);
}

/** Part number in a `cart_order_id`: `<order id>-S<n>` is part n, the bare id part 1; undefined: of another order. */
export function partOfCartOrderId(cartOrderId: string | undefined, orderId: string): number | undefined {
  if (cartOrderId === orderId) return 1;
  if (cartOrderId?.startsWith(`${orderId}-S`) !== true) return undefined;
  const number = Number(cartOrderId.slice(orderId.length + 2));
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** A parent before its children, and `-2` before `-10`. */
function byNumber(a: KnownOrdoroOrder, b: KnownOrdoroOrder): number {
  return NUMBERS.compare(a.number, b.number) || (a.number < b.number ? -1 : 1);
}

/** Several readings of one order count in the order in which Ordoro changed it; one without a date was read just now. */
function byUpdate(a: OrdoroOrder, b: OrdoroOrder): number {
  const [left, right] = [a, b].map(({ updatedDate }) => microsOf(updatedDate) ?? Number.MAX_SAFE_INTEGER);
  return (left ?? 0) - (right ?? 0);
}

function isOlder(row: OrdoroOrder, before: KnownOrdoroOrder): boolean {
  const [updated, seen] = [microsOf(row.updatedDate), microsOf(before.seenAt)];
  return updated !== undefined && seen !== undefined && updated < seen;
}

/** Two orders may bear one number, because it is UNPROVEN that Ordoro refuses that; the id tells them apart. */
function isAnother(row: OrdoroOrder, before: KnownOrdoroOrder): boolean {
  return row.id !== undefined && before.id !== undefined && row.id !== before.id;
}

function withRow(before: KnownOrdoroOrder | undefined, row: OrdoroOrder, orderId: string): KnownOrdoroOrder {
  const status = STATUSES.find((word) => word === row.status) ?? 'unknown';
  const { shipment, isVoid } = shipmentAfter(before, row, status);
  return {
    number: row.orderNumber,
    ...optional('id', row.id ?? before?.id),
    status,
    ...(row.isParent ? { isParent: true as const } : {}),
    ...optional('parentNumber', row.parentOrderNumber ?? before?.parentNumber),
    ...linesAfter(before, row, orderId),
    ...optional('shipment', shipment),
    ...(isVoid ? { isVoid: true as const } : {}),
    ...optional('seenAt', row.updatedDate ?? before?.seenAt),
    inSyncInfo: before?.inSyncInfo ?? false,
    ...(before?.cancelledByUs === true ? { cancelledByUs: true as const } : {}),
  };
}

/** A later date alone is no news. */
function isSame(before: KnownOrdoroOrder, after: KnownOrdoroOrder): boolean {
  const { seenAt: _then, ...old } = before;
  const { seenAt: _now, ...current } = after;
  return isDeepStrictEqual(old, current);
}

function linesAfter(
  before: KnownOrdoroOrder | undefined,
  row: OrdoroOrder,
  orderId: string,
): Pick<KnownOrdoroOrder, 'lines' | 'unmatched' | 'isShared'> {
  const filled = row.lines.filter(({ quantity }) => quantity > 0);
  const isAnonymous = filled.length > 0 && filled.every(({ cartOrderId }) => cartOrderId === undefined);
  const isMissing = filled.length === 0 && !isEmptied(before, row);
  // The same order showed them before: this reading left them, or their ids, out; the order has not lost them.
  if ((isAnonymous || isMissing) && before !== undefined && before.lines.length > 0)
    return {
      lines: before.lines,
      ...optional('unmatched', before.unmatched),
      ...(before.isShared === true ? { isShared: true as const } : {}),
    };
  const remembered = new Map(
    isOpen(row.status) ? [] : filled.map((line) => [line, rememberedLine(before, line, orderId)]),
  );
  const lines = filled.flatMap((line) => knownLine(line, orderId) ?? remembered.get(line) ?? []);
  const unmatched = filled
    .filter((line) => isUnmatched(line, orderId) && remembered.get(line) === undefined)
    .map(({ id, sku, quantity }): UnmatchedLine => ({ ...optional('lineId', id), ...optional('sku', sku), quantity }));
  const isShared = filled.some(
    ({ cartOrderId }) => cartOrderId !== undefined && partOfCartOrderId(cartOrderId, orderId) === undefined,
  );
  return {
    lines,
    ...(unmatched.length === 0 ? {} : { unmatched }),
    ...(isShared ? { isShared: true as const } : {}),
  };
}

/**
 * Staff may empty an order by merging it into another one, which may cancel it, but only an open one. This goes by the words
 * for its state alone, because what is known of its shipment may be gone when the same row is read again.
 */
function isEmptied(before: KnownOrdoroOrder | undefined, row: OrdoroOrder): boolean {
  if (row.isParent) return false;
  return isOpen(row.status) || (row.status === 'cancelled' && isOpen(before?.status));
}

function isOpen(status: string | undefined): boolean {
  return status === 'awaiting_fulfillment' || status === 'dropshipment_requested';
}

function knownLine(line: OrdoroLine, orderId: string): KnownLine | undefined {
  const part = partOfCartOrderId(line.cartOrderId, orderId);
  if (part === undefined || line.lineItemId === undefined) return undefined;
  return {
    ...optional('lineId', line.id),
    lineItemId: line.lineItemId,
    part,
    quantity: line.quantity,
    ...optional('sku', line.sku),
  };
}

/**
 * A line that lost its ids while Ordoro's own id says that it is the same as before. Not on an open order, where a line without
 * ids must not be changed; on any other, what was sent does not become unknown afterwards.
 */
function rememberedLine(
  before: KnownOrdoroOrder | undefined,
  line: OrdoroLine,
  orderId: string,
): KnownLine | undefined {
  const known = before?.lines.find(({ lineId }) => lineId !== undefined && lineId === line.id);
  if (known === undefined || !isUnmatched(line, orderId)) return undefined;
  const part = partOfCartOrderId(line.cartOrderId, orderId) ?? known.part;
  return { ...known, part, quantity: line.quantity, ...optional('sku', line.sku) };
}

function isUnmatched(line: OrdoroLine, orderId: string): boolean {
  if (line.cartOrderId === undefined) return true;
  return partOfCartOrderId(line.cartOrderId, orderId) !== undefined && line.lineItemId === undefined;
}

function asParent({ shipment: _undone, ...order }: KnownOrdoroOrder): KnownOrdoroOrder {
  return { ...order, isParent: true };
}
