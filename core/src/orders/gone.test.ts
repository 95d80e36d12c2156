import { describe, expect, it } from 'vitest';
import { dividedOrder, ORDER_ID, ordoroLine, ordoroOrder, part, situation } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { goneNumberOf, goneOrders } from './gone.ts';
import type { Trace } from './situation.ts';

const accepted = (number: number, orderNumber: string) => part({ step: 'accepted', orderNumber }, { number });

function traceOf({ parts = [], orders = [], gone = [] }: Partial<Trace>): Trace {
  const nothing = { strangers: [], channelId: 7, foreign: [], otherDeployment: false, unreadable: [] };
  return { ...nothing, parts, orders, gone };
}

/** An Ordoro order of one unit for each of these parts. */
function row(orderNumber: string, parts: readonly number[], more: Partial<OrdoroOrder> = {}): OrdoroOrder {
  const lines = parts.map((number) => ordoroLine({ id: number, quantity: 1, cartOrderId: `${ORDER_ID}-S${number}` }));
  return ordoroOrder({ orderNumber, lines, ...more });
}

describe('the number under which a part was in Ordoro that nothing can be read of', () => {
  const first = [accepted(1, '1-A-S1')];

  it('is the one that ends like the part', () => {
    expect(goneNumberOf(2, [2], traceOf({ parts: first, gone: ['1-A-S3', '1-A-S2'] }))).toBe('1-A-S2');
  });

  it('is the bare one for the part that was the whole order once', () => {
    expect(goneNumberOf(1, [1], traceOf({ parts: [accepted(2, '1-A-S2')], gone: ['1-A'] }))).toBe('1-A');
    expect(goneNumberOf(2, [2], traceOf({ parts: [accepted(1, '1-A')], gone: ['1-A-S2'] }))).toBe('1-A-S2');
  });

  it('is, in doubt, one that names no such part: what was deleted must not be sent again', () => {
    expect(goneNumberOf(2, [2], traceOf({ parts: first, gone: ['1-OLD'] }))).toBe('1-OLD');
    expect(goneNumberOf(2, [2, 3], traceOf({ parts: first, gone: ['1-A-S3'] }))).toBeUndefined();
  });

  it('is not that of what was split off a part that is there', () => {
    expect(goneNumberOf(2, [2], traceOf({ parts: first, gone: ['1-A-S1-2'] }))).toBeUndefined();
  });
});

describe('Ordoro orders that are gone', () => {
  const of = (parts: Trace['parts'], trace: Partial<Trace>) =>
    goneOrders(situation(), dividedOrder(), { trace: traceOf(trace), accepted: parts });
  const both = [accepted(1, '1-A-S1'), accepted(2, '1-A-S2')];

  it('held what is left of their part; what became of it is not known', () => {
    expect(of(both, { orders: [row('1-A-S1', [1])], gone: ['1-A-S2'] })).toEqual([
      {
        number: '1-A-S2',
        status: 'unknown',
        lines: [{ lineItemId: 'line-1', part: 2, quantity: 1 }],
        inSyncInfo: true,
      },
    ]);
  });

  it('held nothing where another one has all of it', () => {
    const merged = [accepted(1, '1-A-S1'), accepted(2, '1-A-S1')];
    expect(of(merged, { orders: [row('1-A-S1', [1, 2])], gone: ['1-A-S2'] })).toEqual([]);
  });

  it('that were no part of their own held what is left, all under the first of them', () => {
    const parent = row('1-A-S1', [1], { isParent: true });
    const gone = ['1-A-S1-1', '1-A-S1-2'];
    expect(of(both, { orders: [parent, row('1-A-S2', [2])], gone })).toMatchObject([
      { number: '1-A-S1-1', lines: [{ part: 1, quantity: 1 }] },
      { number: '1-A-S1-2', lines: [] },
    ]);
  });

  it('hold nothing of a part that was never sent', () => {
    expect(of([accepted(1, '1-A-S1')], { orders: [row('1-A-S1', [1])], gone: ['1-A-S1-2'] })).toEqual([]);
  });
});
