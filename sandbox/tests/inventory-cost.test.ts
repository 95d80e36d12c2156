import { beforeAll, describe, expect, it } from 'vitest';
import { EAST } from '../src/seed/articles.ts';
import type { RunAnswer } from './connector-under-test.ts';
import { runJobInProcess } from './job-process.ts';
import { manySku, showMany, stockMany } from './many-articles.ts';
import { sharedJourney } from './shared-journey.ts';
import { entryWrites, runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

/** SKUs on both sides. */
const SKUS = 20_000;

/** Of them changed between two runs. */
const CHANGED = 500;

const journey = sharedJourney({ environment: { ...STOCK_IS_ORDOROS, LOG_LEVEL: 'error' } });

beforeAll(async () => {
  await journey.sandbox.commercetools.deleteCustomObject('ordoro-config', 'warehouses');
  stockMany(journey, SKUS, 10);
  showMany(journey, SKUS, { quantity: 10, channel: false });
  // Every product is new a moment ago; the look-back of the second run must not meet that again.
  journey.time.advance(10 * MINUTE);
}, 120_000);

describe('the stock of 20,000 SKUs', () => {
  it('is compared whole in 300 MB, with one page of Ordoro for each hundred', async () => {
    const { report, peakBytes } = await runJobInProcess(journey, { tasks: ['orders', 'inventory'] });

    const task = report.tasks.find(({ name }) => name === 'inventory')!;
    expect(task).toMatchObject({ status: 'ok', failed: 0 });
    expect(task.examined).toBeGreaterThanOrEqual(SKUS);
    expect(task.calls.ordoro).toBeLessThanOrEqual(203);
    expect(peakBytes).toBeLessThan(300 * 1024 * 1024);
  }, 180_000);

  it('costs at most 8 calls to Ordoro and exactly one write per entry when 500 have changed', async () => {
    journey.time.advance(5 * MINUTE);
    for (let number = 0; number < CHANGED; number += 1)
      journey.sandbox.ordoro.changeStock(manySku(number * 40), { warehouseId: EAST, on_hand: 11 });

    let report: RunAnswer['tasks'][number] | undefined;
    const writes = await entryWrites(journey, async () => {
      report = await runStock(journey);
    });

    expect(report).toMatchObject({ status: 'ok', changed: CHANGED, skipped: 0, failed: 0 });
    expect(report?.calls.ordoro).toBeLessThanOrEqual(8);
    expect(writes).toHaveLength(CHANGED);
    expect(new Set(writes).size).toBe(CHANGED);
    expect(shown(journey, manySku(40))).toEqual({ none: 11 });
  }, 180_000);

  it('costs no write when nothing has changed', async () => {
    journey.time.advance(5 * MINUTE);
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  }, 60_000);
});
