import { describe, expect, it } from 'vitest';
import type { RunReport } from './job-run.ts';
import { healthAfter } from './run-health.ts';
import type { TaskReport, TaskStatus } from './task.ts';

const task = (name: TaskReport['name'], status: TaskStatus): TaskReport => ({
  name,
  status,
  examined: 1,
  changed: 0,
  skipped: 0,
  failed: 0,
  calls: { commercetools: 2, ordoro: 0 },
});

const run = (startedAt: string, ...tasks: TaskReport[]): RunReport => ({
  runId: 'run-1',
  startedAt,
  durationMs: 5,
  tasks,
});

const FIRST = healthAfter(run('2026-11-23T10:00:00.000Z', task('orders', 'ok'), task('returns', 'ok')), {});

describe('the health object after a run', () => {
  it('says how each task ended, and when it last came to its end', () => {
    expect(FIRST).toMatchObject({
      lastRunAt: '2026-11-23T10:00:00.000Z',
      tasks: {
        orders: { status: 'ok', runId: 'run-1', at: '2026-11-23T10:00:00.000Z', okAt: '2026-11-23T10:00:00.000Z' },
      },
      lag: { orders: 0, returns: 0 },
    });
  });

  it('says for how long a task has not come to its end', () => {
    const after = healthAfter(run('2026-11-23T10:05:00.000Z', task('orders', 'failed'), task('returns', 'ok')), FIRST);
    expect(after).toMatchObject({
      tasks: { orders: { status: 'failed', at: '2026-11-23T10:05:00.000Z', okAt: '2026-11-23T10:00:00.000Z' } },
      lag: { orders: 300, returns: 0 },
    });
  });

  it('keeps what is known of tasks that were not in the run', () => {
    const after = healthAfter(run('2026-11-23T11:00:00.000Z', task('orders', 'partial')), FIRST);
    expect(after).toMatchObject({
      tasks: { returns: { status: 'ok', okAt: '2026-11-23T10:00:00.000Z' } },
      lag: { returns: 3_600 },
    });
  });

  it('has no lag of a task that never came to its end', () => {
    expect(healthAfter(run('2026-11-23T10:00:00.000Z', task('inventory', 'failed')), {})).toMatchObject({ lag: {} });
  });
});
