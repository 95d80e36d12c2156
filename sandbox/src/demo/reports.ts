import type { Sandbox } from '../sandbox.ts';
import type { DemoOrder } from '../seed/orders.ts';
import type { StoryOrder } from '../seed/story-order.ts';
import { differences, type Expectation, isAsExpected, type OrderOutcome, outcomeOf } from './order-outcomes.ts';
import { table, wrapped } from './table.ts';

/** Characters of a title per line. */
const TITLE_WIDTH = 36;

/** What became of the export: one line per order. */
export function exportTable(sandbox: Sandbox, orders: readonly DemoOrder[]): string {
  const rows = orders.map(({ order, title, expected }) => {
    const outcome = outcomeOf(sandbox, order.id);
    return [
      mark(isAsExpected(outcome, expected)),
      title,
      statusText(outcome),
      [...outcome.ordoroOrders, ...outcome.issues].join(', ') || '-',
    ];
  });
  return table(['', 'order', 'ordoroSyncStatus', 'Ordoro orders, issues'], rows);
}

/** What became of the orders in the warehouse, on both sides. */
export function storyTable(
  sandbox: Sandbox,
  orders: readonly StoryOrder[],
  expectations: readonly Expectation[],
): string {
  const rows = orders.map(({ order, title }) => {
    const outcome = outcomeOf(sandbox, order.id);
    const expected = expectations.find(({ orderId }) => orderId === order.id)?.expected;
    return [
      mark(expected !== undefined && isAsExpected(outcome, expected)),
      `${order.orderNumber}\n${wrapped(title, TITLE_WIDTH)}`,
      [statusText(outcome), ...outcome.issues.map((issue) => issue.split(':')[0])].join('\n'),
      outcome.shipmentState || '-',
      [...outcome.deliveries.map(twoLines), ...outcome.returns.map((text) => `return: ${text}`)].join('\n') || '-',
      outcome.inOrdoro.join('\n') || '-',
    ];
  });
  return table(['', 'order', 'status, issues', 'shipment', 'deliveries in commercetools', 'orders in Ordoro'], rows);
}

/** One line per thing that is not as expected. */
export function complaints(sandbox: Sandbox, expectations: readonly Expectation[]): string[] {
  return expectations.flatMap(({ orderId, expected }) => {
    const name = sandbox.commercetools.order(orderId)?.orderNumber ?? orderId;
    return differences(outcomeOf(sandbox, orderId), expected).map((difference) => `${name}: ${difference}`);
  });
}

function mark(isRight: boolean): string {
  return isRight ? 'ok' : 'WRONG';
}

function statusText({ status }: OrderOutcome): string {
  return status === 'none' ? '-' : status;
}

/** Number and units above, carriage below. */
function twoLines(delivery: string): string {
  return delivery.replace(', ', '\n  ');
}
