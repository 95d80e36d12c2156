import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import type { RunRequest, TaskName } from '../config/run-request.ts';
import { TransientError } from '../problems/errors.ts';
import { containersOf } from '../records/containers.ts';
import type { Logger } from '../telemetry/logger.ts';
import { JobRun } from './job-run.ts';
import { takeRunRequest } from './run-request.ts';
import type { Task, TaskProgress, TaskTurn } from './task.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;
const FINISHED: TaskProgress = { finished: true };

let objects: MemoryObjects;
let tasks: Task[];
let calls: { commercetools: number; ordoro: number };
let logged: string[];
/** Task and minutes since the start, for each turn. */
let turns: [TaskName, number][];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  objects = new MemoryObjects();
  [tasks, logged, turns] = [[], [], []];
  calls = { commercetools: 10, ordoro: 5 };
});

afterEach(() => {
  vi.useRealTimers();
});

/** A task whose turns do this. */
function task(name: TaskName, work: (turn: TaskTurn) => TaskProgress | Promise<TaskProgress>): Task {
  const added: Task = {
    name,
    work: async (turn) => {
      turns.push([name, (Date.now() - START) / MINUTE]);
      return work(turn);
    },
  };
  tasks.push(added);
  return added;
}

/** Lets time pass, renewals of the lock included. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A turn that works until it has to hand over. */
const untilHandOver = async (turn: TaskTurn): Promise<TaskProgress> => {
  while (Date.now() < turn.handOverAt) await pass(10_000);
  return { finished: false };
};

function job(options: { dryRun?: boolean; owner?: string } = {}): JobRun {
  const note = (message: string) => void logged.push(message);
  const logger: Logger = { error: note, warn: note, info: note, debug: note, child: () => logger };
  return new JobRun({
    objects: objects.asObjects,
    containers: containersOf('ordoro'),
    tasks,
    clock: () => Date.now(),
    random: () => 0.5,
    owner: options.owner ?? 'instance-1',
    logger,
    calls: () => ({ ...calls }),
    takeRunRequest: () => takeRunRequest(objects.asObjects, 'ordoro-config', options.dryRun ?? false),
    dryRun: options.dryRun ?? false,
  });
}

/** An operator leaves options for the next scheduled run. */
const leave = (value: object) => objects.put('ordoro-config', 'run-request', { value });
const leftBehind = () => objects.value('ordoro-config', 'run-request');

const lock = () => objects.value('ordoro-locks', 'job');
const health = () => objects.value('ordoro-health', 'status');

describe('a long run of the job', () => {
  /** Tasks of which `inventory` needs three whole turns. */
  async function longRun(request?: RunRequest): Promise<(number | undefined)[]> {
    const since: (number | undefined)[] = [];
    task('orders', (turn) => {
      since.push(turn.since);
      return FINISHED;
    });
    let left = 3;
    task('inventory', async (turn) => {
      left -= 1;
      await untilHandOver(turn);
      return { finished: left === 0 };
    });
    await job().run(request);
    return since;
  }

  it('sweeps the orders again every five minutes while another task has work left', async () => {
    await longRun();
    expect(turns).toEqual([
      ['orders', 0],
      ['inventory', 0],
      ['inventory', 3],
      ['orders', 6],
      ['inventory', 6],
    ]);
  });

  it('begins what was asked for once only', async () => {
    expect(await longRun({ since: START - MINUTE })).toEqual([START - MINUTE, undefined]);
  });

  it('does not sweep again in a dry run', async () => {
    await longRun({ dryRun: true });
    expect(turns.filter(([name]) => name === 'orders')).toEqual([['orders', 0]]);
  });

  it('does not sweep again what has failed', async () => {
    task('orders', () => Promise.reject(new TransientError('down', { platform: 'commercetools' })));
    let left = 3;
    task('inventory', async (turn) => {
      left -= 1;
      await untilHandOver(turn);
      return { finished: left === 0 };
    });
    await job().run(undefined);
    expect(turns.filter(([name]) => name === 'orders')).toEqual([['orders', 0]]);
  });
});

describe('a run of the job', () => {
  it('works through its tasks in their fixed order and reports them', async () => {
    task('housekeeping', ({ counts }) => {
      counts.examined += 7;
      calls.commercetools += 3;
      return { finished: true, message: 'all tidy' };
    });
    task('orders', async ({ counts }) => {
      Object.assign(counts, { examined: 4, changed: 3, skipped: 2, failed: 1 });
      calls.commercetools += 8;
      calls.ordoro += 2;
      await pass(1_500);
      return FINISHED;
    });
    const report = await job().run(undefined);
    expect(report).toEqual({
      runId: expect.stringMatching(/^[0-9A-Z]{26}$/),
      startedAt: '2026-11-23T10:00:00.000Z',
      durationMs: 1_500,
      tasks: [
        {
          name: 'orders',
          status: 'ok',
          examined: 4,
          changed: 3,
          skipped: 2,
          failed: 1,
          calls: { commercetools: 8, ordoro: 2 },
        },
        {
          name: 'housekeeping',
          status: 'ok',
          examined: 7,
          changed: 0,
          skipped: 0,
          failed: 0,
          calls: { commercetools: 3, ordoro: 0 },
          message: 'all tidy',
        },
      ],
    });
  });

  it('gives every task three minutes in turn, and adds up its calls and counts', async () => {
    let left = 2;
    task('orders', async (turn) => {
      turn.counts.examined += 1;
      calls.ordoro += 10;
      if (left === 0) return FINISHED;
      left -= 1;
      return untilHandOver(turn);
    });
    task('inventory', () => FINISHED);
    const report = await job().run(undefined);
    expect(turns).toEqual([
      ['orders', 0],
      ['inventory', 3],
      ['orders', 3],
      ['orders', 6],
    ]);
    expect(report.tasks[0]).toMatchObject({ status: 'ok', examined: 3, calls: { commercetools: 0, ordoro: 30 } });
  });

  it('ends after 25 minutes; what is left is partial and goes on in the next run', async () => {
    task('orders', untilHandOver);
    task('inventory', untilHandOver);
    const report = await job().run(undefined);
    expect(report.durationMs).toBe(25 * MINUTE);
    expect(report.tasks.map(({ status }) => status)).toEqual(['partial', 'partial']);
    expect(turns.map(([, minute]) => minute)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
    expect(lock()).toBeUndefined();
  });

  it('goes on with the other tasks when one fails', async () => {
    task('orders', ({ counts }) => {
      counts.examined = 2;
      throw new TransientError('commercetools is away', { platform: 'commercetools' });
    });
    task('inventory', () => FINISHED);
    const report = await job().run(undefined);
    expect(report.tasks).toMatchObject([
      { name: 'orders', status: 'failed', examined: 2, message: 'commercetools is away' },
      { name: 'inventory', status: 'ok' },
    ]);
    expect(logged).toEqual(['The task orders ended early.']);
    expect(lock()).toBeUndefined();
  });

  it('does not give a task that failed another turn', async () => {
    task('orders', () => {
      throw new Error('defect');
    });
    task('inventory', untilHandOver);
    await job().run(undefined);
    expect(turns.filter(([name]) => name === 'orders')).toHaveLength(1);
  });

  it('remembers its report', async () => {
    const run = job();
    expect(run.lastReport).toBeUndefined();
    task('orders', () => FINISHED);
    const report = await run.run(undefined);
    expect(run.lastReport).toBe(report);
  });
});

describe('options of a run', () => {
  it('reach every task; `since` only in its first turn, because the task keeps it', async () => {
    const seen: Pick<TaskTurn, 'full' | 'since' | 'dryRun'>[] = [];
    task('orders', ({ full, since, dryRun }) => {
      seen.push({ full, since, dryRun });
      return { finished: seen.length === 2 };
    });
    await job().run({ full: true, since: START, dryRun: true });
    expect(seen).toEqual([
      { full: true, since: START, dryRun: true },
      { full: true, since: undefined, dryRun: true },
    ]);
  });

  it('have their plain meaning when there are none', async () => {
    let seen: TaskTurn | undefined;
    task('orders', (turn) => {
      seen = turn;
      return FINISHED;
    });
    await job().run(undefined);
    expect(seen).toMatchObject({ full: false, since: undefined, dryRun: false });
  });

  it('name the tasks to run, also those that do not exist yet', async () => {
    task('orders', () => FINISHED);
    task('housekeeping', () => FINISHED);
    const report = await job().run({ tasks: ['returns', 'housekeeping'] });
    expect(report.tasks.map(({ name, status, message }) => [name, status, message])).toEqual([
      ['returns', 'skipped', 'this version of the connector does not have the task'],
      ['housekeeping', 'ok', undefined],
    ]);
    expect(turns.map(([name]) => name)).toEqual(['housekeeping']);
  });

  it('that an operator left behind count for one scheduled run', async () => {
    task('orders', () => FINISHED);
    task('housekeeping', () => FINISHED);
    await leave({ tasks: ['housekeeping'] });
    const run = job();
    expect((await run.run(undefined)).tasks.map(({ name }) => name)).toEqual(['housekeeping']);
    expect((await run.run(undefined)).tasks.map(({ name }) => name)).toEqual(['orders', 'housekeeping']);
  });

  it('that an operator left behind wait while a run has its own', async () => {
    task('orders', () => FINISHED);
    await leave({ full: true });
    await job().run({ full: false });
    expect(leftBehind()).toEqual({ full: true });
  });

  describe('that an operator left behind', () => {
    const SINCE = '2026-11-01T00:00:00Z';
    const down = () => Promise.reject(new TransientError('down', { platform: 'commercetools' }));
    /** Tasks and what was asked of them, for each turn. */
    let seen: [TaskName, number | undefined, boolean][];

    beforeEach(() => {
      seen = [];
    });

    /** Tasks of which these fail. */
    function tasksFailing(failing: readonly TaskName[], names: readonly TaskName[] = ['orders', 'returns']): void {
      tasks = [];
      for (const name of names)
        task(name, ({ since, full }) => {
          seen.push([name, since, full]);
          return failing.includes(name) ? down() : FINISHED;
        });
    }

    it('stay for a task that failed, which is asked again while all others go on as scheduled', async () => {
      await leave({ tasks: ['orders'], since: SINCE, full: true });
      tasksFailing(['orders']);
      await job().run(undefined);
      expect(leftBehind()).toEqual({ tasks: ['orders'], since: SINCE, full: true, begun: 1 });
      await job().run(undefined);
      tasksFailing([]);
      await job().run(undefined);
      const asked = ['orders', Date.parse(SINCE), true];
      expect(seen).toEqual([asked, asked, ['returns', undefined, false], asked, ['returns', undefined, false]]);
      expect(leftBehind()).toBeUndefined();
    });

    it('stay for those only that have not got them', async () => {
      await leave({ since: SINCE });
      tasksFailing(['returns']);
      await job().run(undefined);
      expect(leftBehind()).toEqual({ tasks: ['returns'], since: SINCE, begun: 1 });
    });

    it('stay for tasks that did not get their turn', async () => {
      await leave({ tasks: ['orders', 'returns'], since: SINCE });
      task('orders', async (turn) => {
        await turn.onKept?.();
        await pass(25 * MINUTE);
        return untilHandOver(turn);
      });
      task('returns', () => FINISHED);
      await job().run(undefined);
      expect(leftBehind()).toEqual({ tasks: ['returns'], since: SINCE, begun: 1 });
    });

    it('stay for a task that wants more time than a run has, until it has finished', async () => {
      await leave({ tasks: ['inventory'], full: true });
      let isDone = false;
      const asked: boolean[] = [];
      task('inventory', async (turn) => {
        asked.push(turn.full);
        return isDone ? FINISHED : untilHandOver(turn);
      });
      for (let run = 0; run < 4; run += 1) await job().run(undefined);
      expect(leftBehind()).toEqual({ tasks: ['inventory'], full: true, begun: 1 });
      isDone = true;
      await job().run(undefined);
      expect(leftBehind()).toBeUndefined();
      expect(new Set(asked)).toEqual(new Set([true]));
    });

    it('stay for three runs that fail, no more: then the task works as ever', async () => {
      await leave({ tasks: ['inventory'], full: true });
      const asked: boolean[] = [];
      task('inventory', (turn) => {
        asked.push(turn.full);
        throw new Error('a page of the list is broken');
      });
      for (let run = 0; run < 5; run += 1) await job().run(undefined);
      expect(asked).toEqual([true, true, true, false, false]);
    });

    it('go as soon as the task says that they are on record, whatever becomes of its turn', async () => {
      await leave({ tasks: ['orders'], since: SINCE });
      const during: unknown[] = [];
      task('orders', async ({ onKept }) => {
        during.push(leftBehind());
        await onKept?.();
        during.push(leftBehind());
        return down();
      });
      expect((await job().run(undefined)).tasks).toMatchObject([{ status: 'failed' }]);
      expect(during).toEqual([{ tasks: ['orders'], since: SINCE, begun: 1 }, undefined]);
      expect(leftBehind()).toBeUndefined();
    });

    it('do not wait for ever for a task that this version does not have', async () => {
      await leave({ tasks: ['inventory', 'orders'], full: true });
      tasksFailing([]);
      await job().run(undefined);
      expect(leftBehind()).toBeUndefined();
    });

    it('and could not be cleared are cleared by the end of the run', async () => {
      await leave({ tasks: ['orders'], full: true });
      tasksFailing([]);
      let failures = 1;
      objects.before = ({ method, container }) => {
        if (method !== 'delete' || container !== 'ordoro-config' || failures === 0) return;
        failures -= 1;
        throw new TransientError('away', { platform: 'commercetools' });
      };
      expect((await job().run(undefined)).tasks).toMatchObject([{ status: 'ok' }]);
      expect(logged).toEqual(['The run request could not be cleared; the next run may carry it out again.']);
      expect(leftBehind()).toBeUndefined();
    });

    it('and replaced during the run wait for the next one', async () => {
      await leave({ tasks: ['orders'], since: SINCE });
      task('orders', async () => {
        await leave({ tasks: ['orders'], full: true });
        return FINISHED;
      });
      await job().run(undefined);
      expect(leftBehind()).toEqual({ tasks: ['orders'], full: true });
    });
  });
});

describe('the lock of a run', () => {
  it('makes a second run skip everything while the first is in progress', async () => {
    let second: Promise<unknown> | undefined;
    task('orders', async () => {
      await pass(5 * MINUTE);
      await leave({ full: true });
      second ??= job({ owner: 'instance-2' }).run(undefined);
      await second;
      return FINISHED;
    });
    const report = await job().run(undefined);
    expect(report.tasks).toMatchObject([{ name: 'orders', status: 'ok' }]);
    expect(await second).toMatchObject({
      tasks: [{ name: 'orders', status: 'skipped', examined: 0, message: 'another run is in progress' }],
    });
    expect(turns).toHaveLength(1);
    // What the operator left is for the run that can carry it out.
    expect(leftBehind()).toEqual({ full: true });
  });

  it('also keeps two runs of one instance apart', async () => {
    task('orders', () => FINISHED);
    const run = job();
    const reports = await Promise.all([run.run(undefined), run.run(undefined)]);
    expect(reports.map(({ tasks: [first] }) => first!.status).sort()).toEqual(['ok', 'skipped']);
  });

  it('is free after the run', async () => {
    task('orders', () => FINISHED);
    await job().run(undefined);
    expect(lock()).toBeUndefined();
  });

  it('makes the task under way hand over at once when it is lost', async () => {
    let endedAfter = 0;
    task('orders', async (turn) => {
      await objects.put('ordoro-locks', 'job', { value: { owner: 'thief', expiresAt: '2026-11-23T11:00:00.000Z' } });
      const progress = await untilHandOver(turn);
      endedAfter = Date.now() - START;
      return progress;
    });
    task('inventory', () => FINISHED);
    const report = await job().run(undefined);
    expect(endedAfter).toBe(30_000);
    expect(report.tasks.map(({ status }) => status)).toEqual(['partial', 'partial']);
    expect(turns).toHaveLength(1);
    expect(lock()).toMatchObject({ owner: 'thief' });
    expect(logged).toEqual(['The run lock could not be renewed; the run hands over.']);
  });

  it('that cannot be read ends the run before anything is done', async () => {
    task('orders', () => FINISHED);
    objects.before = () => {
      throw new TransientError('commercetools is away', { platform: 'commercetools' });
    };
    await expect(job().run(undefined)).rejects.toBeInstanceOf(TransientError);
    expect(turns).toEqual([]);
  });

  it('that cannot be given back does not cost the report', async () => {
    task('orders', () => FINISHED);
    objects.before = ({ method }) => {
      if (method === 'delete') throw new TransientError('commercetools is away', { platform: 'commercetools' });
    };
    expect((await job().run(undefined)).tasks).toMatchObject([{ name: 'orders', status: 'ok' }]);
    expect(logged).toEqual(['The run lock could not be given back; it expires by itself.']);
  });
});

describe('the health object', () => {
  it('holds the last run of each task and keeps what else is in it', async () => {
    await objects.put('ordoro-health', 'status', { value: { drift: 3, tasks: { returns: { status: 'ok' } } } });
    task('orders', ({ counts }) => {
      counts.changed = 2;
      return FINISHED;
    });
    const { runId } = await job().run(undefined);
    expect(health()).toEqual({
      drift: 3,
      lastRunAt: '2026-11-23T10:00:00.000Z',
      tasks: {
        returns: { status: 'ok' },
        orders: {
          runId,
          at: '2026-11-23T10:00:00.000Z',
          okAt: '2026-11-23T10:00:00.000Z',
          status: 'ok',
          examined: 0,
          changed: 2,
          skipped: 0,
          failed: 0,
          calls: { commercetools: 0, ordoro: 0 },
        },
      },
      lag: { orders: 0 },
    });
  });

  it('is not written by a dry run, whether by setting or by option', async () => {
    task('orders', () => FINISHED);
    await job({ dryRun: true }).run(undefined);
    await job().run({ dryRun: true });
    expect(health()).toBeUndefined();
  });

  it('is not written by a run that was skipped', async () => {
    await objects.put('ordoro-locks', 'job', { value: { owner: 'other', expiresAt: '2026-11-23T11:00:00.000Z' } });
    task('orders', () => FINISHED);
    await job().run(undefined);
    expect(health()).toBeUndefined();
  });

  it('that cannot be written does not harm the run', async () => {
    task('orders', () => FINISHED);
    objects.before = ({ container }) => {
      if (container === 'ordoro-health') throw new TransientError('away', { platform: 'commercetools' });
    };
    expect((await job().run(undefined)).tasks).toMatchObject([{ status: 'ok' }]);
    expect(logged).toEqual(['The health object could not be written; the run itself is not affected.']);
  });
});
