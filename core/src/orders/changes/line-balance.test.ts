import { describe, expect, it } from 'vitest';
import { openTarget, spread } from './line-balance.ts';

describe('the units that open orders should hold', () => {
  const balance = (open: number, closed: number, cancelled: number) => ({
    open,
    closed,
    cancelled,
    total: open + closed + cancelled,
  });

  it.each([
    ['all that is wanted', 3, balance(2, 0, 0), { wanted: 2 }, 3],
    ['less what has left', 3, balance(1, 1, 0), { wanted: 2 }, 2],
    ['nothing when more has left than is wanted', 1, balance(1, 2, 0), { wanted: 3 }, 0],
    ['not again what staff cancelled', 4, balance(2, 0, 1), { wanted: 3 }, 3],
    ['what staff cancelled is what a smaller order leaves out', 2, balance(2, 0, 1), { wanted: 3 }, 2],
    ['what was left out once is not left out again', 3, balance(2, 0, 1), { wanted: 2, surplus: 1 }, 3],
  ])('are %s', (_what, wanted, where, before, expected) => {
    expect(openTarget(wanted, where, { ours: '', units: where.total, ...before })).toBe(expected);
  });

  it.each([
    [[2, 3], 7, [4, 3]],
    [[2, 3], 4, [2, 2]],
    [[2, 3], 1, [1, 0]],
    [[2, 3], 0, [0, 0]],
    [[], 5, []],
  ])('of lines with %j become %i as %j', (quantities, target, expected) => {
    expect(spread(quantities, target)).toEqual(expected);
  });
});
