import { namedId } from './ids.ts';
import type { StoryOrder, StoryOrderDraft } from './story-order.ts';
import { CHANGED_ORDERS } from './story-orders-changed.ts';
import { SHIPPED_ORDERS } from './story-orders-shipped.ts';

/**
 * The demo's orders that go through the warehouse, given the settings of `demoOrders` and the rules of `ORDORO_RULES`. They
 * are created one millisecond apart from `now` (epoch milliseconds, UTC) on.
 */
export function storyOrders(now: number): StoryOrder[] {
  return [...SHIPPED_ORDERS, ...CHANGED_ORDERS].map((draft: StoryOrderDraft, index) => ({
    ...draft,
    order: {
      id: namedId(`story-order:${draft.order.orderNumber}`),
      createdAt: new Date(now + index).toISOString(),
      ...draft.order,
    },
  }));
}
