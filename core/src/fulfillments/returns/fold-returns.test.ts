import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownReturn, KnownReturnLine } from '../../records/known-return.ts';
import { withReturns } from './fold-returns.ts';

const line = (lineId: number, received: number, restocked = 0): KnownReturnLine => ({ lineId, received, restocked });

function rma(lines: readonly KnownReturnLine[], more: Partial<KnownReturn> = {}): KnownReturn {
  return { reference: 'RMA-1', orderNumber: '2-1001', lines, seenAt: '2026-11-22T08:00:00.000005Z', ...more };
}

describe('what is known of the returns of an order', () => {
  it('is what the rows say, in the order of their references', () => {
    const other = rma([line(2, 1)], { reference: 'RMA-0' });
    expect(withReturns([], [rma([line(1, 1)]), other])).toEqual([other, rma([line(1, 1)])]);
  });

  it('does not hold a return of which nothing came back yet', () => {
    const known: readonly KnownReturn[] = [];
    expect(withReturns(known, [rma([line(1, 0, 0)])])).toBe(known);
  });

  it('keeps a return when its numbers fall to nothing', () => {
    const fallen = rma([line(1, 0)], { seenAt: '2026-11-22T09:00:00.000000Z' });
    expect(withReturns([rma([line(1, 2)])], [fallen])).toEqual([fallen]);
  });

  it('is the very same when a newer row says the same', () => {
    const known = [rma([line(1, 1), line(2, 0)])];
    const again = rma([line(2, 0), line(1, 1)], { seenAt: '2026-11-23T00:00:00.000000Z' });
    expect(withReturns(known, [again])).toBe(known);
  });

  it('does not listen to an older reading, to the microsecond and whatever its offset', () => {
    const known = [rma([line(1, 2)])];
    expect(withReturns(known, [rma([line(1, 1)], { seenAt: '2026-11-22T02:00:00.000004-06:00' })])).toBe(known);
    const equal = rma([line(1, 3)], { seenAt: '2026-11-22T02:00:00.000005-06:00' });
    expect(withReturns(known, [equal])).toEqual([equal]);
  });

  it('follows a row that tells no time', () => {
    const { seenAt: _none, ...undated } = rma([line(1, 3)]);
    expect(withReturns([rma([line(1, 2)])], [undated])).toEqual([undated]);
  });

  it('does not depend on the order or the repetition of the rows', () => {
    const row = fc.record({ reference: fc.constantFrom('A', 'B', 'C'), second: fc.integer({ min: 10, max: 59 }) });
    fc.assert(
      fc.property(fc.array(row), fc.infiniteStream(fc.nat()), (drawn, random) => {
        // Numbers that grow with time, so that one moment has one content.
        const sorted = drawn.map(({ reference, second }) =>
          rma([line(1, second)], { reference, seenAt: `2026-11-22T08:00:${second}.000000Z` }),
        );
        const shuffled = [...sorted, ...sorted]
          .map((one) => ({ one, rank: random.next().value as number }))
          .sort((first, second) => first.rank - second.rank)
          .map(({ one }) => one);
        expect(withReturns([], shuffled)).toEqual(withReturns([], sorted));
      }),
    );
  });
});
