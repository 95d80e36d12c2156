import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../sandbox.ts';
import type { Outcome } from '../seed/orders.ts';
import { deliveryTexts, ordoroOrdersOf, ordoroText, returnTexts } from './order-texts.ts';

/** How an order stands on both sides; the texts are those of `Outcome`. */
export interface OrderOutcome {
  readonly status: string;
  /** `code: detail`. */
  readonly issues: readonly string[];
  /** Empty when the order has none. */
  readonly shipmentState: string;
  readonly deliveries: readonly string[];
  readonly returns: readonly string[];
  /** Order numbers in Ordoro, without split parents. */
  readonly ordoroOrders: readonly string[];
  readonly inOrdoro: readonly string[];
}

/** An order and where it has to get to. */
export interface Expectation {
  readonly orderId: string;
  readonly expected: Outcome;
}

/** How long an order may take to get where it belongs, milliseconds. */
const LIMIT_MS = 20_000;

/** Reads the order as the merchant sees it, and what Ordoro has of it. Raises an error when it was never placed. */
export function outcomeOf({ commercetools, ordoro }: Sandbox, orderId: string): OrderOutcome {
  const order = commercetools.order(orderId);
  if (order === undefined) throw new Error(`There is no order ${orderId}.`);
  const fields = order.custom?.fields ?? {};
  const ordoroOrders = ordoroOrdersOf(ordoro.orders, orderId);
  return {
    status: fields.ordoroSyncStatus ?? 'none',
    issues: fields.ordoroIssues ?? [],
    shipmentState: order.shipmentState ?? '',
    deliveries: deliveryTexts(order),
    returns: returnTexts(order),
    ordoroOrders: ordoroOrders.map((one) => one.order_number),
    inOrdoro: ordoroOrders.map((one) => ordoroText(one, order)),
  };
}

/** Whether the order stands as expected. */
export function isAsExpected(outcome: OrderOutcome, expected: Outcome): boolean {
  return differences(outcome, expected).length === 0;
}

/** What is not as expected, in words. What an outcome leaves out is described there. */
export function differences(outcome: OrderOutcome, expected: Outcome): string[] {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['status', outcome.status, expected.status === 'waiting' ? 'none' : expected.status],
    ['issues', codesOf(outcome.issues), codesOf(expected.issues ?? [])],
    ['shipmentState', outcome.shipmentState, expected.shipmentState ?? outcome.shipmentState],
    ['deliveries', listed(outcome.deliveries), listed(expected.deliveries ?? [])],
    ['returns', listed(outcome.returns), listed(expected.returns ?? [])],
    ['Ordoro orders', String(outcome.ordoroOrders.length), String(expected.ordoroOrders)],
    ['in Ordoro', listed(outcome.inOrdoro), listed(expected.inOrdoro ?? outcome.inOrdoro)],
  ];
  return pairs.flatMap(([what, is, should]) =>
    is === should ? [] : [`${what}: ${is || 'none'}; expected: ${should || 'none'}`],
  );
}

/** Waits until every order stands as expected and no message is on its way, or the time is over. @returns how many do */
export async function settled(sandbox: Sandbox, expectations: readonly Expectation[]): Promise<number> {
  const count = () =>
    expectations.filter(({ orderId, expected }) => isAsExpected(outcomeOf(sandbox, orderId), expected)).length;
  const end = Date.now() + LIMIT_MS;
  while ((count() < expectations.length || !sandbox.relay.isIdle) && Date.now() < end) await delay(100);
  return count();
}

/** Waits until no message is on its way, or the time is over. */
export async function messagesDelivered(sandbox: Sandbox): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  while (!sandbox.relay.isIdle && Date.now() < end) await delay(20);
}

function codesOf(issues: readonly string[]): string {
  return listed([...new Set(issues.map((issue) => issue.split(':')[0] ?? ''))]);
}

/** The order of deliveries and issues means nothing. */
function listed(texts: readonly string[]): string {
  return [...texts].sort().join('; ');
}
