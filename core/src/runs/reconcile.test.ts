import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { TransientError } from '../problems/errors.ts';
import { Cursors } from '../records/cursors.ts';
import type { Audit, AuditStep, AuditTurn } from './audit.ts';
import { ReconcileTask } from './reconcile.ts';
import type { TaskTurn } from './task.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-23T10:00:00.000Z');

let now: number;
let objects: MemoryObjects;
/** Names of the audits in the order in which they worked. */
let worked: string[];
let turns: AuditTurn[];

beforeEach(() => {
  now = START;
  objects = new MemoryObjects();
  [worked, turns] = [[], []];
});

/** An audit that needs so many turns of a minute each. */
function audit(name: string, needed = 1, fails: () => boolean = () => false): Audit {
  return {
    name,
    work: async (turn): Promise<AuditStep> => {
      worked.push(name);
      turns.push({ ...turn, handOverAt: turn.handOverAt });
      now += MINUTE;
      if (fails()) throw new TransientError(`${name} broke`, { platform: 'ordoro' });
      const done = ((turn.progress as number | undefined) ?? 0) + 1;
      return done >= needed ? { finished: true, message: `${name} is through` } : { finished: false, progress: done };
    },
  };
}

function taskOf(...audits: Audit[]): ReconcileTask {
  const cursors = new Cursors(objects.asObjects, 'cursors');
  return new ReconcileTask({ audits, cursors, clock: () => now, logger: silentLogger });
}

function turn(more: Partial<TaskTurn> = {}): TaskTurn {
  const counts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
  return { counts, handOverAt: now + 3 * MINUTE, full: false, since: undefined, dryRun: false, ...more };
}

const cursor = () => objects.value('cursors', 'reconcile');

describe('an audit', () => {
  it('is made at the first run, and then once a day', async () => {
    const task = taskOf(audit('stock'));

    expect(await task.work(turn())).toEqual({ finished: true, message: 'stock is through' });
    now = START + 24 * HOUR;
    expect(await task.work(turn())).toEqual({
      finished: true,
      message: 'nothing is due since 2026-11-23T10:01:00.000Z; "full" compares everything now',
    });
    expect(worked).toEqual(['stock']);
    now = START + 24 * HOUR + MINUTE;
    await task.work(turn());

    expect(worked).toEqual(['stock', 'stock']);
    expect(cursor()).toEqual({
      lastCompletedAt: '2026-11-24T10:02:00.000Z',
      audits: { stock: { lastCompletedAt: '2026-11-24T10:02:00.000Z' } },
    });
  });

  it('leaves something for the next pass to remember, whatever comes in between', async () => {
    const rest = audit('stock', 2);
    let memory: number | undefined = 7;
    const task = taskOf({
      ...rest,
      work: async (given) => {
        const step = await rest.work(given);
        return step.finished && memory !== undefined ? { ...step, memory } : step;
      },
    });
    await task.work(turn());
    await task.work(turn());
    memory = undefined;
    await task.work(turn({ full: true }));
    await task.work(turn({ full: true }));
    await task.work(turn({ full: true }));

    expect(turns.map((one) => one.memory)).toEqual([undefined, undefined, 7, 7, undefined]);
  });

  it('is made at once when everything is asked for, and once only', async () => {
    const task = taskOf(audit('stock'));
    await task.work(turn());

    await task.work(turn({ full: true }));
    await task.work(turn());

    expect(worked).toEqual(['stock', 'stock']);
  });

  it('is made again when everything is asked for again', async () => {
    const task = taskOf(audit('stock'));

    for (let time = 0; time < 3; time += 1) await task.work(turn({ full: true }));

    expect(worked).toEqual(['stock', 'stock', 'stock']);
  });

  it('goes on in the next turn where it stopped, in another process as well', async () => {
    const first = await taskOf(audit('stock', 2)).work(turn());
    expect(first).toEqual({ finished: false });
    expect(cursor()).toEqual({ audits: { stock: { pass: { startedAt: '2026-11-23T10:00:00.000Z', progress: 1 } } } });
    now += HOUR;

    expect(await taskOf(audit('stock', 2)).work(turn())).toMatchObject({ finished: true });

    expect(turns.map(({ startedAt, progress }) => [startedAt, progress])).toEqual([
      ['2026-11-23T10:00:00.000Z', undefined],
      ['2026-11-23T10:00:00.000Z', 1],
    ]);
  });

  it('begins anew when what it has seen is twelve hours old', async () => {
    await taskOf(audit('stock', 2)).work(turn());
    now = START + 12 * HOUR;

    await taskOf(audit('stock', 2)).work(turn());

    expect(turns.at(-1)).toMatchObject({ startedAt: '2026-11-23T22:00:00.000Z', progress: undefined });
  });

  it('that failed rests for half an hour, and then goes on from its last place', async () => {
    let isBroken = false;
    const task = taskOf(audit('stock', 2, () => isBroken));
    await task.work(turn());
    isBroken = true;
    await expect(task.work(turn())).rejects.toThrow('stock broke');
    isBroken = false;
    now += 29 * MINUTE;
    await task.work(turn());
    expect(worked).toHaveLength(2);
    now += MINUTE;

    await task.work(turn());

    expect(turns.at(-1)).toMatchObject({ progress: 1 });
    expect(cursor()).toMatchObject({ lastCompletedAt: '2026-11-23T10:33:00.000Z' });
  });

  it('that failed is made at once when everything is asked for', async () => {
    let isBroken = true;
    const task = taskOf(audit('stock', 1, () => isBroken));
    await expect(task.work(turn())).rejects.toThrow('stock broke');
    isBroken = false;

    expect(await task.work(turn({ full: true }))).toMatchObject({ finished: true });
  });
});

describe('several audits', () => {
  it('share the time of a turn, and what one does not need is left to the others', async () => {
    await taskOf(audit('stock', 2), audit('orders', 2)).work(turn({ handOverAt: START + 4 * MINUTE }));

    expect(turns.map(({ handOverAt }) => (handOverAt - START) / MINUTE)).toEqual([2, 4]);
  });

  it('are each made once when everything is asked for, however many turns one of them needs', async () => {
    const task = taskOf(audit('stock'), audit('orders', 3));

    const ends = [];
    for (let time = 0; time < 3; time += 1) ends.push((await task.work(turn({ full: true }))).finished);

    expect(ends).toEqual([false, false, true]);
    expect(worked).toEqual(['stock', 'orders', 'orders', 'orders']);
  });

  it('do not stop each other when one fails; the task tells of it', async () => {
    const task = taskOf(
      audit('stock', 1, () => true),
      audit('orders'),
    );

    await expect(task.work(turn())).rejects.toThrow('stock broke');

    expect(worked).toEqual(['stock', 'orders']);
    expect(cursor()).toMatchObject({ audits: { orders: { lastCompletedAt: '2026-11-23T10:02:00.000Z' } } });
    expect(cursor()).not.toHaveProperty('lastCompletedAt');
  });
});

describe('a dry run', () => {
  it('writes nothing and ends with its turn', async () => {
    const end = await taskOf(audit('stock', 2)).work(turn({ dryRun: true }));

    expect(end).toEqual({ finished: true, message: 'the dry run ended with its turn' });
    expect(objects.calls.filter(({ method }) => method !== 'get')).toEqual([]);
  });
});
