import type { LineItem, Order, OrderTransitionLineItemStateAction } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { line, order } from '../../tests/generators/written-orders.ts';
import { type LineStateFacts, lineStateActions } from './line-state-actions.ts';

const STATE_IDS = new Map([
  ['id-initial', 'Initial'],
  ['id-picking', 'picking'],
  ['id-exported', 'in-warehouse'],
  ['id-shipped', 'sent'],
  ['id-returned', 'came-back'],
]);
const ALL = { exported: 'in-warehouse', shipped: 'sent', returned: 'came-back' };

type Held = readonly (readonly [string, number])[];

function lineIn(...held: Held): LineItem {
  const quantity = held.reduce((sum, [, units]) => sum + units, 0);
  const state = held.map(([id, units]) => ({ state: { typeId: 'state' as const, id }, quantity: units }));
  return line('line-1', quantity, 1000, { state });
}

function orderOf(...lineItems: LineItem[]): Order {
  return order(1000, { lineItems });
}

function facts(counts: { exported?: number; shipped?: number; returned?: number }, more: Partial<LineStateFacts> = {}) {
  const units = (count = 0) => new Map([['line-1', count]]);
  return {
    states: ALL,
    stateIds: STATE_IDS,
    exported: units(counts.exported),
    shipped: units(counts.shipped),
    returned: units(counts.returned),
    ...more,
  };
}

/** Transitions as `units from -> to`. */
function moves(item: LineItem, given: LineStateFacts): string[] {
  return lineStateActions(orderOf(item), given).map(
    ({ quantity, fromState, toState }) => `${quantity} ${fromState.id} -> ${toState.id}`,
  );
}

describe('the state of a line item', () => {
  it('is moved by one transition', () => {
    expect(lineStateActions(orderOf(lineIn(['id-initial', 2])), facts({ exported: 2 }))).toEqual([
      {
        action: 'transitionLineItemState',
        lineItemId: 'line-1',
        quantity: 2,
        fromState: { typeId: 'state', id: 'id-initial' },
        toState: { typeId: 'state', id: 'id-exported' },
      },
    ]);
  });

  it.each<[string, Held, { exported?: number; shipped?: number; returned?: number }, string[]]>([
    ['nothing was exported', [['id-initial', 3]], {}, []],
    ['all is exported and shows it', [['id-exported', 3]], { exported: 3 }, []],
    ['some was shipped', [['id-exported', 3]], { exported: 3, shipped: 2 }, ['2 id-exported -> id-shipped']],
    [
      'more was shipped',
      [
        ['id-exported', 1],
        ['id-shipped', 2],
      ],
      { exported: 3, shipped: 3 },
      ['1 id-exported -> id-shipped'],
    ],
    [
      'everything happened at once',
      [['id-initial', 4]],
      { exported: 3, shipped: 2, returned: 1 },
      ['3 id-initial -> id-exported', '2 id-exported -> id-shipped', '1 id-shipped -> id-returned'],
    ],
    [
      'units wait in several states',
      [
        ['id-initial', 1],
        ['id-picking', 2],
      ],
      { exported: 3 },
      ['1 id-initial -> id-exported', '2 id-picking -> id-exported'],
    ],
    [
      'only some of them are exported',
      [
        ['id-initial', 1],
        ['id-picking', 2],
      ],
      { exported: 2 },
      ['1 id-initial -> id-exported', '1 id-picking -> id-exported'],
    ],
    [
      'what was returned was shipped, whatever is known of the shipment',
      [['id-exported', 2]],
      { exported: 2, returned: 1 },
      ['1 id-exported -> id-shipped', '1 id-shipped -> id-returned'],
    ],
    ['more is told than was ordered', [['id-initial', 2]], { exported: 5 }, ['2 id-initial -> id-exported']],
    [
      'more is told than the line holds',
      [['id-exported', 2]],
      { exported: 2, shipped: 9 },
      ['2 id-exported -> id-shipped'],
    ],
  ])('when %s', (_what, held, counts, expected) => {
    expect(moves(lineIn(...held), facts(counts))).toEqual(expected);
  });

  it('goes back from shipped to exported after a shipment was undone', () => {
    const item = lineIn(['id-shipped', 3]);
    expect(moves(item, facts({ exported: 3, shipped: 1 }))).toEqual(['2 id-shipped -> id-exported']);
    expect(moves(item, facts({ exported: 3 }))).toEqual(['3 id-shipped -> id-exported']);
  });

  it('never goes back from returned, nor from exported', () => {
    expect(moves(lineIn(['id-returned', 2]), facts({ exported: 2 }))).toEqual([]);
    expect(moves(lineIn(['id-exported', 2]), facts({}))).toEqual([]);
  });

  it('never goes back for a line that Ordoro does not have', () => {
    expect(moves(lineIn(['id-shipped', 2]), facts({}))).toEqual([]);
  });

  it('does not go back where only one of the two states is configured', () => {
    const item = lineIn(['id-shipped', 2]);
    expect(moves(item, facts({ exported: 2 }, { states: { shipped: 'sent' } }))).toEqual([]);
  });
});

describe('the configured line states', () => {
  it('may be none', () => {
    expect(moves(lineIn(['id-initial', 2]), facts({ exported: 2, shipped: 2 }, { states: {} }))).toEqual([]);
  });

  it('may skip an event', () => {
    const item = lineIn(['id-initial', 2]);
    expect(moves(item, facts({ exported: 2, shipped: 1 }, { states: { shipped: 'sent' } }))).toEqual([
      '1 id-initial -> id-shipped',
    ]);
    expect(moves(item, facts({ exported: 2, returned: 1 }, { states: { ...ALL, shipped: undefined } }))).toEqual([
      '2 id-initial -> id-exported',
      '1 id-exported -> id-returned',
    ]);
  });

  it('do not count while the project does not have them', () => {
    const given = facts({ exported: 2, shipped: 1 }, { states: { exported: 'in-warehouse', shipped: 'gone' } });
    expect(moves(lineIn(['id-initial', 2]), given)).toEqual(['2 id-initial -> id-exported']);
  });

  it('may be one state for several events: it stands for the first', () => {
    const states = { exported: 'in-warehouse', shipped: 'in-warehouse', returned: 'came-back' };
    expect(moves(lineIn(['id-initial', 2]), facts({ exported: 2, shipped: 1 }, { states }))).toEqual([
      '2 id-initial -> id-exported',
    ]);
    expect(moves(lineIn(['id-exported', 2]), facts({ exported: 2, shipped: 1 }, { states }))).toEqual([]);
  });
});

describe('the transitions of any line', () => {
  const held = fc.array(fc.tuple(fc.constantFrom(...STATE_IDS.keys()), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 5,
  });
  const count = fc.integer({ min: 0, max: 8 });
  const states = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).map(([exported, shipped, returned]) => ({
    ...(exported ? { exported: ALL.exported } : {}),
    ...(shipped ? { shipped: ALL.shipped } : {}),
    ...(returned ? { returned: ALL.returned } : {}),
  }));

  it('are all possible, and afterwards there is none', () => {
    fc.assert(
      fc.property(
        held,
        fc.record({ exported: count, shipped: count, returned: count }),
        states,
        (from, counts, chosen) => {
          const item = lineIn(...from);
          const given = facts(counts, { states: chosen });
          const after = lineStateActions(orderOf(item), given).reduce(transitioned, item);
          expect(lineStateActions(orderOf(after), given)).toEqual([]);
          expect(after.state.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(item.quantity);
        },
      ),
    );
  });

  it('lead to the same states when the list is cut anywhere and the rest follows', () => {
    fc.assert(
      fc.property(held, fc.record({ exported: count, shipped: count, returned: count }), (from, counts) => {
        const item = lineIn(...from);
        const given = facts(counts);
        const whole = lineStateActions(orderOf(item), given).reduce(transitioned, item);
        let piecemeal = item;
        for (let round = 0; round < 30; round += 1) {
          piecemeal = lineStateActions(orderOf(piecemeal), given).slice(0, 1).reduce(transitioned, piecemeal);
        }
        expect(unitsOf(piecemeal)).toEqual(unitsOf(whole));
      }),
    );
  });
});

/** As strict as commercetools: enough units must be there. */
function transitioned(item: LineItem, action: OrderTransitionLineItemStateAction): LineItem {
  const units = unitsOf(item);
  const [from = '', to = ''] = [action.fromState.id, action.toState.id];
  const there = units.get(from) ?? 0;
  if (action.quantity < 1 || there < action.quantity) throw new Error(`only ${there} in ${from}`);
  units.set(from, there - action.quantity);
  units.set(to, (units.get(to) ?? 0) + action.quantity);
  const state = [...units].map(([id, quantity]) => ({ state: { typeId: 'state' as const, id }, quantity }));
  return { ...item, state: state.filter(({ quantity }) => quantity > 0) };
}

function unitsOf(item: LineItem): Map<string, number> {
  const units = new Map<string, number>();
  for (const { state, quantity } of item.state) units.set(state.id, (units.get(state.id) ?? 0) + quantity);
  return units;
}
