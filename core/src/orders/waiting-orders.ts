import type { Order } from '@commercetools/platform-sdk';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { Containers } from '../records/containers.ts';
import type { Cursors } from '../records/cursors.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { numbersOfOthers } from './decide.ts';
import type { OrderBatch, SweepTurn } from './order-batch.ts';
import { judgedTo, type SweepCursor } from './sweep-cursors.ts';

/** Records per page; their orders are some 10 to 50 KB each. */
const PAGE_SIZE = 100;

/** What the judging of waiting orders needs. */
export interface WaitingOrdersOptions {
  readonly objects: Pick<CustomObjects, 'page'>;
  readonly containers: Pick<Containers, 'orders'>;
  readonly cursors: Pick<Cursors, 'write'>;
  readonly batch: OrderBatch;
}

/**
 * Orders that wait at the gate, when the gate was changed: they have not changed themselves, so no message and no pass over changes
 * would find them. Judged is every waiting record, also one that holds no units back any more: that may be another gate's doing.
 */
export class WaitingOrders {
  readonly #options: WaitingOrdersOptions;

  constructor(options: WaitingOrdersOptions) {
    this.#options = options;
  }

  /**
   * Judges on from where the cursor says, until all are judged or the turn's time is up. Costs nothing when all are judged.
   * @returns false when time was up first
   * @throws PlatformError; progress so far is kept
   */
  async judge(cursor: StoredObject<SweepCursor> | undefined, turn: SweepTurn): Promise<boolean> {
    let current = cursor;
    while (current?.value.judging !== undefined) {
      if (this.#options.batch.isTimeUp(turn)) return false;
      current = await this.#page(current, current.value.judging.after, turn);
    }
    return true;
  }

  /** @returns the cursor after one more page, or as much of it as there was time for */
  async #page(
    cursor: StoredObject<SweepCursor>,
    after: string | undefined,
    turn: SweepTurn,
  ): Promise<StoredObject<SweepCursor>> {
    const { batch, containers, cursors, objects } = this.#options;
    const page = await objects.page<SyncRecord>(containers.orders, {
      where: 'value(status="waiting")',
      limit: PAGE_SIZE,
      ...(after === undefined ? {} : { after }),
    });
    const unjudged = page.objects.filter(({ key }) => !turn.handled.has(key));
    const { exportChannelId } = turn.context.own;
    const done = await batch.records(unjudged, turn, (record, order) => isWorthJudging(record, order, exportChannelId));
    const isCut = done < unjudged.length;
    const value = judgedTo(cursor.value, isCut ? (unjudged[done - 1]?.key ?? after) : page.next, isCut);
    return turn.dryRun ? { ...cursor, value } : cursors.write<SweepCursor>('orders', value, cursor);
  }
}

/**
 * Whether a look at a waiting record can lead to anything. What holds units back may have to give them back, whatever became of its
 * order; what does not is of interest only while its order is there and was not left to another deployment.
 */
export function isWorthJudging(
  record: SyncRecord,
  order: Order | undefined,
  exportChannelId: string | undefined,
): boolean {
  if (record.open) return true;
  // Numbers that still stand there were found to be another deployment's.
  return (
    order !== undefined && record.rebuildFrom === undefined && numbersOfOthers(order, exportChannelId).length === 0
  );
}
