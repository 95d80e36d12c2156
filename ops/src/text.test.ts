import { describe, expect, it } from 'vitest';
import { ago, columns, duration, numberText, plural, printable, until } from './text.ts';

const NOW = Date.parse('2026-11-25T10:00:00.000Z');

describe('texts of the command line', () => {
  it('put cells of one column below each other', () => {
    expect(columns([['a', 'long cell', 'x'], ['longer', '', 'y'], ['b']])).toEqual([
      'a       long cell  x',
      'longer             y',
      'b',
    ]);
  });

  it.each([
    [0, '0 seconds'],
    [1_000, '1 second'],
    [59_000, '59 seconds'],
    [60_000, '1 minute'],
    [119 * 60_000, '119 minutes'],
    [2 * 3_600_000, '2 hours'],
    [47 * 3_600_000, '47 hours'],
    [48 * 3_600_000, '2 days'],
  ])('tell %i milliseconds as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('tell how long ago something was, or that it never was', () => {
    expect(ago('2026-11-25T09:56:00.000Z', NOW)).toBe('4 minutes ago');
    expect(ago(undefined, NOW)).toBe('never');
    expect(ago('soon', NOW)).toBe('soon');
  });

  it('tell how long until something', () => {
    expect(until('2026-11-25T09:00:00.000Z', NOW)).toBe('at the next run');
    expect(until('2026-11-25T10:05:00.000Z', NOW)).toBe('in 5 minutes (2026-11-25T10:05:00.000Z)');
  });

  it('do not steer the terminal, whatever a platform wrote', () => {
    expect(printable('Ordoro says:\n\t\u001b[2Jno\u0007\u009b1m Größe')).toBe('Ordoro says:\n\t?[2Jno??1m Größe');
  });

  it('count things', () => {
    expect([plural(1, 'order'), plural(0, 'order'), plural(12_000, 'order'), numberText(1_234)]).toEqual([
      '1 order',
      '0 orders',
      '12,000 orders',
      '1,234',
    ]);
  });
});
