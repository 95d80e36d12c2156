import { isBuiltin } from 'node:module';

/**
 * What would keep a bundle from running in an image that holds nothing but the app and its `dependencies`.
 *
 * @param {object} bundle
 * @param {import('esbuild').Metafile} bundle.metafile Of an ES module build with `dist/index.js` as the app's start.
 * @param {Record<string, string>} bundle.dependencies As in the app's package.json.
 * @param {string[]} bundle.loadedWhenNeeded Packages that must not load together with the app.
 * @returns {string[]} One sentence per problem; empty when all is well.
 */
export function bundleProblems({ metafile, dependencies, loadedWhenNeeded }) {
  return [
    ...bundledPackages(metafile),
    ...undeclaredPackages(metafile, dependencies ?? {}),
    ...loadedTooEarly(metafile, loadedWhenNeeded),
  ];
}

function bundledPackages(metafile) {
  return Object.keys(metafile.inputs)
    .filter((file) => file.split('/').includes('node_modules'))
    .map((file) => `${file} is bundled, but packages belong into the dependencies of the app.`);
}

function undeclaredPackages(metafile, dependencies) {
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ external, path }) => external && !isBuiltin(path) && !(packageOf(path) in dependencies))
      .map(({ path }) => `${file} imports ${path}, which the dependencies of the app do not list.`),
  );
}

function loadedTooEarly(metafile, packages) {
  const loaded = packagesLoadedBy('dist/index.js', metafile.outputs);
  return packages
    .filter((name) => loaded.has(name))
    .map((name) => `${name} loads when the app starts; import it on demand with import().`);
}

/** Packages that load with an output file, through every file that it imports at once. */
function packagesLoadedBy(start, outputs) {
  const seen = new Set([start]);
  const packages = new Set();
  for (const file of seen) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (external) packages.add(packageOf(path));
      else seen.add(path);
    }
  }
  return packages;
}

/** `@scope/name/sub/path` → `@scope/name`, `name/sub/path` → `name`. */
function packageOf(path) {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}
