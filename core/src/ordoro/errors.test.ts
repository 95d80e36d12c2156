import type { AxiosResponse } from 'axios';
import { describe, expect, it } from 'vitest';
import { errorOfAnswer, requestFailure } from './errors.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');

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

  it.each(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'])('says in plain words that time was up (%s)', (code) => {
    const cause = Object.assign(new Error('canceled'), { code });
    expect(requestFailure(cause)).toEqual({ mayHaveArrived: true, message: 'no answer in time', cause });
  });
});

describe('an answer of Ordoro that asks for patience', () => {
  it.each([408, 429, 500, 503])('carries the time to wait (%i)', (status) => {
    const response = { status, headers: { 'retry-after': '31536000' }, data: {} } as unknown as AxiosResponse;
    expect(errorOfAnswer(response, 'orders', NOW)).toMatchObject({ status, retryAfterMs: 24 * 60 * 60_000 });
  });
});
