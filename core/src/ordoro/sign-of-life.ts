import type { AxiosResponse } from 'axios';
import { CredentialsError, TransientError } from '../problems/errors.ts';
import type { ProbeFinding } from './circuit.ts';
import type { OrdoroRequest } from './client.ts';
import { errorOfAnswer } from './errors.ts';

/** Longest wait for the answer, milliseconds: whoever asks has other work to do. */
export const SIGN_OF_LIFE_LIMIT_MS = 3_000;

/** The most harmless request there is. Source: Ordoro API Documentation, `GET /authenticated/`: `{success}`. */
export const SIGN_OF_LIFE: OrdoroRequest = {
  method: 'GET',
  path: '/authenticated/',
  what: 'sign of life',
  priority: 'order',
  timeoutMs: SIGN_OF_LIFE_LIMIT_MS,
};

/** What the answer to {@link SIGN_OF_LIFE} tells. @param parsed its body */
export function findingOf(
  response: AxiosResponse,
  { body, readable }: { readonly body: unknown; readonly readable: boolean },
  now: number,
): ProbeFinding {
  const { status } = response;
  const cause = `status ${status}`;
  const error = errorOfAnswer(response, SIGN_OF_LIFE.what, now);
  if (error instanceof CredentialsError) return { kind: 'credentials', cause };
  if (error instanceof TransientError && status !== 429)
    return { kind: 'unavailable', cause, retryAfterMs: error.retryAfterMs };
  // Whatever else it says, it is there.
  if (error !== undefined) return { kind: 'well' };
  // A page in place of JSON is a proxy's: Ordoro is not behind it.
  if (!readable) return { kind: 'unavailable', cause: 'its answer is not JSON' };
  const isRefused = typeof body === 'object' && body !== null && 'success' in body && body.success === false;
  return isRefused ? { kind: 'credentials', cause: 'it answers "not authenticated"' } : { kind: 'well' };
}
