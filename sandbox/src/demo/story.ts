import type { Sandbox } from '../sandbox.ts';
import type { Outcome } from '../seed/orders.ts';
import { type StoryOrder, sceneOf } from '../seed/story-order.ts';
import type { Expectation } from './order-outcomes.ts';

/** Which acts are played. */
export type Round = keyof StoryOrder['acts'];

/** Plays the acts of a round, one order after the other. */
export async function playRound(
  sandbox: Sandbox,
  orders: readonly StoryOrder[],
  round: { readonly name: Round; readonly say: (text: string) => void },
): Promise<void> {
  const { ordoro, commercetools } = sandbox;
  for (const { order, acts } of orders) {
    const act = acts[round.name];
    const placed = commercetools.order(order.id);
    if (act === undefined || placed === undefined) continue;
    round.say(`${order.orderNumber}: ${act.says}`);
    await act.work?.(sceneOf({ ordoro, commercetools, order: placed }));
  }
}

/** Where the orders have to stand after a round. */
export function expectationsAfter(orders: readonly StoryOrder[], round: Round): Expectation[] {
  return orders.map((story) => ({ orderId: story.order.id, expected: expectedAfter(story, round) }));
}

function expectedAfter({ acts, expected }: StoryOrder, round: Round): Outcome {
  const afterFirst = acts.first?.expected ?? expected;
  return round === 'first' ? afterFirst : (acts.second?.expected ?? afterFirst);
}
