import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const entryPoints = {
  index: 'src/index.ts',
  'post-deploy': 'src/connector/post-deploy.ts',
  'pre-undeploy': 'src/connector/pre-undeploy.ts',
};

const tools = await loadTools();
await tools?.bundleApp({ esbuild: tools.esbuild, folder, entryPoints });

/**
 * Connect runs the scripts of connect.yaml, which build first, possibly in the finished image: without the core and
 * without dev dependencies, but with `dist/`, built from these very sources. Then there is nothing to do.
 */
async function loadTools() {
  try {
    const { bundleApp } = await import('@commercetools-ordoro/core/build').catch(coreOfConnect);
    return { bundleApp, esbuild: await import('esbuild') };
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !existsSync(join(folder, 'dist', 'index.js'))) throw error;
    console.log('The tools to build are not installed here; dist/ stays as it is.');
    return undefined;
  }
}

/** During a build Connect mounts the whole repository in /tmp/lib, while the link to ../core may lead nowhere. */
function coreOfConnect(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  return import('/tmp/lib/core/build/bundle-app.mjs');
}
