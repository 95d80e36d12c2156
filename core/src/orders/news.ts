import { unknownRelatives, withRows } from '../fulfillments/known-orders.ts';
import { withReturns } from '../fulfillments/returns/fold-returns.ts';
import { belongsTo } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { namedIn } from './families.ts';
import { taken } from './look-up.ts';
import { orderIdOfCartOrderId } from './ordoro-order-id.ts';
import type { Situation } from './situation.ts';

/**
 * The record with everything that was read from Ordoro in this pass. Taking in the same readings again changes nothing, so a
 * record that is equal has learned nothing new.
 */
export function withNews(record: SyncRecord, situation: Situation): SyncRecord {
  const { orderId, ordoroRows, returnRows } = situation;
  const settled = withProof(record, ordoroRows);
  const { relatives, strangers } = divided(settled, situation);
  const ordoroOrders = withRows(settled.ordoroOrders ?? [], relatives, orderId);
  const answered = answeredIn(situation);
  const unread = (settled.unread ?? []).filter((number) => !answered.has(number));
  const returns = withReturns(settled.returns ?? [], returnRows);
  // Another order may bear the number of an own one, so that an own one is cancelled says nothing of it.
  const cancelled = ordoroRows
    .filter((row) => row.status === 'cancelled' && !relatives.includes(row))
    .map(({ orderNumber }) => orderNumber);
  const joined = relatives
    .map(({ orderNumber }) => orderNumber)
    .filter((number) => !numbersOf(settled).includes(number));
  const duplicates = [...new Set([...(settled.duplicates ?? []), ...strangers])].filter(
    (number) => !cancelled.includes(number) && !joined.includes(number),
  );
  const { unread: _unread, duplicates: _duplicates, ...rest } = settled;
  return {
    ...rest,
    ...(ordoroOrders.length === 0 ? {} : { ordoroOrders, numbers: ordoroOrders.map(({ number }) => number) }),
    ...(unread.length === 0 ? {} : { unread }),
    ...(returns.length === 0 ? {} : { returns }),
    ...(duplicates.length === 0 ? {} : { duplicates }),
  };
}

/**
 * The record while it is not known what Ordoro has of its order: returns that were read are kept, orders noted to be read again,
 * because neither comes a second time.
 */
export function withNewsForLater(record: SyncRecord, { ordoroRows, returnRows }: Situation): SyncRecord {
  const unread = [...new Set([...(record.unread ?? []), ...ordoroRows.map(({ orderNumber }) => orderNumber)])];
  const returns = withReturns(record.returns ?? [], returnRows);
  return {
    ...record,
    ...(unread.length === 0 ? {} : { unread }),
    ...(returns.length === 0 ? {} : { returns }),
  };
}

/** Numbers to be read before the picture is complete: news that could not be taken in before, and relatives nobody knows yet. */
export function numbersToRead(record: SyncRecord, situation: Situation): string[] {
  const answered = answeredIn(situation);
  const { relatives, parentsToRead } = divided(record, situation);
  const named = [...unknownRelatives(record.ordoroOrders ?? [], relatives), ...parentsToRead];
  return [...new Set([...(record.unread ?? []), ...named])].filter((number) => !answered.has(number));
}

/** Numbers that this pass has an answer for. */
function answeredIn({ ordoroRows, notFound }: Situation): ReadonlySet<string> {
  return new Set([...notFound, ...ordoroRows.map(({ orderNumber }) => orderNumber)]);
}

/** A row that carries a part's id proves that Ordoro has the part, whatever was uncertain about it. */
function withProof(record: SyncRecord, rows: readonly OrdoroOrder[]): SyncRecord {
  return record.parts.reduce((proven, part) => {
    if (part.state.step === 'accepted' || part.state.step === 'claimed') return proven;
    const hits = rows.filter((row) => belongsTo(row, part.cartOrderId));
    return hits.length === 0 ? proven : taken(proven, part, hits);
  }, record);
}

/** Rows by what they are to the record's orders. */
interface Division {
  /** Family: split, merged. */
  readonly relatives: readonly OrdoroOrder[];
  /** Numbers of others that only carry the same id. */
  readonly strangers: readonly string[];
  /**
   * Parents that nobody knows: a child may have been split before anybody saw it, and only it names its own parent. Each is asked
   * for once, in the pass that meets the child: what Ordoro does not show then is not asked for at every later look.
   */
  readonly parentsToRead: readonly string[];
}

function divided(record: SyncRecord, situation: Situation): Division {
  const rows = situation.ordoroRows;
  const answered = answeredIn(situation);
  const relatives = new Set<OrdoroOrder>();
  const numbers = new Set(numbersOf(record));
  let grown = true;
  while (grown) {
    const found = rows.filter(
      (row) => !relatives.has(row) && (isRelative(row, numbers, record.orderId) || isOrphan(row, record, situation)),
    );
    grown = found.length > 0;
    for (const row of found) {
      relatives.add(row);
      for (const number of namedIn(row)) numbers.add(number);
    }
  }
  const isUndecided = (row: OrdoroOrder) =>
    row.parentOrderNumber !== undefined && !relatives.has(row) && !answered.has(row.parentOrderNumber);
  const ids = new Map((record.ordoroOrders ?? []).map(({ number, id }) => [number, id]));
  const isTwin = (row: OrdoroOrder) => {
    const id = ids.get(row.orderNumber);
    return id !== undefined && row.id !== undefined && row.id !== id;
  };
  const metBefore = new Map((situation.before?.ordoroOrders ?? []).map((one) => [one.number, one.parentNumber]));
  const isMet = (row: OrdoroOrder) => metBefore.get(row.orderNumber) === row.parentOrderNumber;
  const strangers = rows.filter((row) => (!relatives.has(row) || isTwin(row)) && isLive(row) && !isUndecided(row));
  return {
    relatives: rows.filter((row) => relatives.has(row) && !isTwin(row)),
    strangers: strangers.map(({ orderNumber }) => orderNumber),
    parentsToRead: rows
      .filter((row) => (relatives.has(row) && !isMet(row)) || isUndecided(row))
      .flatMap(({ parentOrderNumber }) => parentOrderNumber ?? [])
      .filter((number) => !ids.has(number) && !answered.has(number)),
  };
}

/** Whether the row belongs to the family of the record's orders, as far as it tells by itself. */
export function isOfFamily(row: OrdoroOrder, record: SyncRecord): boolean {
  return isRelative(row, new Set(numbersOf(record)), record.orderId);
}

/** Known itself, related to a known one, or one into which staff merged: lines of other orders, or several parts of this one. */
function isRelative(row: OrdoroOrder, numbers: ReadonlySet<string>, orderId: string): boolean {
  if (namedIn(row).some((number) => numbers.has(number))) return true;
  const cartOrderIds = new Set(row.lines.map(({ cartOrderId }) => cartOrderId));
  return (
    cartOrderIds.size > 1 || [...cartOrderIds].some((id) => id === undefined || orderIdOfCartOrderId(id) !== orderId)
  );
}

/**
 * Child of a parent that Ordoro does not show, which is UNPROVEN for split orders. It carries the id of this order, so it is
 * taken for family: were it a copy, too many units would ship, and that is reported.
 */
function isOrphan(
  { parentOrderNumber }: OrdoroOrder,
  { duplicates = [] }: SyncRecord,
  { notFound }: Pick<Situation, 'notFound'>,
): boolean {
  return (
    parentOrderNumber !== undefined && notFound.includes(parentOrderNumber) && !duplicates.includes(parentOrderNumber)
  );
}

function isLive(row: OrdoroOrder): boolean {
  return !row.isParent && row.status !== 'cancelled';
}

function numbersOf(record: SyncRecord): string[] {
  const accepted = record.parts.flatMap(({ state }) => (state.step === 'accepted' ? [state.orderNumber] : []));
  const family = (record.ordoroOrders ?? []).flatMap(({ number, parentNumber }) => [number, parentNumber ?? number]);
  return [...accepted, ...family];
}
