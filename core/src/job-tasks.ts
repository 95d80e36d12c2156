import { type Clock, isoOf } from './clock.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import type { Orders } from './commercetools/orders.ts';
import type { ConnectorSettings } from './config/settings.ts';
import type { Carriers } from './fulfillments/carriers.ts';
import { FulfillmentsTask } from './fulfillments/fulfillments-task.ts';
import type { NewsBatchOptions } from './fulfillments/news-batch.ts';
import { OrderFinder } from './fulfillments/order-finder.ts';
import { ownPrefixes } from './fulfillments/returns/own-prefixes.ts';
import type { ReturnLettersOptions } from './fulfillments/returns/return-letters.ts';
import type { ReturnBatchPorts } from './fulfillments/returns/return-ports.ts';
import { ReturnsTask } from './fulfillments/returns/returns-task.ts';
import type { ShipmentLettersOptions } from './fulfillments/shipment-letters.ts';
import type { OrderDesk } from './orders/order-desk.ts';
import { OrderIntake } from './orders/order-intake.ts';
import { OrderSweep } from './orders/order-sweep.ts';
import type { OrderSync } from './orders/order-sync.ts';
import type { TroubleRecorder } from './orders/trouble-recorder.ts';
import { ChangedOrders } from './ordoro/changed-orders.ts';
import type { OrdoroClient } from './ordoro/client.ts';
import { OrdoroReturns } from './ordoro/returns.ts';
import type { OrdoroSalesChannels } from './ordoro/sales-channels.ts';
import type { Containers } from './records/containers.ts';
import { Cursors } from './records/cursors.ts';
import type { DeadLetterDraft, DeadLetters } from './records/dead-letters.ts';
import { HealthStatus } from './records/health-status.ts';
import { OrderCounts } from './records/order-counts.ts';
import { replayStage } from './replay-parts.ts';
import { Housekeeping } from './runs/housekeeping.ts';
import { sayingWhenPaused } from './runs/paused-task.ts';
import type { Task } from './runs/task.ts';
import type { Logger } from './telemetry/logger.ts';
import type { Exchange } from './telemetry/redaction.ts';

/** What the tasks are made of. */
export interface JobTaskParts {
  readonly settings: ConnectorSettings;
  readonly orders: Orders;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly ordoro: OrdoroClient;
  readonly salesChannels: OrdoroSalesChannels;
  readonly carriers: Carriers;
  readonly sync: OrderSync;
  readonly desk: OrderDesk;
  readonly trouble: TroubleRecorder;
  readonly deadLetters: DeadLetters;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The tasks of the job, wired. Their order in a run is that of `TASK_NAMES`. */
export function jobTasks(parts: JobTaskParts): Task[] {
  const { orders, objects, containers, ordoro, carriers, sync, desk, trouble, deadLetters, clock, logger } = parts;
  const { onDeadLetter, redact } = parts;
  const cursors = new Cursors(objects, containers.cursors);
  const intake = new OrderIntake({ sync, trouble, context: () => desk.context() });
  const exportChannelId = async () => (await desk.context()).own.exportChannelId;
  const finder = new OrderFinder({ objects, containers, orders, exportChannelId });
  const changed = new ChangedOrders(ordoro);
  const returns = new OrdoroReturns(ordoro);
  const shared = { orders, objects, containers, finder, deadLetters, onDeadLetter, redact, clock };
  const shipments: NewsBatchOptions & ShipmentLettersOptions = {
    ...shared,
    carriers,
    bringInStep: (orderId, news, turn) => intake.takeInOrders(orderId, news, turn),
    recordTrouble: (orderId, news) => intake.recordOrders(orderId, news),
  };
  const returned: ReturnBatchPorts & Omit<ReturnLettersOptions, 'dryRun'> = {
    ...shared,
    ownPrefixes: async () => {
      return ownPrefixes(await desk.context(), { cursors, salesChannels: parts.salesChannels });
    },
    bringInStep: (orderId, request) => intake.takeInReturns(orderId, request),
    recordTrouble: (orderId, request) => intake.recordReturns(orderId, request),
  };
  const replay = replayStage({ ...shared, cursors, desk, changed, returns, shipments, returned, logger });
  const health = new HealthStatus(objects, containers.health);
  const counts = new OrderCounts({ objects, containers, health, clock, logger });
  const sweep = new OrderSweep({
    orders,
    objects,
    containers,
    cursors,
    sync,
    trouble,
    clock,
    health,
    counts,
    replay,
    context: (maxAgeMs) => desk.context(maxAgeMs),
  });
  return [
    sayingWhenPaused(sweep, () => whyNothingIsSent(ordoro)),
    new FulfillmentsTask({ ...shipments, cursors, changed, context: () => desk.context(0) }),
    new ReturnsTask({
      ...returned,
      cursors,
      returns,
      context: async () => {
        const { exportSince, settings } = await desk.context(0);
        return { exportSince, dryRun: settings.dryRun };
      },
    }),
    new Housekeeping({
      objects,
      logContainer: containers.log,
      logRetentionDays: parts.settings.logRetentionDays,
      clock,
    }),
  ];
}

async function whyNothingIsSent(ordoro: OrdoroClient): Promise<string | undefined> {
  const pause = await ordoro.pause();
  const { restsUntil } = ordoro;
  if (pause !== undefined || restsUntil === undefined) return pause?.message;
  return `Ordoro said "too many requests": the job sends nothing before ${isoOf(restsUntil)}`;
}
