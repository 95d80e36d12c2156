/** One runner for the whole repository; the apps carry a copy of the same transform so that they also test alone. */
const config = {
  // ES modules of a test file are never given back, so a worker that has grown is replaced.
  maxWorkers: 2,
  workerIdleMemoryLimit: '600MB',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/{core,event,job,ops,sandbox}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^jose$': '<rootDir>/core/tests/without-jose.cjs' },
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  testTimeout: 20_000,
};

export default config;
