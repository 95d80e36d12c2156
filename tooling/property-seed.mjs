import fc from 'fast-check';

/**
 * Seed of every property test, so that `npm test` says the same of the same code. Whoever asks for more runs by `PROPERTY_RUNS`
 * looks for what is new: then each run draws its own, unless `PROPERTY_SEED` names one.
 */
const USUAL_SEED = 20_261_123;

const { PROPERTY_RUNS: runs, PROPERTY_SEED: seed = runs === undefined ? USUAL_SEED : undefined } = process.env;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
