import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../sandbox.ts';
import type { DemoOrder, Outcome } from '../seed/orders.ts';

/** How an order stands on both sides. */
export interface OrderOutcome {
  readonly status: string;
  /** `code: detail`. */
  readonly issues: readonly string[];
  readonly message: string;
  /** Order numbers in Ordoro. */
  readonly ordoroOrders: readonly string[];
}

/** How long an order may take to get where it belongs, milliseconds. */
const LIMIT_MS = 20_000;

/** Reads the order as the merchant sees it, and what Ordoro has of it. */
export function outcomeOf(sandbox: Sandbox, orderId: string): OrderOutcome {
  const fields = sandbox.commercetools.order(orderId)?.custom?.fields ?? {};
  return {
    status: fields.ordoroSyncStatus ?? 'none',
    issues: fields.ordoroIssues ?? [],
    message: fields.ordoroSyncMessage ?? '',
    ordoroOrders: sandbox.ordoro.orders
      .filter((order) => order.lines.some((line) => line.cart_order_id?.startsWith(orderId)))
      .map((order) => order.order_number),
  };
}

/** Whether the order stands as expected: same status, same issue codes, as many Ordoro orders. */
export function isAsExpected(outcome: OrderOutcome, expected: Outcome): boolean {
  const status = expected.status === 'waiting' ? 'none' : expected.status;
  const codes = outcome.issues.map((issue) => issue.split(':')[0]).sort();
  return (
    outcome.status === status &&
    codes.join() === [...(expected.issues ?? [])].sort().join() &&
    outcome.ordoroOrders.length === expected.ordoroOrders
  );
}

/** Waits until every order stands as expected, or the time is over. @returns how many do */
export async function settled(
  sandbox: Sandbox,
  orders: readonly DemoOrder[],
  expectedOf: (demo: DemoOrder) => Outcome,
): Promise<number> {
  const count = () => orders.filter((demo) => isAsExpected(outcomeOf(sandbox, demo.order.id), expectedOf(demo))).length;
  const end = Date.now() + LIMIT_MS;
  while ((count() < orders.length || sandbox.relay.queue.length > 0) && Date.now() < end) await delay(100);
  return count();
}
