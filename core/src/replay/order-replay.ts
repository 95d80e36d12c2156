import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import { withRequest } from '../orders/record-changes.ts';
import type { SyncOutcome } from '../orders/situation.ts';
import { ConflictError } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { DeadLetters } from '../records/dead-letters.ts';
import { liveLease, type SyncRecord, withJournal } from '../records/sync-record.ts';
import { inParallel } from '../runs/in-parallel.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterReplay, StoredLetter } from './letter-replay.ts';
import { reachOf } from './trouble.ts';

/** What the replay of orders needs. */
export interface OrderReplayOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'getMany' | 'put'>;
  readonly containers: Pick<Containers, 'orders'>;
  readonly deadLetters: Pick<DeadLetters, 'clear'>;
  /** Brings in step an order that has no record. @throws PlatformError */
  readonly sync: (orderId: string, turn: NewsTurn) => Promise<SyncOutcome>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Replays dead letters of orders: the record gets a fresh start and is due, so the walk over due records, which follows in the
 * same turn, brings the order in step at its own pace. The letter goes when the order succeeds.
 */
export class OrderReplay implements LetterReplay {
  readonly #options: OrderReplayOptions;

  constructor(options: OrderReplayOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async takeUp(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[]> {
    const { objects, containers, clock } = this.#options;
    const found = await objects.getMany<SyncRecord>(
      containers.orders,
      letters.map(({ value }) => value.subject),
    );
    const records = new Map(found.map((stored) => [stored.key, stored]));
    const done: StoredLetter[] = [];
    await inParallel(letters, async (letter) => {
      if (clock() >= turn.task.handOverAt) return;
      turn.task.counts.examined += 1;
      if (await this.#one(letter, records.get(letter.value.subject), turn)) done.push(letter);
    });
    return done;
  }

  /** @returns false: the letter waits */
  async #one(
    { value: { subject } }: StoredLetter,
    found: StoredObject<SyncRecord> | undefined,
    turn: NewsTurn,
  ): Promise<boolean> {
    const { objects, containers, logger } = this.#options;
    try {
      // Queries may be late: only a read by key tells that there is no record.
      const stored = found ?? (await objects.get<SyncRecord>(containers.orders, subject));
      return stored === undefined ? await this.#syncUnknown(subject, turn) : await this.#begin(stored);
    } catch (error) {
      if (reachOf(error) !== 'lasting') throw error;
      turn.task.counts.failed += 1;
      logger.error('The order of a dead letter could not be tried again; the letter stands.', {
        orderId: subject,
        error,
      });
      return true;
    }
  }

  /** @returns false when somebody has the order at this moment */
  async #begin(stored: StoredObject<SyncRecord>): Promise<boolean> {
    const { objects, containers, clock } = this.#options;
    if (liveLease(stored.value, clock()) !== undefined) return false;
    try {
      const value = withFreshStart(stored.value, clock());
      await objects.put(containers.orders, stored.key, { value, version: stored.version });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  /** No record remembers that the letter stands, so it is cleared here. @returns false when somebody has the order */
  async #syncUnknown(orderId: string, turn: NewsTurn): Promise<boolean> {
    const outcome = await this.#options.sync(orderId, turn);
    if (outcome === 'held-by-another-instance' || outcome === 'postponed') return false;
    if (outcome !== 'failed') await this.#options.deadLetters.clear('order', orderId);
    return true;
  }
}

/**
 * The record with its tries beginning anew, as by the merchant's `retry`. But an operator who replays many orders has not looked at
 * each of them: what needs attention stays shown, and a change that came too late does not count as made by hand.
 */
export function withFreshStart(record: SyncRecord, now: number): SyncRecord {
  const noted = withJournal(record, 'replay asked for by an operator', new Date(now).toISOString());
  const { dismissed: _all, ...retried } = withRequest(noted, 'retry', now);
  const { changes, orderUpdate } = retried;
  const late = new Set((record.changes?.unsent ?? []).filter(({ code }) => code === 'too-late-to-change').map(keyOf));
  const unsent = changes?.unsent?.map(({ isRetried, ...change }) =>
    isRetried === true && !late.has(keyOf(change)) ? { ...change, isRetried } : change,
  );
  return {
    ...retried,
    ...(record.dismissed === undefined ? {} : { dismissed: record.dismissed }),
    ...(changes === undefined ? {} : { changes: { ...changes, ...(unsent === undefined ? {} : { unsent }) } }),
    ...(orderUpdate === undefined
      ? {}
      : { orderUpdate: { ...orderUpdate, nextAttemptAt: new Date(now).toISOString() } }),
    due: true,
    // The letter may be older than the record's memory of it.
    deadLetter: true,
  };
}

function keyOf({ part, field, value }: { part: number; field: string; value: string }): string {
  return JSON.stringify([part, field, value]);
}
