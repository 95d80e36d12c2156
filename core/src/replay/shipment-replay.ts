import type { Clock } from '../clock.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { NewsBatch } from '../fulfillments/news-batch.ts';
import { ShipmentLetters, type ShipmentLettersOptions } from '../fulfillments/shipment-letters.ts';
import type { ChangedOrder, ChangedOrders } from '../ordoro/changed-orders.ts';
import { inParallel } from '../runs/in-parallel.ts';
import { FINISH_MS } from '../runs/task.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterReplay, StoredLetter } from './letter-replay.ts';
import { isOfOrdoro, MOST_UNANSWERED, reachOf } from './trouble.ts';

/** Subject of a row that showed no number: it has no address either, only the list shows it. */
const NO_NUMBER = /^(id \d+|row [0-9a-f]+)$/;

/** What the replay of shipments needs. */
export interface ShipmentReplayOptions extends ShipmentLettersOptions {
  readonly changed: Pick<ChangedOrders, 'byNumber'>;
  readonly batch: Pick<NewsBatch, 'takeIn'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Replays dead letters about Ordoro orders: each is read again and handed to its order, as if it had just changed. */
export class ShipmentReplay implements LetterReplay {
  readonly #options: ShipmentReplayOptions;

  constructor(options: ShipmentReplayOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async takeUp(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[]> {
    const rows = new Map<ChangedOrder, StoredLetter>();
    const done: StoredLetter[] = [];
    const box = new ShipmentLetters(this.#options);
    let unanswered = 0;
    await inParallel(letters, async (letter) => {
      if (unanswered >= MOST_UNANSWERED || this.#options.clock() >= turn.task.handOverAt) return;
      try {
        const row = await this.#read(letter, box, turn);
        unanswered = 0;
        if (row === undefined) done.push(letter);
        else rows.set(row, letter);
      } catch (error) {
        if (!isOfOrdoro(error)) throw error;
        const reach = reachOf(error);
        if (reach === 'lasting') done.push(letter);
        // Ordoro is asked again at the next run; the other kinds need not wait for it.
        else unanswered = reach === 'everything' ? MOST_UNANSWERED : unanswered + 1;
        this.#options.logger.warn('The order of a dead letter could not be read in Ordoro; the letter stands.', {
          subject: letter.value.subject,
          error,
        });
      }
    });
    const { open } = await this.#options.batch.takeIn([...rows.keys()], box, turn);
    const waiting = new Set(open);
    return [...done, ...[...rows].flatMap(([row, letter]) => (waiting.has(row) ? [] : [letter]))];
  }

  /** @returns undefined when there is nothing to hand over */
  async #read(letter: StoredLetter, box: ShipmentLetters, turn: NewsTurn): Promise<ChangedOrder | undefined> {
    const { subject } = letter.value;
    if (NO_NUMBER.test(subject)) return undefined;
    const row = await this.#options.changed.byNumber(subject, turn.task.handOverAt + FINISH_MS);
    if (row !== undefined) return { ...row, number: row.number ?? subject };
    this.#options.logger.warn('The order of a dead letter is not in Ordoro any more; the letter is removed.', {
      subject,
    });
    await box.clear(subject);
    return undefined;
  }
}
