import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  knownOrder,
  NOW,
  part,
  syncRecord,
  uncertain,
} from '../../tests/generators/situations.ts';
import { acceptedNumbers, hasGivenUp, isAccepted, liveLease, ordoroNumbers, withJournal } from './sync-record.ts';

const at = '2026-01-02T04:00:00.000Z';

describe('the journal of a record', () => {
  it('gets one line more', () => {
    expect(withJournal(syncRecord({ journal: [] }), 'held', at).journal).toEqual([{ at, what: 'held' }]);
  });

  it('says the same thing once in a row', () => {
    const record = withJournal(syncRecord(), 'held', at);
    expect(withJournal(record, 'held', '2026-01-02T05:00:00.000Z')).toBe(record);
  });

  it('keeps the last 20 lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 60 }), (lines) => {
        const record = lines.reduce((current, line) => withJournal(current, line, at), syncRecord());
        expect(record.journal.length).toBeLessThanOrEqual(20);
        const last = lines.at(-1);
        if (last !== undefined) expect(record.journal.at(-1)?.what).toBe(last);
      }),
    );
  });
});

describe('a record', () => {
  const two = (state: Parameters<typeof part>[0]) =>
    syncRecord({ parts: [part(accepted()), part(state, { number: 2 })] });

  it('is accepted when all its parts are, and there are any', () => {
    expect(isAccepted(two(accepted({ orderNumber: '1-B' })))).toBe(true);
    expect(isAccepted(two(uncertain()))).toBe(false);
    expect(isAccepted(syncRecord())).toBe(false);
  });

  it('names the numbers of the parts that Ordoro has', () => {
    expect(acceptedNumbers(two(accepted({ orderNumber: '1-B' })))).toEqual(['1-A-1000', '1-B']);
    expect(acceptedNumbers(two({ step: 'planned' }))).toEqual(['1-A-1000']);
    expect(acceptedNumbers(undefined)).toEqual([]);
  });

  it('stands for the Ordoro orders that are known, cancelled ones included, but not for those that were split', () => {
    const record = acceptedRecord([
      knownOrder({ isParent: true }),
      knownOrder({ number: '1-A-1000-1' }),
      knownOrder({ number: '1-A-1000-2', status: 'cancelled' }),
    ]);
    expect(ordoroNumbers(record)).toEqual(['1-A-1000-1', '1-A-1000-2']);
  });

  it('stands for the numbers of its parts while nothing else is known, each once', () => {
    const parts = [part(accepted()), part(accepted(), { number: 2 }), part(uncertain(), { number: 3 })];
    expect(ordoroNumbers(syncRecord({ parts }))).toEqual(['1-A-1000']);
    expect(ordoroNumbers(acceptedRecord([knownOrder({ isParent: true })]))).toEqual(['1-A-1000']);
    expect(ordoroNumbers(syncRecord())).toEqual([]);
  });

  it('has given up when tries failed and none is to come', () => {
    expect(hasGivenUp(syncRecord({ attempts: 3 }))).toBe(true);
    expect(hasGivenUp(syncRecord({ attempts: 3, retryAt: at }))).toBe(false);
    expect(hasGivenUp(syncRecord())).toBe(false);
  });

  it('has not given up because the order is looked at again for another reason', () => {
    expect(hasGivenUp(syncRecord({ attempts: 0, nextAttemptAt: at }))).toBe(false);
    expect(hasGivenUp(syncRecord({ attempts: 3, nextAttemptAt: at }))).toBe(true);
  });

  it('is claimed until its lease ends, not at that moment', () => {
    const lease = { owner: 'x', expiresAt: new Date(NOW).toISOString() };
    expect(liveLease(syncRecord({ lease }), NOW - 1)).toEqual(lease);
    expect(liveLease(syncRecord({ lease }), NOW)).toBeUndefined();
    expect(liveLease(syncRecord(), NOW)).toBeUndefined();
  });
});
