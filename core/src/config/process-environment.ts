import type { Environment } from './environment.ts';

/** A copy of the environment of this process. The only place that reads it; everything else is given what it needs. */
export function processEnvironment(): Environment {
  return { ...process.env };
}
