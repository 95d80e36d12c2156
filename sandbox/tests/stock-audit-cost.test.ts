import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { type JobProcessRun, runJobInProcess } from './job-process.ts';

const SKUS = 20_000;
const MEGABYTE = 1_000_000;

let journey: Journey;

/** 20,000 SKUs on both sides; of every fortieth commercetools shows one unit too many. */
beforeAll(async () => {
  journey = await Journey.start({
    sandbox: { seeded: false },
    environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' },
    before: ({ commercetools, ordoro }) => {
      for (let index = 0; index < SKUS; index += 1) {
        const sku = `SKU-${String(index).padStart(5, '0')}`;
        const quantity = index % 40 === 0 ? 11 : 10;
        ordoro.addProduct({ sku, name: sku, onHand: 10 });
        commercetools.add('inventory-entry', { sku, quantityOnStock: quantity, availableQuantity: quantity });
      }
    },
  });
}, 60_000);

afterAll(async () => {
  try {
    afterEachJourney(journey);
  } finally {
    await journey.close();
  }
});

describe('an audit of 20,000 SKUs on both sides, of which 500 deviate', () => {
  it('costs at most 203 calls to Ordoro, 110 reads of commercetools and 300 MB of memory', async () => {
    const runs: JobProcessRun[] = [];

    const calls = await journey.calls(async () => {
      runs.push(await runJobInProcess(journey, { tasks: ['reconcile'], full: true }));
    });

    const [run] = runs;
    expect(run?.report.tasks).toMatchObject([{ name: 'reconcile', status: 'ok', examined: SKUS, changed: 500 }]);
    expect(calls.ordoro.length).toBeLessThanOrEqual(203);
    expect(calls.ordoro.filter((call) => !call.startsWith('GET '))).toEqual([]);
    expect(calls.commercetools.filter((call) => call.startsWith('GET ')).length).toBeLessThanOrEqual(110);
    expect(run?.peakBytes).toBeLessThan(300 * MEGABYTE);
    const health = journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value;
    expect(health.inventory).toMatchObject({
      products: SKUS,
      entries: SKUS,
      drift: { count: 500, units: 500 },
      onlyInOrdoro: { count: 0 },
      onlyInCommercetools: { count: 0 },
      unmappedEntries: 0,
      handedOver: 500,
      base: { count: SKUS, total: 200_500 },
    });
  }, 60_000);
});
