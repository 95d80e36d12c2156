import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { TransientError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import { HealthStatus } from './health-status.ts';
import { OrderCounts } from './order-counts.ts';

const MINUTE = 60_000;

let now: number;
let numbers: Record<string, number>;
let asked: string[];
let health: HealthStatus;
let isAway: boolean;
let warnings: number;

/** The counts of a process of its own: nothing is remembered but what stands in the health object. */
function process(): OrderCounts {
  return new OrderCounts({
    objects: {
      count: async (container, where) => {
        if (isAway) throw new TransientError('away', { platform: 'commercetools' });
        const [, status] = /status="(.+)"/.exec(where ?? '') ?? [];
        asked.push(status ?? container);
        return numbers[status ?? container] ?? 0;
      },
    },
    containers: { orders: 'ordoro-orders', deadLetters: 'ordoro-dead-letters' },
    health,
    clock: () => now,
    logger: { warn: () => (warnings += 1) } as unknown as Logger,
  });
}

beforeEach(() => {
  now = Date.parse('2026-11-23T10:00:00.000Z');
  numbers = { held: 2, failed: 1, exported: 40, 'ordoro-dead-letters': 3 };
  asked = [];
  health = new HealthStatus(new MemoryObjects().asObjects, 'ordoro-health');
  isAway = false;
  warnings = 0;
});

describe('the counts of orders', () => {
  it('are of every status at first, with the open problems', async () => {
    await process().refresh(true);
    expect(await health.read()).toEqual({
      orders: {
        countedAt: '2026-11-23T10:00:00.000Z',
        fullyCountedAt: '2026-11-23T10:00:00.000Z',
        byStatus: {
          held: 2,
          retrying: 0,
          failed: 1,
          'needs-attention': 0,
          waiting: 0,
          exported: 40,
          'partially-shipped': 0,
          shipped: 0,
          cancelled: 0,
          'not-required': 0,
        },
      },
      openProblems: { deadLetters: 3, orders: 3 },
    });
  });

  it('cost five queries after a change, and none without one', async () => {
    const counts = process();
    await counts.refresh(true);
    asked = [];
    await counts.refresh(false);
    expect(asked).toEqual([]);
    now += 5 * MINUTE;
    numbers.held = 0;
    await counts.refresh(true);
    expect(asked).toEqual(['ordoro-dead-letters', 'held', 'retrying', 'failed', 'needs-attention']);
    expect(await health.read()).toMatchObject({
      orders: { byStatus: { held: 0, exported: 40 } },
      openProblems: { orders: 1 },
    });
  });

  it('are all made again after an hour, whether anything has changed or not', async () => {
    const counts = process();
    await counts.refresh(true);
    now += 60 * MINUTE;
    numbers.exported = 41;
    await counts.refresh(false);
    expect(await health.read()).toMatchObject({ orders: { byStatus: { exported: 41 } } });
  });

  it('are not made again by a fresh process that finds them made a moment ago', async () => {
    await process().refresh(true);
    asked = [];
    now += MINUTE;
    await process().refresh(false);
    expect(asked).toEqual([]);
  });

  it('stop no work when commercetools does not answer', async () => {
    isAway = true;
    const counts = process();
    await counts.refresh(true);
    expect(warnings).toBe(1);
    isAway = false;
    await counts.refresh(true);
    expect(await health.read()).toMatchObject({ openProblems: { deadLetters: 3 } });
  });
});
