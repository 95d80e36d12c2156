import { describe, expect, it } from '@jest/globals';
import {
  allDue,
  type DueList,
  dueNow,
  failedAgain,
  needsLetter,
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
    expect(withDue({ skus: [failed] }, [{ sku: 'A' }, { sku: 'B' }])).toEqual({ skus: [failed, { sku: 'B' }] });
  });

  it('stays when it became due anew while it was looked at', () => {
    const taken = failedAgain('A', undefined, failure(START));
    const anew = failedAgain('A', taken, failure(START + MINUTE));
    expect(withoutTaken({ skus: [anew, { sku: 'B' }] }, [taken, { sku: 'B' }])).toEqual({ skus: [anew] });
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
