import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../sandbox.ts';
import type { DemoOrder } from '../seed/orders.ts';
import type { StockRound, StockRow } from '../seed/stock-rounds.ts';
import { type Expectation, messagesDelivered, settled } from './order-outcomes.ts';
import { complaints } from './reports.ts';
import { guardComplaints, stockComplaints } from './stock-figures.ts';
import { guardLine, stockTable } from './stock-report.ts';

/** commercetools may deduct an order late, so the connector leaves its SKUs alone while it is younger than this, milliseconds. */
const SETTLING_MS = 15_000;

/** The platform's clock and ours need not agree to the millisecond. */
const MARGIN_MS = 200;

/** How the act is played. */
export interface StockAct {
  readonly orders: readonly DemoOrder[];
  readonly rounds: readonly StockRound[];
  readonly say: (text: string) => void;
  /** One run of the job. */
  readonly run: () => Promise<unknown>;
}

/** Third act: the stock of both sides. @returns what is not as it should be */
export async function playStock(sandbox: Sandbox, act: StockAct): Promise<string[]> {
  const wrong: string[] = [];
  act.say('The stock of an order that is younger than 15 s is left alone, because commercetools may deduct it late.');
  await untilDeducted(
    sandbox,
    act.orders.map(({ order }) => order.id),
  );
  for (const round of act.rounds) {
    for (const { says, work } of round.scenes) {
      act.say(says);
      await work({ ordoro: sandbox.ordoro, commercetools: sandbox.commercetools, now: Date.now() });
    }
    await messagesDelivered(sandbox);
    const expectations = movedOrders(round, act.orders);
    await settled(sandbox, expectations);
    await act.run();
    wrong.push(
      ...stockComplaints(sandbox, round.rows),
      ...guardComplaints(sandbox, round),
      ...complaints(sandbox, expectations),
    );
    console.log(`\n${stockTable(sandbox, round.rows)}\n${guardLine(sandbox)}\n`);
  }
  return wrong;
}

/** Where the stock stands after these rounds: each row as the last round has it that names it. */
export function rowsAfter(rounds: readonly StockRound[]): StockRow[] {
  const rows = rounds.flatMap((round) => round.rows);
  return [...new Map(rows.map((row) => [`${row.title} ${row.channel}`, row])).values()];
}

/** Where the orders stand after these rounds. */
export function ordersAfter(rounds: readonly StockRound[], orders: readonly DemoOrder[]): Expectation[] {
  const moved = new Map(rounds.flatMap((round) => movedOrders(round, orders)).map((one) => [one.orderId, one]));
  return orders.map(({ order: { id }, expected }) => moved.get(id) ?? { orderId: id, expected });
}

/** Waits until none of these orders is too young for its stock to be compared; without ids, none at all. */
export async function untilDeducted({ commercetools }: Sandbox, orderIds?: readonly string[]): Promise<void> {
  const seen = commercetools
    .customObjects('ordoro-orders')
    .filter(({ key }) => orderIds?.includes(key) ?? true)
    .map(({ value }) => Date.parse(value.firstSeenAt));
  const left = Math.max(0, ...seen) + SETTLING_MS + MARGIN_MS - Date.now();
  if (left > 0) await delay(left);
}

function movedOrders(round: StockRound, orders: readonly DemoOrder[]): Expectation[] {
  return round.orders.flatMap(({ orderNumber, expected }) =>
    orders
      .filter(({ order }) => order.orderNumber === orderNumber)
      .map(({ order }) => ({ orderId: order.id, expected })),
  );
}
