import { configuredChannels } from '../fulfillments/own-channels.ts';
import { isAnonymous } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { PlatformError } from '../problems/errors.ts';
import type { FoundNumbers, PartRecord } from '../records/sync-record.ts';
import { familiesOf } from './families.ts';
import type { OrderContext } from './order-context.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { ordoroFailure } from './ordoro-failure.ts';
import { orderIdOfCartOrderId } from './ordoro-order-id.ts';
import { readFamily, withRowsRead } from './read-ordoro-orders.ts';
import { acceptedState, type Failure } from './record-changes.ts';
import type { Situation, Trace } from './situation.ts';

/**
 * Asks Ordoro whose the numbers are that stand on an order without record; where one was split, its children are asked for too.
 * Numbers that cannot be read, or of which nothing tells whose they are, are named, not thrown. Our own `syncInfo` is proof
 * enough, whatever the sales channel is now.
 */
export async function findTrace(ports: OrderSyncPorts, situation: Situation, found: FoundNumbers): Promise<Trace> {
  const { orderId, context } = situation;
  const answers = await Promise.all(found.numbers.map((number) => read(ports, number, situation.readBy)));
  const readable = eachOnce(answers.flatMap(({ family = [] }) => family));
  const mine = readable.filter((order) => cartOrderIdsOf(order, orderId, found).length > 0);
  const ours = mine.filter((order) => found.certain || isOurChannel(order.salesChannelId, context));
  const nobodys = readable.filter((order) => !mine.includes(order) && isAnonymous(order));
  const cartOrderIds = [...new Set(ours.flatMap((order) => cartOrderIdsOf(order, orderId, found)))];
  const families = cartOrderIds.map((cartOrderId) => {
    const hits = ours.filter((order) => cartOrderIdsOf(order, orderId, found).includes(cartOrderId));
    return { cartOrderId, ...familyIn(hits) };
  });
  const family = new Set(families.flatMap(({ orders }) => orders));
  return {
    parts: distinctParts(families.flatMap(({ cartOrderId, root }) => (root ? [partOf(root, cartOrderId)] : []))),
    orders: ours.filter((order) => family.has(order)).map(withoutLinesOfNobody),
    strangers: ours.filter((order) => !family.has(order)),
    channelId: ours[0]?.salesChannelId,
    foreign: readable
      .filter((order) => !mine.includes(order) && !nobodys.includes(order))
      .map(({ orderNumber }) => orderNumber),
    otherDeployment: mine.length > ours.length && ours.length === 0,
    unreadable: [
      ...answers.filter(({ family }) => family === undefined).map(({ number }) => number),
      ...nobodys.map(({ orderNumber }) => orderNumber),
    ],
    gone: answers.filter(({ family }) => family?.length === 0).map(({ number }) => number),
    ...failureOf(answers),
  };
}

/** The situation with what was found; the orders count as read in this pass, so that nothing has to be read again. */
export function withTrace(situation: Situation, trace: Trace): Situation {
  return { ...withRowsRead(situation, [...trace.orders, ...trace.strangers]), trace };
}

/** The family that counts for a part, and the order that it was created as; what merging makes unclear belongs to it. */
function familyIn(hits: readonly OrdoroOrder[]) {
  const families = familiesOf(hits);
  if (families === undefined) return { orders: [], root: undefined };
  const { kept, family, undecided } = families;
  return {
    orders: [...family, ...undecided],
    root: hits.find((order) => family.includes(order) && order.parentOrderNumber === undefined) ?? kept,
  };
}

function withoutLinesOfNobody(order: OrdoroOrder): OrdoroOrder {
  return isAnonymous(order) ? { ...order, lines: [] } : order;
}

/** What Ordoro says of one number: the order and what it was split into, carriers by name. Undefined: it could not be asked. */
interface Answer {
  readonly number: string;
  readonly family: readonly OrdoroOrder[] | undefined;
  readonly failure?: Failure;
}

async function read(ports: OrderSyncPorts, number: string, readBy: number): Promise<Answer> {
  try {
    const family = await readFamily(ports, number, { readBy, ancestors: [] });
    return { number, family: await ports.carriers.withNames(family, readBy) };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
    return { number, family: undefined, failure: ordoroFailure(error) };
  }
}

/** That everything is paused says more than how a single number failed. */
function failureOf(answers: readonly Answer[]): { failure?: Failure } {
  const failures = answers.flatMap(({ failure }) => failure ?? []);
  const [failure] = [...failures.filter(({ pausedSince }) => pausedSince !== undefined), ...failures];
  return failure === undefined ? {} : { failure };
}

/** Children last: a part was created as the order that they were split from. */
function eachOnce(orders: readonly OrdoroOrder[]): OrdoroOrder[] {
  const distinct = [...new Map(orders.map((order) => [order.orderNumber, order])).values()];
  const isChild = ({ parentOrderNumber }: OrdoroOrder) => parentOrderNumber !== undefined;
  return [...distinct.filter((order) => !isChild(order)), ...distinct.filter(isChild)];
}

/** An order of our own `syncInfo` whose lines carry no ids is this order, undivided. */
function cartOrderIdsOf(order: OrdoroOrder, orderId: string, { certain }: FoundNumbers): string[] {
  if (certain && isAnonymous(order)) return [orderId];
  const ids = order.lines.flatMap(({ cartOrderId }) => cartOrderId ?? []);
  return [...new Set(ids)].filter((id) => orderIdOfCartOrderId(id) === orderId || id === orderId);
}

function isOurChannel(salesChannelId: number | undefined, context: OrderContext): boolean {
  return salesChannelId !== undefined && configuredChannels(context).includes(salesChannelId);
}

/** `<order id>-S<n>` names part n of a divided order; the bare id an undivided one. Its key is unknown, its number is not. */
function partOf(order: OrdoroOrder, cartOrderId: string): PartRecord {
  const suffix = /-S(\d+)$/.exec(cartOrderId)?.[1];
  const dash = order.orderNumber.indexOf('-');
  const base = { orderId: order.orderNumber.slice(dash + 1), cartOrderId };
  const number = suffix === undefined ? 1 : Number(suffix);
  return { number, ...base, state: acceptedState(order, {}) };
}

/** An undivided order and its part 1 bear the same number. */
function distinctParts(parts: readonly PartRecord[]): PartRecord[] {
  const byNumber = new Map(parts.toReversed().map((part) => [part.number, part]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
