import type { Clock } from '../../clock.ts';
import type { CustomObjects } from '../../commercetools/custom-objects.ts';
import type { Orders } from '../../commercetools/orders.ts';
import type { Carriers } from '../../fulfillments/carriers.ts';
import type { OrderFinder } from '../../fulfillments/order-finder.ts';
import type { ShipmentLetterBox, ShipmentLettersOptions } from '../../fulfillments/shipment-letters.ts';
import type { CreatedOrders } from '../../ordoro/created-orders.ts';
import type { OrdoroOrders } from '../../ordoro/orders.ts';
import type { Containers } from '../../records/containers.ts';
import type { Cursors } from '../../records/cursors.ts';
import type { HealthStatus } from '../../records/health-status.ts';
import type { AuditTurn } from '../../runs/audit.ts';
import type { Alerts } from '../../telemetry/alerts.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderSync } from '../order-sync.ts';
import type { TroubleRecorder } from '../trouble-recorder.ts';
import type { OrderAuditPass } from './order-audit-pass.ts';

/** Everything outside that the audit of orders touches. */
export interface OrderAuditOptions extends ShipmentLettersOptions {
  readonly orders: Pick<Orders, 'get' | 'getMany' | 'openPage'>;
  readonly objects: Pick<CustomObjects, 'get' | 'getMany' | 'page' | 'put'>;
  readonly containers: Pick<Containers, 'orders' | 'deadLetters'>;
  readonly cursors: Pick<Cursors, 'read'>;
  readonly created: Pick<CreatedOrders, 'page'>;
  /** Asks with the priority of audits. */
  readonly ordoroOrders: OrdoroOrders;
  readonly finder: Pick<OrderFinder, 'ordersOf'>;
  readonly carriers: Pick<Carriers, 'withNames'>;
  readonly sync: Pick<OrderSync, 'sync'>;
  readonly trouble: Pick<TroubleRecorder, 'record'>;
  readonly context: () => Promise<OrderContext>;
  readonly health: Pick<HealthStatus, 'set'>;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One turn of the audit. */
export interface OrderAuditTurn {
  /** Kept whole: the time to hand over is asked for anew each time. */
  readonly turn: AuditTurn;
  readonly context: OrderContext;
  /** Nothing is written. */
  readonly dryRun: boolean;
  /** Sales channels in Ordoro that are, or were, ours. */
  readonly channels: readonly number[];
  readonly pass: OrderAuditPass;
  readonly letters: ShipmentLetterBox;
}
