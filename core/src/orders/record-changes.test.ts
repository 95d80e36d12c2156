import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  knownOrder,
  NOW,
  ORDER_ID,
  ordoroLine,
  ordoroOrder,
  part,
  shopOrder,
  syncRecord,
  uncertain,
} from '../../tests/generators/situations.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import {
  acceptedState,
  afterExpiredClaim,
  forgetFailures,
  isCertainlyMissing,
  lookUpDue,
  newRecord,
  released,
  withFailure,
  withOrderUpdated,
  withOrderUpdateFailure,
  withOrdoroOrders,
  withPartState,
  withRequest,
  withSyncedNumbers,
} from './record-changes.ts';

const MINUTE = 60_000;
const moment = { now: NOW, random: 0.5 };
const iso = (time: number) => new Date(time).toISOString();
const limited = { code: 'rate-limited', message: 'status 429' };

describe('a new record', () => {
  it('holds back stock from first sight, and has nothing to do', () => {
    expect(newRecord(shopOrder(), NOW)).toEqual({
      orderId: ORDER_ID,
      orderNumber: 'A-1000',
      status: 'waiting',
      open: true,
      due: false,
      firstSeenAt: '2026-01-02T04:00:00.000Z',
      units: [],
      parts: [],
      issues: [],
      attempts: 0,
      requests: {},
      journal: [{ at: '2026-01-02T04:00:00.000Z', what: 'first seen' }],
    });
    const { orderNumber: _none, ...order } = shopOrder();
    expect(newRecord(order, NOW)).not.toHaveProperty('orderNumber');
  });
});

describe('a failed try', () => {
  it('is counted, with its reason and the time of the next one', () => {
    expect(withFailure(syncRecord(), limited, moment)).toMatchObject({
      status: 'retrying',
      attempts: 1,
      firstFailedAt: iso(NOW),
      nextAttemptAt: iso(NOW + MINUTE),
      retryAt: iso(NOW + MINUTE),
      lastError: { ...limited, at: iso(NOW) },
      journal: [{}, { at: iso(NOW), what: 'rate-limited: status 429' }],
    });
  });

  it('after others keeps the time of the first, and waits longer', () => {
    const first = withFailure(syncRecord(), limited, moment);
    const second = withFailure(first, limited, { now: NOW + MINUTE, random: 0.5 });
    expect(second).toMatchObject({ attempts: 2, firstFailedAt: iso(NOW), retryAt: iso(NOW + 6 * MINUTE) });
    expect(second.journal).toHaveLength(2);
  });

  it('waits as long as Ordoro asks', () => {
    const failure = { ...limited, retryAfterMs: 10 * MINUTE };
    expect(withFailure(syncRecord(), failure, moment).retryAt).toBe(iso(NOW + 10 * MINUTE));
  });

  it('24 hours after the first is the last', () => {
    const first = withFailure(syncRecord(), limited, moment);
    const last = withFailure(first, limited, { now: NOW + 24 * 60 * MINUTE, random: 0.5 });
    expect(last).toMatchObject({ status: 'failed', attempts: 2 });
    expect(last).not.toHaveProperty('retryAt');
    expect(last).not.toHaveProperty('nextAttemptAt');
  });

  it('is forgotten with all that came of it but the status', () => {
    const { status, ...forgotten } = forgetFailures(withFailure(syncRecord(), limited, moment));
    expect(status).toBe('retrying');
    expect(forgotten).toMatchObject({ attempts: 0 });
    for (const name of ['firstFailedAt', 'retryAt', 'nextAttemptAt', 'lastError'])
      expect(forgotten).not.toHaveProperty(name);
  });
});

describe('an update that commercetools refuses', () => {
  it('is counted apart, and leaves how the order stands with Ordoro', () => {
    const record = syncRecord({ status: 'held' });
    const failed = withOrderUpdateFailure(record, 'refused', moment);
    expect(failed).toMatchObject({
      status: 'held',
      attempts: 0,
      orderUpdate: { attempts: 1, firstFailedAt: iso(NOW), nextAttemptAt: iso(NOW + MINUTE), message: 'refused' },
    });
    const again = withOrderUpdateFailure(failed, 'refused', { now: NOW + MINUTE, random: 0.5 });
    expect(again.orderUpdate).toMatchObject({
      attempts: 2,
      firstFailedAt: iso(NOW),
      nextAttemptAt: iso(NOW + 6 * MINUTE),
    });
  });

  it('is tried hourly without end', () => {
    const orderUpdate = { attempts: 90, firstFailedAt: iso(NOW - 1e9), nextAttemptAt: iso(NOW), message: 'refused' };
    const failed = withOrderUpdateFailure(syncRecord({ orderUpdate }), 'refused', moment);
    expect(failed.orderUpdate?.nextAttemptAt).toBe(iso(NOW + 60 * MINUTE));
  });

  it('is over with the first that succeeds, which also wrote its numbers', () => {
    const orders = ['1-A-1000', '1-B'].map((number) => knownOrder({ number, inSyncInfo: false }));
    const failed = withOrderUpdateFailure(acceptedRecord(orders), 'refused', moment);
    const channel = { typeId: 'channel' as const, key: 'ordoro' };
    const written = withOrderUpdated(failed, [{ action: 'updateSyncInfo', channel, externalId: '1-A-1000' }]);
    expect(written).not.toHaveProperty('orderUpdate');
    expect(written.ordoroOrders?.map(({ inSyncInfo }) => inSyncInfo)).toEqual([true, false]);
  });

  it('that succeeds is remembered with the states that the connector set', () => {
    const record = acceptedRecord();
    expect(withOrderUpdated(record, [])).toEqual(record);
    const written = withOrderUpdated(record, [
      { action: 'changeShipmentState', shipmentState: 'Partial' },
      { action: 'changeOrderState', orderState: 'Complete' },
    ]);
    expect(written).toEqual({ ...record, shipmentState: 'Partial', orderStateSet: 'Complete' });
  });
});

describe('the Ordoro orders of a record', () => {
  it('are those that were just accepted or found, with their lines of this order', () => {
    const merged = ordoroOrder({
      lines: [
        ordoroLine({ id: 1, sku: 'A' }),
        ordoroLine({ id: 2, sku: 'B', cartOrderId: 'another-order' }),
        ordoroLine({ id: 3, sku: 'C', lineItemId: undefined }),
      ],
    });
    expect(withOrdoroOrders(syncRecord(), [merged])).toMatchObject({
      numbers: ['1-A-1000'],
      ordoroOrders: [
        {
          number: '1-A-1000',
          id: 501,
          lines: [{ lineId: 1, lineItemId: 'line-1', part: 1, quantity: 2, sku: 'A' }],
          unmatched: [{ lineId: 3, sku: 'C', quantity: 2 }],
          isShared: true,
          inSyncInfo: false,
        },
      ],
    });
  });

  it('are found by all their numbers, those that were known before included', () => {
    const record = withOrdoroOrders(acceptedRecord(), [ordoroOrder({ id: 502, orderNumber: '1-A-1000-S2' })]);
    expect(record.numbers).toEqual(['1-A-1000', '1-A-1000-S2']);
  });

  it('are remembered as standing in syncInfo by their numbers', () => {
    const orders = ['1-A', '1-B'].map((number) => knownOrder({ number, inSyncInfo: false }));
    const record = withSyncedNumbers(acceptedRecord(orders), new Set(['1-B', '1-C', undefined]));
    expect(record.ordoroOrders?.map(({ inSyncInfo }) => inSyncInfo)).toEqual([false, true]);
    expect(withSyncedNumbers(syncRecord(), new Set(['1-B']))).toEqual(syncRecord());
  });
});

describe('a request of the merchant', () => {
  const rejected = (checked: boolean) =>
    part({ step: 'rejected', fingerprint: 'f', reason: 'a wrong address', checked });
  const failed = (checked: boolean): SyncRecord =>
    syncRecord({ ...withFailure(syncRecord(), limited, moment), status: 'failed', parts: [rejected(checked)] });

  it.each(['retry', 'export-now'] as const)('"%s" gives a failed order a fresh start', (request) => {
    const record = withRequest(failed(true), request, NOW);
    expect(record).toMatchObject({ status: 'waiting', attempts: 0, parts: [{ state: { step: 'planned' } }] });
    expect(record).not.toHaveProperty('lastError');
  });

  it.each(['retry', 'export-now'] as const)('"%s" lets a refusal be looked up that was not', (request) => {
    expect(withRequest(failed(false), request, NOW).parts[0]?.state).toEqual({
      step: 'uncertain',
      answered: true,
      endedAt: iso(NOW),
      misses: 0,
    });
  });

  it('"retry" takes up what was given up: the Type, and line states that were refused', () => {
    const record = withRequest(syncRecord({ typeConflict: true, lineStatesRefused: 'hash' }), 'retry', NOW);
    expect(record).toMatchObject({ typeConflict: false });
    expect(record).not.toHaveProperty('lineStatesRefused');
    expect(record).not.toHaveProperty('dismissed');
  });

  it('"retry" dismisses the problems that the merchant has seen and dealt with, and forgets none of their causes', () => {
    const record = syncRecord({
      status: 'needs-attention',
      duplicates: ['1-B', '1-C'],
      issues: [
        { code: 'duplicate-in-ordoro', detail: '1-B' },
        { code: 'rate-limited', detail: 'status 429' },
      ],
      dismissed: ['deleted-in-ordoro: 1-A', 'duplicate-in-ordoro: 1-B'],
    });
    expect(withRequest(record, 'retry', NOW)).toMatchObject({
      status: 'needs-attention',
      duplicates: ['1-B', '1-C'],
      dismissed: ['deleted-in-ordoro: 1-A', 'duplicate-in-ordoro: 1-B'],
    });
  });

  it('"retry" leaves an uncertain or accepted part as it is', () => {
    const parts = [part(uncertain()), part(accepted(), { number: 2 })];
    expect(withRequest(syncRecord({ parts }), 'retry', NOW).parts).toEqual(parts);
  });

  it('"hold" and "resume" leave failures as they are', () => {
    const record = withFailure(syncRecord(), limited, moment);
    expect(withRequest(record, 'hold', NOW)).toMatchObject({ attempts: 1, requests: { hold: true } });
    expect(withRequest(record, 'resume', NOW)).toMatchObject({ attempts: 1, requests: { hold: false } });
  });
});

describe('an expired claim', () => {
  it('leaves it open what became of claimed parts, and only of those', () => {
    const record = syncRecord({
      parts: [part({ step: 'claimed' }), part(accepted(), { number: 2 }), part({ step: 'planned' }, { number: 3 })],
      lease: { owner: 'x', expiresAt: iso(NOW) },
    });
    const after = afterExpiredClaim(record, { owner: 'x', expiresAt: iso(NOW) });
    expect(after.parts.map(({ state }) => state.step)).toEqual(['uncertain', 'accepted', 'planned']);
    expect(after).not.toHaveProperty('lease');
  });

  it('is not the same as a claim that its holder gives back', () => {
    const record = syncRecord({ parts: [part({ step: 'claimed' }), part(accepted(), { number: 2 })] });
    expect(released(record).parts.map(({ state }) => state.step)).toEqual(['planned', 'accepted']);
  });
});

describe('an uncertain part', () => {
  it('may be looked up a minute after it ended, then a minute after each miss', () => {
    const state = { step: 'uncertain' as const, answered: false, endedAt: iso(NOW), misses: 0 };
    expect(lookUpDue(state)).toBe(NOW + MINUTE);
    expect(lookUpDue({ ...state, misses: 1, lastMissAt: iso(NOW + 90_000) })).toBe(NOW + 150_000);
  });

  it.each([
    [true, 0, false],
    [true, 1, true],
    [false, 1, false],
    [false, 2, true],
  ])('(answered: %s) after %i misses is certainly missing: %s', (answered, misses, missing) => {
    expect(isCertainlyMissing({ step: 'uncertain', answered, endedAt: iso(NOW), misses })).toBe(missing);
  });
});

describe('the state of a part', () => {
  it('changes alone', () => {
    const record = syncRecord({ parts: [part({ step: 'planned' }), part({ step: 'planned' }, { number: 2 })] });
    const steps = withPartState(record, 2, { step: 'claimed' }).parts.map(({ state }) => state.step);
    expect(steps).toEqual(['planned', 'claimed']);
  });

  it('is accepted under the number that Ordoro gave the order', () => {
    expect(acceptedState(ordoroOrder(), {})).toEqual({ step: 'accepted', orderNumber: '1-A-1000' });
  });

  it('is accepted with its preset still to apply, unless Ordoro has applied it, and with the address warning', () => {
    expect(acceptedState(ordoroOrder({ addressWarning: 'no house number' }), { presetId: 4 })).toMatchObject({
      presetToApply: 4,
      addressWarning: 'no house number',
    });
    expect(acceptedState(ordoroOrder({ presetIds: [4] }), { presetId: 4 })).not.toHaveProperty('presetToApply');
  });
});
