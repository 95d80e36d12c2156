import { describe, expect, it } from 'vitest';
import { EXPORT_CHANNEL_ID, shopOrder, showing, syncRecord } from '../../tests/generators/situations.ts';
import { isWorthJudging } from './waiting-orders.ts';

describe('a waiting record is judged by a new gate', () => {
  const closed = syncRecord({ open: false, units: [] });
  const theirs = {
    ...showing(shopOrder(), { ordoroOrderNumbers: ['9-A'] }),
    syncInfo: [{ channel: { typeId: 'channel' as const, id: 'theirs' }, externalId: '9-A', syncedAt: '2026-01-02' }],
  };
  const found = { rebuildFrom: { numbers: ['9-A'], certain: true } };

  it.each([
    ['holds units back', syncRecord(), shopOrder()],
    ['holds units back for an order that is gone', syncRecord(), undefined],
    ['holds units back for an order of another deployment', syncRecord(), theirs],
    ['was closed', closed, shopOrder()],
  ])('when it %s', (_when, record, order) => {
    expect(isWorthJudging(record, order, EXPORT_CHANNEL_ID)).toBe(true);
  });

  it.each([
    ['was closed because the order is gone', closed, undefined],
    ['was left to another deployment, as the order shows', closed, theirs],
    ['was left to another deployment, as Ordoro showed', { ...closed, ...found }, shopOrder()],
  ])('not when it %s', (_when, record, order) => {
    expect(isWorthJudging(record, order, EXPORT_CHANNEL_ID)).toBe(false);
  });
});
