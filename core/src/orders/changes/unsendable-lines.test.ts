import { beforeEach, describe, expect, it } from 'vitest';
import { playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, linesOf, withUnits } from '../../../tests/generators/change-world.ts';
import { shopOrder } from '../../../tests/generators/situations.ts';
import { withRequest } from '../record-changes.ts';
import { changeIssues } from './change-issues.ts';

const N = '1-A-1000';

let world: ChangeWorld;

beforeEach(() => {
  world = exported({ 'line-1': 2, 'line-2': 3 });
});

function exported(units: Readonly<Record<string, number>>): ChangeWorld {
  return new ChangeWorld(withUnits(shopOrder(), units));
}

function issues(): string[] {
  return changeIssues(world.record, world.order).map(({ code, detail }) => `${code}: ${detail}`);
}

function edit(units: Readonly<Record<string, number>>): void {
  world.order = withUnits(world.order, units);
}

function setSocks(fact: 'unmapped' | { ordoroSku: string }): void {
  world.skus = new Map([...world.skus, ['SOCKS', fact]]);
}

/** A pass as after news from Ordoro. */
async function playWithNews(): Promise<void> {
  await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
}

function kinds(): string[] {
  return world.edits.map(({ kind }) => kind);
}

describe('an Ordoro order whose last line is not wanted any more', () => {
  it('is neither emptied nor cancelled while what replaces it cannot be added; then it is changed', async () => {
    world = exported({ 'line-1': 2 });
    setSocks('unmapped');
    edit({ 'line-3': 1 });
    await playChanges(world);
    expect(kinds()).toEqual(['comment']);
    expect(issues()).toEqual([
      'too-late-to-change: lines: SHIRT: 1-A-1000 would be left without lines',
      'unmapped-sku: SOCKS',
    ]);
    expect(await playChanges(world)).toEqual([]);
    setSocks({ ordoroSku: 'S-1' });
    await playChanges(world);
    expect(kinds()).toEqual(['comment', 'add-line', 'remove-line', 'financial']);
    expect(issues()).toEqual([]);
  });

  it('is neither emptied nor cancelled when staff took out another line that is still ordered', async () => {
    world.change(N, (order) => {
      order.lines = order.lines.filter(({ lineItemId }) => lineItemId !== 'line-2');
    });
    edit({ 'line-2': 3 });
    await playWithNews();
    expect(kinds()).toEqual(['comment']);
    expect(issues()).toEqual(['too-late-to-change: lines: SHIRT: 1-A-1000 would be left without lines']);
    expect(await playChanges(world)).toEqual([]);
  });
});

describe('an Ordoro order that the connector cancelled for want of lines', () => {
  it('is not restored for a product that Ordoro does not have, but as soon as it has it', async () => {
    world = exported({ 'line-1': 2 });
    edit({});
    await playChanges(world);
    setSocks('unmapped');
    edit({ 'line-3': 1 });
    await playChanges(world);
    expect(kinds()).toEqual(['cancel']);
    expect(issues()).toEqual(['unmapped-sku: SOCKS']);
    expect(world.record.due).toBe(true);
    setSocks({ ordoroSku: 'S-1' });
    await playChanges(world);
    expect(kinds()).toEqual(['cancel', 'uncancel', 'add-line', 'remove-line', 'financial']);
    expect(linesOf(world.at(N))).toEqual(['line-3 x1']);
  });

  it('is not restored for units that staff cancelled', async () => {
    world = exported({ 'line-1': 4 });
    const [kept = '', emptied = ''] = world.split(N, [{ 'line-1': 2 }, { 'line-1': 2 }]);
    edit({ 'line-1': 2 });
    await playWithNews();
    expect(world.at(emptied).status).toBe('cancelled');
    world.change(kept, (order) => {
      order.status = 'cancelled';
    });
    await playWithNews();
    expect(kinds()).toEqual(['cancel', 'financial']);
    expect(issues()).toEqual([`cancelled-in-ordoro: ${kept}`]);
  });

  it('gets the amounts that changed while it was cancelled', async () => {
    world.order = { ...world.order, orderState: 'Cancelled' };
    await playChanges(world);
    edit({ 'line-1': 2 });
    world.order = { ...world.order, orderState: 'Open' };
    await playChanges(world, { edits: ['rejected'] });
    world.stored = { ...world.stored, record: withRequest(world.record, 'retry', world.now) };
    await playChanges(world);
    expect(kinds()).toEqual(['cancel', 'uncancel', 'remove-line', 'financial']);
    expect(world.at(N).content.financial?.grand_total).toBe(25);
  });
});

describe('a line that cannot be sent', () => {
  it('for want of a product is not waited for once the order is cancelled, or shipped', async () => {
    setSocks('unmapped');
    edit({ 'line-1': 2, 'line-2': 3, 'line-3': 1 });
    await playChanges(world);
    expect(world.record.due).toBe(true);
    const { order } = world;
    world.order = { ...order, orderState: 'Cancelled' };
    await playChanges(world);
    expect(world.record.due).toBe(false);

    world = exported({ 'line-1': 2 });
    setSocks('unmapped');
    world.change(N, (shipped) => {
      shipped.status = 'shipped';
    });
    edit({ 'line-1': 2, 'line-3': 1 });
    await playWithNews();
    expect(issues()).toContain('too-late-to-change: lines: SOCKS: no order in Ordoro can take it any more');
    expect(world.record.due).toBe(false);
  });

  it('because Ordoro refuses it holds back no other, and is tried again on retry only', async () => {
    edit({ 'line-1': 1, 'line-2': 3, 'line-3': 1 });
    await playChanges(world, { edits: ['rejected'] });
    expect(linesOf(world.at(N))).toEqual(['line-1 x1', 'line-2 x3']);
    expect(issues()).toEqual(['ordoro-rejected: lines of 1-A-1000: SOCKS: status 400, no']);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['add-line', 'change-line']);
    await playWithNews();
    expect(world.sent).toHaveLength(2);
    world.stored = { ...world.stored, record: withRequest(world.record, 'retry', world.now) };
    await playChanges(world);
    expect(linesOf(world.at(N))).toEqual(['line-1 x1', 'line-2 x3', 'line-3 x1']);
    expect(world.at(N).content.financial?.grand_total).toBe(55);
    expect(issues()).toEqual([]);
  });

  it('for want of a product is added once it is there, although another line stays with the staff', async () => {
    world.change(N, (order) => {
      order.lines = order.lines.map((line) => (line.lineItemId === 'line-1' ? { ...line, quantity: 7 } : line));
    });
    setSocks('unmapped');
    edit({ 'line-1': 3, 'line-2': 3, 'line-3': 1 });
    await playChanges(world);
    expect(issues()).toEqual(['too-late-to-change: lines: SHIRT was changed in Ordoro too', 'unmapped-sku: SOCKS']);
    setSocks({ ordoroSku: 'S-1' });
    await playChanges(world);
    expect(linesOf(world.at(N))).toEqual(['line-1 x7', 'line-2 x3', 'line-3 x1']);
    expect(issues()).toEqual(['too-late-to-change: lines: SHIRT was changed in Ordoro too']);
    expect(world.record.due).toBe(false);
  });
});
