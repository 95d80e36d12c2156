import { CredentialsError, PlatformError, TransientError } from '../problems/errors.ts';

/** Whether Ordoro cannot be asked anything at the moment. */
export function isTroubleOfOrdoro(error: unknown): boolean {
  if (!(error instanceof PlatformError) || error.platform !== 'ordoro') return false;
  return error instanceof TransientError || error instanceof CredentialsError;
}
