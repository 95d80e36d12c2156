import type { HealthValue } from '../records/health-status.ts';
import type { RunReport } from './job-run.ts';

/** How one task ended last: entry of `tasks` in the health object. */
interface TaskHealth {
  /** When the last run began in which the task came to its end, ISO 8601, UTC; absent: never yet. */
  readonly okAt?: string;
}

/**
 * The keys of the health object that a run changes: `lastRunAt`, `tasks`, and `lag`: for how many seconds each task has not come to its
 * end, as of this run.
 */
export function healthAfter(run: RunReport, before: HealthValue): HealthValue {
  const known = (before.tasks ?? {}) as Readonly<Record<string, TaskHealth>>;
  const ran = run.tasks.map(({ name, ...task }) => {
    const okAt = task.status === 'ok' ? run.startedAt : known[name]?.okAt;
    return [name, { ...task, runId: run.runId, at: run.startedAt, ...(okAt === undefined ? {} : { okAt }) }] as const;
  });
  const tasks: Readonly<Record<string, TaskHealth>> = { ...known, ...Object.fromEntries(ran) };
  return { lastRunAt: run.startedAt, tasks, lag: lagOf(tasks, Date.parse(run.startedAt)) };
}

function lagOf(tasks: Readonly<Record<string, TaskHealth>>, now: number): Readonly<Record<string, number>> {
  const lags = Object.entries(tasks).flatMap(([name, { okAt }]) =>
    okAt === undefined ? [] : [[name, Math.round((now - Date.parse(okAt)) / 1_000)] as const],
  );
  return Object.fromEntries(lags);
}
