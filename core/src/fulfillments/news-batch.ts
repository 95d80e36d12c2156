import type { Order } from '@commercetools/platform-sdk';
import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { Orders } from '../commercetools/orders.ts';
import type { ChangedOrder } from '../ordoro/changed-orders.ts';
import type { TransientError } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { inParallel } from '../runs/in-parallel.ts';
import { FINISH_MS } from '../runs/task.ts';
import type { Carriers } from './carriers.ts';
import { namedRows } from './named-rows.ts';
import type { NewsOutcome, NewsTrouble, NewsTurn, OrderNews } from './news.ts';
import type { OrderFinder } from './order-finder.ts';
import type { ShipmentLetterBox } from './shipment-letters.ts';
import { letterOfUnknown, letterOfUnreadable, subjectOf } from './stray-orders.ts';

/** What a batch needs. */
export interface NewsBatchOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'getMany'>;
  readonly containers: Pick<Containers, 'orders'>;
  readonly orders: Pick<Orders, 'get' | 'getMany'>;
  readonly finder: Pick<OrderFinder, 'ordersOf'>;
  readonly carriers: Pick<Carriers, 'withNames'>;
  /** Brings one order in step with what was read. */
  readonly bringInStep: (orderId: string, news: OrderNews, turn: NewsTurn) => Promise<NewsOutcome>;
  /**
   * Writes the trouble, and the numbers to read again, into the order's record; nothing in a dry run. False: nothing was written,
   * because there is no order and no record. @throws PlatformError when commercetools does not take it
   */
  readonly recordTrouble: (orderId: string, trouble: NewsTrouble) => Promise<boolean>;
  readonly clock: Clock;
}

/** `open`: neither done nor on record, so that it has to come again. `unknown`: commercetools has no such order, nor had it ever. */
type Ending = 'done' | 'open' | 'unknown';

/** What became of a batch. */
export interface TakenIn {
  /** Rows that are neither done nor on record: the cursor must not pass them. */
  readonly open: readonly ChangedOrder[];
  /** Why some of them could not be looked at: Ordoro did not name their carriers. */
  readonly trouble?: TransientError;
}

interface Known {
  readonly orders: ReadonlyMap<string, Order>;
  readonly records: ReadonlyMap<string, StoredObject<SyncRecord>>;
  readonly orderReadAt: number;
}

/** Rows of one page, taken in order by order, several at once, until the turn's time is up. */
export class NewsBatch {
  readonly #options: NewsBatchOptions;

  constructor(options: NewsBatchOptions) {
    this.#options = options;
  }

  /** Whether the turn has to be handed over. */
  isTimeUp({ task }: NewsTurn): boolean {
    return this.#options.clock() >= task.handOverAt;
  }

  /**
   * Takes the rows in. Trouble with one order is written down and stops no other; while Ordoro cannot name carriers for the
   * moment, only rows that need one wait.
   * @throws PlatformError
   */
  async takeIn(rows: readonly ChangedOrder[], letters: ShipmentLetterBox, turn: NewsTurn): Promise<TakenIn> {
    if (rows.length === 0) return { open: [] };
    const { finder, carriers } = this.#options;
    const { named, waiting, trouble } = await namedRows(rows, carriers, turn.task.handOverAt + FINISH_MS);
    turn.task.counts.skipped += waiting.length;
    const idsOf = await finder.ordersOf(named);
    const byOrder = rowsByOrder(
      named.filter(({ order }) => order !== undefined),
      idsOf,
    );
    const known = await this.#read([...byOrder.keys()]);
    const endings = new Map<string, Ending>();
    await inParallel([...byOrder], async ([orderId, news]) => {
      endings.set(orderId, await this.#bringOne(orderId, { rows: news, known }, turn));
    });
    const open: ChangedOrder[] = [...waiting];
    await inParallel(named, async (row) => {
      const ids = idsOf.get(row) ?? [];
      const isSettled =
        row.order === undefined
          ? await this.#quarantine(row, { ids, letters }, turn)
          : await settle({ row, ids, endings, letters }, turn);
      if (!isSettled) open.push(row);
    });
    return { open, ...(trouble === undefined ? {} : { trouble }) };
  }

  async #read(orderIds: readonly string[]): Promise<Known> {
    const { objects, containers, orders, clock } = this.#options;
    const stored = orderIds.length === 0 ? [] : await objects.getMany<SyncRecord>(containers.orders, orderIds);
    const orderReadAt = clock();
    const found = await orders.getMany(orderIds);
    return {
      orders: new Map(found.map((order) => [order.id, order])),
      records: new Map(stored.map((record) => [record.key, record])),
      orderReadAt,
    };
  }

  /** One order; trouble with it is written down so that the others, and the cursor, may go on. */
  async #bringOne(
    orderId: string,
    { rows, known }: { rows: readonly ChangedOrder[]; known: Known },
    turn: NewsTurn,
  ): Promise<Ending> {
    if (this.isTimeUp(turn)) return 'open';
    const { counts } = turn.task;
    counts.examined += 1;
    const ordoroRows = rows.flatMap(({ order }) => order ?? []);
    let order = known.orders.get(orderId);
    try {
      const { stored, orderReadAt, ...found } =
        order === undefined
          ? await this.#readOne(orderId)
          : { order, stored: known.records.get(orderId), orderReadAt: known.orderReadAt };
      order = found.order;
      if (order === undefined && stored === undefined) return 'unknown';
      const outcome = await this.#options.bringInStep(orderId, { order, orderReadAt, stored, ordoroRows }, turn);
      if (outcome.changed) counts.changed += 1;
      if (outcome.failed === true) counts.failed += 1;
      if (!outcome.takenIn) counts.skipped += 1;
      return outcome.takenIn ? 'done' : 'open';
    } catch (trouble) {
      counts.failed += 1;
      const unread = ordoroRows.map(({ orderNumber }) => orderNumber);
      const { recordTrouble } = this.#options;
      return (await recordTrouble(orderId, { order, trouble, dryRun: turn.dryRun, unread })) ? 'done' : 'open';
    }
  }

  /** Queries may be late: only reads by id tell that an order is gone, and that nobody has a record of it. */
  async #readOne(orderId: string): Promise<Omit<OrderNews, 'ordoroRows'>> {
    const { objects, containers, orders, clock } = this.#options;
    const orderReadAt = clock();
    const order = await orders.get(orderId);
    const stored = await objects.get<SyncRecord>(containers.orders, orderId);
    return { order, orderReadAt, stored };
  }

  /** A row that cannot be read: its orders are told to read it by number, and an operator is told. @returns false: it has to come again */
  async #quarantine(
    row: ChangedOrder,
    { ids, letters }: { ids: readonly string[]; letters: ShipmentLetterBox },
    turn: NewsTurn,
  ): Promise<boolean> {
    if (this.isTimeUp(turn)) return false;
    const { counts } = turn.task;
    counts.examined += 1;
    const letter = letterOfUnreadable(row);
    if (await letters.stands(letter)) {
      counts.skipped += 1;
      return true;
    }
    if (turn.dryRun) {
      counts.failed += 1;
      return true;
    }
    const unread = row.number === undefined ? [] : [row.number];
    const told = await Promise.all(ids.map((id) => this.#tell(id, { trouble: new Error(letter.message), unread })));
    // The letter says that all is on record, so it comes last.
    if (told.includes(false)) {
      counts.skipped += 1;
      return false;
    }
    counts.failed += 1;
    await letters.write(letter);
    return true;
  }

  /** Notes in the order's record what could not be taken in. @returns false: somebody holds the record at the moment */
  async #tell(orderId: string, what: Pick<NewsTrouble, 'trouble' | 'unread'>): Promise<boolean> {
    const { recordTrouble } = this.#options;
    if (await recordTrouble(orderId, { order: undefined, dryRun: false, ...what })) return true;
    const { order, stored } = await this.#readOne(orderId);
    if (order === undefined && stored === undefined) return true;
    return recordTrouble(orderId, { order, dryRun: false, ...what });
  }
}

/** What became of a readable row. @returns false: it has to come again */
async function settle(
  dealt: {
    readonly row: ChangedOrder;
    readonly ids: readonly string[];
    readonly endings: ReadonlyMap<string, Ending>;
    readonly letters: ShipmentLetterBox;
  },
  { task, dryRun }: NewsTurn,
): Promise<boolean> {
  const { row, ids, endings, letters } = dealt;
  if (ids.some((id) => endings.get(id) === 'open')) return false;
  const unknown = ids.filter((id) => endings.get(id) === 'unknown');
  if (ids.length === 0) task.counts.examined += 1;
  const isKnown = ids.length > 0 && unknown.length === 0;
  if (isKnown || isMoot(row)) {
    if (!dryRun) await letters.clear(subjectOf(row));
    return true;
  }
  const letter = letterOfUnknown(row, unknown);
  task.counts[(await letters.stands(letter)) ? 'skipped' : 'failed'] += 1;
  if (!dryRun) await letters.write(letter);
  return true;
}

/** Of an order that staff have cancelled, or that lives on in those it was split into, nobody has to be told. */
function isMoot({ order }: ChangedOrder): boolean {
  return order?.status === 'cancelled' || order?.isParent === true;
}

function rowsByOrder(
  rows: readonly ChangedOrder[],
  idsOf: ReadonlyMap<ChangedOrder, readonly string[]>,
): ReadonlyMap<string, readonly ChangedOrder[]> {
  const grouped = new Map<string, ChangedOrder[]>();
  for (const row of rows)
    for (const id of idsOf.get(row) ?? []) {
      const group = grouped.get(id);
      if (group === undefined) grouped.set(id, [row]);
      else group.push(row);
    }
  return grouped;
}
