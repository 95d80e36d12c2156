import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const DAY = 24 * 60 * 60_000;

describe('Retry-After', () => {
  it.each([
    ['5', 5_000],
    [' 120 ', 120_000],
    ['86400', DAY],
    ['31536000', DAY],
    ['99999999999999999999', DAY],
    ['Mon, 23 Nov 2026 10:02:00 GMT', 120_000],
    ['Monday, 23-Nov-26 10:00:01 GMT', 1_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DAY],
  ])('%j is %i milliseconds', (header, waitMs) => {
    expect(retryAfterMs(header, NOW)).toBe(waitMs);
  });

  it.each([undefined, null, '', '0', '-1', '1.5s', 'never', 'Mon, 23 Nov 2026 10:00:00 GMT'])(
    '%j names no time',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeUndefined();
    },
  );
});
