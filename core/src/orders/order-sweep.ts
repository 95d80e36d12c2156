import type { Order } from '@commercetools/platform-sdk';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { OrderPosition } from '../commercetools/orders.ts';
import { formatGateExpression } from '../config/gate-expression.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { Cursors } from '../records/cursors.ts';
import type { HealthStatus } from '../records/health-status.ts';
import type { OrderCounts } from '../records/order-counts.ts';
import { SweepNotes } from '../records/sweep-note.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { TaskProgress, TaskTurn } from '../runs/task.ts';
import { Backfill, type BackfillTurn, type PlannedBackfill } from './backfill.ts';
import { hashOf } from './fingerprint.ts';
import { OrderBatch, type OrderBatchOptions, type SweepTurn } from './order-batch.ts';
import { backfillMessage, type DueCursor, type SweepCursor, underGate } from './sweep-cursors.ts';
import { WaitingOrders } from './waiting-orders.ts';

/** Orders per page; an order is some 10 to 50 KB. */
const PAGE_SIZE = 100;

/** A pass begins this long before its cursor, because rows may become visible late. */
const LOOK_BACK_MS = 120_000;

/** What the sweep needs. */
export interface OrderSweepOptions extends OrderBatchOptions {
  readonly cursors: Cursors;
  readonly health: Pick<HealthStatus, 'set'>;
  /** Numbers for the health object. */
  readonly counts: Pick<OrderCounts, 'refresh'>;
  readonly replay: (turn: NewsTurn) => Promise<ReplayStage>;
}

/** What a turn of the replay of dead letters came to. Orders that it took up have a fresh start and are due. */
export interface ReplayStage {
  /** False: time was up first. */
  readonly isThrough: boolean;
  readonly takenUp: number;
  /** What the run report says of it. */
  readonly message?: string | undefined;
}

/** Where the sweep stands after it followed changes. */
interface Followed {
  /** False: time was up first. */
  readonly isThrough: boolean;
  readonly cursor: StoredObject<SweepCursor> | undefined;
}

/** What the stages of one turn came to. */
interface Stages {
  readonly isThrough: boolean;
  readonly messages: readonly (string | undefined)[];
}

/**
 * Task `orders`: finds orders that messages missed, tries again what is due, judges waiting orders anew when the gate was
 * changed, and works through a backfill. Every order goes through the same {@link OrderSync} as a message; orders with
 * nothing to do cost no call of their own.
 */
export class OrderSweep {
  readonly name = 'orders';
  readonly #options: OrderSweepOptions;
  readonly #batch: OrderBatch;
  readonly #waiting: WaitingOrders;
  readonly #backfill: Backfill;
  readonly #notes: SweepNotes;

  constructor(options: OrderSweepOptions) {
    this.#options = options;
    this.#batch = new OrderBatch(options);
    this.#waiting = new WaitingOrders({ ...options, batch: this.#batch });
    this.#backfill = new Backfill({ ...options, batch: this.#batch });
    this.#notes = new SweepNotes(options.objects, options.containers.health);
  }

  /** One turn. @throws PlatformError when commercetools cannot be read or written; progress so far is kept */
  async work(task: TaskTurn): Promise<TaskProgress> {
    const context = await this.#options.context(0);
    const dryRun = context.settings.dryRun || task.dryRun;
    const changedBefore = task.counts.changed;
    const turn: SweepTurn = {
      task,
      dryRun,
      context: { ...context, settings: { ...context.settings, dryRun } },
      handled: new Set(),
    };
    // First of all, so that what was asked for is on record whatever happens in the rest of the turn.
    const planned = await this.#backfill.plan(turn);
    if (!dryRun) await task.onKept?.();
    const { isThrough, messages } = await this.#stages(planned, turn);
    if (!dryRun) await this.#options.counts.refresh(task.counts.changed > changedBefore);
    const message = messages.filter((text) => text !== undefined).join('; ');
    return { finished: isThrough, ...(message === '' ? {} : { message }) };
  }

  /** Orders of the day first, then what operators asked to try again, then what is due, a backfill last. */
  async #stages(planned: PlannedBackfill | undefined, turn: SweepTurn): Promise<Stages> {
    const isFollowed = await this.#followAndNote(turn);
    const replay = await this.#options.replay({ task: withEnd(turn.task, this.#share(turn, 3)), dryRun: turn.dryRun });
    // What was looked at before its replay was taken up has to be looked at again.
    if (replay.takenUp > 0) turn.handled.clear();
    // The walk over due records may take half of what is left, so that a backfill gets its share as well.
    const isDueDone = await this.#doDueWork(turn, this.#share(turn, 2));
    const isThrough = isFollowed && replay.isThrough && isDueDone;
    if (planned === undefined) return { isThrough, messages: [replay.message] };
    const backfill: BackfillTurn = await this.#backfill.work(planned, turn, () => this.#newWork(turn));
    return {
      isThrough: isThrough && backfill.finished,
      messages: [replay.message, backfillMessage(backfill.progress)],
    };
  }

  /** Orders of the day never wait for a backfill longer than for one page of it. @returns false when time was up first */
  async #newWork(turn: SweepTurn): Promise<boolean> {
    return (await this.#followAndNote(turn)) && (await this.#doDueWork(turn, this.#share(turn, 2)));
  }

  /** When a stage has to end that may take one part of so many of the time that is left. */
  #share({ task }: SweepTurn, parts: number): number {
    const now = this.#options.clock();
    return now + (task.handOverAt - now) / parts;
  }

  /**
   * Orders of the day, then those that wait at a new gate. Also tells the stock how far the records can be trusted: while some of them
   * go by an old gate, units may be missing. @returns false when time was up first
   */
  async #followAndNote(turn: SweepTurn): Promise<boolean> {
    const startedAt = this.#options.clock();
    let isThrough: boolean;
    try {
      const followed = await this.#followChanges(turn);
      // Half of what is left, so that neither the orders of the day nor what is due waits until all are judged.
      const shared = { ...turn, task: withEnd(turn.task, this.#share(turn, 2)) };
      isThrough = followed.isThrough && (await this.#waiting.judge(followed.cursor, shared));
    } catch (error) {
      // Where even the note cannot be written, the last one is soon too old.
      if (!turn.dryRun) await this.#notes.failed().catch(() => undefined);
      throw error;
    }
    if (isThrough && !turn.dryRun) await this.#notes.complete(startedAt);
    return isThrough;
  }

  /** Orders by `lastModifiedAt`, from the cursor on. */
  async #followChanges(turn: SweepTurn): Promise<Followed> {
    const { exportSince, settings } = turn.context;
    const stored = await this.#options.cursors.read<SweepCursor>('orders');
    const gate = hashOf(formatGateExpression(settings.exportWhen));
    // On record before any order is judged by it: when it is taken back in the midst, those orders have to be judged again.
    const cursor = stored === undefined ? undefined : await this.#underGate(gate, stored, turn);
    const first = { since: new Date(exportSince).toISOString(), gate };
    return this.#followFrom(startOf(cursor?.value, exportSince), { cursor, first }, turn);
  }

  async #underGate(
    gate: string,
    stored: StoredObject<SweepCursor>,
    { dryRun }: SweepTurn,
  ): Promise<StoredObject<SweepCursor>> {
    const value = underGate(stored.value, gate);
    if (value === stored.value) return stored;
    return dryRun ? { ...stored, value } : this.#options.cursors.write<SweepCursor>('orders', value, stored);
  }

  async #followFrom(
    start: OrderPosition,
    known: { cursor: StoredObject<SweepCursor> | undefined; first: Pick<SweepCursor, 'since' | 'gate'> },
    turn: SweepTurn,
  ): Promise<Followed> {
    const { cursors, orders: store, clock } = this.#options;
    let from = start;
    let { cursor } = known;
    for (;;) {
      if (this.#batch.isTimeUp(turn)) return { isThrough: false, cursor };
      const orderReadAt = clock();
      const { orders } = await store.page('lastModifiedAt', { from, limit: PAGE_SIZE });
      const done = await this.#batch.orders(orders, turn, orderReadAt);
      const last = orders[done - 1];
      if (last === undefined) return { isThrough: orders.length === 0, cursor };
      const position = positionOf(last);
      if (!turn.dryRun && isBeyond(position, cursor?.value))
        cursor = await cursors.write<SweepCursor>('orders', { ...(cursor?.value ?? known.first), ...position }, cursor);
      if (done < orders.length) return { isThrough: false, cursor };
      if (orders.length < PAGE_SIZE) return { isThrough: true, cursor };
      from = position;
    }
  }

  /** Records with something left to do, in key order, from where the last turn stopped. @returns false when time was up first */
  async #doDueWork(turn: SweepTurn, until: number): Promise<boolean> {
    const { clock, cursors } = this.#options;
    const stored = await cursors.read<DueCursor>('orders.due');
    let after = stored?.value.after;
    let isDone = false;
    while (!isDone && clock() < until) {
      const page = await this.#records('value(due=true)', after);
      const due = page.objects.filter(({ key, value }) => !turn.handled.has(key) && isTime(value, clock()));
      const done = await this.#batch.records(due, turn);
      if (done < due.length) {
        after = due[done - 1]?.key ?? after;
        break;
      }
      after = page.next;
      isDone = page.next === undefined;
    }
    const value: DueCursor = after === undefined ? {} : { after };
    if (!turn.dryRun && value.after !== stored?.value.after) await cursors.write('orders.due', value, stored);
    return isDone;
  }

  #records(where: string, after: string | undefined) {
    const { objects, containers } = this.#options;
    return objects.page<SyncRecord>(containers.orders, {
      where,
      limit: PAGE_SIZE,
      ...(after === undefined ? {} : { after }),
    });
  }
}

/** The same turn, ending earlier; its end is asked for anew each time. */
function withEnd(task: TaskTurn, end: number): TaskTurn {
  return {
    ...task,
    get handOverAt() {
      return Math.min(task.handOverAt, end);
    },
  };
}

function startOf(cursor: SweepCursor | undefined, exportSince: number): OrderPosition {
  const start = cursor === undefined ? exportSince : Date.parse(cursor.time) - LOOK_BACK_MS;
  return { time: new Date(start).toISOString() };
}

function positionOf({ lastModifiedAt, id }: Order): OrderPosition & { readonly id: string } {
  return { time: lastModifiedAt, id };
}

/** A cursor only moves forward; the look-back reads rows behind it again. */
function isBeyond(position: ReturnType<typeof positionOf>, cursor: SweepCursor | undefined): boolean {
  return (
    cursor === undefined ||
    position.time > cursor.time ||
    (position.time === cursor.time && position.id > (cursor.id ?? ''))
  );
}

function isTime(record: SyncRecord, now: number): boolean {
  const waitsForLease = record.lease !== undefined && Date.parse(record.lease.expiresAt) > now;
  return !waitsForLease && nextLook(record) <= now;
}

/** What is left to do decides: an update of the order that was refused has a schedule of its own. */
function nextLook({ nextAttemptAt, orderUpdate }: SyncRecord): number {
  const times = [nextAttemptAt, orderUpdate?.nextAttemptAt].flatMap((time) =>
    time === undefined ? [] : [Date.parse(time)],
  );
  return times.length === 0 ? 0 : Math.min(...times);
}
