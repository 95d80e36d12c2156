import type { AxiosResponse } from 'axios';
import { describe, expect, it } from 'vitest';
import { requestFailure, retryAfterMs } from './errors.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');

function responseWith(retryAfter: string | undefined): AxiosResponse {
  return { status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } } as AxiosResponse;
}

describe('a network failure', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('%s means that the request did not reach Ordoro', (code) => {
    expect(requestFailure({ code })).toMatchObject({
      mayHaveArrived: false,
      message: `no usable answer (${code})`,
    });
  });

  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])(
    '%s means so only when it came of connecting: an open connection may have carried the request',
    (code) => {
      const connecting = Object.assign(new Error(), { code, syscall: 'connect' });
      expect(requestFailure(connecting).mayHaveArrived).toBe(false);
      expect(requestFailure({ code, cause: connecting }).mayHaveArrived).toBe(false);
      expect(requestFailure({ code, errors: [connecting, connecting] }).mayHaveArrived).toBe(false);
      expect(requestFailure({ code, errors: [connecting, { code, syscall: 'read' }] }).mayHaveArrived).toBe(true);
      expect(requestFailure({ code, syscall: 'read' }).mayHaveArrived).toBe(true);
      expect(requestFailure({ code }).mayHaveArrived).toBe(true);
    },
  );

  it.each(['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED', 'EPIPE', 'ERR_CANCELED', 'something new'])(
    '%s means that the request may have reached Ordoro',
    (code) => {
      expect(requestFailure({ code }).mayHaveArrived).toBe(true);
    },
  );

  it('is recognised by what caused it', () => {
    const cause = new Error('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
    expect(requestFailure(cause)).toMatchObject({ mayHaveArrived: false, cause });
    expect(requestFailure({ code: 'ERR_BAD_RESPONSE', cause: { code: 'ECONNRESET' } }).message).toBe(
      'no usable answer (ECONNRESET)',
    );
  });

  it.each([undefined, null, 'text', 42, {}, { code: 7 }, { code: 'ERR_BAD_RESPONSE' }])(
    'of the unknown form %j may have reached Ordoro',
    (cause) => {
      expect(requestFailure(cause)).toEqual({ mayHaveArrived: true, message: 'no usable answer', cause });
    },
  );
});

describe('Retry-After', () => {
  it.each([
    ['5', 5_000],
    [' 120 ', 120_000],
    ['Mon, 23 Nov 2026 10:02:00 GMT', 120_000],
    ['Monday, 23-Nov-26 10:00:01 GMT', 1_000],
    ['99999999999999999999', 24 * 60 * 60_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 24 * 60 * 60_000],
  ])('%j is %i milliseconds', (header, waitMs) => {
    expect(retryAfterMs(responseWith(header), NOW)).toBe(waitMs);
  });

  it.each(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'])('says in plain words that time was up (%s)', (code) => {
    const cause = Object.assign(new Error('canceled'), { code });
    expect(requestFailure(cause)).toEqual({ mayHaveArrived: true, message: 'no answer in time', cause });
  });

  it.each([undefined, '', '0', '-1', '1.5s', 'never', 'Mon, 23 Nov 2026 10:00:00 GMT'])(
    '%j names no time',
    (header) => {
      expect(retryAfterMs(responseWith(header), NOW)).toBeUndefined();
    },
  );
});
