import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import { NO_REFERENCE } from '../fulfillments/returns/return-letters.ts';
import { RejectedError, TransientError } from '../problems/errors.ts';
import type { StoredLetter } from './letter-replay.ts';
import { ReturnReplay } from './return-replay.ts';

const letterOf = (subject: string): StoredLetter =>
  ({ key: `return.${subject}`, value: { kind: 'return', subject } }) as StoredLetter;

const TURN: NewsTurn = {
  dryRun: false,
  task: {
    counts: { examined: 0, changed: 0, skipped: 0, failed: 0 },
    handOverAt: 60_000,
    full: false,
    since: undefined,
    dryRun: false,
  },
};

/** Which of these letters are dealt with, and which are removed, where Ordoro answers about each set of references like this. */
async function replayed(subjects: readonly string[], failureOf: (references: readonly string[]) => Error | undefined) {
  const cleared: string[] = [];
  const asked: (readonly string[])[] = [];
  const replay = new ReturnReplay({
    clock: () => 0,
    logger: silentLogger,
    onDeadLetter: () => undefined,
    ownPrefixes: async () => new Set(),
    redact: (exchange) => exchange,
    deadLetters: {
      ofKind: async () => [],
      write: async () => true,
      clear: async (_kind, subject) => cleared.push(subject) > 0,
    },
    returns: {
      page: async ({ references = [] }) => {
        asked.push(references);
        const failure = failureOf(references);
        if (failure !== undefined) throw failure;
        return { count: undefined, pageSize: 100, rows: [] };
      },
    },
    batch: { work: async () => ({ handled: 1, missed: undefined }) },
  });
  const done = await replay.takeUp(subjects.map(letterOf), TURN);
  return { done: done.map(({ value }) => value.subject), cleared, asked };
}

describe('the replay of letters about returns', () => {
  it('removes those that Ordoro does not have any more', async () => {
    const { done, cleared } = await replayed(['R-1', 'R-2'], () => undefined);
    expect(done).toEqual(['R-1', 'R-2']);
    expect(cleared).toEqual(['R-1', 'R-2']);
  });

  it('asks for each by itself where Ordoro refuses the question, so that one stops no other', async () => {
    const refusal = new RejectedError('bad reference', { platform: 'ordoro', status: 400 });
    const { done, cleared } = await replayed(['R-1', 'BAD', 'R-2'], (references) =>
      references.includes('BAD') ? refusal : undefined,
    );
    expect(done).toEqual(['R-1', 'BAD', 'R-2']);
    expect(cleared).toEqual(['R-1', 'R-2']);
  });

  it('leaves all of them waiting when Ordoro has no answer, and asks once', async () => {
    const away = new TransientError('away', { platform: 'ordoro', status: 503 });
    expect(await replayed(['R-1', 'R-2'], () => away)).toEqual({ done: [], cleared: [], asked: [['R-1', 'R-2']] });
  });

  it('keeps the letter about returns without a reference, because nothing can be asked for', async () => {
    expect(await replayed([NO_REFERENCE], () => undefined)).toEqual({ done: [NO_REFERENCE], cleared: [], asked: [] });
  });
});
