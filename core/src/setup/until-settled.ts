import { type CommercetoolsClient, isAlreadyThere } from '../commercetools/client.ts';
import { PlatformError, TransientError } from '../problems/errors.ts';

/** A resource changed by somebody else each time we write it is worth this many tries. */
const MAX_ATTEMPTS = 5;

/** An unclear answer is cleared up by reading once more; then the platform is really in trouble. */
const MAX_UNCLEAR_ANSWERS = 1;

/**
 * Runs a "read, compare, write what is missing" until it goes through: after a lost race or an unclear answer it reads again
 * and decides anew, so nothing is made twice. For resources with a key of their own.
 * @throws PlatformError
 */
export async function untilSettled<T>(attempt: () => Promise<T>): Promise<T> {
  let unclear = 0;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof TransientError) unclear += 1;
      else if (!isLostRace(error)) throw error;
      if (attempts >= MAX_ATTEMPTS || unclear > MAX_UNCLEAR_ANSWERS) throw error;
    }
  }
}

/** Whether somebody else wrote the same resource at the same time. */
export function isLostRace(error: unknown): boolean {
  return error instanceof PlatformError && isAlreadyThere(error);
}

/** What every step that works on the project is given. */
export interface SetupTarget {
  readonly client: CommercetoolsClient;
  /** Find out what would be done, write nothing. */
  readonly dryRun: boolean;
}
