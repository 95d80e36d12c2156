import type { FindingCounts, OrderTally } from './order-tally.ts';

/** Orders with something to repair from which on people are told, if they are also more than the share below. */
const ALERT_ORDERS = 20;

/** Share of the orders that may deviate before people are told. */
const ALERT_SHARE = 0.01;

/** The outcome of the last whole audit of orders: key `orderAudit` of the health object. */
export interface OrderAuditOutcome extends OrderTally {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly completedAt: string;
}

/** The outcome of an audit that is through. */
export function orderAuditOutcome(
  tally: OrderTally,
  times: { readonly startedAt: string; readonly completedAt: string },
): OrderAuditOutcome {
  return { startedAt: times.startedAt, completedAt: times.completedAt, ...tally };
}

/** The outcome in a sentence. */
export function orderAuditMessage({ orders, ordoroOrders, repaired, told, left }: OrderAuditOutcome): string {
  return [
    `${orders} orders compared with ${ordoroOrders} orders of Ordoro: ${textOf(repaired, 'repaired')}`,
    textOf(left, 'left'),
    textOf(told, 'only told'),
  ].join('; ');
}

/** What people have to be told; undefined: nothing out of the ordinary. */
export function orderAuditAlert({ orders, deviating, worst, repaired, left }: OrderAuditOutcome): string | undefined {
  if (deviating < ALERT_ORDERS || deviating <= orders * ALERT_SHARE) return undefined;
  const [first] = worst;
  const example = first === undefined ? '' : ` The gravest: ${first.orderId ?? first.numbers.join(', ')}.`;
  return `${deviating} of ${orders} orders were not in step with Ordoro: ${textOf(repaired, 'repaired')}; ${textOf(left, 'left')}.${example} Check that messages reach the event app and that the job runs; if this comes back, look for who else writes to these orders.`;
}

function textOf(counts: FindingCounts, what: string): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  const sum = entries.reduce((total, [, count]) => total + count, 0);
  const kinds = entries.map(([kind, count]) => `${kind} ${count}`).join(', ');
  return sum === 0 ? `0 findings ${what}` : `${sum} findings ${what} (${kinds})`;
}
