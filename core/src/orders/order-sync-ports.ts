import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Orders } from '../commercetools/orders.ts';
import type { OrdoroOrderEdits } from '../ordoro/order-edits.ts';
import type { OrdoroOrders } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { OrdoroSalesChannels } from '../ordoro/sales-channels.ts';
import type { Pause } from '../problems/errors.ts';
import type { DeadLetterDraft, DeadLetters } from '../records/dead-letters.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { EventLog } from '../telemetry/event-log.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Exchange } from '../telemetry/redaction.ts';
import type { SkuDirectory } from './sku-directory.ts';

/** The sync records of the orders. */
export interface OrderRecords {
  get(orderId: string): Promise<StoredObject<SyncRecord> | undefined>;
  /** @throws ConflictError when the version no longer holds; 0 creates only */
  put(record: SyncRecord, version: number): Promise<StoredObject<SyncRecord>>;
}

/** Everything outside that bringing an order in step touches. */
export interface OrderSyncPorts {
  readonly orders: Pick<Orders, 'get' | 'update'>;
  readonly records: OrderRecords;
  readonly ordoroOrders: OrdoroOrders;
  /** Writes to orders that Ordoro has. */
  readonly ordoroEdits: Pick<OrdoroOrderEdits, 'carryOut'>;
  /** Puts the name of the carrier on rows that only name a carrier account. */
  readonly carriers: { withNames(rows: readonly OrdoroOrder[], readBy?: number): Promise<readonly OrdoroOrder[]> };
  readonly salesChannels: Pick<OrdoroSalesChannels, 'get'>;
  readonly skus: Pick<SkuDirectory, 'resolve' | 'remembered' | 'mayAskOrdoro'>;
  readonly deadLetters: Pick<DeadLetters, 'write' | 'clear'>;
  readonly eventLog: Pick<EventLog, 'write'>;
  /** Makes sure that this Type (absent: our own) has our fields and our channel exists. */
  readonly prepareOrderType: (typeId: string | undefined) => Promise<'ready' | 'refused'>;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /**
   * Why nothing may be sent to Ordoro now; undefined when it may. Asked before an order is claimed; absent: never paused.
   * @param by has found out by then; epoch milliseconds
   */
  readonly pause?: (by: number) => Promise<Pause | undefined>;
  /** Ordoro refuses the API key. */
  readonly onCredentialsRefused: (message: string) => void;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  /** A message about a payload without the payload's personal data. */
  readonly redactText: (text: string, context: unknown) => string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
  /** Names this process in leases. */
  readonly owner: string;
  /** Longest duration of a POST to Ordoro, milliseconds. */
  readonly sendTimeoutMs: number;
}
