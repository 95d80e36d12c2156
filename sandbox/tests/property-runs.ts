import { processEnvironment } from '../../core/src/config/process-environment.ts';

/** How the properties that work over HTTP are run, as fast-check takes it. */
export interface PropertyRuns {
  readonly numRuns: number;
  /** False: a failing story is also cut down to a small one, which takes a while. */
  readonly endOnFailure: boolean;
  readonly seed?: number;
  readonly path?: string;
}

/**
 * `usual` runs with random stories, the same each time; `PROPERTY_RUNS` asks for more, and for new ones. A failure names its seed and path: with them in `PROPERTY_SEED`
 * and `PROPERTY_PATH` the same story is told again, and cut down to a small one.
 */
export function propertyRuns(usual: number): PropertyRuns {
  const { PROPERTY_RUNS: runs, PROPERTY_SEED: seed, PROPERTY_PATH: path } = processEnvironment();
  return {
    numRuns: runs === undefined ? usual : Number(runs),
    endOnFailure: seed === undefined,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  };
}
