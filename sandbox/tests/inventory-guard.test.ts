import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EAST } from '../src/seed/articles.ts';
import { item } from '../src/seed/demo-lines.ts';
import { Journey } from './connector-under-test.ts';
import { manySku, showMany, stockMany } from './many-articles.ts';
import { place, US } from './shop.ts';
import { configure, entryWrites, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

/** So many articles with ten units each, on both sides. */
async function begin(articles: number, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  journey = await Journey.start({
    environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0', ...environment },
  });
  await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
  stockMany(journey, articles, 10);
  showMany(journey, articles, { quantity: 10 });
}

afterEach(() => {
  expect(journey.sandbox.ordoro.violations).toEqual([]);
});

/** What the health object says of a stopped plan. */
const plan = (): string | undefined =>
  journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventoryPlan;

/** Empties so many articles in Ordoro. */
function empty(count: number, from = 0): void {
  for (let number = from; number < from + count; number += 1)
    journey.sandbox.ordoro.changeStock(manySku(number), { warehouseId: EAST, on_hand: 0 });
}

/** Lets the merchant approve the plan that is stopped. */
const approve = () => configure(journey, 'inventory-approval', { plan: plan(), until: '2030-01-01T00:00:00Z' });

describe('a plan that would empty most entries', () => {
  beforeAll(async () => {
    await begin(60);
    await runStock(journey);
  });

  afterAll(() => journey.close());

  it('is not written, and people are told how to let it pass', async () => {
    empty(55);
    journey.sandbox.ordoro.changeStock(manySku(59), { warehouseId: EAST, on_hand: 20 });

    const writes = await entryWrites(journey, async () => {
      expect(await runStock(journey)).toMatchObject({ status: 'ok', changed: 0, skipped: 56 });
    });

    expect(writes).toEqual([]);
    expect(plan()).toMatch(/^[0-9a-f]{16}$/);
    expect(journey.deadLetter('mass-change', 'inventory')).toMatchObject({ code: 'inventory-conflict' });
    expect(journey.deadLetter('mass-change', 'inventory')?.message).toContain(plan());
  });

  it('is the same plan in every run, and is told once', async () => {
    const before = { plan: plan(), letter: journey.deadLetter('mass-change', 'inventory') };

    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);

    expect({ plan: plan(), letter: journey.deadLetter('mass-change', 'inventory') }).toEqual(before);
  });

  it('is not let through by the approval of another plan, nor by one that has run out', async () => {
    await configure(journey, 'inventory-approval', { plan: '0123456789abcdef', until: '2030-01-01T00:00:00Z' });
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
    await configure(journey, 'inventory-approval', { plan: plan(), until: '2026-11-23T09:00:00Z' });
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  });

  it('is written once it is approved, and nothing of it is left behind', async () => {
    await approve();

    expect(await entryWrites(journey, () => runStock(journey))).toHaveLength(56);

    expect(shown(journey, manySku(0))).toEqual({ east: 0 });
    expect(shown(journey, manySku(59))).toEqual({ east: 20 });
    expect(plan()).toBeUndefined();
    expect(journey.deadLetter('mass-change', 'inventory')).toBeUndefined();
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  });

  it('is given up when Ordoro is corrected', async () => {
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-config', 'inventory-approval');
    for (let number = 0; number < 55; number += 1)
      journey.sandbox.ordoro.changeStock(manySku(number), { warehouseId: EAST, on_hand: 7 });
    await runStock(journey);
    empty(55);
    await runStock(journey);
    expect(plan()).toBeDefined();
    for (let number = 0; number < 55; number += 1)
      journey.sandbox.ordoro.changeStock(manySku(number), { warehouseId: EAST, on_hand: 7 });

    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);

    expect(plan()).toBeUndefined();
    expect(journey.deadLetter('mass-change', 'inventory')).toBeUndefined();
  });
});

/** The merchant has approved a change of 120 entries; nothing is written yet. */
async function beginApproved(): Promise<void> {
  await begin(150);
  await runStock(journey);
  empty(120);
  await runStock(journey);
  await approve();
}

describe('a mass change', () => {
  afterEach(() => journey.close());

  it('is seen as a whole, however long the comparison takes: nothing is written before its end', async () => {
    // Half a minute for each page of products, and 25 pages.
    await begin(2_400, { ORDORO_REQUESTS_PER_MINUTE: '2' });
    empty(300);
    empty(400, 2_000);

    const startedAt = journey.time.clock();
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);

    expect(journey.time.clock() - startedAt).toBeGreaterThan(11 * MINUTE);
    expect(plan()).toBeDefined();
  });

  it('that was approved goes on after a failure, without a new approval', async () => {
    await beginApproved();
    let writes = 0;
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: /\/inventory\//,
        predicate: () => {
          writes += 1;
          return writes > 40;
        },
      },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: Number.POSITIVE_INFINITY,
    });
    expect(await runStock(journey)).toMatchObject({ changed: 40, failed: 80 });
    expect(plan()).toBeDefined();

    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(2 * MINUTE);
    expect(await runStock(journey)).toMatchObject({ changed: 80, failed: 0 });

    expect(shown(journey, manySku(119))).toEqual({ east: 0 });
    expect(plan()).toBeUndefined();
    expect(journey.deadLetter('mass-change', 'inventory')).toBeUndefined();
  });

  it('that was approved goes on in another process when the first one has died', async () => {
    await beginApproved();
    let writes = 0;
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'POST',
        predicate: ({ path }) => {
          if (path.includes('/inventory/')) writes += 1;
          return writes > 40;
        },
      },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: Number.POSITIVE_INFINITY,
    });
    // Neither entries nor the record of what has failed can be written.
    expect(await runStock(journey)).toMatchObject({ status: 'failed' });

    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(5 * MINUTE);
    journey.jobUrl = `${await journey.startJob()}/job`;
    expect(await runStock(journey)).toMatchObject({ changed: 80, failed: 0 });

    expect(shown(journey, manySku(119))).toEqual({ east: 0 });
    expect(plan()).toBeUndefined();
  });

  it('that was stopped does not pass piece by piece, because some of its SKUs have to wait', async () => {
    await begin(60);
    await runStock(journey);
    empty(55);
    await runStock(journey);
    const skus = Array.from({ length: 10 }, (_, number) => manySku(number));
    await place(journey, { lines: skus.map((sku) => item('GRD-HAND', US, { sku, quantity: 1 })) });
    journey.time.advance(10_000);

    const writes = await entryWrites(journey, async () => {
      await journey.runJob({ tasks: ['orders', 'inventory'] });
    });

    expect(writes).toEqual([]);
    expect(plan()).toBeDefined();
  });
});
