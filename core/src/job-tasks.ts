import type { Clock } from './clock.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import type { Orders } from './commercetools/orders.ts';
import type { ConnectorSettings } from './config/settings.ts';
import type { Carriers } from './fulfillments/carriers.ts';
import { FulfillmentsTask } from './fulfillments/fulfillments-task.ts';
import { OrderFinder } from './fulfillments/order-finder.ts';
import { ownPrefixes } from './fulfillments/returns/own-prefixes.ts';
import { ReturnsTask } from './fulfillments/returns/returns-task.ts';
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
import { Housekeeping } from './runs/housekeeping.ts';
import type { Task } from './runs/task.ts';

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
  readonly clock: Clock;
}

/** The tasks of the job, wired. Their order in a run is that of `TASK_NAMES`. */
export function jobTasks(parts: JobTaskParts): Task[] {
  const { orders, objects, containers, ordoro, carriers, sync, desk, trouble, deadLetters, onDeadLetter, clock } =
    parts;
  const cursors = new Cursors(objects, containers.cursors);
  const intake = new OrderIntake({ sync, trouble, context: () => desk.context() });
  const exportChannelId = async () => (await desk.context()).own.exportChannelId;
  const finder = new OrderFinder({ objects, containers, orders, exportChannelId });
  return [
    new OrderSweep({ orders, objects, containers, cursors, sync, trouble, clock, context: () => desk.context(0) }),
    new FulfillmentsTask({
      orders,
      objects,
      containers,
      cursors,
      finder,
      carriers,
      deadLetters,
      onDeadLetter,
      clock,
      changed: new ChangedOrders(ordoro),
      context: () => desk.context(0),
      bringInStep: (orderId, news, turn) => intake.takeInOrders(orderId, news, turn),
      recordTrouble: (orderId, news) => intake.recordOrders(orderId, news),
    }),
    new ReturnsTask({
      orders,
      objects,
      containers,
      cursors,
      finder,
      deadLetters,
      onDeadLetter,
      clock,
      returns: new OrdoroReturns(ordoro),
      ownPrefixes: async () => {
        const { salesChannel, merchant } = await desk.context();
        const channels = { salesChannel, stores: merchant.stores ?? [] };
        return ownPrefixes(channels, { cursors, salesChannels: parts.salesChannels });
      },
      context: async () => {
        const { exportSince, settings } = await desk.context(0);
        return { exportSince, dryRun: settings.dryRun };
      },
      bringInStep: (orderId, request) => intake.takeInReturns(orderId, request),
      recordTrouble: (orderId, request) => intake.recordReturns(orderId, request),
    }),
    new Housekeeping({
      objects,
      logContainer: containers.log,
      logRetentionDays: parts.settings.logRetentionDays,
      clock,
    }),
  ];
}
