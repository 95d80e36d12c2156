import { OrderFinder } from './fulfillments/order-finder.ts';
import type { JobTaskParts } from './job-tasks.ts';
import { OrderAudit } from './orders/audit/order-audit.ts';
import { CreatedOrders } from './ordoro/created-orders.ts';
import { OrdoroOrders } from './ordoro/orders.ts';
import { Cursors } from './records/cursors.ts';
import { HealthStatus } from './records/health-status.ts';
import type { Audit } from './runs/audit.ts';
import { ReconcileTask } from './runs/reconcile.ts';
import type { Alerts } from './telemetry/alerts.ts';

/** What the task `reconcile` is made of besides what all tasks are. */
export interface ReconcileParts extends Omit<JobTaskParts, 'settings' | 'salesChannels'> {
  /** Audits of other subjects; they take their turns first. */
  readonly audits: readonly Audit[];
  readonly alerts: Alerts;
}

/** The task `reconcile`, wired. */
export function reconcileTask(parts: ReconcileParts): ReconcileTask {
  const { audits, objects, containers, orders, ordoro, desk, clock, logger } = parts;
  const cursors = new Cursors(objects, containers.cursors);
  const exportChannelId = async () => (await desk.context()).own.exportChannelId;
  const orderAudit = new OrderAudit({
    ...parts,
    cursors,
    created: new CreatedOrders(ordoro),
    ordoroOrders: new OrdoroOrders(ordoro, 'audit'),
    finder: new OrderFinder({ objects, containers, orders, exportChannelId }),
    context: () => desk.context(0),
    health: new HealthStatus(objects, containers.health),
  });
  return new ReconcileTask({ audits: [...audits, orderAudit], cursors, clock, logger });
}
