import { describe, expect, it } from 'vitest';
import { EXPORT_CHANNEL_ID, shopOrder, showing, synced } from '../../tests/generators/situations.ts';
import {
  orderFieldActions,
  orderNumbersOf,
  requestOf,
  syncedNumbersOf,
  syncInfoActions,
  type WantedOrderFields,
} from './order-fields.ts';

const options = { typeKey: 'ordoro-order-sync', now: '2026-01-02T04:00:00.000Z' };
const nothing: WantedOrderFields = { status: undefined, orderNumbers: [], message: undefined, issues: [] };
const exported: WantedOrderFields = {
  status: 'exported',
  orderNumbers: ['1-A', '1-B'],
  message: 'Sent to Ordoro as 1-A, 1-B.',
  issues: [],
};
const shown = {
  ordoroSyncStatus: 'exported',
  ordoroOrderNumbers: ['1-B', '1-A'],
  ordoroSyncMessage: 'Sent to Ordoro as 1-A, 1-B.',
};

describe('the request of a merchant', () => {
  it.each(['retry', 'export-now', 'hold', 'resume'])('may be "%s"', (ordoroRequest) => {
    expect(requestOf(showing(shopOrder(), { ordoroRequest }))).toBe(ordoroRequest);
  });

  it.each([undefined, null, '', 'Retry', 'cancel', 7])('is not %p', (ordoroRequest) => {
    expect(requestOf(showing(shopOrder(), { ordoroRequest }))).toBeUndefined();
    expect(requestOf(shopOrder())).toBeUndefined();
  });
});

describe('the Ordoro order numbers on an order', () => {
  it('are read from the field, whatever else a foreign Type keeps there', () => {
    expect(orderNumbersOf(showing(shopOrder(), { ordoroOrderNumbers: ['1-A', 7, '1-B'] }))).toEqual(['1-A', '1-B']);
    expect(orderNumbersOf(showing(shopOrder(), { ordoroOrderNumbers: '1-A' }))).toEqual([]);
    expect(orderNumbersOf(shopOrder())).toEqual([]);
  });

  it('in syncInfo count under our channel only', () => {
    const order = synced(shopOrder(), '1-A');
    const other = { channel: { typeId: 'channel' as const, id: 'another' }, externalId: 'ERP-1', syncedAt: '' };
    const withoutId = { channel: { typeId: 'channel' as const, id: EXPORT_CHANNEL_ID }, syncedAt: '' };
    const mixed = { ...order, syncInfo: [other, ...order.syncInfo, withoutId] };
    expect(syncedNumbersOf(mixed, EXPORT_CHANNEL_ID)).toEqual(['1-A']);
    expect(syncedNumbersOf(mixed, undefined)).toEqual([]);
  });
});

describe('the update of the fields', () => {
  it('sets our Type with all fields on an order that has none', () => {
    expect(orderFieldActions(shopOrder(), exported, options)).toEqual([
      {
        action: 'setCustomType',
        type: { typeId: 'type', key: 'ordoro-order-sync' },
        fields: {
          ordoroSyncStatus: 'exported',
          ordoroOrderNumbers: ['1-A', '1-B'],
          ordoroSyncMessage: 'Sent to Ordoro as 1-A, 1-B.',
          ordoroLastSyncedAt: '2026-01-02T04:00:00.000Z',
        },
      },
    ]);
  });

  it('sets no Type when there is nothing to show', () => {
    expect(orderFieldActions(shopOrder(), nothing, options)).toEqual([]);
  });

  it('never replaces a Type: fields are set one by one, and only those that differ', () => {
    const order = showing(shopOrder(), {
      giftMessage: 'Happy birthday',
      ordoroSyncStatus: 'held',
      ordoroIssues: ['a'],
    });
    expect(orderFieldActions(order, { ...exported, orderNumbers: [] }, options)).toEqual([
      { action: 'setCustomField', name: 'ordoroSyncStatus', value: 'exported' },
      { action: 'setCustomField', name: 'ordoroSyncMessage', value: 'Sent to Ordoro as 1-A, 1-B.' },
      { action: 'setCustomField', name: 'ordoroIssues' },
      { action: 'setCustomField', name: 'ordoroLastSyncedAt', value: '2026-01-02T04:00:00.000Z' },
    ]);
  });

  it('is empty when the order shows it already, in whatever order the sets come', () => {
    expect(orderFieldActions(showing(shopOrder(), shown), exported, options)).toEqual([]);
  });

  it('sees a set that lost or gained an entry', () => {
    const order = showing(shopOrder(), { ...shown, ordoroOrderNumbers: ['1-A', '1-C'] });
    expect(orderFieldActions(order, exported, options)).toContainEqual({
      action: 'setCustomField',
      name: 'ordoroOrderNumbers',
      value: ['1-A', '1-B'],
    });
  });

  it('clears a request, which stands in the record by then', () => {
    const order = showing(shopOrder(), { ...shown, ordoroRequest: 'retry' });
    expect(orderFieldActions(order, exported, options)).toEqual([
      { action: 'setCustomField', name: 'ordoroRequest' },
      { action: 'setCustomField', name: 'ordoroLastSyncedAt', value: '2026-01-02T04:00:00.000Z' },
    ]);
  });
});

describe('the update of syncInfo', () => {
  it('adds one entry under our channel for each number', () => {
    expect(syncInfoActions(['1-A'], { channelKey: 'ordoro', now: options.now })).toEqual([
      {
        action: 'updateSyncInfo',
        channel: { typeId: 'channel', key: 'ordoro' },
        externalId: '1-A',
        syncedAt: '2026-01-02T04:00:00.000Z',
      },
    ]);
    expect(syncInfoActions([], { channelKey: 'ordoro', now: options.now })).toEqual([]);
  });
});
