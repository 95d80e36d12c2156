import type { Order } from '@commercetools/platform-sdk';
import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { ConflictError, messageOf } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { DeadLetterDraft, DeadLetters } from '../records/dead-letters.ts';
import { liveLease, type SyncRecord } from '../records/sync-record.ts';
import type { Logger } from '../telemetry/logger.ts';
import { newRecord, withFailure } from './record-changes.ts';

/** What the recorder needs. */
export interface TroubleRecorderOptions {
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** A message about an order without the order's personal data. */
  readonly redactText: (text: string, context: unknown) => string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** What went wrong with an order. */
export interface OrderTrouble {
  /** Undefined when it could not be read. */
  readonly order: Order | undefined;
  readonly trouble: unknown;
  readonly dryRun: boolean;
}

/** Writes down that an order could not be brought in step, so that a cursor may pass it without losing it. */
export class TroubleRecorder {
  readonly #options: TroubleRecorderOptions;

  constructor(options: TroubleRecorderOptions) {
    this.#options = options;
  }

  /**
   * @returns false when there is nothing to write it into: the order is known to nobody
   * @throws PlatformError when commercetools does not take it either: then the cursor must stay where it is
   */
  async record(orderId: string, { order, trouble, dryRun }: OrderTrouble): Promise<boolean> {
    const { objects, containers, clock, logger } = this.#options;
    logger.error('The order could not be brought in step; it is tried again.', { orderId, error: trouble });
    if (dryRun) return true;
    const stored = await objects.get<SyncRecord>(containers.orders, orderId);
    const record = stored?.value ?? (order === undefined ? undefined : newRecord(order, clock()));
    // A claimed order belongs to the pass that claimed it; the job comes back when the claim has ended.
    if (record === undefined) return false;
    if (liveLease(record, clock()) !== undefined) return true;
    const failed = await this.#failed(record, this.#options.redactText(messageOf(trouble), order));
    try {
      await objects.put(containers.orders, orderId, { value: failed, version: stored?.version ?? 0 });
    } catch (error) {
      // Another process has the order at this moment, so it is in good hands.
      if (!(error instanceof ConflictError)) throw error;
    }
    return true;
  }

  /** Tried again by the schedule; after a day an operator is told as well. */
  async #failed(record: SyncRecord, message: string): Promise<SyncRecord> {
    const { deadLetters, onDeadLetter, clock, random } = this.#options;
    const moment = { now: clock(), random: random() };
    const failed = {
      ...withFailure(record, { code: 'commercetools-rejected', message }, moment),
      status: record.status,
    };
    if (failed.nextAttemptAt !== undefined) return { ...failed, due: true };
    const letter: DeadLetterDraft = {
      kind: 'order',
      subject: record.orderId,
      code: 'commercetools-rejected',
      message,
      attempts: failed.attempts,
      ...(failed.firstFailedAt === undefined ? {} : { firstFailedAt: failed.firstFailedAt }),
    };
    await deadLetters.write(letter);
    onDeadLetter(letter);
    const hourly = new Date(moment.now + 60 * 60_000).toISOString();
    return { ...failed, due: true, deadLetter: true, nextAttemptAt: hourly, retryAt: hourly };
  }
}
