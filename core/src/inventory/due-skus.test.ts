import { describe, expect, it } from 'vitest';
import {
  allDue,
  type DueList,
  type DueOutcome,
  dueAfter,
  dueNow,
  failedAgain,
  needsLetter,
  resting,
  withDue,
  withoutAll,
  withoutTaken,
} from './due-skus.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;
const failure = (now: number) => ({ message: 'no answer', now, random: 0.5 });

describe('a SKU that is due', () => {
  it('is looked at when its time has come, one that only waits at once', () => {
    const list: DueList = {
      skus: [{ sku: 'WAITS' }, { sku: 'LATER', attempts: 1, nextAttemptAt: '2026-11-23T10:01:00.000Z' }],
    };
    expect(dueNow(list, START).map(({ sku }) => sku)).toEqual(['WAITS']);
    expect(dueNow(list, START + MINUTE).map(({ sku }) => sku)).toEqual(['WAITS', 'LATER']);
  });

  it('is tried again after 1, 5, 15 and 60 minutes, then hourly without end', () => {
    let entry = failedAgain('A', undefined, failure(START));
    const waits: number[] = [];
    for (let now = START, tries = 0; tries < 30; tries += 1) {
      const next = Date.parse(entry.nextAttemptAt ?? '');
      waits.push((next - now) / MINUTE);
      now = next;
      entry = failedAgain('A', entry, failure(now));
    }
    expect(waits.slice(0, 5)).toEqual([1, 5, 15, 60, 60]);
    expect(new Set(waits.slice(3))).toEqual(new Set([60]));
    expect(entry.firstFailedAt).toBe('2026-11-23T10:00:00.000Z');
  });

  it('is told to people after a day', () => {
    const entry = failedAgain('A', undefined, failure(START));
    expect(needsLetter(entry, START + 24 * 60 * MINUTE - 1)).toBe(false);
    expect(needsLetter(entry, START + 24 * 60 * MINUTE)).toBe(true);
    expect(needsLetter({ sku: 'WAITS' }, START + 24 * 60 * MINUTE)).toBe(false);
  });

  it('keeps what is known of its failures when somebody only wants it looked at', () => {
    const failed = failedAgain('A', undefined, failure(START));
    expect(withDue({ skus: [failed] }, [{ sku: 'A' }, { sku: 'B' }])).toEqual({
      skus: [{ ...failed, asked: 1 }, { sku: 'B' }],
    });
  });

  it('stays when somebody asked for it while it was looked at', () => {
    const taken = [failedAgain('A', undefined, failure(START)), { sku: 'B' }];
    const asked = withDue({ skus: taken }, [{ sku: 'A' }, { sku: 'B' }]);
    expect(withoutTaken(asked, taken).skus.map(({ sku }) => sku)).toEqual(['A', 'B']);
    expect(withoutTaken(asked, asked.skus).skus).toEqual([]);
  });

  it('stays when it became due anew while it was looked at', () => {
    const taken = failedAgain('A', undefined, failure(START));
    const anew = failedAgain('A', taken, failure(START + MINUTE));
    expect(withoutTaken({ skus: [anew, { sku: 'B' }] }, [taken, { sku: 'B' }])).toEqual({ skus: [anew] });
  });
});

describe('the list after a run', () => {
  const failed = failedAgain('A', undefined, failure(START));
  const after = (found: DueList, more: Partial<DueOutcome>, list = found) =>
    dueAfter(list, { found, looked: new Set(), isWhole: false, failed: new Map(), waiting: new Set(), ...more });

  it('is without what was looked at, also before its time', () => {
    expect(after({ skus: [failed, { sku: 'B' }, { sku: 'C' }] }, { looked: new Set(['A', 'B']) })).toEqual({
      skus: [{ sku: 'C' }],
    });
  });

  it('counts failures on, also when the SKU was looked at before its time', () => {
    const again = after(
      { skus: [failed] },
      { looked: new Set(['A']), failed: new Map([['A', failure(START + 20_000)]]) },
    );
    expect(again.skus).toEqual([
      {
        sku: 'A',
        attempts: 2,
        firstFailedAt: '2026-11-23T10:00:00.000Z',
        nextAttemptAt: '2026-11-23T10:05:20.000Z',
        message: 'no answer',
      },
    ]);
  });

  it('knows the failures of a SKU that could not be written because it had to wait', () => {
    const again = after({ skus: [failed] }, { looked: new Set(['A']), waiting: new Set(['A', 'B']) });
    expect(again.skus).toEqual([
      { sku: 'A', attempts: 1, firstFailedAt: '2026-11-23T10:00:00.000Z', message: 'no answer' },
      { sku: 'B' },
    ]);
    expect(dueNow(again, START).map(({ sku }) => sku)).toEqual(['A', 'B']);
  });

  it('keeps what others have put on it meanwhile', () => {
    const found: DueList = { skus: [{ sku: 'A' }] };
    const list: DueList = { all: 1, skus: [{ sku: 'A' }, { sku: 'NEW' }] };
    expect(after(found, { looked: new Set(['A']), isWhole: true }, list)).toEqual({ all: 1, skus: [{ sku: 'NEW' }] });
    expect(after(list, { looked: new Set(['A', 'NEW']), isWhole: true })).toEqual({ skus: [] });
  });
});

describe('what the platform says of a failure', () => {
  it('is heeded when it asks to wait longer than the schedule would', () => {
    const entry = failedAgain('A', undefined, { ...failure(START), retryAfterMs: 10 * MINUTE });
    expect(entry).toMatchObject({ nextAttemptAt: '2026-11-23T10:10:00.000Z', restsUntil: '2026-11-23T10:10:00.000Z' });
    expect(resting({ skus: [entry] }, START + 10 * MINUTE - 1)).toEqual(new Set(['A']));
    expect(resting({ skus: [entry] }, START + 10 * MINUTE)).toEqual(new Set());
    expect(resting({ skus: [failedAgain('A', undefined, failure(START))] }, START)).toEqual(new Set());
  });

  it('leads to hourly tries from the first on when it refuses', () => {
    const entry = failedAgain('A', undefined, { ...failure(START), isRefused: true });
    expect(entry.nextAttemptAt).toBe('2026-11-23T11:00:00.000Z');
  });
});

describe('so many SKUs that one by one would cost more', () => {
  const many = Array.from({ length: 5_001 }, (_, number) => ({ sku: `S-${number}` }));

  it('make everything due, and failures keep their count', () => {
    const failed = failedAgain('A', undefined, failure(START));
    expect(withDue({ skus: [failed] }, many)).toEqual({ all: 1, skus: [failed] });
  });

  it('are done when everything was looked at, unless it was said anew meanwhile', () => {
    const list = allDue({ skus: [] });
    expect(withoutAll(list, list.all)).toEqual({ skus: [] });
    expect(withoutAll(allDue(list), list.all)).toEqual({ all: 2, skus: [] });
    expect(withoutAll({ skus: [] }, undefined)).toEqual({ skus: [] });
  });
});
