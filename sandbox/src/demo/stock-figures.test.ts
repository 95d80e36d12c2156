import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { EAST, WEST } from '../seed/articles.ts';
import { SEED_IDS } from '../seed/seed-names.ts';
import type { StockFigures, StockRound, StockRow } from '../seed/stock-rounds.ts';
import { seedStock } from '../seed/stock-seeds.ts';
import { rowsAfter } from './stock-act.ts';
import { figuresOf, guardComplaints, stockComplaints } from './stock-figures.ts';
import { guardLine, stockTable } from './stock-report.ts';

const AS_SEEDED: StockFigures = { onHand: 18, committed: 0, available: 18, heldBack: 0, shown: 18 };

function row(skus: string[], channel: StockRow['channel'] = 'us-east', expected = AS_SEEDED): StockRow {
  return { title: skus.join(' and '), skus, channel, expected };
}

function round(rows: StockRow[], isStopped = false): StockRound {
  return { rows, isStopped, scenes: [], orders: [] };
}

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  await seedStock(sandbox);
});

afterEach(() => sandbox.close());

const putObject = (container: string, key: string, value: object) =>
  sandbox.commercetools.putCustomObject(container, key, value);

describe('the figures of a row', () => {
  it('are those of its warehouse and its supply channel', () => {
    sandbox.ordoro.changeStock('TEA-OOLONG', { warehouseId: EAST, on_hand: 7 });
    sandbox.ordoro.changeStock('TEA-OOLONG', { warehouseId: WEST, on_hand: 9 });
    expect(figuresOf(sandbox, row(['TEA-OOLONG']))).toEqual({ ...AS_SEEDED, onHand: 7, available: 7 });
    expect(figuresOf(sandbox, row(['TEA-OOLONG'], 'us-west'))).toEqual({
      ...AS_SEEDED,
      onHand: 9,
      available: 9,
      shown: 12,
    });
  });

  it('are summed over its SKUs', () => {
    expect(figuresOf(sandbox, row(['TEA-OOLONG', 'KTL-GOOSE']))).toMatchObject({ onHand: 38, shown: 38 });
  });

  it('show none in commercetools where there is no entry', () => {
    expect(figuresOf(sandbox, row(['TEA-SENCHA']))).toMatchObject({ onHand: 40, shown: 0 });
  });

  it('hold back the units of open records only', async () => {
    const units = [
      { sku: 'TEA-OOLONG', quantity: 4, supplyChannelId: SEED_IDS.channelEast },
      { sku: 'TEA-OOLONG', quantity: 1, supplyChannelId: SEED_IDS.channelWest },
      { sku: 'TEA-ASSAM', quantity: 1, supplyChannelId: SEED_IDS.channelEast },
    ];
    await putObject('ordoro-orders', 'one', { open: true, units });
    await putObject('ordoro-orders', 'two', { open: false, units });
    expect(figuresOf(sandbox, row(['TEA-OOLONG'])).heldBack).toBe(4);
  });
});

describe('what is wrong with the stock', () => {
  it('is nothing while all is as expected, else both figures in words', () => {
    expect(stockComplaints(sandbox, [row(['TEA-OOLONG'])])).toEqual([]);
    expect(stockComplaints(sandbox, [row(['TEA-OOLONG'], 'us-west')])).toEqual([
      'TEA-OOLONG, us-west: on hand 12, committed 0, available 12, held back 0, commercetools 12; ' +
        'expected: on hand 18, committed 0, available 18, held back 0, commercetools 18',
    ]);
  });

  it('is a plan that is stopped although it should not be, or the other way round, or without a dead letter', async () => {
    expect(guardComplaints(sandbox, round([]))).toEqual([]);
    expect(guardComplaints(sandbox, round([], true))).toHaveLength(1);
    await putObject('ordoro-health', 'status', { inventoryPlan: 'abc' });
    expect(guardComplaints(sandbox, round([]))).toHaveLength(1);
    expect(guardComplaints(sandbox, round([], true))).toHaveLength(1);
    await putObject('ordoro-dead-letters', 'inventory.mass-change', { message: 'Approve plan abc.' });
    expect(guardComplaints(sandbox, round([], true))).toEqual([]);
  });
});

describe('the table of the stock', () => {
  it('has a line per row, with the rule in words', () => {
    const lines = stockTable(sandbox, [row(['TEA-OOLONG']), row(['KTL-GOOSE']), row(['TEA-ASSAM'])]).split('\n');
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['', 'SKU', 'channel', 'on hand', 'committed', 'available', 'held back', 'rule', 'commercetools'],
      expect.anything(),
      ['ok', 'TEA-OOLONG', 'us-east', '18', '0', '18', '0', '-', '18'],
      ['WRONG', 'KTL-GOOSE', 'us-east', '20', '0', '20', '0', 'owner commercetools', '20'],
      ['WRONG', 'TEA-ASSAM', 'us-east', '60', '0', '60', '0', 'percent 90, reserve 5', '0'],
    ]);
  });
});

describe('the line about the guard', () => {
  it('names the plan that is stopped, then the one that was approved', async () => {
    expect(guardLine(sandbox)).toBe('guard: no objection');
    await putObject('ordoro-health', 'status', { inventoryPlan: 'abc' });
    expect(guardLine(sandbox)).toBe('guard: plan abc is stopped, nothing is written until it is approved');
    await putObject('ordoro-config', 'inventory-approval', { plan: 'abc' });
    await putObject('ordoro-health', 'status', {});
    expect(guardLine(sandbox)).toBe('guard: plan abc was approved and is written');
  });
});

describe('where the stock stands after some rounds', () => {
  it('is what the last round says that names the row', () => {
    const later = row(['TEA-OOLONG'], 'us-east', { ...AS_SEEDED, shown: 5 });
    const [east, west] = [row(['TEA-OOLONG']), row(['TEA-OOLONG'], 'us-west')];
    expect(rowsAfter([round([east, west]), round([later])])).toEqual([later, west]);
  });
});
