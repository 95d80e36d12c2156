import { describe, expect, it } from 'vitest';
import type { OpsHealth } from './health.ts';
import { healthLines, verdict } from './health-text.ts';

const NOW = Date.parse('2026-11-25T10:00:00.000Z');
const AT = '2026-11-25T09:57:00.000Z';

const task = { status: 'ok', at: AT, okAt: AT, examined: 3, changed: 1, skipped: 0, failed: 0 };

const HEALTHY: OpsHealth = {
  stored: { lastRunAt: AT, tasks: { orders: task } },
  sweep: { startedAt: AT },
  runningUntil: undefined,
  orders: { exported: 12, held: 0 },
  due: 0,
  letters: { total: 0, byCode: {}, asked: 0 },
};

const reasonsOf = (changes: Partial<OpsHealth>) => verdict({ ...HEALTHY, ...changes }, NOW).reasons;

describe('the verdict on a connector', () => {
  it('is that nothing needs anybody', () => {
    expect(verdict(HEALTHY, NOW)).toEqual({ isHealthy: true, reasons: [], lines: ['Healthy: nothing needs you.'] });
  });

  it.each<[string, Partial<OpsHealth>, string]>([
    ['the job never ran', { stored: {} }, 'the job has never run'],
    ['the job is late', { stored: { lastRunAt: '2026-11-25T08:00:00.000Z' } }, 'the job has not run for 2 hours'],
    [
      'a task failed',
      { stored: { lastRunAt: AT, tasks: { returns: { ...task, status: 'failed', message: 'Ordoro is away' } } } },
      'the task returns failed in its last run: Ordoro is away',
    ],
    [
      'a task does not come to its end',
      {
        stored: {
          lastRunAt: AT,
          tasks: { orders: { ...task, status: 'partial', okAt: '2026-11-23T09:57:00.000Z', message: 'a backfill' } },
        },
      },
      'the task orders has not come to its end for 2 days: a backfill',
    ],
    ['letters stand', { letters: { total: 2, byCode: {}, asked: 0 } }, '2 dead letters: see "letters"'],
    ['an order failed', { orders: { failed: 1 } }, '1 order with the status "failed"'],
    [
      'the guard stops a plan',
      { stored: { lastRunAt: AT, inventoryPlan: 'abc123' } },
      'the guard has stopped the stock plan abc123: see "letters --kind inventory"',
    ],
  ])('names what needs somebody: %s', (_what, changes, reason) => {
    expect(reasonsOf(changes)).toEqual([reason]);
  });

  it('does not call a job late that is running', () => {
    expect(
      reasonsOf({ stored: { lastRunAt: '2026-11-25T08:00:00.000Z' }, runningUntil: '2026-11-25T10:01:00.000Z' }),
    ).toEqual([]);
  });
});

describe('the state in words', () => {
  it('tells job, orders, backfill, letters and stock', () => {
    const lines = healthLines(
      {
        ...HEALTHY,
        stored: {
          ...HEALTHY.stored,
          tasks: {
            orders: task,
            returns: { ...task, status: 'partial', okAt: '2026-11-25T08:57:00.000Z', message: 'more' },
          },
          backfill: { since: '2026-10-01', position: '2026-10-12', examined: 400, exported: 120, finished: false },
          orderAudit: {
            startedAt: '2026-11-25T06:00:00.000Z',
            completedAt: '2026-11-25T06:01:00.000Z',
            orders: 120,
            ordoroOrders: 118,
            unreadable: 0,
            failed: 0,
            deviating: 2,
            repaired: { shipped: 2 },
            told: {},
            left: {},
            worst: [],
          },
          inventory: { completedAt: '2026-11-25T06:00:00.000Z', drift: { count: 3, units: 17 } },
        },
        orders: { exported: 10_000, held: 2 },
        due: 1,
        letters: { total: 3, byCode: { 'order ordoro-rejected': 2, 'shipment unknown-order': 1 }, asked: 1 },
      },
      NOW,
    );
    expect(lines).toEqual([
      'Job      last run 3 minutes ago',
      '  orders   ok       3 minutes ago                               3 examined, 1 changed, 0 skipped, 0 failed',
      '  returns  partial  3 minutes ago, last through 63 minutes ago  3 examined, 1 changed, 0 skipped, 0 failed  more',
      '',
      'Orders   exported 10,000 or more, held 2',
      '         1 order with something left to do',
      '         audit 4 hours ago: 120 orders compared with 118 orders of Ordoro: 2 findings repaired (shipped 2); 0 findings left; 0 findings only told',
      '',
      'Backfill since 2026-10-01: has come to 2026-10-12, 400 orders looked at, 120 exported; it goes on, after the orders of the day and within the rate budget',
      '',
      'Letters  3: 2 order ordoro-rejected, 1 shipment unknown-order; 1 replay waiting for the job',
      '',
      'Stock    audit 4 hours ago: 3 entries deviated, by 17 units',
    ]);
  });
});
