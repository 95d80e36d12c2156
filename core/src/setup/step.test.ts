import { describe, expect, it } from 'vitest';
import {
  ConflictError,
  CredentialsError,
  NotFoundError,
  type PlatformError,
  RejectedError,
  TransientError,
} from '../problems/errors.ts';
import { runStep, skippedStep, stepText } from './step.ts';

const CT = { platform: 'commercetools' as const };
const ORDORO = { platform: 'ordoro' as const };

describe('a step of the set-up', () => {
  it('fails when its check finds problems, but stays what it is when it did something', async () => {
    const problems = ['Something is wrong.'];

    expect((await runStep('A check', async () => ({ change: 'checked', problems }))).change).toBe('failed');
    expect((await runStep('A Type', async () => ({ change: 'unchanged', problems }))).change).toBe('failed');
    expect((await runStep('A Type', async () => ({ change: 'updated', problems }))).change).toBe('updated');
  });

  it.each<[string, PlatformError, string]>([
    ['passes', new TransientError('no answer', CT), 'Deploy again in a few minutes.'],
    ['is lost to others again and again', new ConflictError('newer', CT), 'Deploy again in a few minutes.'],
    ['is a missing scope', new CredentialsError('403', CT), 'Give the API client of the deployment the scopes'],
    ['is a wrong project', new NotFoundError('404', CT), 'Check CTP_PROJECT_KEY and CTP_API_URL'],
    ['is a refusal', new RejectedError('400', CT), 'Correct what the message names'],
    ['is Ordoro’s key', new CredentialsError('401', ORDORO), 'Check ORDORO_CLIENT_ID and ORDORO_CLIENT_SECRET'],
    ['is Ordoro’s address', new NotFoundError('404', ORDORO), 'Check ORDORO_API_URL'],
    ['is Ordoro’s refusal', new RejectedError('400', ORDORO), 'Correct what the message names'],
  ])('says what to do when the trouble %s', async (_name, error, nextStep) => {
    const step = await runStep('Type x', () => Promise.reject(error));

    expect(step.change).toBe('failed');
    expect(step.problems).toEqual([expect.stringContaining(`${error.message}. ${nextStep}`)]);
  });

  it('shows a mistake of the connector as one', async () => {
    const step = await runStep('Type x', () => Promise.reject(new TypeError('x is undefined')));

    expect(step.problems).toEqual([
      'Type x: x is undefined. This is a mistake in the connector: report it with this line.',
    ]);
  });

  it('is one line of the log', async () => {
    const step = await runStep('Type x', async () => ({ change: 'created' }));

    expect(stepText(step, false)).toBe('Type x: created');
    expect(stepText(step, true)).toBe('Type x: would be created');
    expect(stepText(skippedStep('Type x', 'no login'), true)).toBe('Type x: skipped (no login)');
  });
});
