import type { Order } from '@commercetools/platform-sdk';
import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { ConflictError, messageOf } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { Logger } from '../telemetry/logger.ts';
import { newRecord, withFailure } from './record-changes.ts';

/** What the recorder needs. */
export interface TroubleRecorderOptions {
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** Writes down that an order could not be brought in step, so that a cursor may pass it without losing it. */
export class TroubleRecorder {
  readonly #options: TroubleRecorderOptions;

  constructor(options: TroubleRecorderOptions) {
    this.#options = options;
  }

  /** @throws PlatformError when commercetools does not take it either: then the cursor must stay where it is */
  async record(orderId: string, order: Order | undefined, trouble: unknown): Promise<void> {
    const { objects, containers, clock, random, logger } = this.#options;
    logger.error('The order could not be brought in step; it is tried again.', { orderId, error: trouble });
    const stored = await objects.get<SyncRecord>(containers.orders, orderId);
    const record = stored?.value ?? (order === undefined ? undefined : newRecord(order, clock()));
    if (record === undefined) return;
    const failure = { code: 'commercetools-rejected', message: messageOf(trouble) };
    const { status } = record;
    const failed = { ...withFailure(record, failure, { now: clock(), random: random() }), status, due: true };
    try {
      await objects.put(containers.orders, orderId, { value: failed, version: stored?.version ?? 0 });
    } catch (error) {
      // Another process has the order at this moment, so it is in good hands.
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}
