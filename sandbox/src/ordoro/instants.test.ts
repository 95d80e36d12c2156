import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from './instants.ts';

describe('instants', () => {
  it.each([
    ['2026-11-23T10:00:00.123456Z', -360, '2026-11-23T04:00:00.123456-06:00'],
    ['2026-11-23T10:00:00Z', 330, '2026-11-23T15:30:00.000000+05:30'],
    ['2026-11-23T10:00:00.9999999+02:00', 0, '2026-11-23T08:00:00.999999+00:00'],
    ['2026-11-23T10:00:00', 0, '2026-11-23T10:00:00.000000+00:00'],
  ])('%s at offset %i reads %s', (text, offset, expected) => {
    expect(formatInstant(parseInstant(text), offset)).toBe(expected);
  });

  it('survive writing and reading to the microsecond at any offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000_000 }),
        fc.integer({ min: -720, max: 840 }),
        (micros, offset) => {
          expect(parseInstant(formatInstant(micros, offset))).toBe(micros);
        },
      ),
    );
  });

  it.each(['', 'yesterday', '2026-13-01T00:00:00Z', '2026-11-23'])('are not read from %j', (text) => {
    expect(() => parseInstant(text)).toThrow(`Not a date-time: ${text}`);
  });
});
