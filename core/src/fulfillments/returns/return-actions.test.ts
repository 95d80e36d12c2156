import type { LineItemReturnItem, Order, OrderUpdateAction, ReturnItemDraft } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { line, order as writtenOrder } from '../../../tests/generators/written-orders.ts';
import type { KnownLine, KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { KnownReturn, KnownReturnLine } from '../../records/known-return.ts';
import { withReturns } from './fold-returns.ts';
import { type ReturnAnswer, type ReturnQuestion, returnActions } from './return-actions.ts';

/** Two shirts and one mug, sold as `MUG`, which is `ORD-MUG` in Ordoro. */
const ORDER = writtenOrder(2500, {
  lineItems: [
    line('line-1', 2, 2000, { variant: { id: 1, sku: 'SHIRT' } }),
    line('line-2', 1, 500, { variant: { id: 1, sku: 'MUG' } }),
  ],
});

function ordoroOrder(number: string, lines: readonly Partial<KnownLine>[], more: Partial<KnownOrdoroOrder> = {}) {
  return {
    number,
    status: 'shipped',
    lines: lines.map((known) => ({ lineItemId: 'line-1', part: 1, quantity: 1, ...known })),
    inSyncInfo: true,
    ...more,
  } satisfies KnownOrdoroOrder;
}

const ORDORO_ORDER = ordoroOrder('2-1001', [
  { lineId: 9, lineItemId: 'line-1', quantity: 2, sku: 'SHIRT' },
  { lineId: 10, lineItemId: 'line-2', sku: 'ORD-MUG' },
]);

function rma(lines: readonly KnownReturnLine[], more: Partial<KnownReturn> = {}): KnownReturn {
  return { reference: 'RMA-1', orderNumber: '2-1001', lines, ...more };
}

function answer(returns: readonly KnownReturn[], more: Partial<ReturnQuestion> = {}): ReturnAnswer {
  return returnActions({
    connectorId: 'ordoro',
    order: ORDER,
    returns,
    orders: [ORDORO_ORDER],
    isOnlyOwner: true,
    ...more,
  });
}

/** The order with these items as one return. */
function showing(order: Order, ...items: readonly (Partial<LineItemReturnItem> & { key: string })[]): Order {
  const stored = items.map(
    (item): LineItemReturnItem => ({
      id: `id of ${item.key}`,
      type: 'LineItemReturnItem',
      lineItemId: 'line-1',
      quantity: 1,
      shipmentState: 'Returned',
      paymentState: 'Initial',
      createdAt: '2026-11-22T08:00:00.000Z',
      lastModifiedAt: '2026-11-22T08:00:00.000Z',
      ...item,
    }),
  );
  return { ...order, returnInfo: [...(order.returnInfo ?? []), { items: stored }] };
}

/** What commercetools makes of the actions. */
function applied(order: Order, actions: readonly OrderUpdateAction[]): Order {
  let current = order;
  for (const action of actions) current = after(current, action);
  return current;
}

function after(order: Order, action: OrderUpdateAction): Order {
  if (action.action === 'addReturnInfo')
    return showing(
      order,
      ...action.items.map(({ key = '', lineItemId = '', quantity, shipmentState }: ReturnItemDraft) => {
        if (itemsOf(order).some((item) => item.key === key)) throw new Error(`DuplicateField ${key}`);
        return { key, lineItemId, quantity, shipmentState };
      }),
    );
  if (action.action !== 'setReturnShipmentState') throw new Error(`unexpected ${action.action}`);
  const { returnItemId, returnItemKey, shipmentState } = action;
  const named = itemsOf(order).filter((item) => item.id === returnItemId || item.key === returnItemKey);
  if (named.length !== 1 || named[0]?.shipmentState !== 'Returned') throw new Error('InvalidOperation');
  return {
    ...order,
    returnInfo: (order.returnInfo ?? []).map((one) => ({
      ...one,
      items: one.items.map((item) => (item === named[0] ? { ...item, shipmentState } : item)),
    })),
  };
}

function itemsOf(order: Order) {
  return (order.returnInfo ?? []).flatMap(({ items }) => items);
}

describe('a return', () => {
  it('is one item of each line that came back', () => {
    const { actions, issues, returnedUnits } = answer([
      rma([
        { lineId: 9, sku: 'SHIRT', received: 2, restocked: 0 },
        { lineId: 10, sku: 'ORD-MUG', received: 1, restocked: 0 },
      ]),
    ]);
    expect(actions).toEqual([
      {
        action: 'addReturnInfo',
        items: [
          { key: 'ordoro-RMA-1-9-2', lineItemId: 'line-1', quantity: 2, shipmentState: 'Returned' },
          { key: 'ordoro-RMA-1-10-1', lineItemId: 'line-2', quantity: 1, shipmentState: 'Returned' },
        ],
      },
    ]);
    expect(issues).toEqual([]);
    expect([...returnedUnits]).toEqual([
      ['line-1', 2],
      ['line-2', 1],
    ]);
  });

  it('that was only announced writes nothing', () => {
    expect(answer([rma([{ lineId: 9, sku: 'SHIRT', received: 0, restocked: 0 }])])).toEqual({
      actions: [],
      issues: [],
      returnedUnits: new Map(),
    });
  });

  it('that grows gets an item for what was added', () => {
    const order = showing(ORDER, { key: 'ordoro-RMA-1-9-1' });
    const { actions, returnedUnits } = answer([rma([{ lineId: 9, received: 3, restocked: 0 }])], { order });
    expect(actions).toEqual([
      {
        action: 'addReturnInfo',
        items: [{ key: 'ordoro-RMA-1-9-3', lineItemId: 'line-1', quantity: 2, shipmentState: 'Returned' }],
      },
    ]);
    expect(returnedUnits.get('line-1')).toBe(3);
  });

  it('of more than was ordered is reported as it is', () => {
    const { actions, issues } = answer([rma([{ lineId: 10, received: 4, restocked: 0 }])]);
    expect(actions).toMatchObject([{ items: [{ lineItemId: 'line-2', quantity: 4 }] }]);
    expect(issues).toEqual([]);
  });

  it('that lists a line twice counts it once, with the sum', () => {
    const twice = { lineId: 9, received: 1, restocked: 0 };
    expect(answer([rma([twice, twice])]).actions).toMatchObject([
      { items: [{ key: 'ordoro-RMA-1-9-2', quantity: 2 }] },
    ]);
  });

  it('has a key of allowed characters only', () => {
    const { actions } = answer([rma([{ lineId: 9, received: 1, restocked: 0 }], { reference: 'R_1/ü' })], {
      connectorId: 'shop.us',
    });
    expect(actions).toMatchObject([{ items: [{ key: 'shop_2eus-R_5f1_2f_c3_bc-9-1' }] }]);
  });

  it('has a key of at most 256 characters', () => {
    const { actions } = answer([rma([{ lineId: 9, received: 1, restocked: 0 }], { reference: 'ü'.repeat(100) })]);
    expect(actions).toMatchObject([{ items: [{ key: expect.stringMatching(/^ordoro-sha256_7e[0-9a-f]{64}-1$/) }] }]);
  });

  it('of another reference, or made by the merchant, is counted apart', () => {
    const order = showing(
      ORDER,
      { key: 'ordoro-RMA-10-9-1' },
      { key: 'ordoro-RMA-1-9-x' },
      { key: 'my-return', quantity: 5 },
    );
    const { actions, returnedUnits } = answer([rma([{ lineId: 9, received: 1, restocked: 0 }])], { order });
    expect(actions).toMatchObject([{ items: [{ key: 'ordoro-RMA-1-9-1', quantity: 1 }] }]);
    expect(returnedUnits.get('line-1')).toBe(3);
  });

  it('that becomes smaller is an issue and writes nothing, not even the restocking', () => {
    const order = showing(ORDER, { key: 'ordoro-RMA-1-9-2', quantity: 2 });
    expect(answer([rma([{ lineId: 9, sku: 'SHIRT', received: 1, restocked: 2 }])], { order })).toEqual({
      actions: [],
      issues: [{ code: 'return-mismatch', detail: 'return RMA-1, SKU SHIRT: 1 received, 2 reported before' }],
      returnedUnits: new Map([['line-1', 2]]),
    });
  });
});

describe('goods that were put back on the shelf', () => {
  it('are back in stock in the same update as they are reported', () => {
    expect(answer([rma([{ lineId: 9, received: 2, restocked: 2 }])]).actions).toEqual([
      {
        action: 'addReturnInfo',
        items: [{ key: 'ordoro-RMA-1-9-2', lineItemId: 'line-1', quantity: 2, shipmentState: 'Returned' }],
      },
      { action: 'setReturnShipmentState', returnItemKey: 'ordoro-RMA-1-9-2', shipmentState: 'BackInStock' },
    ]);
  });

  it('are back in stock item by item, as far as the number covers them', () => {
    const order = showing(ORDER, { key: 'ordoro-RMA-1-9-1' }, { key: 'ordoro-RMA-1-9-3', quantity: 2 });
    const back = (restocked: number) => answer([rma([{ lineId: 9, received: 3, restocked }])], { order }).actions;
    expect(back(0)).toEqual([]);
    const first = {
      action: 'setReturnShipmentState',
      returnItemId: 'id of ordoro-RMA-1-9-1',
      shipmentState: 'BackInStock',
    };
    expect(back(2)).toEqual([first]);
    expect(back(3)).toEqual([first, { ...first, returnItemId: 'id of ordoro-RMA-1-9-3' }]);
  });

  it.each(['Unusable', 'BackInStock', 'Advised'] as const)('stay %s where that is their state', (shipmentState) => {
    const order = showing(ORDER, { key: 'ordoro-RMA-1-9-1', shipmentState });
    expect(answer([rma([{ lineId: 9, received: 1, restocked: 1 }])], { order }).actions).toEqual([]);
  });
});

describe('the line that came back', () => {
  const one = (more: Partial<KnownReturnLine>) => [rma([{ received: 1, restocked: 0, ...more }])];
  const lineOf = (given: ReturnAnswer) =>
    given.actions.flatMap((action) => (action.action === 'addReturnInfo' ? action.items : []))[0]?.lineItemId;
  const unknown = (what: string) => [{ code: 'unknown-line', detail: `return RMA-1, ${what}` }];

  it('is found in the children of a split as well', () => {
    const orders = [ORDORO_ORDER, ordoroOrder('2-1001-1', [{ lineId: 77, lineItemId: 'line-2' }])];
    expect(lineOf(answer(one({ lineId: 77, sku: 'SHIRT' }), { orders }))).toBe('line-2');
  });

  it('is the one of the order that was returned, if ids should not be unique', () => {
    const orders = [ordoroOrder('2-1000', [{ lineId: 9, lineItemId: 'line-2' }]), ORDORO_ORDER];
    expect(lineOf(answer(one({ lineId: 9 }), { orders }))).toBe('line-1');
  });

  it('is found by its SKU in Ordoro when its id is not known', () => {
    expect(lineOf(answer(one({ lineId: 99, sku: 'ORD-MUG' })))).toBe('line-2');
  });

  it('is found by its SKU in the shop only where the one in Ordoro is not known', () => {
    expect(answer(one({ sku: 'MUG' })).issues).toEqual(unknown('SKU MUG'));
    const orders = [ordoroOrder('2-1001', [{ lineItemId: 'line-2' }])];
    expect(lineOf(answer(one({ sku: 'MUG' }), { orders }))).toBe('line-2');
  });

  it('without an id is named by its SKU, in a way that no line id could be', () => {
    const orders = [ordoroOrder('2-1001', [{ lineItemId: 'line-2', sku: '9-1' }])];
    expect(answer(one({ sku: '9-1' }), { orders }).actions).toMatchObject([
      { items: [{ key: 'ordoro-RMA-1-sku_3a9_2d1-1' }] },
    ]);
  });

  it('is unknown when two lines have its SKU', () => {
    const orders = [ordoroOrder('2-1001', [{ sku: 'SHIRT' }, { lineItemId: 'line-2', sku: 'SHIRT' }])];
    expect(answer(one({ lineId: 99, sku: 'SHIRT' }), { orders })).toEqual({
      actions: [],
      issues: unknown('SKU SHIRT'),
      returnedUnits: new Map(),
    });
  });

  it('is unknown when it is no longer on the order', () => {
    const order = { ...ORDER, lineItems: ORDER.lineItems.slice(0, 1) };
    expect(answer(one({ lineId: 10, sku: 'ORD-MUG' }), { order }).issues).toEqual(unknown('SKU ORD-MUG'));
  });

  it('is unknown when it has neither id nor SKU', () => {
    expect(answer(one({})).issues).toEqual(unknown('line without SKU'));
  });

  it('is no issue when nothing of it came back, or all of it was reported before', () => {
    expect(answer(one({ lineId: 99, received: 0 })).issues).toEqual([]);
    const order = showing(ORDER, { key: 'ordoro-RMA-1-99-1' });
    expect(answer(one({ lineId: 99 }), { order })).toMatchObject({ actions: [], issues: [] });
  });
});

describe('a return of goods of several merged orders', () => {
  const merged = { ...ORDORO_ORDER, isShared: true as const, unmatched: [{ lineId: 55, sku: 'GIFT', quantity: 1 }] };
  const one = (more: Partial<KnownReturnLine>) => [rma([{ received: 1, restocked: 0, ...more }])];

  it.each([
    ['the record says so', { orders: [merged] }],
    ['several orders were found', { isOnlyOwner: false }],
  ])('is taken by line ids alone, when %s', (_why, more) => {
    expect(answer(one({ lineId: 9 }), more).actions).toMatchObject([{ items: [{ lineItemId: 'line-1' }] }]);
    expect(answer(one({ lineId: 99, sku: 'SHIRT' }), more)).toMatchObject({ actions: [], issues: [] });
  });

  it('is an issue where the line is nobody’s, or could be ours', () => {
    const issues = (more: Partial<KnownReturnLine>) => answer(one(more), { orders: [merged] }).issues;
    expect(issues({ lineId: 55, sku: 'GIFT' })).toMatchObject([{ code: 'unknown-line' }]);
    expect(issues({ sku: 'SHIRT' })).toMatchObject([{ code: 'unknown-line' }]);
    expect(issues({ sku: 'SOMETHING' })).toEqual([]);
  });
});

describe('returns over time', () => {
  interface Progress {
    readonly reference: string;
    readonly lineId: number;
    readonly received: number;
    readonly restocked: number;
  }
  const progress: fc.Arbitrary<Progress> = fc.record({
    reference: fc.constantFrom('A', 'A-9', 'B'),
    lineId: fc.constantFrom(9, 10),
    received: fc.integer({ min: 0, max: 3 }),
    restocked: fc.integer({ min: 0, max: 3 }),
  });

  /** The states of the returns after each event; numbers only grow. */
  function history(events: readonly Progress[]): KnownReturn[] {
    const totals = new Map<string, Map<number, KnownReturnLine>>();
    return events.map(({ reference, lineId, received, restocked }, index) => {
      const lines = totals.get(reference) ?? new Map<number, KnownReturnLine>();
      totals.set(reference, lines);
      const before = lines.get(lineId) ?? { received: 0, restocked: 0 };
      const total = before.received + received;
      lines.set(lineId, { lineId, received: total, restocked: Math.min(total, before.restocked + restocked) });
      const seenAt = new Date(Date.UTC(2026, 10, 22) + index * 1_000).toISOString();
      return rma([...lines.values()], { reference, seenAt });
    });
  }

  const stateOf = (order: Order) =>
    itemsOf(order)
      .map((item) => (item.type === 'LineItemReturnItem' ? item : undefined))
      .map((item) => `${item?.lineItemId} ${item?.quantity} ${item?.shipmentState}`);

  it('are on the order unit by unit, whatever was seen in between and in which order, and then nothing more is written', () => {
    fc.assert(
      fc.property(fc.array(progress, { maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 24 }), (events, looks) => {
        const rows = history(events);
        let known: readonly KnownReturn[] = [];
        let order = ORDER;
        // Any readings in any order, repeated; in the end all of the final ones.
        const seen = [...looks.flatMap((index) => rows[index] ?? []), ...rows];
        for (const row of seen) {
          known = withReturns(known, [row]);
          order = applied(order, answer(known, { order }).actions);
        }
        const second = answer(known, { order });
        expect(second.actions).toEqual([]);
        expect(second.issues).toEqual([]);
        const final = new Map(rows.map((row) => [row.reference, row]));
        for (const [lineItemId, lineId] of [
          ['line-1', 9],
          ['line-2', 10],
        ] as const) {
          const received = [...final.values()].flatMap(({ lines }) => lines.filter((one) => one.lineId === lineId));
          const units = received.reduce((sum, one) => sum + one.received, 0);
          expect(second.returnedUnits.get(lineItemId) ?? 0).toBe(units);
          if (received.every((one) => one.restocked === one.received))
            expect(
              stateOf(order).filter((text) => text.startsWith(lineItemId) && !text.endsWith('BackInStock')),
            ).toEqual([]);
        }
      }),
    );
  });

  it('that are seen at once are one item of each line, the same whatever the order of rows', () => {
    fc.assert(
      fc.property(fc.array(progress, { maxLength: 12 }), (events) => {
        const rows = history(events);
        const forward = answer(withReturns([], rows));
        expect(answer(withReturns([], [...rows].reverse()))).toEqual(forward);
        expect(answer([...withReturns([], rows)].reverse()).actions).toEqual(forward.actions);
      }),
    );
  });
});
