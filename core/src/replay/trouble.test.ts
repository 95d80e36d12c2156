import { describe, expect, it } from 'vitest';
import { CredentialsError, PausedError, RejectedError, TransientError } from '../problems/errors.ts';
import { reachOf } from './trouble.ts';

describe('trouble with one dead letter', () => {
  it('is of all letters while a platform can be asked nothing', () => {
    const pause = { code: 'ordoro-unavailable', since: '2026-11-23T10:00:00.000Z', message: 'away' } as const;
    expect(reachOf(new PausedError(pause))).toBe('everything');
    expect(reachOf(new CredentialsError('no', { platform: 'ordoro', status: 401 }))).toBe('everything');
    expect(reachOf(new TransientError('slow down', { platform: 'ordoro', status: 429 }))).toBe('everything');
    expect(reachOf(new TransientError('away', { platform: 'commercetools', status: 503 }))).toBe('everything');
  });

  it('is of this letter alone when Ordoro has no answer about it', () => {
    expect(reachOf(new TransientError('broken', { platform: 'ordoro', status: 500 }))).toBe('this-one');
  });

  it('lasts when trying again would not help: the others are not stopped by it', () => {
    expect(reachOf(new RejectedError('bad number', { platform: 'ordoro', status: 400 }))).toBe('lasting');
    expect(reachOf(new RejectedError('too large', { platform: 'commercetools', status: 400 }))).toBe('lasting');
    expect(reachOf(new Error('a defect of our own'))).toBe('lasting');
  });
});
