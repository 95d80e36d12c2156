import type { CustomObjects } from './commercetools/custom-objects.ts';
import type { NewsTurn } from './fulfillments/news.ts';
import { NewsBatch, type NewsBatchOptions } from './fulfillments/news-batch.ts';
import { ReturnBatch } from './fulfillments/returns/return-batch.ts';
import type { ReturnLettersOptions } from './fulfillments/returns/return-letters.ts';
import type { ReturnBatchPorts } from './fulfillments/returns/return-ports.ts';
import type { ShipmentLettersOptions } from './fulfillments/shipment-letters.ts';
import { DueStore } from './inventory/due-store.ts';
import { SkuMappings } from './inventory/sku-mappings.ts';
import type { OrderDesk } from './orders/order-desk.ts';
import type { ChangedOrders } from './ordoro/changed-orders.ts';
import type { OrdoroReturns } from './ordoro/returns.ts';
import type { Containers } from './records/containers.ts';
import type { Cursors } from './records/cursors.ts';
import type { DeadLetters } from './records/dead-letters.ts';
import { OrderReplay } from './replay/order-replay.ts';
import { Replay, replayMessage } from './replay/replay.ts';
import { ReturnReplay } from './replay/return-replay.ts';
import { ShipmentReplay } from './replay/shipment-replay.ts';
import { StockReplay } from './replay/stock-replay.ts';
import { FINISH_MS } from './runs/task.ts';
import type { Logger } from './telemetry/logger.ts';

/** What the replay of dead letters is made of. */
export interface ReplayParts {
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly cursors: Cursors;
  readonly deadLetters: DeadLetters;
  readonly desk: OrderDesk;
  readonly changed: ChangedOrders;
  readonly returns: OrdoroReturns;
  /** What the task `fulfillments` is made of. */
  readonly shipments: NewsBatchOptions & ShipmentLettersOptions;
  /** What the task `returns` is made of. */
  readonly returned: ReturnBatchPorts & Omit<ReturnLettersOptions, 'dryRun'>;
  readonly clock: () => number;
  readonly logger: Logger;
}

/** The replay as a stage of the task `orders`, wired. Letters of kind `config` are looked at in every run anyway. */
export function replayStage(parts: ReplayParts) {
  const { objects, containers, cursors, deadLetters, desk, changed, returns, clock, logger } = parts;
  const stock = new StockReplay({
    due: new DueStore(cursors),
    mappings: new SkuMappings({ objects, container: containers.skus, clock }),
  });
  const replay = new Replay({
    deadLetters,
    clock,
    logger,
    replays: {
      order: new OrderReplay({
        objects,
        containers,
        deadLetters,
        clock,
        logger,
        sync: async (orderId, { task }) => {
          const limits = { sendBy: task.handOverAt, readBy: task.handOverAt + FINISH_MS };
          return (await desk.sync(orderId, limits)).outcome;
        },
      }),
      shipment: new ShipmentReplay({ ...parts.shipments, changed, batch: new NewsBatch(parts.shipments), logger }),
      return: new ReturnReplay({
        ...parts.returned,
        returns,
        batch: new ReturnBatch(parts.returned),
        logger,
      }),
      inventory: stock,
      warehouse: stock,
    },
  });
  return async (turn: NewsTurn) => {
    const progress = await replay.work(turn);
    return { ...progress, message: replayMessage(progress) };
  };
}
