import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EAST } from '../src/seed/articles.ts';
import { Journey } from './connector-under-test.ts';
import { manySku, showMany, stockMany } from './many-articles.ts';
import { configure, entryWrites, runStock, shown } from './stock-room.ts';

const ARTICLES = 60;

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start({ environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' } });
  await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
  stockMany(journey, ARTICLES, 10);
  showMany(journey, ARTICLES, { quantity: 10 });
  await runStock(journey);
});

afterEach(() => {
  expect(journey.sandbox.ordoro.violations).toEqual([]);
});

afterAll(async () => {
  await journey.close();
});

/** What the health object says of a stopped plan. */
const plan = (): string | undefined =>
  journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventoryPlan;

/** Empties so many articles in Ordoro. */
function empty(count: number): void {
  for (let number = 0; number < count; number += 1)
    journey.sandbox.ordoro.changeStock(manySku(number), { warehouseId: EAST, on_hand: 0 });
}

describe('a plan that would empty most entries', () => {
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
    await configure(journey, 'inventory-approval', { plan: plan(), until: '2030-01-01T00:00:00Z' });

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
