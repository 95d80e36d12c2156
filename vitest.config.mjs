import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Answers for Jest, with which `event` and `job` test alone, as Connect runs them. */
const TESTS_OF_THE_APPS = fileURLToPath(new URL('./tooling/jest-globals.mjs', import.meta.url));

/** One runner for the whole repository. */
export default defineConfig({
  resolve: { alias: { '@jest/globals': TESTS_OF_THE_APPS } },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{core,event,job,ops,sandbox}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // A module is loaded once for all files of a worker, which halves the time. So no test may leave anything behind.
    isolate: false,
    maxWorkers: 2,
    setupFiles: ['./tooling/property-seed.mjs'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
