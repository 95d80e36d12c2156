import { describe, expect, it } from 'vitest';
import { held } from '../../tests/generators/stock.ts';
import { changedHeld, heldSkus } from './held-skus.ts';

describe('units held back', () => {
  it('are kept as one text per SKU, in an order of their own', () => {
    const first = heldSkus(held(['B 1', 7, 2], ['A', 8, 1], ['A', 7, 3], ['A', undefined, 4]));
    expect(first).toEqual({ units: ['-:4,7:3,8:1 A', '7:2 B 1'] });
    expect(heldSkus(held(['A', 7, 3], ['A', undefined, 4], ['A', 8, 1], ['B 1', 7, 2]))).toEqual(first);
  });

  it('that came, went or moved to another warehouse name their SKUs', () => {
    const before = heldSkus(held(['SAME', 7, 1], ['LESS', 7, 2], ['MOVED', 7, 1], ['GONE, all', 7, 1]));
    const now = heldSkus(held(['SAME', 7, 1], ['LESS', 7, 1], ['MOVED', 8, 1], ['NEW', 7, 1]));
    expect(changedHeld(before, now)).toEqual(new Set(['LESS', 'MOVED', 'GONE, all', 'NEW']));
    expect(changedHeld(before, before)).toEqual(new Set());
  });

  it('of which nothing is known yet may concern every SKU', () => {
    expect(changedHeld({}, heldSkus(held()))).toBe('all');
  });

  it('of very many SKUs are only known to have changed, or not', () => {
    const rows = Array.from({ length: 5_001 }, (_, number) => [`S-${number}`, 7, 1] as const);
    const many = heldSkus(held(...rows));
    expect(many).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(changedHeld(many, many)).toEqual(new Set());
    expect(changedHeld(many, heldSkus(held(...rows, ['MORE', 7, 1])))).toBe('all');
    expect(changedHeld(heldSkus(held()), many)).toBe('all');
  });
});
