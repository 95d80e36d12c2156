import { describe, expect, it } from 'vitest';
import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import { commercetoolsError } from './errors.ts';

/** As the SDK rejects with an answer. */
function answer(statusCode: number, code: string, message = 'the platform says why') {
  return Object.assign(new Error('wrapped'), {
    statusCode,
    body: { statusCode, message: 'several errors', errors: [{ code, message }] },
    headers: {},
  });
}

describe('an answer of commercetools', () => {
  it.each([
    [400, 'InvalidOperation', RejectedError],
    [400, 'InvalidInput', RejectedError],
    [400, 'DuplicateField', RejectedError],
    [400, 'ExtensionNoResponse', TransientError],
    [400, 'ExtensionBadResponse', TransientError],
    [400, 'ExtensionUpdateActionsFailed', TransientError],
    [400, 'QueryTimedOut', TransientError],
    [400, 'PendingOperation', TransientError],
    [401, 'invalid_token', CredentialsError],
    [403, 'insufficient_scope', CredentialsError],
    [404, 'ResourceNotFound', NotFoundError],
    [409, 'ConcurrentModification', ConflictError],
    [413, 'ContentTooLarge', RejectedError],
    [429, 'Overloaded', TransientError],
    [500, 'General', TransientError],
    [502, 'BadGateway', TransientError],
    [503, 'OverCapacity', TransientError],
  ])('%i %s is a %p', (status, code, kind) => {
    const error = commercetoolsError(answer(status, code), 'update of order 1');
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ platform: 'commercetools', status, codes: [code] });
  });

  it('is told with what was tried and all that the platform says', () => {
    const raw = { statusCode: 400, body: { errors: [{ message: 'one' }, { message: 'two' }] } };
    expect(commercetoolsError(raw, 'update of order 1').message).toBe('commercetools, update of order 1: one; two');
  });

  it.each([
    [503, 'ServiceUnavailable', '7', 7_000],
    [503, 'OverCapacity', '7', 7_000],
    [429, 'Overloaded', 'Mon, 23 Nov 2026 10:20:00 GMT', 20 * 60_000],
    [503, 'ServiceUnavailable', '31536000', 24 * 60 * 60_000],
    [503, 'ServiceUnavailable', '99999999999999999', 24 * 60 * 60_000],
    [503, 'ServiceUnavailable', 'soon', undefined],
    [409, 'ConcurrentModification', '7', undefined],
  ])('%i %s may carry the time to wait (%s)', (status, code, retryAfter, waitMs) => {
    const raw = { ...answer(status, code), headers: { 'retry-after': retryAfter } };
    const error = commercetoolsError(raw, 'a read', Date.parse('2026-11-23T10:00:00.000Z'));
    expect((error as TransientError).retryAfterMs).toBe(waitMs);
  });
});

describe('no answer of commercetools', () => {
  it.each([
    [
      'a plain object with status 0',
      { code: 0, statusCode: 0, message: 'connect ECONNREFUSED' },
      'connect ECONNREFUSED',
    ],
    ['an error without status', new Error('Request timed out'), 'Request timed out'],
    ['an error that is nested', { error: { statusCode: 502, message: 'bad gateway' } }, 'bad gateway'],
    ['a text', 'whatever', 'no answer'],
    ['nothing', undefined, 'no answer'],
    ['null', null, 'no answer'],
  ])('(%s) is passing trouble', (_what, raw, message) => {
    const error = commercetoolsError(raw, 'a read');
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe(`commercetools, a read: ${message}`);
    expect(error.cause).toBe(raw);
  });

  it('(one of our own errors) stays as it is', () => {
    const own = new PlatformError('ours', { platform: 'ordoro' });
    expect(commercetoolsError(own, 'a read')).toBe(own);
  });
});
