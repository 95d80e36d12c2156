import type { Order } from '@commercetools/platform-sdk';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { TaskTurn } from '../runs/task.ts';

/** What was just read of one commercetools order and its Ordoro orders. */
export interface OrderNews {
  /** Undefined: commercetools does not have it any more, but there is a record. */
  readonly order: Order | undefined;
  /** When the order was read, epoch milliseconds. */
  readonly orderReadAt: number;
  /** Undefined: there is no record. */
  readonly stored: StoredObject<SyncRecord> | undefined;
  /** Ordoro orders as read now, carriers by name; each in one version. */
  readonly ordoroRows: readonly OrdoroOrder[];
}

/** How a look at one order ended. */
export interface NewsOutcome {
  /** False: the rows are neither taken in nor on record, because somebody else holds the order; they come again. */
  readonly takenIn: boolean;
  /** Something was written. */
  readonly changed: boolean;
  /** It failed, and that is on record. */
  readonly failed?: boolean;
}

/** What went wrong with one order. */
export interface NewsTrouble {
  /** Undefined when it could not be read. */
  readonly order: Order | undefined;
  readonly trouble: unknown;
  readonly dryRun: boolean;
  /** Numbers of Ordoro orders that have news which was not taken in. */
  readonly unread: readonly string[];
}

/** One turn of a task that takes in news. */
export interface NewsTurn {
  /** Kept whole: the time to hand over is asked for anew each time. */
  readonly task: TaskTurn;
  readonly dryRun: boolean;
}
