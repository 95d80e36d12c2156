import type { NewsOutcome, NewsTrouble, NewsTurn, OrderNews } from '../fulfillments/news.ts';
import type { ReturnRequest, ReturnResult } from '../fulfillments/returns/return-ports.ts';
import { FINISH_MS } from '../runs/task.ts';
import type { OrderContext } from './order-context.ts';
import type { OrderSync, SyncRequest, SyncResult } from './order-sync.ts';
import type { StoredRecord } from './situation.ts';
import type { TroubleRecorder } from './trouble-recorder.ts';

/** What the intake needs. */
export interface OrderIntakeOptions {
  readonly sync: Pick<OrderSync, 'sync'>;
  readonly trouble: Pick<TroubleRecorder, 'record'>;
  readonly context: () => Promise<OrderContext>;
}

/** Hands what the job read in Ordoro to the one way in which orders are brought in step. */
export class OrderIntake {
  readonly #options: OrderIntakeOptions;

  constructor(options: OrderIntakeOptions) {
    this.#options = options;
  }

  /** Brings one order in step with its Ordoro orders as just read. @throws PlatformError */
  async takeInOrders(orderId: string, news: OrderNews, turn: NewsTurn): Promise<NewsOutcome> {
    const result = await this.#sync(orderId, news, {
      dryRun: turn.dryRun,
      handOverAt: turn.task.handOverAt,
      ordoroRows: news.ordoroRows,
    });
    return { takenIn: isTakenIn(result), changed: result.changed, failed: result.outcome === 'failed' };
  }

  /** Brings one order in step with its returns as just read. @throws PlatformError */
  async takeInReturns(orderId: string, request: ReturnRequest): Promise<ReturnResult> {
    const result = await this.#sync(orderId, request, request);
    return { isTakenIn: isTakenIn(result), changed: result.changed, hasFailed: result.outcome === 'failed' };
  }

  /** Writes down trouble with Ordoro orders, so that the next look reads them. @returns false when it is not on record */
  recordOrders(orderId: string, trouble: NewsTrouble): Promise<boolean> {
    return this.#options.trouble.record(orderId, trouble);
  }

  /** Writes down trouble with returns, which the record then keeps. @returns false when it is not on record */
  recordReturns(orderId: string, request: ReturnRequest & { readonly trouble: unknown }): Promise<boolean> {
    const { order, trouble, dryRun, returnRows } = request;
    return this.#options.trouble.record(orderId, { order, trouble, dryRun, returnRows });
  }

  async #sync(
    orderId: string,
    known: Pick<OrderNews, 'order' | 'orderReadAt' | 'stored'>,
    look: Pick<SyncRequest, 'ordoroRows' | 'returnRows'> & { readonly dryRun: boolean; readonly handOverAt: number },
  ): Promise<SyncResult> {
    const context = await this.#options.context();
    const { order, orderReadAt, stored } = known;
    const dryRun = context.settings.dryRun || look.dryRun;
    return this.#options.sync.sync(
      orderId,
      { ...context, settings: { ...context.settings, dryRun } },
      {
        ...(order === undefined ? {} : { order, orderReadAt }),
        stored: asStored(stored),
        ordoroRows: look.ordoroRows ?? [],
        returnRows: look.returnRows ?? [],
        sendBy: look.handOverAt,
        readBy: look.handOverAt + FINISH_MS,
      },
    );
  }
}

function asStored(stored: OrderNews['stored']): StoredRecord {
  return stored === undefined
    ? { state: 'absent' }
    : { state: 'present', record: stored.value, version: stored.version };
}

/** Whoever holds the order has not seen the news, so it has to come again. */
function isTakenIn({ outcome }: SyncResult): boolean {
  return outcome !== 'held-by-another-instance';
}
