import type { Order } from '@commercetools/platform-sdk';
import type { Clock } from '../../clock.ts';
import type { CustomObjects, StoredObject } from '../../commercetools/custom-objects.ts';
import type { Orders } from '../../commercetools/orders.ts';
import type { KnownReturn } from '../../records/known-return.ts';
import type { SyncRecord } from '../../records/sync-record.ts';

/** What is known of an order whose returns have changed. */
export interface ReturnRequest {
  /** As just read; undefined: there is none. */
  readonly stored: StoredObject<SyncRecord> | undefined;
  /** As just read; undefined: the query did not show it, it may only be late. */
  readonly order: Order | undefined;
  /** When order and record were read, epoch milliseconds. */
  readonly orderReadAt: number;
  readonly returnRows: readonly KnownReturn[];
  readonly dryRun: boolean;
  /** When the turn has to be handed over, epoch milliseconds. */
  readonly handOverAt: number;
}

/** How the order took its returns. */
export interface ReturnResult {
  /** The returns are in the record, or nothing has to be done about them; false: they have to be shown again. */
  readonly isTakenIn: boolean;
  readonly changed: boolean;
  readonly hasFailed: boolean;
}

/** Everything outside that bringing returns to their orders touches. */
export interface ReturnBatchPorts {
  /** Orders in commercetools by the number of an Ordoro order, a child or a merged one included; unknown numbers are missing. */
  readonly finder: {
    findByNumbers(numbers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  };
  readonly objects: Pick<CustomObjects, 'getMany'>;
  readonly containers: { readonly orders: string };
  readonly orders: Pick<Orders, 'getMany'>;
  /** Brings one order in step, its returns included. */
  readonly bringInStep: (orderId: string, request: ReturnRequest) => Promise<ReturnResult>;
  /**
   * Writes down that this order could not be brought in step. @returns true when the returns are on record as well, so that
   * they need not be shown again
   */
  readonly recordTrouble: (orderId: string, request: ReturnRequest & { readonly trouble: unknown }) => Promise<boolean>;
  readonly clock: Clock;
}
