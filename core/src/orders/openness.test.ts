import { describe, expect, it } from 'vitest';
import { known, NOW, orderContext, shopOrder, syncRecord } from '../../tests/generators/situations.ts';
import { line } from '../../tests/generators/written-orders.ts';
import { openness, opennessAsRecorded } from './openness.ts';

const DAY = 24 * 60 * 60_000;
const record = syncRecord({ firstSeenAt: new Date(NOW).toISOString() });
const supplyChannel = { typeId: 'channel' as const, id: 'east-id' };
const order = shopOrder({
  lineItems: [
    line('a', 2, 1000, { variant: { id: 1, sku: 'SHIRT' }, supplyChannel }),
    line('b', 3, 1000, { variant: { id: 1, sku: 'MUG' } }),
    line('c', 1, 1000, { variant: { id: 1, sku: 'E-BOOK' } }),
    line('d', 1, 1000, { variant: { id: 1 } }),
  ],
});
const context = orderContext({ merchant: { skuRules: [{ sku: 'E-*', ship: false }] } });

describe('the units of an open order', () => {
  it('are those of every line that ships and has a SKU, with its supply channel', () => {
    const skus = new Map([['SHIRT', { ordoroSku: 'SH-1' }]]);
    expect(openness(known(record, { context, skus }), order, record)).toEqual({
      open: true,
      units: [
        { sku: 'SHIRT', ordoroSku: 'SH-1', quantity: 2, supplyChannelId: 'east-id', part: 1 },
        { sku: 'MUG', quantity: 3, part: 1 },
      ],
    });
  });

  it('keep a mapping until the SKU is looked up again', () => {
    const before = { ...record, units: [{ sku: 'MUG', ordoroSku: 'M-1', quantity: 3 }] };
    const unitsWith = (skus: Map<string, 'unmapped'>) => openness(known(before, { skus }), order, before).units;
    expect(unitsWith(new Map())).toContainEqual({ sku: 'MUG', ordoroSku: 'M-1', quantity: 3, part: 1 });
    expect(unitsWith(new Map([['MUG', 'unmapped']]))).toContainEqual({ sku: 'MUG', quantity: 3, part: 1 });
  });

  it('do not depend on what happens to be in memory when nothing is looked up', () => {
    const skus = new Map([['SHIRT', { ordoroSku: 'SH-1' }]]);
    expect(opennessAsRecorded(known(record, { skus }), order, record)).toEqual(
      opennessAsRecorded(known(record, { skus: new Map() }), order, record),
    );
  });

  it('are held back for 30 days from first sight', () => {
    const after = (ms: number) => openness(known(record, { now: NOW + ms }), order, record);
    expect(after(30 * DAY)).toMatchObject({ open: true });
    expect(after(30 * DAY + 1)).toEqual({ open: false, units: [] });
  });
});
