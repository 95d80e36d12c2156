import type { Clock } from './clock.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import type { Orders } from './commercetools/orders.ts';
import type { Carriers } from './fulfillments/carriers.ts';
import { OrderFinder } from './fulfillments/order-finder.ts';
import { OrderAudit } from './orders/audit/order-audit.ts';
import type { OrderDesk } from './orders/order-desk.ts';
import type { OrderSync } from './orders/order-sync.ts';
import type { TroubleRecorder } from './orders/trouble-recorder.ts';
import type { OrdoroClient } from './ordoro/client.ts';
import { CreatedOrders } from './ordoro/created-orders.ts';
import { OrdoroOrders } from './ordoro/orders.ts';
import type { Containers } from './records/containers.ts';
import { Cursors } from './records/cursors.ts';
import type { DeadLetterDraft, DeadLetters } from './records/dead-letters.ts';
import { HealthStatus } from './records/health-status.ts';
import type { Audit } from './runs/audit.ts';
import { ReconcileTask } from './runs/reconcile.ts';
import type { Alerts } from './telemetry/alerts.ts';
import type { Logger } from './telemetry/logger.ts';
import type { Exchange } from './telemetry/redaction.ts';

/** What the task `reconcile` is made of. */
export interface ReconcileParts {
  /** Audits of other subjects; they take their turns first. */
  readonly audits: readonly Audit[];
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly orders: Orders;
  readonly ordoro: OrdoroClient;
  readonly carriers: Carriers;
  readonly sync: OrderSync;
  readonly desk: OrderDesk;
  readonly trouble: TroubleRecorder;
  readonly deadLetters: DeadLetters;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly logger: Logger;
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
