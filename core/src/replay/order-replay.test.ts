import { describe, expect, it } from 'vitest';
import { syncRecord } from '../../tests/generators/situations.ts';
import type { UnsentChange } from '../records/order-changes.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { withFreshStart } from './order-replay.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const YESTERDAY = '2026-11-22T10:00:00.000Z';

const failed = (more: Partial<SyncRecord> = {}): SyncRecord =>
  syncRecord({ status: 'failed', due: false, attempts: 30, firstFailedAt: YESTERDAY, deadLetter: true, ...more });

const unsent = (code: UnsentChange['code'], field: UnsentChange['field']): UnsentChange => ({
  part: 1,
  field,
  value: 'abc',
  code,
  detail: 'why',
  noticedAt: YESTERDAY,
});

describe('the record of an order whose replay is taken up', () => {
  it('begins its tries anew and is due at once', () => {
    const record = withFreshStart(failed(), NOW);
    expect(record).toMatchObject({ status: 'waiting', due: true, attempts: 0 });
    expect(record).not.toHaveProperty('firstFailedAt');
    expect(record).not.toHaveProperty('nextAttemptAt');
    expect(record).not.toHaveProperty('retryAt');
    expect(record.journal.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['replay asked for by an operator', 'requested: retry']),
    );
  });

  it('remembers that the letter stands, so that success clears it', () => {
    const { deadLetter: _unknown, ...forgetful } = failed();
    expect(withFreshStart(forgetful, NOW).deadLetter).toBe(true);
  });

  it('tries a refused update of the order at once, and counts on', () => {
    const orderUpdate = {
      attempts: 30,
      firstFailedAt: YESTERDAY,
      nextAttemptAt: '2026-11-23T10:40:00.000Z',
      message: 'no',
    };
    expect(withFreshStart(failed({ orderUpdate }), NOW).orderUpdate).toEqual({
      ...orderUpdate,
      nextAttemptAt: '2026-11-23T10:00:00.000Z',
    });
  });

  it('sends a part that Ordoro refused again, after a look-up if there was none', () => {
    const part = { number: 1, orderId: 'J-1', cartOrderId: 'order-1' };
    const refused = (checked: boolean): SyncRecord['parts'] => [
      { ...part, state: { step: 'rejected', fingerprint: 'f', reason: 'no', checked } },
    ];
    const stateAfter = (checked: boolean) => withFreshStart(failed({ parts: refused(checked) }), NOW).parts[0]?.state;
    expect(stateAfter(true)).toEqual({ step: 'planned' });
    expect(stateAfter(false)).toMatchObject({ step: 'uncertain', answered: true });
  });

  it('dismisses nothing: who replays many orders has not looked at each of them', () => {
    const issues = [{ code: 'overshipped', detail: 'ABC-1: 2 more than ordered' }] as const;
    expect(withFreshStart(failed({ issues }), NOW)).not.toHaveProperty('dismissed');
    expect(withFreshStart(failed({ issues, dismissed: ['unknown-line: 1 x A'] }), NOW).dismissed).toEqual([
      'unknown-line: 1 x A',
    ]);
  });

  it('tries refused changes again, but does not take for done what came too late', () => {
    const changes = {
      unsent: [unsent('ordoro-rejected', 'email'), unsent('too-late-to-change', 'phone')],
    } as unknown as NonNullable<SyncRecord['changes']>;
    expect(withFreshStart(failed({ changes }), NOW).changes?.unsent).toEqual([
      { ...unsent('ordoro-rejected', 'email'), isRetried: true },
      unsent('too-late-to-change', 'phone'),
    ]);
  });
});
