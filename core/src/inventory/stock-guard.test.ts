import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import { ONE_ENTRY } from '../../tests/generators/stock.ts';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { Cursors } from '../records/cursors.ts';
import { type DeadLetterDraft, DeadLetters } from '../records/dead-letters.ts';
import { HealthStatus } from '../records/health-status.ts';
import { LetterBox } from './letter-box.ts';
import type { GuardedChange } from './mass-change-guard.ts';
import type { RunPlan } from './run-plan.ts';
import { StockGuard } from './stock-guard.ts';

const NOW = Date.parse('2026-01-03T10:00:00.000Z');

let objects: MemoryObjects;
let letters: DeadLetterDraft[];
let guard: StockGuard;

beforeEach(() => {
  [objects, letters] = [new MemoryObjects(), []];
  const clock = () => NOW;
  const box = new LetterBox({
    objects: { page: async () => ({ objects: [] }) },
    container: 'ordoro-dead-letters',
    deadLetters: new DeadLetters(objects.asObjects, 'ordoro-dead-letters', clock),
    onDeadLetter: (letter) => void letters.push(letter),
  });
  guard = new StockGuard({
    health: new HealthStatus(objects, 'ordoro-health'),
    cursors: new Cursors(objects.asObjects, 'ordoro-cursors'),
    letters: box,
    clock,
    logger: silentLogger,
  });
});

/** A plan that empties entries with these SKUs. */
function planOf(skus: readonly string[]): RunPlan {
  const changes: GuardedChange[] = skus.map((sku) => ({ sku, ordoroSku: sku, channel: ONE_ENTRY, from: 1, to: 0 }));
  const managed = { entries: skus.length, units: skus.length };
  return { changes, managed } as unknown as RunPlan;
}

const nothingApproved = { approval: undefined, unjudged: new Set<string>(), dryRun: false };
const skusOf = (count: number, length: number) =>
  Array.from({ length: count }, (_none, index) => String(index).padEnd(length, 'x'));
const kept = () => objects.value('ordoro-cursors', 'inventory.stopped') as { plan: string; entries: unknown[] };

describe('a stopped plan', () => {
  it('is kept with its entries, and people are told', async () => {
    expect(await guard.stops(planOf(skusOf(60, 5)), nothingApproved)).toContain('60 inventory entries would fall');
    expect(kept().entries).toHaveLength(60);
    expect(objects.value('ordoro-health', 'status')).toEqual({ inventoryPlan: kept().plan });
    expect(letters.map(({ subject }) => subject)).toEqual(['mass-change']);
  });

  it('that no custom object could bear is kept by its name alone, and people are told all the same', async () => {
    const skus = skusOf(15_000, 256);
    await guard.stops(planOf(skus), nothingApproved);
    expect(kept().entries).toEqual([]);
    expect(objects.value('ordoro-health', 'status')).toEqual({ inventoryPlan: kept().plan });
    expect(letters.map(({ subject }) => subject)).toEqual(['mass-change']);

    const approval = { plan: kept().plan, until: NOW + 1 };
    expect(await guard.stops(planOf(skus), { ...nothingApproved, approval })).toBeUndefined();
  });

  it('that was kept by its name alone stands while fifty SKUs are left, whatever they are', async () => {
    await guard.stops(planOf(skusOf(15_000, 256)), nothingApproved);
    await guard.passes(new Set(skusOf(50, 3)));
    expect(objects.value('ordoro-health', 'status')).toEqual({ inventoryPlan: kept().plan });
    await guard.passes(new Set(skusOf(49, 3)));
    expect(objects.value('ordoro-health', 'status')).toEqual({});
  });
});
