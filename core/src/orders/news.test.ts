import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  known,
  knownOrder,
  ORDER_ID,
  ordoroLine,
  ordoroOrder,
  part,
  syncRecord,
  uncertain,
} from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { KnownReturn } from '../records/known-return.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { numbersToRead, withNews } from './news.ts';
import type { Situation } from './situation.ts';

const OTHER_ORDER_ID = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const LATER = '2026-01-02T05:00:00.000000Z';

/** The record after these rows were read. */
function informed(record: SyncRecord, rows: readonly OrdoroOrder[], more: Partial<Situation> = {}): SyncRecord {
  return withNews(record, known(record, { ordoroRows: rows, ...more }));
}

/** The same, checked to be final: what was taken in once is no news a second time. */
function settled(record: SyncRecord, rows: readonly OrdoroOrder[], more: Partial<Situation> = {}): SyncRecord {
  const once = informed(record, rows, more);
  expect(informed(once, rows, more)).toEqual(once);
  return once;
}

function numbersOf({ ordoroOrders = [] }: SyncRecord): string[] {
  return ordoroOrders.map(({ number }) => number);
}

function child(number: string, more: Partial<OrdoroOrder> = {}): OrdoroOrder {
  return ordoroOrder({
    id: 600 + Number(number.slice(-1)),
    orderNumber: number,
    lines: [ordoroLine({ quantity: 1 })],
    parentOrderNumber: '1-A-1000',
    ...more,
  });
}

describe('what was read from Ordoro', () => {
  it('is nothing new when nothing was read', () => {
    for (const record of [syncRecord(), acceptedRecord(), acceptedRecord([knownOrder()], { duplicates: ['1-X'] })])
      expect(informed(record, [])).toEqual(record);
  });

  it('is nothing new when it is what the record knows', () => {
    const record = settled(acceptedRecord(), [ordoroOrder()]);
    expect(record).toEqual(acceptedRecord());
    expect(settled(record, [ordoroOrder({ updatedDate: LATER })])).toEqual(record);
  });

  it('of an order that is known goes into the record, and nowhere else', () => {
    const before = acceptedRecord();
    expect(settled(before, [ordoroOrder({ status: 'cancelled', updatedDate: LATER })])).toEqual({
      ...before,
      ordoroOrders: [knownOrder({ status: 'cancelled', seenAt: LATER })],
    });
  });

  it('of an accepted part goes into the record although nothing was known of that order', () => {
    const record = settled(syncRecord({ parts: [part(accepted())] }), [ordoroOrder()]);
    expect(record).toMatchObject({ numbers: ['1-A-1000'], ordoroOrders: [{ number: '1-A-1000', id: 501 }] });
  });
});

describe('relatives of a known order', () => {
  it('are the children that name it as their parent', () => {
    const record = settled(acceptedRecord(), [child('1-A-1000-1'), child('1-A-1000-2')]);
    expect(record.numbers).toEqual(['1-A-1000', '1-A-1000-1', '1-A-1000-2']);
    expect(record.ordoroOrders?.map(({ isParent }) => isParent ?? false)).toEqual([true, false, false]);
    expect(record).not.toHaveProperty('duplicates');
  });

  it('are siblings of a known one, although no parent is named', () => {
    const before = acceptedRecord([knownOrder({ number: '1-A-1000-1', id: 601 })]);
    const sibling = child('1-A-1000-2', { parentOrderNumber: undefined, siblingNumbers: ['1-A-1000-1'] });
    expect(numbersOf(settled(before, [sibling]))).toEqual(['1-A-1000-1', '1-A-1000-2']);
  });

  it('are also children of children, in whatever order the page lists them', () => {
    const rows = [
      child('1-A-1000-1-1', { id: 701, parentOrderNumber: '1-A-1000-1' }),
      child('1-A-1000-1-2', { id: 702, parentOrderNumber: '1-A-1000-1' }),
      child('1-A-1000-1', { isParent: true }),
    ];
    for (const page of [rows, [...rows].reverse()]) {
      const record = settled(acceptedRecord(), page);
      expect(new Set(record.numbers)).toEqual(new Set(['1-A-1000', '1-A-1000-1', '1-A-1000-1-1', '1-A-1000-1-2']));
      expect(record).not.toHaveProperty('duplicates');
    }
  });

  it('are the parents of known ones, although nothing marks them as split', () => {
    const before = acceptedRecord([knownOrder({ number: '1-A-1000-1', id: 601, parentNumber: '1-A-1000' })], {
      parts: [part(accepted({ orderNumber: '1-A-1000-1' }))],
    });
    const record = settled(before, [ordoroOrder()]);
    expect(record.ordoroOrders).toMatchObject([{ number: '1-A-1000', isParent: true }, { number: '1-A-1000-1' }]);
    expect(record).not.toHaveProperty('duplicates');
  });

  it('are orders of others into which staff merged lines of this one', () => {
    const target = ordoroOrder({
      id: 900,
      orderNumber: '1-B-7',
      lines: [ordoroLine({ id: 1, cartOrderId: OTHER_ORDER_ID, lineItemId: 'line-7' }), ordoroLine()],
    });
    const record = settled(acceptedRecord(), [target]);
    expect(record.ordoroOrders?.[1]).toMatchObject({ number: '1-B-7', isShared: true, lines: [{ quantity: 2 }] });
    expect(record).not.toHaveProperty('duplicates');
  });

  it('are orders to which staff added something, and orders that hold several parts of this one', () => {
    const added = ordoroOrder({
      id: 900,
      orderNumber: 'M-8',
      lines: [ordoroLine(), ordoroLine({ id: 2, cartOrderId: undefined, lineItemId: undefined })],
    });
    const merged = ordoroOrder({
      id: 901,
      orderNumber: 'M-9',
      lines: ['S1', 'S2'].map((suffix) => ordoroLine({ cartOrderId: `${ORDER_ID}-${suffix}` })),
    });
    const record = settled(acceptedRecord(), [added, merged]);
    expect(numbersOf(record)).toEqual(['1-A-1000', 'M-8', 'M-9']);
    expect(record).not.toHaveProperty('duplicates');
  });
});

describe('children of a child that was split before anybody saw it', () => {
  const rows = ['1-A-1000-1-1', '1-A-1000-1-2'].map((number) => child(number, { parentOrderNumber: '1-A-1000-1' }));
  const waiting = { ...acceptedRecord(), unread: ['1-A-1000-1'] };

  it('are no duplicates: their parent is to be read first', () => {
    expect(settled(acceptedRecord(), rows)).toEqual(acceptedRecord());
    expect(numbersToRead(acceptedRecord(), known(acceptedRecord(), { ordoroRows: rows }))).toEqual(['1-A-1000-1']);
  });

  it('show by their parent that a merged order was split', () => {
    const lineOfAnother = ordoroLine({ id: 1, cartOrderId: OTHER_ORDER_ID, lineItemId: 'line-7' });
    const merged = acceptedRecord([
      knownOrder({ status: 'cancelled', lines: [] }),
      knownOrder({ number: '1-B-7', id: 900, isShared: true }),
    ]);
    const rows = ['1-B-7-1-1', '1-B-7-1-2'].map((number) =>
      child(number, { parentOrderNumber: '1-B-7-1', lines: [ordoroLine({ quantity: 1 }), lineOfAnother] }),
    );
    const record = settled(merged, rows);
    expect(numbersToRead(record, known(merged, { ordoroRows: rows }))).toEqual(['1-B-7-1']);
    const parent = child('1-B-7-1', { parentOrderNumber: '1-B-7', isParent: true });
    const complete = settled(record, [...rows, parent]);
    expect(complete.ordoroOrders?.find(({ number }) => number === '1-B-7')).toMatchObject({ isParent: true });
    expect(numbersToRead(complete, known(complete, { ordoroRows: rows }))).toEqual([]);
  });

  it('are relatives when the parent is one', () => {
    const parent = child('1-A-1000-1', { isParent: true });
    const record = settled(waiting, [...rows, parent]);
    expect(new Set(numbersOf(record))).toEqual(new Set(['1-A-1000', '1-A-1000-1', '1-A-1000-1-1', '1-A-1000-1-2']));
    expect(record).not.toHaveProperty('unread');
    expect(record).not.toHaveProperty('duplicates');
  });

  it('are relatives when a relative names the parent as its sibling', () => {
    const sibling = child('1-A-1000-2', { siblingNumbers: ['1-A-1000-1'] });
    const record = settled(acceptedRecord(), [...rows, sibling]);
    expect(numbersOf(record)).toEqual(['1-A-1000', '1-A-1000-1-1', '1-A-1000-1-2', '1-A-1000-2']);
    expect(record).not.toHaveProperty('duplicates');
  });

  it('let their parent be asked for in the pass that meets them, and not again at every later look', () => {
    const grandchildren = settled(waiting, rows, { notFound: ['1-A-1000-1'] });
    const toRead = (record: SyncRecord, ordoroRows: readonly OrdoroOrder[]) =>
      numbersToRead(record, known(record, { ordoroRows }));
    expect(numbersToRead(grandchildren, known(waiting, { ordoroRows: rows }))).toEqual(['1-A-1000-1']);
    expect(toRead(grandchildren, rows)).toEqual([]);
    const elsewhere = rows.map((row) => ({ ...row, parentOrderNumber: '1-A-1000-9' }));
    expect(toRead(grandchildren, elsewhere)).toEqual(['1-A-1000-9']);
  });

  it('are taken for relatives when Ordoro does not show the parent', () => {
    const record = settled(waiting, rows, { notFound: ['1-A-1000-1'] });
    expect(numbersOf(record)).toEqual(['1-A-1000', '1-A-1000-1-1', '1-A-1000-1-2']);
    expect(record).not.toHaveProperty('duplicates');
    expect(record).not.toHaveProperty('unread');
  });

  it('are duplicates when the parent turns out to be a stranger, or was one before', () => {
    const parent = ordoroOrder({ id: 777, orderNumber: '1-A-1000-1', isParent: true });
    expect(settled(waiting, [...rows, parent]).duplicates).toEqual(['1-A-1000-1-1', '1-A-1000-1-2']);
    const before = acceptedRecord([knownOrder()], { duplicates: ['1-A-1000-1'] });
    const after = settled(before, rows, { notFound: ['1-A-1000-1'] });
    expect(after.duplicates).toEqual(['1-A-1000-1', '1-A-1000-1-1', '1-A-1000-1-2']);
  });
});

describe('a duplicate', () => {
  const stranger = ordoroOrder({ id: 777, orderNumber: '1-A-1000-X' });

  it('is an order that carries the id of this one and is no relative', () => {
    const record = settled(acceptedRecord(), [stranger]);
    expect(record).toEqual({ ...acceptedRecord(), duplicates: ['1-A-1000-X'] });
  });

  it('is named once, beside those that were named before', () => {
    const before = acceptedRecord([knownOrder()], { duplicates: ['1-Z', '1-A-1000-X'] });
    expect(settled(before, [stranger]).duplicates).toEqual(['1-Z', '1-A-1000-X']);
  });

  it('is none when it was cancelled or split before it was seen', () => {
    expect(settled(acceptedRecord(), [{ ...stranger, status: 'cancelled' }])).toEqual(acceptedRecord());
    expect(settled(acceptedRecord(), [{ ...stranger, isParent: true }])).toEqual(acceptedRecord());
  });

  it('is no longer one once it is read as cancelled', () => {
    const before = acceptedRecord([knownOrder()], { duplicates: ['1-Z', '1-A-1000-X'] });
    expect(settled(before, [{ ...stranger, status: 'cancelled' }]).duplicates).toEqual(['1-Z']);
    const last = acceptedRecord([knownOrder()], { duplicates: ['1-A-1000-X'] });
    expect(settled(last, [{ ...stranger, status: 'cancelled' }])).not.toHaveProperty('duplicates');
  });

  it('is no longer one once it turns out to be a relative', () => {
    const before = acceptedRecord([knownOrder()], { duplicates: ['1-Z', '1-A-1000-X'] });
    const record = settled(before, [{ ...stranger, parentOrderNumber: '1-A-1000' }]);
    expect(record).toMatchObject({ numbers: ['1-A-1000', '1-A-1000-X'], duplicates: ['1-Z'] });
  });

  it('stays one when it ships, and when Ordoro does not know it any more', () => {
    const before = acceptedRecord([knownOrder()], { duplicates: ['1-A-1000-X'] });
    expect(settled(before, [{ ...stranger, status: 'shipped' }])).toEqual(before);
    expect(settled(before, [], { notFound: ['1-A-1000-X'] })).toEqual(before);
  });

  it('may bear the number of a known order: its id gives it away, and nothing is learned from it', () => {
    const twin = ordoroOrder({ id: 777, status: 'shipped', updatedDate: LATER });
    const record = settled(acceptedRecord(), [ordoroOrder(), twin]);
    expect(record).toEqual({ ...acceptedRecord(), duplicates: ['1-A-1000'] });
  });
});

describe('a part of which nobody knew what became', () => {
  it('is accepted when a row carries its id', () => {
    const before = syncRecord({ parts: [part(uncertain())], channel: { id: 7, index: 1 } });
    expect(settled(before, [ordoroOrder()])).toMatchObject({
      parts: [{ state: { step: 'accepted', orderNumber: '1-A-1000' } }],
      numbers: ['1-A-1000'],
      ordoroOrders: [{ number: '1-A-1000', lines: [{ lineItemId: 'line-1', quantity: 2 }], inSyncInfo: false }],
    });
  });

  it('is accepted as the oldest of two, and the younger is a duplicate', () => {
    const before = syncRecord({ parts: [part(uncertain())], channel: { id: 7, index: 1 } });
    const younger = ordoroOrder({ id: 502, orderNumber: '1-A-1000-X' });
    const record = settled(before, [younger, ordoroOrder()]);
    expect(record).toMatchObject({
      parts: [{ state: { orderNumber: '1-A-1000' } }],
      numbers: ['1-A-1000'],
      duplicates: ['1-A-1000-X'],
    });
  });

  it('is accepted as the oldest of two that bear one number', () => {
    const before = syncRecord({ parts: [part(uncertain())], channel: { id: 7, index: 1 } });
    const record = settled(before, [ordoroOrder({ id: 502, updatedDate: '2026-01-02T03:00:00Z' }), ordoroOrder()]);
    expect(record).toMatchObject({ ordoroOrders: [{ number: '1-A-1000', id: 501 }], duplicates: ['1-A-1000'] });
  });

  it.each([
    ['planned', part({ step: 'planned' })],
    ['rejected', part({ step: 'rejected', fingerprint: 'f', reason: 'zip is wrong', checked: true })],
  ])('but was %s is accepted just so', (_step, planned) => {
    expect(settled(syncRecord({ parts: [planned] }), [ordoroOrder()])).toMatchObject({
      parts: [{ state: { step: 'accepted', orderNumber: '1-A-1000' } }],
    });
  });

  it('but is being sent at this moment is left to the process that sends it', () => {
    const before = syncRecord({ parts: [part({ step: 'claimed' })] });
    expect(settled(before, [ordoroOrder()]).parts).toEqual(before.parts);
  });

  it('stays uncertain when the row is of another part', () => {
    const parts = ['S1', 'S2'].map((suffix, index) =>
      part(uncertain(), { number: index + 1, cartOrderId: `${ORDER_ID}-${suffix}` }),
    );
    const row = ordoroOrder({ lines: [ordoroLine({ cartOrderId: `${ORDER_ID}-S2` })] });
    expect(settled(syncRecord({ parts }), [row])).toMatchObject({
      parts: [{ state: { step: 'uncertain' } }, { state: { step: 'accepted' } }],
    });
  });
});

describe('news that could not be taken in before', () => {
  const before = acceptedRecord([knownOrder()], { unread: ['1-A-1000', '1-A-1000-1', '1-B'] });

  it('is answered by a row, and by the answer that there is no such order', () => {
    expect(settled(before, [ordoroOrder()], { notFound: ['1-B'] }).unread).toEqual(['1-A-1000-1']);
    expect(settled(before, [ordoroOrder()], { notFound: ['1-B', '1-A-1000-1'] })).not.toHaveProperty('unread');
  });

  it('leaves what is known of an order that Ordoro does not know any more', () => {
    expect(settled(before, [], { notFound: ['1-A-1000'] }).ordoroOrders).toEqual([knownOrder()]);
  });
});

describe('returns that were read', () => {
  const row: KnownReturn = {
    reference: 'R-1',
    orderNumber: '1-A-1000',
    lines: [{ lineId: 9001, received: 1, restocked: 0 }],
    seenAt: LATER,
  };

  it('go into the record', () => {
    expect(settled(acceptedRecord(), [], { returnRows: [row] })).toEqual({ ...acceptedRecord(), returns: [row] });
  });
});

describe('the numbers to be read', () => {
  const toRead = (record: SyncRecord, more: Partial<Situation> = {}) => numbersToRead(record, known(record, more));

  it('are none when all is known', () => {
    expect(toRead(acceptedRecord())).toEqual([]);
    expect(toRead(acceptedRecord(), { ordoroRows: [ordoroOrder({ siblingNumbers: ['1-A-1000'] })] })).toEqual([]);
  });

  it('are those that could not be read before, and siblings that nobody knows, each once', () => {
    const record = acceptedRecord([knownOrder()], { unread: ['1-B', '1-A-1000-2'] });
    const ordoroRows = [child('1-A-1000-1', { siblingNumbers: ['1-A-1000-2', '1-A-1000-3'] })];
    expect(toRead(record, { ordoroRows })).toEqual(['1-B', '1-A-1000-2', '1-A-1000-3']);
  });

  it('are not asked for twice in one pass, found or not', () => {
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'] });
    const ordoroRows = [
      child('1-A-1000-1', { siblingNumbers: ['1-A-1000-2', '1-A-1000-3'] }),
      child('1-A-1000-2', { siblingNumbers: ['1-A-1000-1', '1-A-1000-3'] }),
    ];
    expect(toRead(record, { ordoroRows, notFound: ['1-A-1000-3', '1-B'] })).toEqual([]);
  });

  it('are not the siblings of a duplicate', () => {
    const ordoroRows = [ordoroOrder({ id: 777, orderNumber: '1-X-1', siblingNumbers: ['1-X-2'] })];
    expect(toRead(acceptedRecord(), { ordoroRows })).toEqual([]);
  });
});
