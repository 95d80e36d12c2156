import { describe, expect, it } from 'vitest';
import { catalogue, held, kit, ONE_ENTRY, stockEntry } from '../../tests/generators/stock.ts';
import { Kits } from './kit-index.ts';
import type { PlannedChange, PlannedStock } from './planned-stock.ts';
import { plannedWrites, RunPlan, stillFits } from './run-plan.ts';
import type { StockPlan } from './stock-plan.ts';
import type { StockView } from './stock-view.ts';

const NO_KITS = new Kits();
const NONE = { skus: new Set<string>(), ordoroSkus: new Set<string>() };

const missing = (sku: string, to = 1): PlannedStock => ({
  sku,
  ordoroSku: sku,
  channel: ONE_ENTRY,
  to,
  onHand: to,
  available: to,
});
const change = (sku: string, from: number, to: number): PlannedChange => ({
  ...missing(sku, to),
  from,
  entry: stockEntry(sku, from),
});
const plan = (parts: Partial<StockPlan>): StockPlan => ({
  changes: [],
  creations: [],
  skips: [],
  letters: [],
  settled: [],
  managed: { entries: 0, units: 0 },
  ...parts,
});
const view = (ordoroSkus: readonly string[], heldBack: StockView['heldBack'] = new Map()): StockView => ({
  ordoroSkus,
  heldBack,
  products: new Map(),
  skusOf: (sku) => [sku],
  entries: [],
  fresh: NONE,
});

describe('the plan of a run', () => {
  it('is written in the order that oversells least: falling, rising, new', () => {
    const run = new RunPlan();
    run.add(
      plan({ creations: [missing('NEW')], changes: [change('UP', 1, 2), change('DOWN', 2, 1)] }),
      view([]),
      NO_KITS,
    );
    expect(run.handOut().map(({ stock }) => stock.sku)).toEqual(['DOWN', 'UP', 'NEW']);
    expect(run.size).toBe(0);
  });

  it('holds each product as it was planned last', () => {
    const run = new RunPlan();
    run.add(plan({ changes: [change('A', 1, 2), change('B', 1, 2)] }), view(['A', 'B']), NO_KITS);
    run.add(plan({ changes: [change('A', 1, 5)] }), view(['A', 'B']), NO_KITS);
    expect(run.size).toBe(1);
    expect(run.handOut().map(({ stock }) => [stock.sku, stock.to])).toEqual([['A', 5]]);
  });

  it('is judged as a whole', () => {
    const run = new RunPlan();
    const managed = { entries: 10, units: 30 };
    run.add(plan({ changes: [change('A', 1, 0)], managed }), view(['A']), NO_KITS);
    run.add(plan({ changes: [change('B', 3, 0)], managed }), view(['B']), NO_KITS);
    expect(run.changes.map(({ sku, from, to }) => [sku, from, to])).toEqual([
      ['A', 1, 0],
      ['B', 3, 0],
    ]);
    expect(run.managed).toEqual({ entries: 20, units: 60 });
    run.recount();
    expect(run.managed).toEqual({ entries: 0, units: 0 });
  });
});

describe('a planned write, when the orders are looked at once more', () => {
  const [write] = plannedWrites(plan({ changes: [change('CUP', 1, 4)] }), view([], held(['CUP', 7, 2])), NO_KITS);
  const now = (heldBack: StockView['heldBack'], fresh = NONE, unseen = NONE) =>
    stillFits(write!, { heldBack, fresh, unseen, kits: NO_KITS });

  it('still fits when no more is held back than it was planned with', () => {
    expect([now(held(['CUP', 7, 2])), now(held(['CUP', 7, 1])), now(held())]).toEqual(['fits', 'fits', 'fits']);
    expect(now(held(['POT', 7, 9]))).toBe('fits');
  });

  it('is planned again when more is held back, in any warehouse', () => {
    expect(now(held(['CUP', 7, 3]))).toBe('plan-again');
    expect(now(held(['CUP', 7, 2], ['CUP', 8, 1]))).toBe('plan-again');
  });

  it('of a kit is planned again when more of a component is held back', () => {
    const kits = new Kits(catalogue(kit('SET', ['CUP', 1])));
    const [ofKit] = plannedWrites(plan({ changes: [change('SET', 1, 4)] }), view([]), kits);
    expect(stillFits(ofKit!, { heldBack: held(['CUP', 7, 1]), fresh: NONE, unseen: NONE, kits })).toBe('plan-again');
  });

  it('is planned again when its SKU had an order that came and went since the plan was begun', () => {
    const unseen = { ...NONE, ordoroSkus: new Set(['CUP']) };
    expect(now(held(['CUP', 7, 2]), NONE, unseen)).toBe('plan-again');
    expect(now(held(['CUP', 7, 2]), unseen, unseen)).toBe('waits');
  });

  it('waits when its SKU has a young order', () => {
    expect(now(held(), { ...NONE, ordoroSkus: new Set(['CUP']) })).toBe('waits');
  });
});
