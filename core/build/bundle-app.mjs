import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProblems } from './bundle-problems.mjs';

const CORE = join(import.meta.dirname, '..');

/** Takes half a second to load and is not needed for a message, so it must not load with the app. */
const LOADED_WHEN_NEEDED = ['@commercetools/connect-payments-sdk'];

/**
 * Bundles an app and the core, both from source, into `dist/` of the app; third-party packages stay in node_modules.
 * Connect's runtime image holds the app folder only: what is bundled needs neither the core nor its packages there.
 *
 * @param {object} app
 * @param {import('esbuild')} app.esbuild The app's own esbuild; the core has none.
 * @param {string} app.folder Absolute path of the app.
 * @param {Record<string, string>} app.entryPoints Name in `dist/` without extension → source file, from the app folder.
 * @throws {Error} When the sources do not bundle, or the bundle would not run in an image with the app folder alone.
 */
export async function bundleApp({ esbuild, folder, entryPoints }) {
  const outdir = join(folder, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: folder,
    entryPoints,
    outdir,
    bundle: true,
    // Without splitting, what is imported on demand would be pulled into the start of the app.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    conditions: ['source'],
    packages: 'external',
    alias: coreSources(),
    // Connect builds without the repository's tsconfig.json; it must not make a difference here either.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
  });
  const { dependencies } = readPackage(folder);
  const problems = bundleProblems({ metafile, dependencies, loadedWhenNeeded: LOADED_WHEN_NEEDED });
  if (problems.length === 0) return;
  rmSync(outdir, { recursive: true });
  throw new Error(`The bundle would not run on its own:\n- ${problems.join('\n- ')}`);
}

/** Entry points of the core by import path. They win over `packages`, so that the core alone is bundled. */
function coreSources() {
  const { name, exports } = readPackage(CORE);
  return Object.fromEntries(
    Object.entries(exports)
      .filter(([, target]) => target.source !== undefined)
      .map(([subpath, target]) => [join(name, subpath), join(CORE, target.source)]),
  );
}

function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
