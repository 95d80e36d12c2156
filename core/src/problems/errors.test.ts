import { describe, expect, it } from 'vitest';
import { messageOf, PlatformError, RejectedError, TransientError } from './errors.ts';

describe('an error of a platform', () => {
  it('says which platform, with which status and codes, and why', () => {
    const cause = new Error('socket hang up');
    const error = new RejectedError('refused', {
      platform: 'commercetools',
      status: 400,
      codes: ['InvalidInput'],
      cause,
    });
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ name: 'RejectedError', platform: 'commercetools', status: 400 });
    expect(error.codes).toEqual(['InvalidInput']);
    expect(error.cause).toBe(cause);
  });

  it('has neither codes nor cause when nothing is known of them', () => {
    const error = new TransientError('no answer', { platform: 'ordoro', retryAfterMs: 1_000 });
    expect(error.codes).toEqual([]);
    expect('cause' in error).toBe(false);
    expect(error.retryAfterMs).toBe(1_000);
  });
});

describe('the text of anything thrown', () => {
  it.each([
    [new Error('an error'), 'an error'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [{ code: 7 }, '[object Object]'],
  ])('of %p is %s', (thrown, text) => {
    expect(messageOf(thrown)).toBe(text);
  });
});
