import { describe, expect, it } from 'vitest';
import { freshSkus, isFresh, type SeenOrder } from './fresh-skus.ts';

const NOW = Date.parse('2026-01-03T10:00:15.000Z');
const order = (firstSeenAt: string, more: Partial<SeenOrder> = {}): SeenOrder => ({
  firstSeenAt,
  units: [{ sku: 'MUG', ordoroSku: 'O-MUG', quantity: 1 }],
  ...more,
});
const accepted: Partial<SeenOrder> = {
  units: [],
  ordoroOrders: [
    {
      number: '1-A',
      status: 'awaiting_fulfillment',
      inSyncInfo: true,
      lines: [
        { lineItemId: 'line-1', part: 1, quantity: 1, sku: 'O-CUP' },
        { lineItemId: 'line-2', part: 1, quantity: 1 },
      ],
    },
  ],
};

describe('a SKU with a fresh order', () => {
  it.each([
    ['waits while the order is younger than 15 s', '2026-01-03T10:00:00.001Z', true],
    ['waits no longer from 15 s on', '2026-01-03T10:00:00.000Z', false],
    ['waits when clocks differ and the order seems to come from the future', '2026-01-03T10:00:20.000Z', true],
  ])('%s', (_what, firstSeenAt, waits) => {
    expect(isFresh({ sku: 'MUG', ordoroSku: 'O-MUG' }, freshSkus([order(firstSeenAt)], NOW))).toBe(waits);
  });

  it('waits too when Ordoro has accepted the order within these seconds', () => {
    const fresh = freshSkus([order('2026-01-03T10:00:10.000Z', accepted)], NOW);
    expect(fresh).toEqual({ skus: new Set(), ordoroSkus: new Set(['O-CUP']) });
    expect(isFresh({ sku: 'CUP', ordoroSku: 'O-CUP' }, fresh)).toBe(true);
  });

  it('does not make another SKU of the same product wait, because only its own entry is deducted', () => {
    const fresh = freshSkus([order('2026-01-03T10:00:10.000Z')], NOW);
    expect(isFresh({ sku: 'MUG-ALIAS', ordoroSku: 'O-MUG' }, fresh)).toBe(false);
  });
});
