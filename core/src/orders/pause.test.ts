import { describe, expect, it } from 'vitest';
import { NOW, orderContext, shopOrder, situation } from '../../tests/generators/situations.ts';
import type { Pause } from '../problems/errors.ts';
import { RETRY_WINDOW_MS } from '../records/retry-schedule.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { decide } from './decide.ts';
import { insteadWhilePaused, leadsToOrdoro } from './pause.ts';
import { newRecord, withFailure } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

const PAUSE: Pause = {
  code: 'ordoro-unavailable',
  since: new Date(NOW - 60_000).toISOString(),
  message: 'Ordoro does not answer since 10:00; nothing to do',
};

const SKUS = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);

/** The end of a look at an order while everything to Ordoro is paused. @returns the steps taken and the record as it ends */
function lookWhilePaused(first: Situation): { steps: Action['do'][]; record: SyncRecord | undefined } {
  let current = first;
  const steps: Action['do'][] = [];
  for (let step = 0; step < 20; step += 1) {
    const wanted = decide(current);
    const action = leadsToOrdoro(wanted, current) ? insteadWhilePaused(current, PAUSE) : wanted;
    steps.push(action.do);
    if (action.do === 'done') return { steps, record: current.record };
    current = carriedOut(current, action);
  }
  throw new Error('no end');
}

function carriedOut(current: Situation, action: Action): Situation {
  switch (action.do) {
    case 'note':
      return { ...current, record: action.record, failedNow: current.failedNow || action.fails === true };
    case 'save':
      return {
        ...current,
        record: action.record,
        stored: { state: 'present', record: action.record, version: 1 },
      };
    case 'read-order':
      return { ...current, orderReadAt: current.now };
    case 'log':
      return { ...current, logged: true };
    case 'read-record':
      return { ...current, stored: { state: 'absent' } };
    default:
      // What the order shows is none of these tests' business.
      return { ...current, orderUpdateFailed: true };
  }
}

function fresh(record?: SyncRecord): Situation {
  const stored =
    record === undefined ? { state: 'absent' as const } : { state: 'present' as const, record, version: 1 };
  return situation({
    order: shopOrder(),
    context: orderContext(),
    skus: SKUS,
    stored,
    ...(record === undefined ? {} : { record, before: record }),
  });
}

describe('an order that should go out while everything to Ordoro is paused', () => {
  it('is not claimed, but recorded as due, with the reason, and without a try counted', () => {
    const { steps, record } = lookWhilePaused(fresh());
    expect(steps).not.toContain('send');
    expect(record).toMatchObject({
      status: 'retrying',
      due: true,
      open: true,
      attempts: 0,
      parts: [],
      issues: [{ code: 'ordoro-unavailable', detail: PAUSE.message }],
      message: `Not confirmed by Ordoro yet. ${PAUSE.message}.`,
    });
    expect(record?.lease).toBeUndefined();
  });

  it('is the same after each further look, so that nothing is written', () => {
    const { record } = lookWhilePaused(fresh());
    const later = { ...fresh(record), now: NOW + 3_600_000 };
    const again = lookWhilePaused(later);
    expect(again.record).toEqual(record);
    expect(again.steps).not.toContain('save');
  });

  it('is looked at again without waiting for a time of its own', () => {
    const { record } = lookWhilePaused(fresh());
    expect(Date.parse(record?.nextAttemptAt ?? '')).toBeLessThanOrEqual(NOW);
    expect(decide({ ...fresh(record), orderReadAt: NOW })).toMatchObject({ do: 'save', record: { lease: {} } });
  });
});

describe('a failed try', () => {
  const moment = { now: NOW, random: 0.5 };
  const failure = { code: 'ordoro-unavailable', message: 'status 503' };
  const paused = { ...failure, pausedSince: PAUSE.since };

  it('counts from anew after a pause: for a day, and with the waits that were due', () => {
    const failed = withFailure(withFailure(newRecord(shopOrder(), NOW), failure, moment), failure, moment);
    const after = withFailure(failed, paused, { ...moment, now: NOW + RETRY_WINDOW_MS });
    expect(after).toMatchObject({ status: 'retrying', attempts: 2 });
    expect(after.firstFailedAt).toBeUndefined();

    const again = withFailure(after, failure, { ...moment, now: NOW + 2 * RETRY_WINDOW_MS });
    expect(again).toMatchObject({
      status: 'retrying',
      attempts: 3,
      nextAttemptAt: new Date(NOW + 2 * RETRY_WINDOW_MS + 15 * 60_000).toISOString(),
    });
  });

  it('that had ended before a pause is not begun anew by it', () => {
    const failed = withFailure(newRecord(shopOrder(), NOW), failure, moment);
    const ended = withFailure(failed, failure, { ...moment, now: NOW + RETRY_WINDOW_MS });
    expect(ended.status).toBe('failed');
    expect(withFailure(ended, paused, moment)).toBe(ended);
  });

  it('for want of credentials never ends', () => {
    const refused = { code: 'ordoro-auth', message: 'status 401' };
    const first = withFailure(newRecord(shopOrder(), NOW), refused, moment);
    const later = withFailure(first, refused, { ...moment, now: NOW + 10 * RETRY_WINDOW_MS });
    expect(later).toMatchObject({ status: 'retrying', attempts: 2, nextAttemptAt: expect.any(String) });
  });
});
