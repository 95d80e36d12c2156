import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { parseRunRequest, type RunRequest } from '../config/run-request.ts';
import { ConflictError } from '../problems/errors.ts';

/** Key in `-config` under which an operator leaves options for the next scheduled run. */
const KEY = 'run-request';

/**
 * Takes the options that an operator left, and clears them so that they count once. Options that cannot be read stay where
 * they are and are reported as a configuration problem.
 * @throws PlatformError
 */
export async function takeRunRequest(objects: CustomObjects, container: string): Promise<RunRequest | undefined> {
  const stored = await objects.get<unknown>(container, KEY);
  const reading = parseRunRequest(stored?.value);
  if (stored === undefined || !reading.ok || reading.request === undefined) return undefined;
  try {
    await objects.delete(container, KEY, stored.version);
  } catch (error) {
    // The operator changed their mind at this moment: the new options count, at the next run.
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
  return reading.request;
}
