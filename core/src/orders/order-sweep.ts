import type { Order } from '@commercetools/platform-sdk';
import pMap from 'p-map';
import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { OrderPosition, Orders, OrderTimeField } from '../commercetools/orders.ts';
import type { Containers } from '../records/containers.ts';
import type { Cursors } from '../records/cursors.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { TaskProgress, TaskTurn } from '../runs/task.ts';
import type { OrderContext } from './order-context.ts';
import type { OrderSync } from './order-sync.ts';
import type { TroubleRecorder } from './trouble-recorder.ts';

/** Orders per page; an order is some 10 to 50 KB. */
const PAGE_SIZE = 100;

/** Orders brought in step at once. */
const PARALLEL = 5;

/** A pass begins this long before its cursor, because rows may become visible late. */
const LOOK_BACK_MS = 120_000;

/** Value of the cursor `orders`: the last order seen by `lastModifiedAt`, and since when orders count. */
interface SweepCursor {
  readonly time: string;
  readonly id?: string;
  /** ISO 8601, UTC: what EXPORT_SINCE was when the cursor was made or last moved back. */
  readonly since: string;
}

/** Value of the cursor `orders.backfill`: a pass by `createdAt` from `since` on. */
interface BackfillCursor {
  readonly since: string;
  readonly time: string;
  readonly id?: string;
  readonly finished: boolean;
}

/** What the sweep needs. */
export interface OrderSweepOptions {
  readonly orders: Orders;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly cursors: Cursors;
  readonly sync: OrderSync;
  readonly context: () => Promise<OrderContext>;
  readonly trouble: TroubleRecorder;
  readonly clock: Clock;
}

/**
 * Task `orders`: finds orders that messages missed, tries again what is due, and works through a backfill. Every order goes
 * through the same {@link OrderSync} as a message; orders with nothing to do cost no call of their own.
 */
export class OrderSweep {
  readonly name = 'orders';
  readonly #options: OrderSweepOptions;

  constructor(options: OrderSweepOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError when commercetools cannot be read or written; progress so far is kept */
  async work(turn: TaskTurn): Promise<TaskProgress> {
    const context = await this.#options.context();
    const effective = { ...context, settings: { ...context.settings, dryRun: context.settings.dryRun || turn.dryRun } };
    const handled = new Set<string>();
    const steps = [
      () => this.#followChanges(effective, turn, handled),
      () => this.#doDueWork(effective, turn, handled),
      () => this.#backfill(effective, turn),
    ];
    for (const step of steps) if (!(await step())) return { finished: false };
    return { finished: true };
  }

  /** Orders by `lastModifiedAt`, from the cursor on. @returns false when time was up first */
  async #followChanges(context: OrderContext, turn: TaskTurn, handled: Set<string>): Promise<boolean> {
    const { cursors } = this.#options;
    let cursor = await cursors.read<SweepCursor>('orders');
    const since = cursor?.value.since ?? new Date(context.exportSince).toISOString();
    const start = cursor === undefined ? context.exportSince : Date.parse(cursor.value.time) - LOOK_BACK_MS;
    let from: OrderPosition = { time: new Date(start).toISOString() };
    for (;;) {
      if (this.#isTimeUp(turn)) return false;
      const { orders } = await this.#options.orders.page('lastModifiedAt', { from, limit: PAGE_SIZE });
      await this.#syncPage(orders, context, { turn, handled });
      const last = orders.at(-1);
      if (last === undefined) return true;
      from = positionOf(last, 'lastModifiedAt');
      if (!context.settings.dryRun && isBeyond(from, cursor?.value))
        cursor = await cursors.write<SweepCursor>('orders', { ...from, since }, cursor);
      if (orders.length < PAGE_SIZE) return true;
    }
  }

  /** Records with something left to do, in key order. @returns false when time was up first */
  async #doDueWork(context: OrderContext, turn: TaskTurn, handled: Set<string>): Promise<boolean> {
    const { objects, containers, clock } = this.#options;
    let after: string | undefined;
    for (;;) {
      if (this.#isTimeUp(turn)) return false;
      const page = await objects.page<SyncRecord>(containers.orders, {
        where: 'value(due=true)',
        limit: PAGE_SIZE,
        ...(after === undefined ? {} : { after }),
      });
      const due = page.objects.filter(({ key, value }) => !handled.has(key) && isTime(value, clock()));
      await this.#syncDue(due, context, turn);
      if (page.next === undefined) return true;
      after = page.next;
    }
  }

  async #syncDue(due: readonly StoredObject<SyncRecord>[], context: OrderContext, turn: TaskTurn): Promise<void> {
    if (due.length === 0) return;
    const found = await this.#options.orders.getMany(due.map(({ key }) => key));
    const orders = new Map(found.map((order) => [order.id, order]));
    await pMap(
      due,
      (record) => this.#syncOne(record.key, { order: orders.get(record.key), record }, { context, turn }),
      {
        concurrency: PARALLEL,
      },
    );
  }

  /** Orders by `createdAt`, when `since` was asked for or EXPORT_SINCE was moved back. @returns false when time was up first */
  async #backfill(context: OrderContext, turn: TaskTurn): Promise<boolean> {
    const { cursors } = this.#options;
    const before = await cursors.read<BackfillCursor>('orders.backfill');
    const asked = await this.#askedSince(context, turn);
    let cursor = before;
    if (asked !== undefined && isNewRequest(asked, before?.value)) {
      const since = new Date(asked).toISOString();
      cursor = await cursors.write<BackfillCursor>('orders.backfill', { since, time: since, finished: false }, before);
    }
    if (cursor === undefined || cursor.value.finished) return true;
    const { since, time, id } = cursor.value;
    const widened = { ...context, exportSince: Math.min(Date.parse(since), context.exportSince) };
    return this.#backfillFrom({ time, ...(id === undefined ? {} : { id }) }, cursor, { context: widened, turn });
  }

  async #backfillFrom(
    start: OrderPosition,
    stored: StoredObject<BackfillCursor>,
    run: { context: OrderContext; turn: TaskTurn },
  ): Promise<boolean> {
    let from = start;
    let cursor = stored;
    for (;;) {
      if (this.#isTimeUp(run.turn)) return false;
      const { orders } = await this.#options.orders.page('createdAt', { from, limit: PAGE_SIZE });
      await this.#syncPage(orders, run.context, { turn: run.turn, handled: new Set() });
      const last = orders.at(-1);
      if (last !== undefined) from = positionOf(last, 'createdAt');
      const finished = orders.length < PAGE_SIZE;
      const value = { ...cursor.value, ...from, finished };
      cursor = await this.#options.cursors.write<BackfillCursor>('orders.backfill', value, cursor);
      if (finished) return true;
    }
  }

  /** Since when a backfill is wanted: as asked for this run, or because EXPORT_SINCE now lies further back than it did. */
  async #askedSince(context: OrderContext, turn: TaskTurn): Promise<number | undefined> {
    if (context.settings.dryRun) return undefined;
    const { cursors } = this.#options;
    const main = await cursors.read<SweepCursor>('orders');
    if (main === undefined || context.exportSince >= Date.parse(main.value.since)) return turn.since;
    const since = new Date(context.exportSince).toISOString();
    await cursors.write<SweepCursor>('orders', { ...main.value, since }, main);
    return turn.since ?? context.exportSince;
  }

  async #syncPage(
    orders: readonly Order[],
    context: OrderContext,
    known: { turn: TaskTurn; handled: Set<string> },
  ): Promise<void> {
    const { objects, containers } = this.#options;
    const stored = await objects.getMany<SyncRecord>(
      containers.orders,
      orders.map(({ id }) => id),
    );
    const records = new Map(stored.map((record) => [record.key, record]));
    await pMap(
      orders,
      async (order) => {
        known.handled.add(order.id);
        await this.#syncOne(order.id, { order, record: records.get(order.id) }, { context, turn: known.turn });
      },
      { concurrency: PARALLEL },
    );
  }

  /** One order; trouble with it is written down so that the others, and the cursor, may go on. */
  async #syncOne(
    orderId: string,
    known: { order: Order | undefined; record: StoredObject<SyncRecord> | undefined },
    run: { context: OrderContext; turn: TaskTurn },
  ): Promise<void> {
    const { counts } = run.turn;
    counts.examined += 1;
    const { order, record } = known;
    try {
      const { outcome, changed } = await this.#options.sync.sync(orderId, run.context, {
        ...(order === undefined ? {} : { order }),
        stored:
          record === undefined
            ? { state: 'absent' }
            : { state: 'present', record: record.value, version: record.version },
        sendBy: run.turn.handOverAt,
      });
      if (outcome === 'failed') counts.failed += 1;
      if (outcome === 'postponed' || outcome === 'held-by-another-instance') counts.skipped += 1;
      if (changed) counts.changed += 1;
    } catch (error) {
      counts.failed += 1;
      await this.#options.trouble.record(orderId, order, error);
    }
  }

  #isTimeUp(turn: TaskTurn): boolean {
    return this.#options.clock() >= turn.handOverAt;
  }
}

function positionOf(order: Order, field: OrderTimeField): OrderPosition & { readonly id: string } {
  return { time: order[field], id: order.id };
}

/** A cursor only moves forward; the look-back reads rows behind it again. */
function isBeyond(position: OrderPosition, cursor: SweepCursor | undefined): boolean {
  return (
    cursor === undefined || position.time > cursor.time || (position.time === cursor.time && position.id !== cursor.id)
  );
}

function isTime(record: SyncRecord, now: number): boolean {
  const waitsForLease = record.lease !== undefined && Date.parse(record.lease.expiresAt) > now;
  return !waitsForLease && (record.nextAttemptAt === undefined || Date.parse(record.nextAttemptAt) <= now);
}

/** The same `since` asked for again while its pass is under way does not start it anew. */
function isNewRequest(since: number, cursor: BackfillCursor | undefined): boolean {
  return cursor === undefined || cursor.finished || Date.parse(cursor.since) !== since;
}
