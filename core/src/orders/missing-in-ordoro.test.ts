import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  known,
  knownOrder,
  NOW,
  ORDER_ID,
  orderContext,
  ordoroOrder,
  part,
  shopOrder,
  uncertain,
} from '../../tests/generators/situations.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { decide } from './decide.ts';
import { awaitedNumbers, missingIssues, withMissing } from './missing-in-ordoro.ts';

const HOUR = 60 * 60_000;
const NUMBER = '1-A-1000';
const iso = (time: number) => new Date(time).toISOString();

/** The record after Ordoro answered 404 for these numbers, and showed these rows. */
function after(record: SyncRecord, answer: { notFound?: string[]; shown?: string[]; at?: number }): SyncRecord {
  const { notFound = [], shown = [], at = NOW } = answer;
  return withMissing(record, {
    notFound,
    ordoroRows: shown.map((orderNumber) => ordoroOrder({ orderNumber })),
    now: at,
  });
}

const missedOnce = after(acceptedRecord(), { notFound: [NUMBER] });

describe('an order that Ordoro does not know when it is asked for it', () => {
  it('is remembered as missed, and nobody is told', () => {
    expect(missedOnce.missing).toEqual([{ number: NUMBER, since: iso(NOW) }]);
    expect(missingIssues(missedOnce, shopOrder())).toEqual([]);
  });

  it('is not gone when it is missed again within a day', () => {
    const again = after(missedOnce, { notFound: [NUMBER], at: NOW + 24 * HOUR - 1 });
    expect(again).toBe(missedOnce);
  });

  it('is gone when it is missed again a day later, and then the merchant is told', () => {
    const again = after(missedOnce, { notFound: [NUMBER], at: NOW + 24 * HOUR });
    expect(again.missing).toEqual([{ number: NUMBER, since: iso(NOW), isConfirmed: true }]);
    expect(missingIssues(again, shopOrder())).toEqual([{ code: 'deleted-in-ordoro', detail: NUMBER }]);
    expect(missingIssues(again, shopOrder({ orderState: 'Cancelled' }))).toEqual([]);
  });

  it('stays as it is while nobody asks', () => {
    expect(after(missedOnce, {})).toBe(missedOnce);
  });

  it('is forgotten as soon as Ordoro shows it, and the day begins anew', () => {
    const seen = after(missedOnce, { shown: [NUMBER] });
    expect(seen.missing).toBeUndefined();
    const later = NOW + 30 * HOUR;
    expect(after(seen, { notFound: [NUMBER], at: later }).missing).toEqual([{ number: NUMBER, since: iso(later) }]);
  });

  it.each([
    ['shipped', knownOrder({ status: 'shipped', shipment: { parcels: [] } })],
    ['cancelled', knownOrder({ status: 'cancelled' })],
    ['split', knownOrder({ isParent: true })],
    ['merged into nothing but lines of others', knownOrder({ lines: [], isShared: true })],
  ])('does not matter once it is %s', (_how, order) => {
    const record = acceptedRecord([order], { missing: [{ number: NUMBER, since: iso(NOW), isConfirmed: true }] });
    expect(awaitedNumbers(record, shopOrder())).toEqual([]);
    expect(after(record, { notFound: [NUMBER] }).missing).toBeUndefined();
  });

  it('does not matter where staff merged all its goods into another one', () => {
    const merged = knownOrder({ number: '1-M', id: 502, isShared: true });
    expect(awaitedNumbers(acceptedRecord([knownOrder(), merged]), shopOrder())).toEqual(['1-M']);
  });

  it('matters where the merged one holds only a part of the goods, or is cancelled', () => {
    const line = { lineId: 9001, lineItemId: 'line-1', part: 1, quantity: 1, sku: 'SHIRT' };
    const half = knownOrder({ number: '1-M', id: 502, isShared: true, lines: [line] });
    const cancelled = knownOrder({ number: '1-M', id: 502, isShared: true, status: 'cancelled' });
    expect(awaitedNumbers(acceptedRecord([knownOrder({ lines: [line] }), half]), shopOrder())).toEqual([NUMBER, '1-M']);
    expect(awaitedNumbers(acceptedRecord([knownOrder(), half]), shopOrder())).toEqual([NUMBER, '1-M']);
    expect(awaitedNumbers(acceptedRecord([knownOrder(), cancelled]), shopOrder())).toEqual([NUMBER]);
  });

  it('of several is told apart from the others', () => {
    const record = acceptedRecord([knownOrder(), knownOrder({ number: '1-A-1000-2', id: 502 })]);
    expect(after(record, { notFound: ['1-A-1000-2'], shown: [NUMBER] }).missing).toEqual([
      { number: '1-A-1000-2', since: iso(NOW) },
    ]);
  });
});

describe('a look at an order whose Ordoro order is gone', () => {
  /** The record as it stays, and the step that shows it. */
  function ending(record: SyncRecord, notFound: string[], now: number) {
    let current = known(record, { notFound, now, context: orderContext() });
    for (let steps = 0; steps < 9; steps += 1) {
      const action = decide(current);
      if (action.do !== 'note') return { action, record: current.record };
      current = { ...current, record: action.record };
    }
    throw new Error('no end of changes of the working copy');
  }

  it('needs attention, and says what to do', () => {
    const { record } = ending(missedOnce, [NUMBER], NOW + 25 * HOUR);
    expect(record).toMatchObject({
      status: 'needs-attention',
      issues: [{ code: 'deleted-in-ordoro', detail: NUMBER }],
      message: expect.stringContaining('Look for the order in Ordoro'),
    });
  });

  it('says so beside what it waits for while another part is uncertain', () => {
    const second = uncertain({ endedAt: iso(NOW + 25 * HOUR) });
    const parts = [part(accepted()), part(second, { number: 2, cartOrderId: `${ORDER_ID}-S2` })];
    const { record } = ending({ ...missedOnce, parts }, [NUMBER], NOW + 25 * HOUR);
    expect(record).toMatchObject({
      status: 'retrying',
      issues: [{ code: 'ordoro-unavailable' }, { code: 'deleted-in-ordoro', detail: NUMBER }],
      message: expect.stringContaining('Look for the order in Ordoro'),
    });
  });

  it('saves what it has learned at the first miss, and changes nothing else', () => {
    const { record } = ending(acceptedRecord(), [NUMBER], NOW);
    expect(record).toMatchObject({ status: 'exported', issues: [], missing: [{ number: NUMBER, since: iso(NOW) }] });
  });
});
