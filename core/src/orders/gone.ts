import type { Order } from '@commercetools/platform-sdk';
import { isDeliveryKeyOf } from '../fulfillments/delivery-keys.ts';
import { currentOrders, withRows } from '../fulfillments/known-orders.ts';
import { deliveriesOf } from '../fulfillments/order-deliveries.ts';
import type { KnownLine, KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { OrderPart } from './amounts/parts.ts';
import { missedAt } from './missing-in-ordoro.ts';
import { dividedOrder } from './preparation.ts';
import type { Situation, Trace } from './situation.ts';

/**
 * The record with what is remembered of the order's own numbers that Ordoro answered 404 for. One that could not be asked for stays
 * as it was; while nothing of the order can be read, nothing is counted, because then it may be anybody's.
 */
export function withGone(record: SyncRecord, trace: Trace, now: number): SyncRecord {
  if (trace.parts.length === 0) return record;
  const { missing: before = [], ...rest } = record;
  const missing = [
    ...before.filter(({ number }) => trace.unreadable.includes(number)),
    ...trace.gone.map((number) => missedAt(number, before, now)),
  ];
  return missing.length === 0 ? rest : { ...rest, missing };
}

/** Those of these numbers of which it is not certain yet that Ordoro has lost them. */
export function notSurelyGone({ missing = [] }: SyncRecord, { gone }: Trace): string[] {
  return gone.filter((number) => !missing.some((one) => one.number === number && one.isConfirmed === true));
}

/**
 * The number of the Ordoro order that is gone and was a part of which nothing can be read; undefined: there is none, so the part
 * may never have been sent. In doubt it was, because nothing that staff deleted may be sent again.
 * @param unread the numbers of all parts of which nothing can be read
 */
export function goneNumberOf(part: number, unread: readonly number[], { gone, parts }: Trace): string | undefined {
  const found = parts.flatMap(({ state }) => (state.step === 'accepted' ? [state.orderNumber] : []));
  // What was split off a part that is there has a number that begins like its own.
  const isSplitOff = (number: string) => found.some((own) => number.startsWith(`${own}-`));
  const wholes = gone.filter((number) => SUFFIX.test(number) || !isSplitOff(number));
  return (
    wholes.find((number) => partNamedIn(number) === part) ??
    wholes.find((number) => !unread.includes(partNamedIn(number)))
  );
}

/**
 * The Ordoro orders that are gone and held goods of the order that no other one holds, as far as that can be told: of a part all that
 * is left of it; of those that were no part, whatever is left of the others, and that under the first. Where nothing is left,
 * nothing is missed: staff merged them into others.
 * @param accepted the parts of the record as it is made again
 */
export function goneOrders(
  { orderId, context }: Situation,
  order: Order,
  { trace, accepted }: { readonly trace: Trace; readonly accepted: SyncRecord['parts'] },
): KnownOrdoroOrder[] {
  const { connectorId } = context.settings;
  const numbers = new Map(
    accepted.flatMap(({ number, state }) => (state.step === 'accepted' ? [[number, state.orderNumber] as const] : [])),
  );
  const readable = currentOrders(withRows([], trace.orders, orderId));
  const left = dividedOrder(order, undefined, context)
    .parts.filter(({ number }) => numbers.has(number))
    .flatMap((part) => linesLeft(part, readable));
  const isPart = (number: string) => [...numbers.values()].includes(number);
  const ofParts = trace.gone.filter(isPart).map((number) => ({
    number,
    lines: left.filter(({ part }) => numbers.get(part) === number),
  }));
  const rest = left.filter(({ part }) => !trace.gone.includes(numbers.get(part) ?? ''));
  const others = trace.gone
    .filter((number) => !isPart(number) && rest.length > 0)
    .map((number, at) => ({ number, lines: at === 0 ? rest : [] }));
  return [...ofParts, ...others].map((gone) => goneOrder(order, { ...gone, connectorId }));
}

/** Nothing tells what became of it, unless the order shows that it was shipped. */
function goneOrder(
  order: Order,
  gone: { readonly number: string; readonly lines: readonly KnownLine[]; readonly connectorId: string },
): KnownOrdoroOrder {
  const { number, lines, connectorId } = gone;
  const isShipped = deliveriesOf(order).some(({ delivery: { key } }) =>
    isDeliveryKeyOf(key ?? '', { connectorId, orderNumber: number }),
  );
  return { number, status: isShipped ? 'shipped' : 'unknown', lines, inSyncInfo: true };
}

/** Units of a part that none of these Ordoro orders holds. */
function linesLeft({ number, lines }: OrderPart, readable: readonly KnownOrdoroOrder[]): KnownLine[] {
  const held = readable.flatMap((known) => known.lines).filter(({ part }) => part === number);
  return lines.flatMap(({ lineItem, quantity }): KnownLine[] => {
    const elsewhere = held.filter(({ lineItemId }) => lineItemId === lineItem.id);
    const left = quantity - elsewhere.reduce((units, line) => units + line.quantity, 0);
    return left > 0 ? [{ lineItemId: lineItem.id, part: number, quantity: left }] : [];
  });
}

const SUFFIX = /-S(\d+)$/;

/** `…-S<n>` was part n of a divided order; what was sent undivided is part 1. */
function partNamedIn(number: string): number {
  return Number(SUFFIX.exec(number)?.[1] ?? 1);
}
