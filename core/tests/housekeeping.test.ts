import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Housekeeping } from '../src/runs/housekeeping.ts';
import type { TaskTurn } from '../src/runs/task.ts';
import { type Project, START, startProject } from './project.ts';

const LOG = 'ordoro-log';

let project: Project;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(() => project.reset());

afterAll(() => project.standIn.close());

const housekeeping = (logRetentionDays = 30) =>
  new Housekeeping({
    objects: project.objects,
    logContainer: LOG,
    logRetentionDays,
    clock: () => project.time.now,
  });

function turn(more: Partial<TaskTurn> = {}): TaskTurn {
  const counts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
  return { counts, handOverAt: START + 180_000, full: false, since: undefined, dryRun: false, ...more };
}

const put = (key: string, container = LOG) => project.standIn.putCustomObject(container, key, {});
const kept = (container = LOG) =>
  project.standIn
    .customObjects(container)
    .map(({ key }) => key)
    .sort();

describe('housekeeping', () => {
  it('deletes log entries older than the retention, by whole days, and nothing else', async () => {
    for (const key of ['2025-12-31.Z', '2026-10-23.ZZ', '2026-10-24.00', '2026-11-23.AA']) await put(key);
    await put('2020-01-01.AA', 'ordoro-dead-letters');
    const now = turn();
    expect(await housekeeping(30).work(now)).toEqual({ finished: true });
    expect(kept()).toEqual(['2026-10-24.00', '2026-11-23.AA']);
    expect(kept('ordoro-dead-letters')).toEqual(['2020-01-01.AA']);
    expect(now.counts).toEqual({ examined: 2, changed: 2, skipped: 0, failed: 0 });
  });

  it('costs one query when there is nothing to delete', async () => {
    await put('2026-11-23.AA');
    expect(await housekeeping().work(turn())).toEqual({ finished: true });
    expect(project.calls()).toEqual([`GET /custom-objects/${LOG}`]);
  });

  it('works through more than one page', async () => {
    for (let n = 0; n < 205; n += 1) await put(`2026-01-01.${String(n).padStart(4, '0')}`);
    const now = turn();
    expect(await housekeeping().work(now)).toEqual({ finished: true });
    expect(kept()).toEqual([]);
    expect(now.counts.changed).toBe(205);
  });

  it('deletes nothing in a dry run, but counts', async () => {
    await put('2026-01-01.AA');
    const now = turn({ dryRun: true });
    expect(await housekeeping().work(now)).toEqual({ finished: true });
    expect(kept()).toEqual(['2026-01-01.AA']);
    expect(now.counts).toMatchObject({ examined: 1, changed: 0 });
  });

  it('hands over when its time is up', async () => {
    await put('2026-01-01.AA');
    expect(await housekeeping().work(turn({ handOverAt: START }))).toEqual({ finished: false });
    expect(kept()).toEqual(['2026-01-01.AA']);
  });

  it('does not mind entries that somebody else deleted', async () => {
    await put('2026-01-01.AA');
    await put('2026-01-01.BB');
    project.standIn.traffic.inject({
      match: { method: 'DELETE' },
      effect: {
        kind: 'status',
        when: 'after-work',
        status: 404,
        body: { statusCode: 404, message: 'gone', errors: [{ code: 'ResourceNotFound', message: 'gone' }] },
      },
    });
    expect(await housekeeping().work(turn())).toEqual({ finished: true });
    expect(kept()).toEqual([]);
  });
});
