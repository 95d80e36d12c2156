import type { Order } from '@commercetools/platform-sdk';
import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { Orders } from '../commercetools/orders.ts';
import type { Containers } from '../records/containers.ts';
import { isAccepted, type SyncRecord } from '../records/sync-record.ts';
import { inParallel } from '../runs/in-parallel.ts';
import { FINISH_MS, type TaskTurn } from '../runs/task.ts';
import { rulesOf } from './decide.ts';
import { couldBeOurs } from './eligibility.ts';
import type { OrderContext } from './order-context.ts';
import type { OrderSync } from './order-sync.ts';
import type { TroubleRecorder } from './trouble-recorder.ts';

/** What a batch needs. */
export interface OrderBatchOptions {
  readonly orders: Orders;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly sync: OrderSync;
  readonly trouble: TroubleRecorder;
  /** The configuration in force, read again when it is older than `maxAgeMs`. */
  readonly context: (maxAgeMs?: number) => Promise<OrderContext>;
  readonly clock: Clock;
}

/** One turn of the sweep. */
export interface SweepTurn {
  /** Kept whole: the time to hand over is asked for anew each time. */
  readonly task: TaskTurn;
  readonly dryRun: boolean;
  /** As the turn began: which orders are looked at. How they are sent is asked for anew, because edits count within a minute. */
  readonly context: OrderContext;
  /** Orders brought in step in this turn already. */
  readonly handled: Set<string>;
  /** Told about each order that Ordoro accepted in this turn. */
  readonly onExported?: () => void;
}

/** Many orders brought in step, several at once, until the turn's time is up. */
export class OrderBatch {
  readonly #options: OrderBatchOptions;

  constructor(options: OrderBatchOptions) {
    this.#options = options;
  }

  /** Whether the turn has to be handed over. */
  isTimeUp(turn: SweepTurn): boolean {
    return this.#options.clock() >= turn.task.handOverAt;
  }

  /**
   * Orders of these records. @param isNeeded left out: all are brought in step; those that are not count as dealt with
   * @returns how many of them, from the first on, were dealt with before time was up
   */
  async records(
    records: readonly StoredObject<SyncRecord>[],
    turn: SweepTurn,
    isNeeded: (record: SyncRecord, order: Order | undefined) => boolean = () => true,
  ): Promise<number> {
    if (records.length === 0) return 0;
    const orderReadAt = this.#options.clock();
    const found = await this.#options.orders.getMany(records.map(({ key }) => key));
    const orders = new Map(found.map((order) => [order.id, order]));
    return this.#syncAll(records, turn, async (record) => {
      const order = orders.get(record.key);
      if (isNeeded(record.value, order)) await this.#syncOne(record.key, { order, record, orderReadAt }, turn);
    });
  }

  /** Orders as just read. @returns how many of them, from the first on, were dealt with before time was up: the cursor must not pass the others */
  async orders(orders: readonly Order[], turn: SweepTurn, orderReadAt: number): Promise<number> {
    const { objects, containers } = this.#options;
    const stored = await objects.getMany<SyncRecord>(
      containers.orders,
      orders.map(({ id }) => id),
    );
    const records = new Map(stored.map((record) => [record.key, record]));
    return this.#syncAll(orders, turn, (order) =>
      this.#syncOne(order.id, { order, record: records.get(order.id), orderReadAt }, turn),
    );
  }

  /** @returns how many were begun before time was up */
  async #syncAll<T>(items: readonly T[], turn: SweepTurn, syncOne: (item: T) => Promise<void>): Promise<number> {
    let begun = 0;
    await inParallel(items, async (item) => {
      if (this.isTimeUp(turn)) return;
      begun += 1;
      await syncOne(item);
    });
    return begun;
  }

  /** One order; trouble with it is written down so that the others, and the cursor, may go on. */
  async #syncOne(
    orderId: string,
    known: { order: Order | undefined; record: StoredObject<SyncRecord> | undefined; orderReadAt: number },
    turn: SweepTurn,
  ): Promise<void> {
    const { order, record, orderReadAt } = known;
    const { exportSince, settings } = turn.context;
    const context = { ...(await this.#options.context()), exportSince, settings };
    turn.handled.add(orderId);
    turn.task.counts.examined += 1;
    try {
      const { outcome, changed } = await this.#options.sync.sync(orderId, context, {
        ...(order === undefined ? {} : { order, orderReadAt }),
        stored:
          record === undefined
            ? { state: 'absent' }
            : { state: 'present', record: record.value, version: record.version },
        sendBy: turn.task.handOverAt,
        readBy: turn.task.handOverAt + FINISH_MS,
      });
      if (outcome === 'failed') turn.task.counts.failed += 1;
      if (outcome === 'postponed' || outcome === 'held-by-another-instance') turn.task.counts.skipped += 1;
      if (changed) turn.task.counts.changed += 1;
      const isNews = outcome === 'exported' && changed && (record === undefined || !isAccepted(record.value));
      if (isNews) turn.onExported?.();
    } catch (error) {
      turn.task.counts.failed += 1;
      const isAdmitted = order !== undefined && couldBeOurs(order, rulesOf({ context }));
      await this.#options.trouble.record(orderId, { order, trouble: error, dryRun: turn.dryRun, isAdmitted });
    }
  }
}
