import { describe, expect, it } from 'vitest';
import { NOW, syncRecord } from '../../tests/generators/situations.ts';
import { claimedBy, latestSend, writesEndBy } from './claim.ts';

const MINUTE = 60_000;
const PASS = { owner: 'this-pass', now: NOW };

describe('a claim', () => {
  it('is due, so that the job comes back to it whatever the record said before, should its pass die', () => {
    expect(claimedBy(PASS, syncRecord({ due: false }))).toMatchObject({
      due: true,
      lease: { owner: 'this-pass', expiresAt: new Date(NOW + MINUTE).toISOString() },
    });
  });

  it('lets every write end 5 seconds before it does, so none may leave that might take longer', () => {
    const record = claimedBy(PASS, syncRecord());
    expect(writesEndBy(record) - NOW).toBe(55_000);
    expect(latestSend(record, 30_000) - NOW).toBe(25_000);
  });

  it('that is not there lets nothing leave', () => {
    expect(latestSend(syncRecord(), 30_000)).toBe(Number.NEGATIVE_INFINITY);
  });
});
