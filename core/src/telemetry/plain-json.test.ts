import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainJson } from './plain-json.ts';

describe('a plain copy', () => {
  it('writes dates, sets, maps, addresses and binary data in a readable form', () => {
    const value = {
      date: new Date(0),
      noDate: new Date(Number.NaN),
      set: new Set([1, 2]),
      map: new Map([['k', 'v']]),
      url: new URL('https://example.com/x'),
      bytes: Buffer.from('abc'),
      missing: undefined,
      list: [undefined, () => 1],
    };
    expect(plainJson(value)).toEqual({
      value: {
        date: '1970-01-01T00:00:00.000Z',
        noDate: '[invalid date]',
        set: [1, 2],
        map: { k: 'v' },
        url: 'https://example.com/x',
        bytes: '[3 bytes]',
        list: [null, null],
      },
      complete: true,
    });
  });

  it('of an error leaves out its cause, which may carry a whole request', () => {
    const error = Object.assign(new Error('refused', { cause: { request: 'body' } }), { status: 400, codes: ['A'] });
    expect(plainJson(error).value).toEqual({
      name: 'Error',
      message: 'refused',
      stack: expect.any(String),
      status: 400,
      codes: ['A'],
    });
  });

  it('shows a value twice when it is held twice, and names a circle', () => {
    const shared = { n: 1 };
    const circle: { self?: unknown; one: unknown; two: unknown } = { one: shared, two: shared };
    circle.self = circle;
    expect(plainJson(circle).value).toEqual({ one: { n: 1 }, two: { n: 1 }, self: '[circular]' });
  });

  it('is incomplete when the value is too deep, too long or too large', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 30; level += 1) deep = { deep };
    let doubled: unknown = [1];
    for (let level = 0; level < 18; level += 1) doubled = [doubled, doubled];
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, index]));
    for (const value of [deep, doubled, wide, 'x'.repeat(20_001)]) expect(plainJson(value).complete).toBe(false);
  });

  it('of a hostile object is a remark', () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(plainJson({ hostile }).value).toEqual({ hostile: '[unreadable]' });
  });

  it('equals what JSON makes of any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(plainJson(value).value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 100 },
    );
  });
});
