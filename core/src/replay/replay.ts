import type { Clock } from '../clock.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { DeadLetterKind, DeadLetters } from '../records/dead-letters.ts';
import { inParallel } from '../runs/in-parallel.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterReplay, StoredLetter } from './letter-replay.ts';
import { reachOf } from './trouble.ts';

/** Letters of one query. */
const PAGE_SIZE = 100;

/** What the replay needs. */
export interface ReplayOptions {
  readonly deadLetters: Pick<DeadLetters, 'page' | 'replayed'>;
  /** Kinds without an entry are looked at in every run anyway. */
  readonly replays: Partial<Readonly<Record<DeadLetterKind, LetterReplay>>>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How far a turn of the replay came. */
export interface ReplayProgress {
  /** False: time was up before every letter that was asked for was looked at. */
  readonly isThrough: boolean;
  /** Letters that were taken up. */
  readonly takenUp: number;
  /** Letters that wait, because somebody holds their subject or Ordoro does not answer. */
  readonly waiting: number;
}

/**
 * Takes up the dead letters whose replay an operator asked for. The request stands in the letter until it is taken up, so a
 * replay of thousands goes on over turns and runs, and one that breaks off is taken up again. A letter stands until its subject
 * succeeds.
 */
export class Replay {
  readonly #options: ReplayOptions;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** One turn; costs one query when nothing was asked for. In a dry run letters are only counted. @throws PlatformError */
  async work(turn: NewsTurn): Promise<ReplayProgress> {
    let after: string | undefined;
    let takenUp = 0;
    let seen = 0;
    do {
      if (this.#options.clock() >= turn.task.handOverAt) return { isThrough: false, takenUp, waiting: seen - takenUp };
      const page = await this.#options.deadLetters.page({ isAsked: true }, { after, limit: PAGE_SIZE });
      seen += page.objects.length;
      if (!turn.dryRun) takenUp += await this.#takeUp(page.objects, turn);
      after = page.next;
    } while (after !== undefined);
    const isCut = this.#options.clock() >= turn.task.handOverAt && takenUp < seen;
    return { isThrough: !isCut, takenUp, waiting: seen - takenUp };
  }

  /** @returns how many of them */
  async #takeUp(letters: readonly StoredLetter[], turn: NewsTurn): Promise<number> {
    let count = 0;
    for (const [kind, group] of Map.groupBy(letters, ({ value }) => value.kind))
      try {
        count += await this.#takeUpKind(kind, group, turn);
      } catch (error) {
        // Orders that are due come after the replay: they wait for no letter.
        if (reachOf(error) === 'everything') throw error;
        this.#options.logger.error('The replay of dead letters of one kind broke off; they wait for the next run.', {
          kind,
          error,
        });
      }
    return count;
  }

  async #takeUpKind(kind: DeadLetterKind, letters: readonly StoredLetter[], turn: NewsTurn): Promise<number> {
    const { deadLetters, replays, clock } = this.#options;
    const takenUpAt = clock();
    const done = (await replays[kind]?.takeUp(letters, turn)) ?? letters;
    await inParallel(done, (letter) => deadLetters.replayed(letter, takenUpAt));
    return done.length;
  }
}

/** What the run report says of it; undefined: nothing was asked for. */
export function replayMessage({ takenUp, waiting }: ReplayProgress): string | undefined {
  if (takenUp + waiting === 0) return undefined;
  const rest = waiting === 0 ? '' : `, ${waiting} wait for the next run`;
  return `replay: ${takenUp} dead letters taken up${rest}`;
}
