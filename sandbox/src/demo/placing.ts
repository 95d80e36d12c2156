import type { Sandbox } from '../sandbox.ts';
import { buildOrder } from '../seed/order-builder.ts';
import type { DemoOrder } from '../seed/orders.ts';
import { settled } from './order-outcomes.ts';

/** Places the orders as a shop does, and waits until each stands where it should at first. */
export async function placeAll(
  sandbox: Sandbox,
  orders: readonly DemoOrder[],
  say: (text: string) => void,
): Promise<void> {
  for (const demoOrder of orders) {
    if (demoOrder.trouble !== undefined) breakPost(sandbox, demoOrder, demoOrder.trouble);
    const order = buildOrder(demoOrder.order);
    if (demoOrder.placedAs === 'before-installation') sandbox.commercetools.add('order', order);
    else await sandbox.commercetools.placeOrder(order, demoOrder.placedAs);
  }
  say(`${orders.length} orders are placed; the event app works through their messages`);
  const count = await settled(
    sandbox,
    orders.map((demo) => ({ orderId: demo.order.id, expected: firstOutcome(demo) })),
  );
  say(`${count} of ${orders.length} orders stand where they should at first`);
}

/** Does what somebody does to the orders afterwards. */
export async function doLaterSteps(
  sandbox: Sandbox,
  orders: readonly DemoOrder[],
  say: (text: string) => void,
): Promise<void> {
  for (const { order, later } of orders) {
    if (later === undefined) continue;
    say(`${order.orderNumber ?? order.id}: ${later.says}`);
    if (later.kind === 'map-sku')
      await sandbox.commercetools.putCustomObject('ordoro-skus', later.mapping.key, later.mapping.value);
    else await sandbox.commercetools.merchantUpdate(order.id, later.actions);
  }
}

function firstOutcome({ expectedAtFirst, expected }: DemoOrder) {
  return expectedAtFirst ?? expected;
}

function breakPost(sandbox: Sandbox, { order }: DemoOrder, effect: NonNullable<DemoOrder['trouble']>): void {
  sandbox.ordoro.traffic.inject({
    match: {
      method: 'POST',
      path: /^\/v3\/order$/,
      predicate: ({ requestBody }) => (requestBody as { cart_order_id?: string }).cart_order_id === order.id,
    },
    effect,
  });
}
