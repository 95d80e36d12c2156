/** For `npm test` in this folder alone, as Connect runs it; at the root Vitest runs everything. */
const config = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/{src,tests}/**/*.test.ts'],
  // The core is tested with the app's packages, as it runs in production, also where its own are not installed.
  modulePaths: ['<rootDir>/node_modules'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  testTimeout: 20_000,
};

export default config;
