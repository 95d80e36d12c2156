import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { OrderPosition, Orders } from '../commercetools/orders.ts';
import { PlatformError } from '../problems/errors.ts';
import type { Cursors } from '../records/cursors.ts';
import type { HealthStatus } from '../records/health-status.ts';
import type { OrderBatch, SweepTurn } from './order-batch.ts';
import {
  type BackfillCursor,
  type BackfillProgress,
  backfillFor,
  backfillProgress,
  type SweepCursor,
} from './sweep-cursors.ts';

/** Orders per page. */
const PAGE_SIZE = 100;

/** What a backfill needs. */
export interface BackfillOptions {
  readonly orders: Pick<Orders, 'page'>;
  readonly cursors: Pick<Cursors, 'read' | 'write'>;
  readonly batch: OrderBatch;
  readonly health: Pick<HealthStatus, 'set'>;
  readonly clock: () => number;
}

/** A pass by `createdAt` to work on. `stored`: undefined in a dry run, which keeps no place. */
export interface PlannedBackfill {
  readonly plan: BackfillCursor;
  readonly stored: StoredObject<BackfillCursor> | undefined;
}

/** How far a turn came with it. */
export interface BackfillTurn {
  readonly finished: boolean;
  readonly progress: BackfillProgress;
}

/**
 * The second pass of the sweep: orders by `createdAt`, from further back than the history the connector keeps to. Its place and its
 * counts stand in the cursor `orders.backfill`, so that it goes on after any interruption, and in the health object for people.
 */
export class Backfill {
  readonly #options: BackfillOptions;

  constructor(options: BackfillOptions) {
    this.#options = options;
  }

  /**
   * The pass to work on: begun when `since` was asked for or EXPORT_SINCE was moved back, or left over.
   * @throws PlatformError
   */
  async plan(turn: SweepTurn): Promise<PlannedBackfill | undefined> {
    const { cursors } = this.#options;
    const main = await cursors.read<SweepCursor>('orders');
    const stored = await cursors.read<BackfillCursor>('orders.backfill');
    const plan = backfillFor({
      main: main?.value,
      backfill: stored?.value,
      asked: turn.task.since,
      exportSince: turn.context.exportSince,
    });
    // A dry run previews what it was asked for and leaves the real pass where it is.
    if (turn.dryRun) return plan === undefined ? undefined : { plan, stored: undefined };
    const isNew = plan !== undefined && plan !== stored?.value;
    const cursor = isNew ? await cursors.write<BackfillCursor>('orders.backfill', plan, stored) : stored;
    if (isNew) await this.#show(plan);
    // Only now: the pass over the orders in between is on record.
    const since = new Date(turn.context.exportSince).toISOString();
    if (main !== undefined && main.value.since !== since)
      await cursors.write<SweepCursor>('orders', { ...main.value, since }, main);
    return plan === undefined ? undefined : { plan, stored: cursor };
  }

  /**
   * Works on until the pass is through or the turn's time is up.
   * @param others everything that goes before: called between pages; false ends the turn
   * @throws PlatformError
   */
  async work(planned: PlannedBackfill, turn: SweepTurn, others: () => Promise<boolean>): Promise<BackfillTurn> {
    const { batch } = this.#options;
    let current = planned;
    for (let isFirst = true; ; isFirst = false) {
      if (batch.isTimeUp(turn) || (!isFirst && !(await others()))) return turnOf(current);
      const { next, isCut } = await this.#page(current, turn);
      current = next;
      if (current.plan.finished || isCut) return turnOf(current);
    }
  }

  /** @returns the pass after one more page, and whether time was up on the way */
  async #page({ plan, stored }: PlannedBackfill, turn: SweepTurn): Promise<{ next: PlannedBackfill; isCut: boolean }> {
    const { clock, cursors, orders: store, batch } = this.#options;
    const exportSince = Math.min(Date.parse(plan.since), turn.context.exportSince);
    let exported = plan.exported ?? 0;
    const widened: SweepTurn = {
      ...turn,
      context: { ...turn.context, exportSince },
      // Orders of this pass are none of the other one: they may count here and not there.
      handled: new Set(),
      onExported: () => {
        exported += 1;
      },
    };
    const from: OrderPosition = { time: plan.time, ...(plan.id === undefined ? {} : { id: plan.id }) };
    const orderReadAt = clock();
    const { orders } = await store.page('createdAt', { from, limit: PAGE_SIZE });
    const done = await batch.orders(orders, widened, orderReadAt);
    const last = orders[done - 1];
    const isCut = done < orders.length;
    const after: BackfillCursor = {
      ...plan,
      ...(last === undefined ? {} : { time: last.createdAt, id: last.id }),
      finished: !isCut && orders.length < PAGE_SIZE,
      examined: (plan.examined ?? 0) + done,
      exported,
    };
    if (turn.dryRun) return { next: { plan: after, stored }, isCut };
    // Before the place moves: who dies in between does the page again, while after the last page nobody would show it any more.
    await this.#show(after);
    const cursor = await cursors.write<BackfillCursor>('orders.backfill', after, stored);
    return { next: { plan: after, stored: cursor }, isCut };
  }

  /** Numbers for people stop no work: the cursor has them, and the next page shows them. */
  async #show(plan: BackfillCursor): Promise<void> {
    try {
      await this.#options.health.set({ backfill: backfillProgress(plan) });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
    }
  }
}

function turnOf({ plan }: PlannedBackfill): BackfillTurn {
  return { finished: plan.finished, progress: backfillProgress(plan) };
}
