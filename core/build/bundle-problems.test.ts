import { describe, expect, it } from 'vitest';
import { bundleProblems } from './bundle-problems.mjs';

const EXTERNAL = { kind: 'import-statement', external: true };
const ON_DEMAND = { kind: 'dynamic-import', external: true };

function problemsOf({ inputs = {}, outputs = {} }) {
  return bundleProblems({
    metafile: { inputs, outputs },
    dependencies: { axios: '1.0.0' },
    loadedWhenNeeded: ['heavy'],
  });
}

describe('the check of a bundle', () => {
  it('accepts sources that import declared packages, their subpaths and Node itself', () => {
    const imports = ['axios', 'axios/unsafe/x.js', 'node:fs', 'crypto'].map((path) => ({ path, ...EXTERNAL }));
    expect(problemsOf({ inputs: { '../core/src/index.ts': { imports } } })).toEqual([]);
  });

  it('names the file that imports a package the app does not declare, also when it does so on demand', () => {
    const inputs = {
      'src/a.ts': { imports: [{ path: 'left-pad/index.js', ...EXTERNAL }] },
      '../core/src/b.ts': { imports: [{ path: '@scope/thing/part', ...ON_DEMAND }] },
    };
    expect(problemsOf({ inputs })).toEqual([
      'src/a.ts imports left-pad/index.js, which the dependencies of the app do not list.',
      '../core/src/b.ts imports @scope/thing/part, which the dependencies of the app do not list.',
    ]);
  });

  it('refuses a package that was bundled', () => {
    expect(problemsOf({ inputs: { '../core/node_modules/zod/index.js': { imports: [] } } })).toEqual([
      '../core/node_modules/zod/index.js is bundled, but packages belong into the dependencies of the app.',
    ]);
  });

  it('refuses a heavy package that loads with the app through a shared part', () => {
    const outputs = {
      'dist/index.js': { imports: [{ path: 'dist/chunks/a.js', kind: 'import-statement' }] },
      'dist/chunks/a.js': {
        imports: [
          { path: 'heavy/sub', ...EXTERNAL },
          { path: 'dist/index.js', kind: 'import-statement' },
        ],
      },
    };
    expect(problemsOf({ outputs })).toEqual(['heavy loads when the app starts; import it on demand with import().']);
  });

  it('lets a heavy package load on demand, directly or in a part of its own', () => {
    const outputs = {
      'dist/index.js': {
        imports: [
          { path: 'heavy', ...ON_DEMAND },
          { path: 'dist/chunks/late.js', kind: 'dynamic-import' },
        ],
      },
      'dist/chunks/late.js': { imports: [{ path: 'heavy', ...EXTERNAL }] },
    };
    expect(problemsOf({ outputs })).toEqual([]);
  });
});
