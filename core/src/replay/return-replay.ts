import type { Clock } from '../clock.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { ReturnBatch } from '../fulfillments/returns/return-batch.ts';
import { NO_REFERENCE, ReturnLetters, type ReturnLettersOptions } from '../fulfillments/returns/return-letters.ts';
import type { OrdoroReturnPage, OrdoroReturnRow, OrdoroReturns } from '../ordoro/returns.ts';
import { FINISH_MS } from '../runs/task.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterReplay, StoredLetter } from './letter-replay.ts';
import { isOfOrdoro, reachOf } from './trouble.ts';

/** References of one query. */
const PER_QUERY = 20;

/** What the replay of returns needs. */
export interface ReturnReplayOptions extends Omit<ReturnLettersOptions, 'dryRun'> {
  readonly returns: Pick<OrdoroReturns, 'page'>;
  readonly batch: Pick<ReturnBatch, 'work'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Replays dead letters about returns: each is read again and brought to its order. */
export class ReturnReplay implements LetterReplay {
  readonly #options: ReturnReplayOptions;

  constructor(options: ReturnReplayOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async takeUp(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[]> {
    // Only the list shows a return whose reference cannot be read.
    const named = letters.filter(({ value }) => value.subject !== NO_REFERENCE);
    const done = letters.filter(({ value }) => value.subject === NO_REFERENCE);
    let isAway = false;
    for (let from = 0; from < named.length && !isAway && !this.#isTimeUp(turn); from += PER_QUERY) {
      const taken = await this.#takeUpSome(named.slice(from, from + PER_QUERY), turn);
      isAway = taken === undefined;
      done.push(...(taken ?? []));
    }
    return done;
  }

  /** @returns those dealt with; undefined: Ordoro cannot be asked at the moment */
  async #takeUpSome(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[] | undefined> {
    try {
      return await this.#some(letters, turn);
    } catch (error) {
      if (!isOfOrdoro(error)) throw error;
      this.#options.logger.warn('The returns of dead letters could not be read in Ordoro; the letters stand.', {
        references: letters.map(({ value }) => value.subject),
        error,
      });
      // Ordoro is asked again at the next run; the other kinds need not wait for it.
      if (reachOf(error) === 'everything') return undefined;
      if (reachOf(error) === 'this-one') return [];
      return letters.length > 1 ? this.#eachByItself(letters, turn) : letters;
    }
  }

  /** Ordoro refuses the question about several of them: one of their references may be to blame. */
  async #eachByItself(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[]> {
    const done: StoredLetter[] = [];
    for (const letter of letters) {
      const taken = this.#isTimeUp(turn) ? undefined : await this.#takeUpSome([letter], turn);
      if (taken === undefined) break;
      done.push(...taken);
    }
    return done;
  }

  async #some(letters: readonly StoredLetter[], turn: NewsTurn): Promise<StoredLetter[]> {
    const references = letters.map(({ value }) => value.subject);
    const endBy = turn.task.handOverAt + FINISH_MS;
    const page = await this.#options.returns.page({ offset: 0, references, endBy });
    const box = new ReturnLetters({ ...this.#options, dryRun: turn.dryRun });
    const done: StoredLetter[] = [];
    for (const letter of letters) {
      if (this.#isTimeUp(turn)) break;
      if (await this.#one(letter, { page, box }, turn)) done.push(letter);
    }
    return done;
  }

  /** @returns false when the order could not take the return now and that is not on record */
  async #one(
    letter: StoredLetter,
    { page, box }: { readonly page: OrdoroReturnPage; readonly box: ReturnLetters },
    { task, dryRun }: NewsTurn,
  ): Promise<boolean> {
    const { subject } = letter.value;
    const row = page.rows.find((candidate) => referenceOf(candidate) === subject);
    if (row === undefined) {
      await this.#gone(subject, page);
      return true;
    }
    // Without a time of its own, so that it is no matter of any cursor.
    const { handled, missed } = await this.#options.batch.work([{ row, at: 0 }], {
      task,
      dryRun,
      letters: box,
      again: true,
    });
    return handled === 1 && missed === undefined;
  }

  /** Only a list that shows everything that was asked for tells that a return is gone. */
  async #gone(reference: string, { rows, pageSize }: OrdoroReturnPage): Promise<void> {
    if (rows.length >= pageSize) return;
    this.#options.logger.warn('The return of a dead letter is not in Ordoro any more; the letter is removed.', {
      reference,
    });
    await this.#options.deadLetters.clear('return', reference);
  }

  #isTimeUp({ task }: NewsTurn): boolean {
    return this.#options.clock() >= task.handOverAt;
  }
}

function referenceOf(row: OrdoroReturnRow): string | undefined {
  return row.kind === 'return' ? row.content.reference : row.reference;
}
