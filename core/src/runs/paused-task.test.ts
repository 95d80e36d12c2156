import { describe, expect, it } from 'vitest';
import { sayingWhenPaused } from './paused-task.ts';
import type { Task, TaskTurn } from './task.ts';

const REASON = 'Ordoro is away';

const TURN = {} as TaskTurn;

function task(message?: string): Task {
  return { name: 'orders', work: async () => ({ finished: true, ...(message === undefined ? {} : { message }) }) };
}

describe('a task that was done while nothing may be sent to Ordoro', () => {
  it('says why it is not all', async () => {
    expect(await sayingWhenPaused(task(), async () => REASON).work(TURN)).toEqual({
      finished: true,
      isIncomplete: true,
      message: 'Ordoro is away',
    });
  });

  it('says that beside its own words', async () => {
    const { message } = await sayingWhenPaused(task('half of the backfill'), async () => REASON).work(TURN);
    expect(message).toBe('half of the backfill; Ordoro is away');
  });
});

describe('a task that was done while Ordoro answers', () => {
  it('says nothing of it', async () => {
    expect(await sayingWhenPaused(task(), async () => undefined).work(TURN)).toEqual({ finished: true });
  });
});
