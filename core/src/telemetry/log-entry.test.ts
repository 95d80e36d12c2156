import { describe, expect, it } from 'vitest';
import { logEntry, oldestKeptLogKey } from './log-entry.ts';

const AT = Date.parse('2026-11-03T23:59:59.999Z');
const source = { clock: () => AT, random: () => 0.5 };
const event = {
  level: 'error',
  event: 'export-failed',
  subject: 'order-1',
  message: 'Ordoro refused the order.',
} as const;

describe('an entry of the log container', () => {
  it('has a key of its UTC day and a ULID of its millisecond', () => {
    // 0.5 of 32 characters is the 17th of the Crockford alphabet, G; the time part is the millisecond in base 32.
    expect(logEntry(event, source).key).toBe('2026-11-03.01M6HXNYZZGGGGGGGGGGGGGGGG');
  });

  it('has keys that sort by time', () => {
    const earlier = logEntry(event, source).key;
    const later = logEntry(event, { ...source, clock: () => AT + 1 }).key;
    expect(later > earlier).toBe(true);
    expect(later.startsWith('2026-11-04.')).toBe(true);
  });

  it('says what happened to what, and when', () => {
    expect(
      logEntry({ ...event, code: 'ordoro-rejected', request: { cart: 7 }, response: 'refused' }, source).value,
    ).toEqual({
      at: '2026-11-03T23:59:59.999Z',
      level: 'error',
      event: 'export-failed',
      subject: 'order-1',
      message: 'Ordoro refused the order.',
      code: 'ordoro-rejected',
      request: { cart: 7 },
      response: 'refused',
    });
  });

  it('has no empty fields, because commercetools does not store nulls', () => {
    const request = { a: null, b: [null, 1, { c: undefined }], d: '' };
    const { value } = logEntry({ ...event, code: undefined, request, response: null }, source);
    expect(Object.keys(value)).toEqual(['at', 'level', 'event', 'subject', 'message', 'request']);
    expect(value.request).toEqual({ b: [1, {}], d: '' });
  });

  it('keeps a long message short', () => {
    expect(logEntry({ ...event, message: 'x'.repeat(1001) }, source).value.message).toBe(
      `${'x'.repeat(1000)}… [1 more characters cut]`,
    );
  });

  it('is kept for whole UTC days', () => {
    expect(oldestKeptLogKey(30, () => Date.parse('2026-11-03T00:00:00Z'))).toBe('2026-10-04');
    expect('2026-10-03.01KFZZ' < '2026-10-04').toBe(true);
    expect('2026-10-04.01KG00' < '2026-10-04').toBe(false);
  });
});
