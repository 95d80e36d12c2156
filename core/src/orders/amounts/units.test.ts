import { describe, expect, it } from 'vitest';
import { line, targets } from '../../../tests/generators/written-orders.ts';
import { unitsByDestination } from './units.ts';

const byAddress = (lineItem: Parameters<typeof unitsByDestination>[0]) => [
  ...unitsByDestination(lineItem, (target) => target?.addressKey),
];

describe('the units of a line', () => {
  it('without targets have no destination', () => {
    expect(byAddress(line('a', 3, 300))).toEqual([[undefined, 3]]);
  });

  it('are counted per target, and what no target covers has no destination', () => {
    expect(byAddress(line('a', 6, 600, targets('Single', ['x', 2], ['y', 3])))).toEqual([
      ['x', 2],
      ['y', 3],
      [undefined, 1],
    ]);
  });

  it('of two targets with one destination count together', () => {
    expect(byAddress(line('a', 3, 300, targets('Single', ['x', 2], ['x', 1])))).toEqual([['x', 3]]);
  });

  it('are never more than the line has, whatever its targets claim', () => {
    expect(byAddress(line('a', 3, 300, targets('Single', ['x', 2], ['y', 5], ['z', 1])))).toEqual([
      ['x', 2],
      ['y', 1],
    ]);
  });
});
