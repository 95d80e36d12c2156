import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONE_ENTRY } from '../../tests/generators/stock.ts';
import { type GuardContext, type GuardedChange, guardVerdict, managedTogether } from './mass-change-guard.ts';

const NOW = Date.parse('2026-01-03T10:00:00.000Z');
const EAST = { key: 'us-east', id: 'east-id', warehouseIds: [1] };

const changeOf = (sku: string, from: number, to: number): GuardedChange => ({
  sku,
  ordoroSku: sku,
  channel: ONE_ENTRY,
  from,
  to,
});

/** So many changes of the same kind. */
const changes = (count: number, from: number, to: number, prefix = 'SKU'): GuardedChange[] =>
  Array.from({ length: count }, (_none, index) => changeOf(`${prefix}-${index}`, from, to));
const context = (entries: number, units: number, more: Partial<GuardContext> = {}): GuardContext => ({
  base: { entries, units },
  approval: undefined,
  now: NOW,
  ...more,
});
const passes = (...[planned, judged]: Parameters<typeof guardVerdict>) => guardVerdict(planned, judged).passes;
function planOf(planned: readonly GuardedChange[], judged: GuardContext): string {
  const verdict = guardVerdict(planned, judged);
  if (verdict.passes) throw new Error('the guard let it pass');
  return verdict.plan;
}

describe('the guard against mass changes', () => {
  it.each([
    ['passes 49 entries that go to 0, even when they are all', 49, 49, true],
    ['stops 50 entries that go to 0 when they are all', 50, 50, false],
    ['stops 50 entries of 249, more than 20 %', 50, 249, false],
    ['passes 50 entries of 250, exactly 20 %', 50, 250, true],
    ['passes 200 entries of 1,000, exactly 20 %', 200, 1000, true],
    ['stops 201 entries of 1,000', 201, 1000, false],
  ])('%s', (_what, count, entries, expected) => {
    expect(passes(changes(count, 1, 0), context(entries, 1_000_000))).toBe(expected);
  });

  it('does not count entries that had nothing, or keep something', () => {
    expect(passes([...changes(49, 1, 0), ...changes(50, 0, 0, 'EMPTY')], context(50, 1000))).toBe(true);
    expect(passes([...changes(49, 1, 0), ...changes(50, -3, 0, 'NEGATIVE')], context(50, 1000))).toBe(true);
    expect(passes([...changes(49, 1, 0), ...changes(50, 9, 8, 'KEEPS')], context(50, 1000))).toBe(true);
  });

  it.each([
    ['passes 49 entries that fall, whatever the total does', 49, 10, 1, 490, true],
    ['stops 50 entries that fall when the total halves exactly', 50, 10, 5, 500, false],
    ['passes 50 entries when a little more than half is left', 50, 10, 5, 501, true],
    ['stops 50 entries when less than half is left', 50, 10, 4, 500, false],
    ['looks at the units of all entries, not only those that fall', 50, 10, 1, 10_000, true],
  ])('%s', (_what, count, from, to, units, expected) => {
    expect(passes(changes(count, from, to), context(10_000, units))).toBe(expected);
  });

  it('takes what rises into the total', () => {
    const falling = changes(50, 10, 4);
    expect(passes(falling, context(10_000, 500))).toBe(false);
    expect(passes([...falling, ...changes(1, 0, 51, 'RISES')], context(10_000, 500))).toBe(true);
    expect(passes([...falling, ...changes(1, -100, 0, 'NEGATIVE')], context(10_000, 500))).toBe(false);
  });

  it('passes a plan without changes', () => {
    expect(guardVerdict([], context(0, 0))).toEqual({ passes: true });
  });

  it('says what would happen and how to let it pass', () => {
    expect(guardVerdict(changes(60, 2, 0), context(100, 1000))).toEqual({
      passes: false,
      plan: expect.stringMatching(/^[0-9a-f]{16}$/),
      entries: Array.from({ length: 60 }, (_none, index) => [`SKU-${index}`, null, `SKU-${index}`, true]),
      message: expect.stringMatching(
        /^60 of 100 inventory entries would go to 0\. Nothing was written\. If this is right, write \{"plan":"[0-9a-f]{16}","until":"<date-time>"\} to the custom object "inventory-approval"\.$/,
      ),
    });
    expect(guardVerdict(changes(60, 10, 3), context(100, 700))).toMatchObject({
      message: expect.stringMatching(
        /^60 inventory entries would fall, and the 700 units of all 100 would become half or less\. /,
      ),
    });
  });
});

describe('the approval of a plan', () => {
  const planned = changes(60, 2, 0);
  const judged = context(100, 1000);
  const plan = planOf(planned, judged);

  it('lets the plan pass until it runs out', () => {
    const approved = (until: number) => guardVerdict(planned, { ...judged, approval: { plan, until } });
    expect(approved(NOW + 1)).toEqual({ passes: true, approved: plan });
    expect(approved(NOW)).toMatchObject({
      passes: false,
      plan,
      message: expect.stringContaining('Nothing was written. The approval of this plan has run out. If this is right'),
    });
  });

  it('does not let another plan pass', () => {
    const approval = { plan, until: NOW + 1 };
    expect(passes([...planned, ...changes(1, 2, 0, 'MORE')], { ...judged, approval })).toBe(false);
    expect(passes(changes(60, 2, 0, 'OTHER'), { ...judged, approval })).toBe(false);
    expect(
      passes(
        planned.map((change) => ({ ...change, channel: EAST })),
        { ...judged, approval },
      ),
    ).toBe(false);
  });

  it('holds while the shop goes on selling, as long as the same entries would be emptied', () => {
    const later = [...planned.map((change) => ({ ...change, from: 1 })), ...changes(9, 8, 7, 'SOLD')];
    expect(planOf(later, judged)).toBe(plan);
  });

  it('of a falling total names the entries that lose half or more, and which of them are emptied', () => {
    const falling = changes(60, 10, 3);
    const total = context(1000, 700);
    const fallingPlan = planOf(falling, total);
    expect(
      planOf(
        falling.map((change) => ({ ...change, to: 2 })),
        total,
      ),
    ).toBe(fallingPlan);
    expect(planOf([...falling, ...changes(5, 10, 9, 'SOLD')], total)).toBe(fallingPlan);
    expect(planOf([...falling, ...changes(5, 10, 5, 'MORE')], total)).not.toBe(fallingPlan);
    expect(
      planOf(
        falling.map((change, index) => ({ ...change, to: index === 0 ? 0 : 3 })),
        total,
      ),
    ).not.toBe(fallingPlan);
  });

  it('names all that fall where none loses half, measured by an audit before much came in', () => {
    const old = context(100, 1000);
    const falling = changes(60, 100, 60);
    expect(planOf(falling, old)).not.toBe(planOf(changes(60, 100, 60, 'OTHER'), old));
    expect(
      passes(changes(60, 100, 60, 'OTHER'), { ...old, approval: { plan: planOf(falling, old), until: NOW + 1 } }),
    ).toBe(false);
  });

  it('does not depend on the order of the entries', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(planned, { minLength: planned.length }), (shuffled) => {
        expect(planOf(shuffled, judged)).toBe(plan);
      }),
    );
  });
});

describe('a plan that was stopped, in the next run', () => {
  const planned = changes(60, 2, 0);
  const judged = context(100, 1000);
  const verdict = guardVerdict(planned, judged);
  if (verdict.passes) throw new Error('the guard let it pass');
  const stopped = { plan: verdict.plan, entries: verdict.entries };

  it('keeps its name when it has only become smaller, so that its approval fits', () => {
    expect(guardVerdict(planned.slice(0, 55), { ...judged, stopped })).toMatchObject({
      passes: false,
      plan: stopped.plan,
    });
    expect(planOf([...planned.slice(1), ...changes(1, 2, 0, 'OTHER')], { ...judged, stopped })).not.toBe(stopped.plan);
  });

  it('passes in part when it was approved and the writing broke off, as long as the approval holds', () => {
    const rest = (until: number) =>
      guardVerdict(planned.slice(5), { ...judged, stopped, approval: { plan: stopped.plan, until } });
    expect(rest(NOW + 1)).toEqual({ passes: true, approved: stopped.plan });
    expect(rest(NOW)).toMatchObject({ passes: false, plan: stopped.plan });
  });

  it('does not pass piece by piece, because some of it could not be judged', () => {
    const part = (count: number, unjudged: readonly string[]) =>
      guardVerdict(planned.slice(0, count), { ...judged, stopped, unjudged: new Set(unjudged) });
    const last = planned.slice(49).map(({ ordoroSku }) => ordoroSku);
    expect(part(49, last)).toMatchObject({ passes: false, plan: stopped.plan, isRest: true });
    expect(part(49, [])).toEqual({ passes: true });
    expect(part(49, ['OTHER'])).toEqual({ passes: true });
    expect(part(10, last.slice(0, 5))).toEqual({ passes: true });
  });

  it('does not pass piece by piece either when its entries were too many to be kept', () => {
    const large = { plan: stopped.plan, entries: [] };
    const part = (count: number, unjudged: readonly string[]) =>
      guardVerdict(planned.slice(0, count), { ...judged, stopped: large, unjudged: new Set(unjudged) });
    const last = planned.slice(49).map(({ ordoroSku }) => ordoroSku);
    expect(part(49, last)).toMatchObject({ passes: false, plan: stopped.plan, isRest: true });
    expect(part(49, [])).toEqual({ passes: true });
    expect(part(10, last)).toEqual({ passes: true });
  });

  it('lets other changes pass once its own are corrected, whatever could not be judged', () => {
    const others = changes(80, 9, 8, 'SOLD');
    expect(guardVerdict(others, { ...judged, stopped, unjudged: new Set(['SKU-1']) })).toEqual({ passes: true });
  });

  it('passes in any part that is approved', () => {
    const approval = { plan: stopped.plan, until: NOW + 1 };
    const unjudged = new Set(planned.slice(49).map(({ ordoroSku }) => ordoroSku));
    expect(guardVerdict(planned.slice(0, 49), { ...judged, stopped, unjudged, approval })).toEqual({ passes: true });
  });
});

describe('the guard of any plan', () => {
  const anyChanges = fc.array(
    fc.record({ from: fc.integer({ min: -2, max: 20 }), to: fc.integer({ min: 0, max: 20 }) }),
    { maxLength: 120 },
  );

  it('stops exactly what the two rules say', () => {
    fc.assert(
      fc.property(anyChanges, fc.nat({ max: 400 }), (drawn, others) => {
        const planned = drawn.map(({ from, to }, index) => changeOf(`SKU-${index}`, from, to));
        const before = drawn.reduce((sum, { from }) => sum + Math.max(0, from), others);
        const after = drawn.reduce((sum, { to }) => sum + to, others);
        const emptied = drawn.filter(({ from, to }) => from > 0 && to === 0).length;
        const falling = drawn.filter(({ from, to }) => to < from).length;
        const entries = drawn.length + others;
        const isMassChange = (emptied >= 50 && emptied / entries > 0.2) || (falling >= 50 && after <= before / 2);
        expect(passes(planned, context(entries, before))).toBe(!isMassChange);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the managed stock of several pages', () => {
  it('is the sum of all', () => {
    expect(managedTogether({ entries: 2, units: 30 }, { entries: 3, units: 4 })).toEqual({ entries: 5, units: 34 });
  });
});
