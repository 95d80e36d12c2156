import { describe, expect, it } from 'vitest';
import { catalogue, held, kit, PLAIN_RULE, product, shelf } from '../../tests/generators/stock.ts';
import { type ChannelQuantity, channelQuantity } from './channel-quantity.ts';
import type { HeldBackUnits } from './held-back-units.ts';
import type { StockProduct } from './stock.ts';
import type { WarehouseScope } from './stock-channels.ts';
import type { StockRule } from './stock-rules.ts';

interface Given {
  readonly rule?: Partial<StockRule>;
  readonly heldBack?: HeldBackUnits;
  readonly from?: WarehouseScope;
}

/** The quantity of the first product. */
function answerFor(products: readonly [StockProduct, ...StockProduct[]], given: Given = {}): ChannelQuantity {
  const { rule = {}, heldBack = held(), from = 'all' } = given;
  return channelQuantity(
    { ordoroSku: products[0].sku, warehouseIds: from, rule: { ...PLAIN_RULE, ...rule } },
    { products: catalogue(...products), heldBack },
  );
}

function quantityOf(...[products, given]: Parameters<typeof answerFor>): number {
  const answer = answerFor(products, given);
  if ('problem' in answer) throw new Error(`not known: ${answer.problem.reason}`);
  return answer.quantity;
}

describe('the quantity of an entry', () => {
  it.each<[string, number, number, number, Partial<StockRule>, number]>([
    ['is what Ordoro has available', 12, 2, 0, {}, 10],
    ['is less by the units that Ordoro does not know yet', 12, 2, 3, {}, 7],
    ['is the same when Ordoro knows them', 12, 5, 0, {}, 7],
    ['is the percentage, rounded down', 12, 2, 3, { percent: 90 }, 6],
    ['is 0 of nothing percent', 12, 2, 3, { percent: 0 }, 0],
    ['is less by the reserve, after the percentage', 12, 2, 3, { percent: 90, reserve: 2 }, 4],
    ['is at most the maximum, after the reserve', 12, 2, 3, { percent: 90, reserve: 2, max: 3 }, 3],
    ['is less than the maximum when there is less', 12, 2, 3, { max: 8 }, 7],
    ['is 0 for the maximum 0', 12, 2, 3, { max: 0 }, 0],
    ['is at least the minimum, even when it is not there', 1, 2, 3, { min: 2 }, 2],
    ['is at least the minimum also after the maximum', 12, 0, 0, { min: 5, max: 5 }, 5],
    ['is never below 0', 1, 2, 3, {}, 0],
    ['is never below 0 after the reserve', 1, 0, 0, { reserve: 9 }, 0],
    ['is what is on hand when the rule says so, and U does not count', 12, 2, 3, { quantity: 'onHand' }, 12],
    ['is 0 for a negative number on hand', -4, 0, 0, { quantity: 'onHand' }, 0],
  ])('%s', (_what, onHand, committed, waiting, rule, expected) => {
    const heldBack = held(['MUG', 1, waiting]);
    expect(quantityOf([product('MUG', shelf(1, onHand, committed))], { rule, heldBack })).toBe(expected);
  });

  it.each([
    [29, 100, 29],
    [100, 29, 29],
    [100, 57, 57],
    [1000, 14, 140],
    [10, 99, 9],
    [1_000_000_000, 7, 70_000_000],
  ])('of %d units is exact at %d percent: %d', (units, percent, expected) => {
    expect(quantityOf([product('MUG', shelf(1, units))], { rule: { percent } })).toBe(expected);
  });

  it('counts whole units of each warehouse only', () => {
    expect(quantityOf([product('MUG', shelf(1, 2.9), shelf(2, 1.9))])).toBe(3);
  });

  it('comes with what Ordoro has on hand and available, before rules and U', () => {
    const mug = product('MUG', shelf(1, 12, 2), shelf(2, 4, 6));
    expect(answerFor([mug], { rule: { reserve: 1 }, heldBack: held(['MUG', 1, 3]) })).toEqual({
      quantity: 4,
      onHand: 16,
      available: 8,
    });
  });
});

describe('the warehouses of an entry', () => {
  const mug = product('MUG', shelf(1, 12, 2), shelf(2, 4, 6), shelf(3, 100));
  const heldBack = held(['MUG', 1, 3], ['MUG', 3, 50]);

  it('are summed, those below zero too', () => {
    expect(quantityOf([mug], { from: [1, 2], heldBack })).toBe(5);
  });

  it('are those of the entry only, and so are the units that wait', () => {
    expect(quantityOf([mug], { from: [1], heldBack })).toBe(7);
    expect(quantityOf([mug], { from: [3], heldBack })).toBe(50);
  });

  it('are all when the merchant maps none', () => {
    expect(quantityOf([mug], { heldBack })).toBe(55);
  });

  it('hold nothing when Ordoro does not list them', () => {
    expect(quantityOf([mug], { from: [1, 77] })).toBe(10);
    expect(quantityOf([mug], { from: [77] })).toBe(0);
  });

  it('are lowered by waiting units even where Ordoro lists nothing', () => {
    expect(quantityOf([mug], { from: [1, 77], heldBack: held(['MUG', 77, 4]) })).toBe(6);
    expect(quantityOf([product('MUG', shelf(1, 10))], { heldBack: held(['MUG', 77, 4]) })).toBe(6);
  });

  it('are each lowered by units of which nobody can tell the warehouse', () => {
    const anywhere = held(['MUG', undefined, 4]);
    expect(quantityOf([mug], { from: [1], heldBack: anywhere })).toBe(6);
    expect(quantityOf([mug], { from: [3], heldBack: anywhere })).toBe(96);
    expect(quantityOf([mug], { heldBack: anywhere })).toBe(104);
  });
});

describe('the quantity of a kit', () => {
  const set = kit('SET', ['MUG', 2], ['SPOON', 1]);

  it('is that of the scarcest component, warehouse by warehouse', () => {
    const mug = product('MUG', shelf(1, 9), shelf(2, 2));
    const spoon = product('SPOON', shelf(1, 3), shelf(2, 50));
    expect(quantityOf([set, mug, spoon], { from: [1] })).toBe(3);
    expect(quantityOf([set, mug, spoon], { from: [2] })).toBe(1);
    expect(quantityOf([set, mug, spoon])).toBe(4);
  });

  it('falls with waiting units of each component', () => {
    const mug = product('MUG', shelf(1, 9));
    const spoon = product('SPOON', shelf(1, 50));
    expect(quantityOf([set, mug, spoon], { heldBack: held(['MUG', 1, 2]) })).toBe(3);
    expect(quantityOf([set, mug, spoon], { heldBack: held(['SPOON', 1, 49]) })).toBe(1);
  });

  it('is lowered by a warehouse in which a component is missing below zero', () => {
    const mug = product('MUG', shelf(1, 9), shelf(2, -3));
    const spoon = product('SPOON', shelf(1, 50), shelf(2, 50));
    expect(quantityOf([set, mug, spoon])).toBe(2);
  });

  it('is nothing in a warehouse that does not list a component', () => {
    expect(quantityOf([set, product('MUG', shelf(1, 9)), product('SPOON', shelf(2, 50))])).toBe(0);
  });

  it('does not use the figures that Ordoro shows for the kit itself', () => {
    const shown = { ...set, warehouses: [shelf(1, 500)] };
    expect(quantityOf([shown, product('MUG', shelf(1, 9)), product('SPOON', shelf(1, 50))])).toBe(4);
  });

  it('counts on hand by what its components have on hand', () => {
    const rule = { quantity: 'onHand' as const };
    const heldBack = held(['MUG', 1, 9]);
    expect(quantityOf([set, product('MUG', shelf(1, 9, 8)), product('SPOON', shelf(1, 50))], { rule, heldBack })).toBe(
      4,
    );
  });

  it('is computed down to the last component', () => {
    const box = kit('BOX', ['SET', 2], ['MUG', 1]);
    expect(quantityOf([box, set, product('MUG', shelf(1, 24)), product('SPOON', shelf(1, 9))])).toBe(4);
  });
});

describe('an archived product', () => {
  const archived = { ...product('MUG', shelf(1, 12, 2)), isArchived: true };

  it('has 0, whatever the rules say', () => {
    expect(answerFor([archived], { rule: { min: 5 } })).toEqual({ quantity: 0, onHand: 12, available: 10 });
  });

  it('has 0 even when its figures or components are not known', () => {
    const dark = { warehouseId: 1, onHand: undefined, available: undefined, committed: undefined };
    expect(answerFor([{ ...archived, warehouses: [dark] }])).toEqual({ quantity: 0 });
    expect(answerFor([{ ...kit('SET', ['GONE', 1]), isArchived: true }])).toEqual({ quantity: 0 });
    expect(answerFor([{ ...kit('SET'), isArchived: true }])).toEqual({ quantity: 0 });
  });
});

describe('a quantity that is not known', () => {
  const dark = { warehouseId: 1, onHand: 7, available: undefined, committed: undefined };

  it('is never taken for 0 when a figure is missing', () => {
    expect(answerFor([product('MUG', dark, shelf(2, 5))])).toEqual({
      problem: { reason: 'unknown-figure', sku: 'MUG' },
    });
  });

  it('does not matter in a warehouse that feeds another entry', () => {
    expect(quantityOf([product('MUG', dark, shelf(2, 5))], { from: [2] })).toBe(5);
  });

  it('does not matter for a figure that the rule does not use', () => {
    expect(answerFor([product('MUG', dark)], { rule: { quantity: 'onHand' } })).toEqual({ quantity: 7, onHand: 7 });
  });

  it('names the component at fault', () => {
    const set = kit('SET', ['MUG', 1], ['SPOON', 1]);
    expect(answerFor([set, product('MUG', shelf(1, 5)), product('SPOON', dark)])).toEqual({
      problem: { reason: 'unknown-figure', sku: 'SPOON' },
    });
    expect(answerFor([set, product('MUG', shelf(1, 5))])).toEqual({
      problem: { reason: 'unknown-product', sku: 'SPOON' },
    });
    expect(answerFor([kit('SET', ['SET', 1])])).toEqual({ problem: { reason: 'contains-itself', sku: 'SET' } });
  });

  it('is that of a product that Ordoro does not have', () => {
    expect(
      channelQuantity(
        { ordoroSku: 'GONE', warehouseIds: 'all', rule: PLAIN_RULE },
        { products: catalogue(), heldBack: held() },
      ),
    ).toEqual({ problem: { reason: 'unknown-product', sku: 'GONE' } });
  });
});
