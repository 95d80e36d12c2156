import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  known,
  knownOrder,
  NOW,
  ORDER_ID,
  orderContext,
  ordoroLine,
  ordoroOrder,
  part,
  shopOrder,
  showing,
  syncRecord,
  uncertain,
} from '../../../tests/generators/situations.ts';
import { readShippingInfo } from '../../ordoro/shipping-info-reader.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { withNews } from '../news.ts';
import { compareOrder, isFinished } from './compare.ts';
import { expectedNumbers } from './expected-numbers.ts';

const NUMBER = '1-A-1000';
const exported = showing(shopOrder(), { ordoroSyncStatus: 'exported' });
const exportedByOthers = {
  ...showing(shopOrder(), { ordoroOrderNumbers: ['9-A'] }),
  syncInfo: [
    {
      channel: { typeId: 'channel' as const, id: 'their-channel' },
      externalId: '9-A',
      syncedAt: '2026-01-02T00:00:00.000Z',
    },
  ],
};
const shippedRow = ordoroOrder({
  status: 'shipped',
  updatedDate: '2026-01-02T03:50:00.000000Z',
  shippingInfo: readShippingInfo({ tracking_number: '1Z9', ship_date: '2026-01-02T03:50:00Z', carrier_name: 'UPS' }),
});
const later = (more: Parameters<typeof ordoroOrder>[0]) =>
  ordoroOrder({ updatedDate: '2026-01-02T03:50:00.000000Z', ...more });

/** What is found of the shop's order with this record and these rows. */
function found(
  record: SyncRecord | undefined,
  rows = [ordoroOrder()],
  order: ReturnType<typeof shopOrder> | undefined = exported,
) {
  return compareOrder({ order, record, rows }, orderContext());
}

describe('an order with a record that is in step', () => {
  it('has no findings', () => {
    expect(found(acceptedRecord())).toEqual([]);
  });

  it('has none of an earlier reading either', () => {
    const record = acceptedRecord([knownOrder({ seenAt: '2026-01-02T03:40:00.000000Z' })]);
    expect(found(record, [ordoroOrder({ status: 'cancelled' })])).toEqual([]);
  });
});

describe('what Ordoro shows and the record does not know', () => {
  it.each([
    ['is cancelled', later({ status: 'cancelled' }), 'cancelled'],
    ['is shipped', shippedRow, 'shipped'],
    ['has other lines', later({ lines: [ordoroLine({ quantity: 1 })] }), 'changed'],
    ['has another status', later({ status: 'dropshipment_requested' }), 'changed'],
  ])('is found when the Ordoro order %s', (_how, row, kind) => {
    expect(found(acceptedRecord(), [row])).toEqual([{ kind, number: NUMBER }]);
  });

  it('is nothing once the record has taken it in', () => {
    const record = withNews(acceptedRecord(), known(acceptedRecord(), { ordoroRows: [shippedRow] }));
    expect(found(record, [shippedRow]).filter(({ kind }) => kind === 'shipped')).toEqual([]);
  });

  it('is a relative where the row names one of the family', () => {
    const child = ordoroOrder({ id: 502, orderNumber: '1-A-1000-1', parentOrderNumber: NUMBER });
    expect(found(acceptedRecord(), [child])).toEqual([{ kind: 'changed', number: '1-A-1000-1' }]);
  });

  it('is a relative where staff merged lines of other orders into it', () => {
    const others = ordoroLine({ cartOrderId: '0c000000-0000-4000-8000-00000000abcd', lineItemId: 'another' });
    const merged = ordoroOrder({ id: 502, orderNumber: '1-MERGED', lines: [ordoroLine({}), others] });
    expect(found(acceptedRecord(), [ordoroOrder(), merged])).toEqual([{ kind: 'changed', number: '1-MERGED' }]);
  });

  it('is a duplicate where nothing ties it to the family, whether it bears another number or the same', () => {
    const other = ordoroOrder({ id: 502, orderNumber: '1-COPY' });
    const twin = ordoroOrder({ id: 503 });
    expect(found(acceptedRecord(), [ordoroOrder(), other])).toEqual([{ kind: 'duplicate', number: '1-COPY' }]);
    expect(found(acceptedRecord(), [ordoroOrder(), twin])).toEqual([{ kind: 'duplicate', number: NUMBER }]);
  });

  it('is no duplicate when it was cancelled, unless the merchant was told of it before', () => {
    const other = ordoroOrder({ id: 502, orderNumber: '1-COPY', status: 'cancelled' });
    expect(found(acceptedRecord(), [other])).toEqual([]);
    expect(found(acceptedRecord(undefined, { duplicates: ['1-COPY'] }), [other])).toEqual([
      { kind: 'duplicate', number: '1-COPY' },
    ]);
  });

  it('is the proof that an uncertain order has arrived', () => {
    const record = syncRecord({ due: true, parts: [part(uncertain())] });
    expect(found(record)).toEqual([{ kind: 'changed', number: NUMBER }]);
  });

  it('is an order that was missed and is there again', () => {
    const record = acceptedRecord(undefined, { missing: [{ number: NUMBER, since: '2026-01-01T00:00:00.000Z' }] });
    expect(found(record)).toEqual([{ kind: 'reappeared', number: NUMBER }]);
  });
});

describe('an order that was cancelled in commercetools', () => {
  const cancelled = showing(shopOrder({ orderState: 'Cancelled' }), { ordoroSyncStatus: 'exported' });

  it('is found while Ordoro still has it open and nothing leads to its cancellation', () => {
    expect(found(acceptedRecord(), [ordoroOrder()], cancelled)).toEqual([{ kind: 'unsent', number: NUMBER }]);
    expect(found(acceptedRecord(undefined, { due: true }), [ordoroOrder()], cancelled)).toEqual([]);
  });

  it('is not when staff restored it, or Ordoro refused the cancellation', () => {
    const restored = acceptedRecord([knownOrder({ cancelledByUs: true })]);
    const kinds = found(restored, [ordoroOrder()], cancelled).map(({ kind }) => kind);
    expect(kinds).not.toContain('unsent');
  });
});

describe('an order without a record', () => {
  it.each([
    ['Ordoro has it', [ordoroOrder()], shopOrder(), [{ kind: 'no-record', number: NUMBER }]],
    ['it could be ours', [], shopOrder(), [{ kind: 'no-record' }]],
    ['it is history', [], shopOrder({ createdAt: '2025-01-01T00:00:00.000Z' }), []],
    ['it is cancelled', [], shopOrder({ orderState: 'Cancelled' }), []],
    ['it is gone', [ordoroOrder()], undefined, []],
    ['another deployment exported it', [], exportedByOthers, []],
  ])('is compared when %s', (_when, rows, order, findings) => {
    expect(compareOrder({ order, record: undefined, rows }, orderContext())).toEqual(findings);
  });
});

describe('an order that waits at the gate', () => {
  it('is found when the gate is open, and not while it is closed, held or on the schedule', () => {
    expect(found(syncRecord(), [], shopOrder())).toEqual([{ kind: 'unsent' }]);
    expect(found(syncRecord(), [], shopOrder({ paymentState: 'Pending' }))).toEqual([]);
    expect(found(syncRecord({ requests: { hold: true } }), [], shopOrder())).toEqual([]);
    expect(found(syncRecord({ due: true }), [], shopOrder())).toEqual([]);
  });

  it('is found although its units are not held back any more, because a wrong gate or its age had closed the record', () => {
    const closed = syncRecord({ open: false, units: [] });
    expect(found(closed, [], shopOrder())).toEqual([{ kind: 'unsent' }]);
    expect(found(closed, [], shopOrder({ orderState: 'Complete' }))).toEqual([]);
  });

  it('is not found once it was left to another deployment', () => {
    const left = syncRecord({ open: false, units: [] });
    expect(found(left, [], exportedByOthers)).toEqual([]);
    expect(found(syncRecord(), [], exportedByOthers)).toEqual([{ kind: 'unsent' }]);
  });
});

describe('an order that is gone from commercetools', () => {
  it('is found until the record knows it', () => {
    const noted = { code: 'unknown-order', message: 'deleted in commercetools', at: '2026-01-02T00:00:00.000Z' };
    const of = (record: SyncRecord) => compareOrder({ order: undefined, record, rows: [] }, orderContext());
    expect(of(acceptedRecord())).toEqual([{ kind: 'deleted' }]);
    expect(of(acceptedRecord(undefined, { lastError: noted }))).toEqual([]);
  });
});

describe('what the record has and the order does not show', () => {
  const shipped = acceptedRecord([knownOrder({ status: 'shipped', shipment: { parcels: [] } })], {
    status: 'shipped',
    shipmentState: 'Shipped',
  });

  it('is a delivery', () => {
    expect(found(shipped, [])).toEqual([{ kind: 'deliveries' }]);
  });

  it('is a status', () => {
    expect(found(acceptedRecord(), [ordoroOrder()], shopOrder())).toEqual([{ kind: 'status' }]);
    expect(found(acceptedRecord(undefined, { typeConflict: true }), [ordoroOrder()], shopOrder())).toEqual([]);
  });

  it.each([
    ['the job has it on its schedule', { due: true }, exported],
    ['somebody holds it', { lease: { owner: 'other', expiresAt: '2026-01-02T05:00:00.000Z' } }, exported],
    ['the order is finished', {}, { ...exported, orderState: 'Complete' as const }],
  ])('is left alone when %s', (_when, more, order) => {
    expect(compareOrder({ order, record: { ...shipped, ...more }, rows: [] }, orderContext())).toEqual([]);
  });
});

describe('an order is finished', () => {
  it.each([
    ['Complete', 'shipped', false, true],
    ['Cancelled', 'cancelled', false, true],
    ['Complete', 'shipped', true, false],
    ['Complete', 'partially-shipped', false, false],
    ['Open', 'shipped', false, false],
  ] as const)('as %s and %s, due %s: %s', (orderState, status, due, finished) => {
    expect(isFinished(shopOrder({ orderState }), acceptedRecord(undefined, { status, due }))).toBe(finished);
  });
});

describe('numbers that Ordoro has to have', () => {
  const of = (more: Partial<SyncRecord>, order = exported) =>
    expectedNumbers({ order, record: acceptedRecord(undefined, more) }, NOW);
  const seenAt = (text: string) => ({ ordoroOrders: [knownOrder({ seenAt: text })] });

  it('are those of orders that are still to be shipped', () => {
    expect(of({})).toEqual([NUMBER]);
    expect(of({ ordoroOrders: [knownOrder({ status: 'cancelled' })] })).toEqual([]);
    expect(of({ parts: [part(uncertain())] })).toEqual([]);
    expect(of({ parts: [part(accepted()), part(uncertain(), { number: 2 })] })).toEqual([NUMBER]);
    expect(of({ parts: [part(accepted())] }, shopOrder({ orderState: 'Cancelled' }))).toEqual([]);
  });

  it('are not those that Ordoro made within the last hour, because its list may lag', () => {
    expect(of(seenAt('2026-01-02T03:00:00.000001Z'))).toEqual([]);
    expect(of(seenAt('2026-01-02T03:00:00.000000Z'))).toEqual([NUMBER]);
  });

  it('are none of an order without record', () => {
    expect(expectedNumbers({ order: shopOrder({ id: ORDER_ID }), record: undefined }, NOW)).toEqual([]);
  });
});
