import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, RETRY_WINDOW_MS } from './retry-schedule.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-01-02T04:00:00.000Z');
const WITHOUT_JITTER = 0.5;

describe('the next try after a failure', () => {
  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 60],
    [5, 60],
    [27, 60],
  ])('number %i comes %i minutes later', (attempts, minutes) => {
    expect(nextAttempt({ attempts, firstFailedAt: NOW }, NOW, WITHOUT_JITTER)).toBe(NOW + minutes * MINUTE);
  });

  it('varies by a tenth, so that many failed orders do not come back at once', () => {
    expect(nextAttempt({ attempts: 2, firstFailedAt: NOW }, NOW, 0)).toBe(NOW + 4.5 * MINUTE);
    expect(nextAttempt({ attempts: 2, firstFailedAt: NOW }, NOW, 0.9999999)).toBe(NOW + 5.5 * MINUTE);
  });

  it('waits as long as the platform asked for, when that is longer', () => {
    const failure = { attempts: 1, firstFailedAt: NOW, retryAfterMs: 90_000 };
    expect(nextAttempt(failure, NOW, WITHOUT_JITTER)).toBe(NOW + 90_000);
  });

  it('does not come sooner because the platform asked for less', () => {
    const failure = { attempts: 3, firstFailedAt: NOW, retryAfterMs: 1_000 };
    expect(nextAttempt(failure, NOW, WITHOUT_JITTER)).toBe(NOW + 15 * MINUTE);
  });

  it('does not come any more 24 hours after the first failure', () => {
    const firstFailedAt = NOW - 24 * 60 * MINUTE;
    expect(nextAttempt({ attempts: 27, firstFailedAt: firstFailedAt + 1 }, NOW, WITHOUT_JITTER)).toBeDefined();
    expect(nextAttempt({ attempts: 27, firstFailedAt }, NOW, WITHOUT_JITTER)).toBeUndefined();
    expect(RETRY_WINDOW_MS).toBe(86_400_000);
  });

  it('is always at least 54 seconds away', () => {
    fc.assert(
      fc.property(
        fc.record({
          attempts: fc.integer({ min: 1, max: 1_000 }),
          ago: fc.integer({ min: 0, max: RETRY_WINDOW_MS - 1 }),
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
        }),
        ({ attempts, ago, random, retryAfterMs }) => {
          const next = nextAttempt({ attempts, firstFailedAt: NOW - ago, retryAfterMs }, NOW, random);
          return next !== undefined && next - NOW >= 54_000;
        },
      ),
    );
  });
});
