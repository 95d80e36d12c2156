import type { Order } from '@commercetools/platform-sdk';
import { type Clock, isoOf } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { withReturns } from '../fulfillments/returns/fold-returns.ts';
import { ConflictError, messageOf, RejectedError } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { DeadLetterDraft, DeadLetters } from '../records/dead-letters.ts';
import type { KnownReturn } from '../records/known-return.ts';
import { liveLease, type SyncRecord } from '../records/sync-record.ts';
import type { Logger } from '../telemetry/logger.ts';
import { newRecord, withFailure } from './record-changes.ts';

/** So long after trouble an order that had failed and was at rest is looked at again, milliseconds. */
const AGAIN_MS = 5 * 60_000;

/** The same where the trouble goes on. */
const LATER_MS = 60 * 60_000;

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
  /** By the rules of that look an order without record could be ours: a record made now is one of such an order. */
  readonly isAdmitted?: boolean;
  /** Ordoro orders with news that could not be taken in: the next look reads them. */
  readonly unread?: readonly string[];
  /** Returns that could not be taken in: the record keeps them for the next look. */
  readonly returnRows?: readonly KnownReturn[];
}

/** Writes down that an order could not be brought in step, so that a cursor may pass it without losing it. */
export class TroubleRecorder {
  readonly #options: TroubleRecorderOptions;

  constructor(options: TroubleRecorderOptions) {
    this.#options = options;
  }

  /**
   * @returns false when it is not written down: the order is known to nobody, or news of it cannot be noted at the moment
   * @throws PlatformError when commercetools cannot be written: then the cursor must stay where it is. A record that it refuses, now and
   *   at every later try, must stop no other order: a dead letter stands in for it
   */
  async record(
    orderId: string,
    { order, trouble, dryRun, isAdmitted = false, ...news }: OrderTrouble,
  ): Promise<boolean> {
    const { objects, containers, clock, logger } = this.#options;
    logger.error('The order could not be brought in step; it is tried again.', { orderId, error: trouble });
    if (dryRun) return true;
    const stored = await objects.get<SyncRecord>(containers.orders, orderId);
    const known = stored?.value ?? (order === undefined ? undefined : provisionalRecord(order, clock()));
    if (known === undefined) return false;
    const record = isAdmitted ? admitted(known) : known;
    // A claimed order belongs to the pass that claimed it, and that knows nothing of this news.
    if (liveLease(record, clock()) !== undefined) return !hasNews(news);
    const failed = await this.#failed(withNewsKept(record, news), this.#options.redactText(messageOf(trouble), order));
    try {
      await objects.put(containers.orders, orderId, { value: failed, version: stored?.version ?? 0 });
    } catch (error) {
      if (error instanceof RejectedError) {
        await this.#tell(failed, `the record is refused: ${this.#options.redactText(error.message, order)}`);
        return true;
      }
      if (!(error instanceof ConflictError)) throw error;
      // Another process has the order at this moment, so it is in good hands, but that process has not seen the news.
      return !hasNews(news);
    }
    return true;
  }

  /** Tried again by the schedule; after a day an operator is told as well. What has failed already keeps its reason, and its letter. */
  async #failed(record: SyncRecord, message: string): Promise<SyncRecord> {
    const { clock, random } = this.#options;
    const moment = { now: clock(), random: random() };
    if (record.status === 'failed' && record.lastError?.code !== 'commercetools-rejected')
      return { ...record, due: true, nextAttemptAt: isoOf(moment.now + (record.due ? LATER_MS : AGAIN_MS)) };
    const failed = {
      ...withFailure(record, { code: 'commercetools-rejected', message }, moment),
      status: record.status,
    };
    if (failed.nextAttemptAt !== undefined) return { ...failed, due: true };
    await this.#tell(failed, message);
    const hourly = isoOf(moment.now + LATER_MS);
    return { ...failed, due: true, deadLetter: true, nextAttemptAt: hourly, retryAt: hourly };
  }

  async #tell({ orderId, attempts, firstFailedAt }: SyncRecord, message: string): Promise<void> {
    const { deadLetters, onDeadLetter } = this.#options;
    const letter: DeadLetterDraft = {
      kind: 'order',
      subject: orderId,
      code: 'commercetools-rejected',
      message,
      attempts,
      ...(firstFailedAt === undefined ? {} : { firstFailedAt }),
    };
    await deadLetters.write(letter);
    onDeadLetter(letter);
  }
}

/** Perhaps the order had another record before, which was deleted; so what the order shows is judged as if it had none. */
function provisionalRecord(order: Order, now: number): SyncRecord {
  return { ...newRecord(order, now), isProvisional: true };
}

/** A backfill comes by only once, and the next look has the usual beginning of the history again. */
function admitted(record: SyncRecord): SyncRecord {
  return record.isProvisional === true ? { ...record, isAdmitted: true } : record;
}

/** What was read in Ordoro and could not be taken in. */
type News = Pick<OrderTrouble, 'unread' | 'returnRows'>;

function hasNews({ unread = [], returnRows = [] }: News): boolean {
  return unread.length > 0 || returnRows.length > 0;
}

function withNewsKept(record: SyncRecord, { unread = [], returnRows = [] }: News): SyncRecord {
  const numbers = [...new Set([...(record.unread ?? []), ...unread])];
  const returns = withReturns(record.returns ?? [], returnRows);
  return {
    ...record,
    ...(numbers.length === 0 ? {} : { unread: numbers }),
    ...(returns.length === 0 ? {} : { returns }),
  };
}
