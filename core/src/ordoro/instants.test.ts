import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOfOrdoroDate, microsOf, textOfMicros } from './instants.ts';

/** From 1900 to 2200, whole microseconds. */
const instants = fc.integer({ min: -2_208_988_800_000_000, max: 7_258_118_400_000_000 });

describe('the instant of a date-time from Ordoro', () => {
  it.each([
    ['2026-01-02T03:04:05.678901Z', 1_767_323_045_678_901],
    ['2026-01-02T03:04:05.678901+00:00', 1_767_323_045_678_901],
    ['2026-01-01T21:04:05.678901-06:00', 1_767_323_045_678_901],
    ['2026-01-02T08:34:05.678901+05:30', 1_767_323_045_678_901],
    ['2026-01-01T21:04:05.678901-0600', 1_767_323_045_678_901],
    ['2026-01-02T03:04:05Z', 1_767_323_045_000_000],
    ['2026-01-02t03:04:05z', 1_767_323_045_000_000],
    ['2026-01-02 03:04:05.5Z', 1_767_323_045_500_000],
    ['2026-01-02T03:04:05.000001z', 1_767_323_045_000_001],
    ['1969-12-31T23:59:59.999999Z', -1],
  ])('%s is %s microseconds since 1970', (text, micros) => {
    expect(microsOf(text)).toBe(micros);
  });

  it('is in UTC where the offset is missing', () => {
    expect(microsOf('2026-01-02T03:04:05.678901')).toBe(1_767_323_045_678_901);
  });

  it('is cut after the sixth digit, never rounded up', () => {
    expect(microsOf('2026-01-02T03:04:05.999999999Z')).toBe(1_767_323_045_999_999);
    expect(microsOf('2026-01-02T03:04:05.6Z')).toBe(1_767_323_045_600_000);
  });

  it.each([
    undefined,
    '',
    'yesterday',
    '2026-01-02',
    '2026-13-02T03:04:05Z',
    '2026-01-02T25:04:05Z',
    '1767323045',
    ' 2026-01-02T03:04:05Z',
  ])('is none for %j', (text) => {
    expect(microsOf(text)).toBeUndefined();
    expect(isoOfOrdoroDate(text)).toBeUndefined();
  });
});

describe('an instant as text', () => {
  it('is in UTC with all six digits', () => {
    expect(textOfMicros(1_767_323_045_678_901)).toBe('2026-01-02T03:04:05.678901Z');
    expect(textOfMicros(1_767_323_045_000_000)).toBe('2026-01-02T03:04:05.000000Z');
    expect(textOfMicros(-1)).toBe('1969-12-31T23:59:59.999999Z');
  });

  it('is read back as the same instant', () => {
    fc.assert(
      fc.property(instants, (micros) => {
        expect(microsOf(textOfMicros(micros))).toBe(micros);
      }),
    );
  });

  it('sorts like the instant itself', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(textOfMicros(a) < textOfMicros(b)).toBe(a < b);
      }),
    );
  });

  it('for commercetools has milliseconds, cut and in UTC', () => {
    expect(isoOfOrdoroDate('2026-01-01T21:04:05.678999-06:00')).toBe('2026-01-02T03:04:05.678Z');
    expect(isoOfOrdoroDate('2026-01-02T03:04:05')).toBe('2026-01-02T03:04:05.000Z');
    expect(isoOfOrdoroDate('1969-12-31T23:59:59.999999Z')).toBe('1969-12-31T23:59:59.999Z');
  });
});
