import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import { RejectedError, TransientError } from '../problems/errors.ts';
import type { DeadLetterKind } from '../records/dead-letters.ts';
import type { StoredLetter } from './letter-replay.ts';
import { Replay, replayMessage } from './replay.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');

const letterOf = (kind: DeadLetterKind, index: number): StoredLetter => {
  const subject = String(index).padStart(4, '0');
  return { key: `${kind}.${subject}`, value: { kind, subject } } as StoredLetter;
};

let now: number;
let asked: StoredLetter[];
let queries: number;
/** Keys of letters that somebody holds. */
let held: Set<string>;
let secondsPerPage: number;
/** What the replay of returns ends with. */
let failure: Error | undefined;

const replay = () =>
  new Replay({
    clock: () => now,
    logger: silentLogger,
    deadLetters: {
      page: async (_selection, { after = '', limit = 500 } = {}) => {
        queries += 1;
        const objects = asked.filter(({ key }) => key > after).slice(0, limit);
        const last = objects.at(-1);
        return objects.length === limit && last !== undefined ? { objects, next: last.key } : { objects };
      },
      replayed: async ({ key }) => {
        asked = asked.filter((letter) => letter.key !== key);
      },
    },
    replays: {
      order: {
        takeUp: async (letters) => {
          now += secondsPerPage * 1_000;
          return letters.filter(({ key }) => !held.has(key));
        },
      },
      return: {
        takeUp: async (letters) => {
          if (failure !== undefined) throw failure;
          return letters;
        },
      },
    },
  });

const turn = (dryRun = false): NewsTurn => ({
  dryRun,
  task: {
    counts: { examined: 0, changed: 0, skipped: 0, failed: 0 },
    handOverAt: NOW + 60_000,
    full: false,
    since: undefined,
    dryRun,
  },
});

beforeEach(() => {
  now = NOW;
  asked = [];
  queries = 0;
  held = new Set();
  secondsPerPage = 1;
  failure = undefined;
});

describe('the replay of dead letters', () => {
  it('costs one query when nothing was asked for', async () => {
    expect(await replay().work(turn())).toEqual({ isThrough: true, takenUp: 0, waiting: 0 });
    expect(queries).toBe(1);
  });

  it('takes up thousands over several turns, each of them once', async () => {
    asked = Array.from({ length: 2_500 }, (_none, index) => letterOf('order', index));
    secondsPerPage = 6;
    const turns = [];
    for (let index = 0; index < 4 && asked.length > 0; index += 1) {
      now = NOW;
      turns.push((await replay().work(turn())).takenUp);
    }
    expect(turns).toEqual([1_000, 1_000, 500]);
  });

  it('passes letters that have to wait, and leaves them asked for', async () => {
    asked = Array.from({ length: 150 }, (_none, index) => letterOf('order', index));
    held = new Set(['order.0003', 'order.0120']);
    expect(await replay().work(turn())).toEqual({ isThrough: true, takenUp: 148, waiting: 2 });
    expect(asked.map(({ key }) => key)).toEqual(['order.0003', 'order.0120']);
  });

  it('only marks letters of a kind that every run looks at anyway', async () => {
    asked = [letterOf('config', 1)];
    expect(await replay().work(turn())).toMatchObject({ takenUp: 1 });
    expect(asked).toEqual([]);
  });

  it('of one kind that breaks off stops neither the other kinds nor what comes after the replay', async () => {
    asked = [letterOf('return', 1), letterOf('order', 2)];
    failure = new RejectedError('too large', { platform: 'commercetools', status: 400 });
    expect(await replay().work(turn())).toEqual({ isThrough: true, takenUp: 1, waiting: 1 });
    expect(asked.map(({ key }) => key)).toEqual(['return.0001']);
  });

  it('ends while commercetools is away', async () => {
    asked = [letterOf('return', 1)];
    failure = new TransientError('away', { platform: 'commercetools', status: 503 });
    await expect(replay().work(turn())).rejects.toThrow('away');
  });

  it('only counts in a dry run', async () => {
    asked = [letterOf('order', 1), letterOf('config', 2)];
    expect(await replay().work(turn(true))).toEqual({ isThrough: true, takenUp: 0, waiting: 2 });
    expect(asked).toHaveLength(2);
  });
});

describe('what the run report says of a replay', () => {
  it('is nothing when nothing was asked for', () => {
    expect(replayMessage({ isThrough: true, takenUp: 0, waiting: 0 })).toBeUndefined();
    expect(replayMessage({ isThrough: true, takenUp: 3, waiting: 0 })).toBe('replay: 3 dead letters taken up');
    expect(replayMessage({ isThrough: true, takenUp: 3, waiting: 1 })).toBe(
      'replay: 3 dead letters taken up, 1 wait for the next run',
    );
  });
});
