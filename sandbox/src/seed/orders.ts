import type { DemoOrder, DemoOrderDraft } from './demo-order.ts';
import { ORDERS_APART } from './demo-orders-apart.ts';
import { EXPORTED_ORDERS } from './demo-orders-exported.ts';
import { HELD_ORDERS } from './demo-orders-held.ts';
import { REQUESTED_ORDERS } from './demo-orders-requested.ts';
import { SEVERAL_DESTINATIONS } from './demo-orders-several.ts';
import { TROUBLED_ORDERS } from './demo-orders-troubled.ts';
import { namedId } from './ids.ts';

export type { DemoOrder, ExpectedStatus, LaterStep, Outcome, PlacedAs } from './demo-order.ts';

const FORTY_DAYS_MS = 40 * 24 * 60 * 60 * 1000;

/**
 * The demo's orders and what has to become of them, given default settings, `CURRENCIES` = `USD EUR JPY GBP CAD KWD` and
 * the objects of `configObjects`. They are created one millisecond apart from `now` (epoch milliseconds, UTC) on, so `now`
 * must not lie before the connector's first post-deploy; the order from before the installation is 40 days older.
 */
export function demoOrders(now: number): DemoOrder[] {
  const drafts = [
    ...EXPORTED_ORDERS,
    ...SEVERAL_DESTINATIONS,
    ...HELD_ORDERS,
    ...ORDERS_APART,
    ...TROUBLED_ORDERS,
    ...REQUESTED_ORDERS,
  ];
  return drafts.map((draft, index) => ({
    ...draft,
    order: {
      id: namedId(`demo-order:${draft.title}`),
      createdAt: new Date(createdAt(draft, now + index)).toISOString(),
      ...draft.order,
    },
  }));
}

function createdAt(draft: DemoOrderDraft, moment: number): number {
  return draft.placedAs === 'before-installation' ? moment - FORTY_DAYS_MS : moment;
}
