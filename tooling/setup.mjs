/**
 * Set-up of a clone: `npm ci` in every folder with a lockfile, skipped where nothing changed since the last time.
 * Runs on Node 20 without any package; what it installs includes the Node that everything else runs on.
 * USE_SYSTEM_NODE=1 leaves the pinned Node out, so that the machine's own (22 or newer) is used instead.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS, REPOSITORY, ROOT_TOOLS, withRootTools } from './repository.mjs';
import { runCommand } from './run-command.mjs';

const AT_ONCE = 2;
const OLDEST_NODE_MAJOR = 22;
// The log level is given because `npm run --silent` hands its own down, which would hide why an installation failed.
const INSTALL = ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const PINNED_NODE = join(ROOT_TOOLS, 'node');
const WITH_SYSTEM_NODE = process.env.USE_SYSTEM_NODE === '1';

const [root, ...others] = FOLDERS;
const started = performance.now();
try {
  const installed = [...(await setUpRoot()), ...(await setUpOthers())];
  if (installed.length === 0) console.log(`set-up   nothing to do, ${secondsSince(started)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function setUpRoot() {
  const state = stateOf(root, WITH_SYSTEM_NODE ? 'system' : 'pinned');
  if (isCurrent(root, state)) return [];
  await install(root, state);
  if (WITH_SYSTEM_NODE) rmSync(PINNED_NODE, { force: true });
  checkNode();
  return [root];
}

async function setUpOthers() {
  const node = nodeMajor();
  const stale = others
    .map((folder) => ({ folder, state: stateOf(folder, `node ${node}`) }))
    .filter(({ folder, state }) => !isCurrent(folder, state));
  const waiting = [...stale];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await install(next.folder, next.state);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return stale;
}

/** npm deletes node_modules first, and the marker with it, so a broken installation never looks current. */
async function install(folder, state) {
  const begun = performance.now();
  const { code, output } = await runCommand(INSTALL, {
    cwd: join(REPOSITORY, folder),
    env: withRootTools(process.env),
  });
  if (code !== 0) throw new Error(`${output}\nset-up failed: npm ci in ${nameOf(folder)}`);
  writeFileSync(markerOf(folder), state);
  console.log(`${nameOf(folder).padEnd(8)} installed in ${secondsSince(begun)}`);
}

function stateOf(folder, node) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${node}\n`);
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(REPOSITORY, folder, file)));
  return hash.digest('hex');
}

function isCurrent(folder, state) {
  return existsSync(markerOf(folder)) && readFileSync(markerOf(folder), 'utf8') === state;
}

function markerOf(folder) {
  return join(REPOSITORY, folder, 'node_modules', '.set-up');
}

function nameOf(folder) {
  return folder === root ? 'root' : folder;
}

/** Major version of the Node that runs everything after the root's installation, which need not be the one that runs this. */
function nodeMajor() {
  const options = { env: withRootTools(process.env), encoding: 'utf8' };
  return Number(execFileSync('node', ['-p', "process.versions.node.split('.')[0]"], options));
}

function checkNode() {
  if (!WITH_SYSTEM_NODE && !existsSync(PINNED_NODE)) {
    throw new Error(
      `npm installed no Node for ${process.platform} ${process.arch}. Install Node ${OLDEST_NODE_MAJOR} or newer and set USE_SYSTEM_NODE=1.`,
    );
  }
  if (nodeMajor() < OLDEST_NODE_MAJOR) {
    throw new Error(`Node ${OLDEST_NODE_MAJOR} or newer is needed; found Node ${nodeMajor()}.`);
  }
}

function secondsSince(begun) {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}
