import type { Order } from '@commercetools/platform-sdk';
import type { StoredObject } from '../../commercetools/custom-objects.ts';
import type { Micros } from '../../ordoro/instants.ts';
import type { OrdoroReturnRow } from '../../ordoro/returns.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { inParallel } from '../../runs/in-parallel.ts';
import type { TaskTurn } from '../../runs/task.ts';
import { withReturns } from './fold-returns.ts';
import type { PlacedRow } from './newest-first.ts';
import { numberOf, type OrderWork, worksOf } from './order-works.ts';
import type { ReturnLetters } from './return-letters.ts';
import type { ReturnBatchPorts, ReturnRequest } from './return-ports.ts';

/**
 * How long a return that leads to no order is shown again, milliseconds: its order may be a child of a split that the records
 * learn of a little later.
 */
const GRACE_MS = 60 * 60_000;

/** One turn of the task. */
export interface ReturnTurn {
  /** Kept whole: the time to hand over is asked for anew each time. */
  readonly task: TaskTurn;
  readonly dryRun: boolean;
  readonly letters: ReturnLetters;
  /** Orders are looked at even when the record knows everything. */
  readonly again: boolean;
}

/** How far a batch came. */
export interface BatchProgress {
  /** Rows from the first on that are dealt with. */
  readonly handled: number;
  /** Time of the oldest row that was neither taken in nor recorded. */
  readonly missed: Micros | undefined;
}

/** A page of returns brought to their orders, several at once, until the turn's time is up. */
export class ReturnBatch {
  readonly #ports: ReturnBatchPorts;

  constructor(ports: ReturnBatchPorts) {
    this.#ports = ports;
  }

  /** @throws PlatformError when commercetools could not be read, or trouble could not be written down: nothing is to be passed then */
  async work(rows: readonly PlacedRow<OrdoroReturnRow>[], turn: ReturnTurn): Promise<BatchProgress> {
    const owners = await this.#owners(rows);
    const orphaned = await this.#settleLetters(rows, owners, turn);
    const { begun, work, missed } = await this.#bringInStep(worksOf(rows, owners), turn);
    const times = [...orphaned, ...missed];
    return {
      handled: work[begun]?.place ?? rows.length,
      missed: times.length === 0 ? undefined : Math.min(...times),
    };
  }

  /** @returns how many of the changed orders were begun, from the first on, and the times of rows that were not taken in */
  async #bringInStep(
    all: readonly OrderWork[],
    turn: ReturnTurn,
  ): Promise<{ begun: number; work: readonly OrderWork[]; missed: readonly Micros[] }> {
    const work = await this.#changedOrders(all, turn);
    const orderReadAt = this.#ports.clock();
    const orders = await this.#readOrders(work.map(({ orderId }) => orderId));
    const missed: Micros[] = [];
    let begun = 0;
    await inParallel(work, async ({ stored, ...order }) => {
      if (this.#isTimeUp(turn)) return;
      begun += 1;
      const isTakenIn = await this.#one(
        order.orderId,
        {
          stored,
          order: orders.get(order.orderId),
          orderReadAt,
          returnRows: order.rows.map(({ content }) => content),
          dryRun: turn.dryRun,
          handOverAt: turn.task.handOverAt,
        },
        turn,
      );
      if (!isTakenIn) missed.push(...order.rows.map(({ at }) => at));
    });
    return { begun, work, missed };
  }

  async #owners(rows: readonly PlacedRow<OrdoroReturnRow>[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const numbers = [...new Set(rows.flatMap(({ row }) => numberOf(row) ?? []))];
    return numbers.length === 0 ? new Map() : this.#ports.finder.findByNumbers(numbers);
  }

  /** @returns times of the rows without order that are to be shown again */
  async #settleLetters(
    rows: readonly PlacedRow<OrdoroReturnRow>[],
    owners: ReadonlyMap<string, readonly string[]>,
    { letters, task }: ReturnTurn,
  ): Promise<Micros[]> {
    const orphaned: Micros[] = [];
    for (const { row, at } of rows) {
      const letter = await letters.judge(row, (owners.get(numberOf(row) ?? '') ?? []).length > 0);
      if (letter === 'written') task.counts.failed += 1;
      if (letter !== 'none' && at / 1_000 > this.#ports.clock() - GRACE_MS) orphaned.push(at);
    }
    return orphaned;
  }

  /** Those of which something is new: the others cost no call of their own. */
  async #changedOrders(
    work: readonly OrderWork[],
    turn: ReturnTurn,
  ): Promise<(OrderWork & { readonly stored: StoredObject<SyncRecord> | undefined })[]> {
    if (work.length === 0) return [];
    const { objects, containers } = this.#ports;
    turn.task.counts.examined += work.length;
    const found = await objects.getMany<SyncRecord>(
      containers.orders,
      work.map(({ orderId }) => orderId),
    );
    const records = new Map(found.map((stored) => [stored.key, stored]));
    return work
      .map((one) => ({ ...one, stored: records.get(one.orderId) }))
      .filter(({ stored, rows }) => {
        const known = stored?.value.returns ?? [];
        return (
          turn.again ||
          withReturns(
            known,
            rows.map(({ content }) => content),
          ) !== known
        );
      });
  }

  async #readOrders(ids: readonly string[]): Promise<ReadonlyMap<string, Order>> {
    const orders = await this.#ports.orders.getMany(ids);
    return new Map(orders.map((order) => [order.id, order]));
  }

  /** @returns false when the rows have to be shown again */
  async #one(orderId: string, request: ReturnRequest, { task }: ReturnTurn): Promise<boolean> {
    try {
      const { isTakenIn, changed, hasFailed } = await this.#ports.bringInStep(orderId, request);
      if (hasFailed) task.counts.failed += 1;
      else if (!isTakenIn) task.counts.skipped += 1;
      if (changed) task.counts.changed += 1;
      return isTakenIn;
    } catch (trouble) {
      task.counts.failed += 1;
      return this.#ports.recordTrouble(orderId, { ...request, trouble });
    }
  }

  #isTimeUp({ task }: ReturnTurn): boolean {
    return this.#ports.clock() >= task.handOverAt;
  }
}
