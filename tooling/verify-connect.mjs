/**
 * Proves what Connect needs: each app installs and builds inside its own folder, and what is left of it then, without
 * dev dependencies, core or root, starts, answers its health check, stops on SIGTERM and survives the scripts of connect.yaml.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { APPS, REPOSITORY, withRootTools } from './repository.mjs';
import { runCommand } from './run-command.mjs';

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 10_000;
const BETWEEN_HEALTH_CHECKS_MS = 100;

const files = await filesOfRepository();
const results = await Promise.all(APPS.map(verify));
if (results.includes(false)) process.exitCode = 1;

async function verify(app) {
  const begun = performance.now();
  const copy = mkdtempSync(join(tmpdir(), `connect-${app}-`));
  try {
    copyRepository(copy);
    await build(join(copy, app));
    removeAllBut(app, copy);
    const startedInMs = await startAndStop(app, join(copy, app));
    await runDeployScripts(join(copy, app));
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(
      `${app.padEnd(6)} ok: builds alone, healthy after ${startedInMs} ms, stops cleanly (${seconds} s in all)`,
    );
    return true;
  } catch (error) {
    console.error(`${app.padEnd(6)} FAILED: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What a commit of everything here would hold: tracked files and new ones that git does not ignore. */
async function filesOfRepository() {
  const list = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const deleted = await succeed(['git', 'ls-files', '-z', '--deleted'], REPOSITORY);
  const gone = new Set(deleted.split('\0'));
  return (await succeed(list, REPOSITORY)).split('\0').filter((file) => file !== '' && !gone.has(file));
}

function copyRepository(copy) {
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(REPOSITORY, file), join(copy, file));
  }
}

async function build(folder) {
  await succeed(['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], folder);
  await succeed(['npm', 'run', 'build'], folder);
  await succeed(['npm', 'prune', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], folder);
}

function removeAllBut(app, copy) {
  for (const name of readdirSync(copy)) {
    if (name !== app) rmSync(join(copy, name), { recursive: true });
  }
}

/** Connect runs these with the environment of the app, where npm leaves out dev dependencies. */
async function runDeployScripts(folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (scripts['connector:post-deploy'] === undefined) return;
  const environment = { ...process.env, NODE_ENV: 'production' };
  await succeed(['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error'], folder, environment);
  await succeed(['npm', 'run', 'build'], folder, environment);
}

async function succeed(command, cwd, environment = process.env) {
  const { code, output } = await runCommand(command, { cwd, env: withRootTools(environment) });
  if (code !== 0) throw new Error(`${command.join(' ')}\n${output}`);
  return output;
}

/** Starts the app the way the image does and ends it; milliseconds until it was healthy. */
async function startAndStop(app, folder) {
  const [port, unused] = await Promise.all([freePort(), freePort()]);
  // A process group of its own, so that nothing survives a failure.
  const child = spawn('npm', ['start'], { cwd: folder, env: appEnvironment(port, unused), detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = once(child, 'exit');
  try {
    const startedInMs = await untilHealthy(`http://127.0.0.1:${port}/${app}/health`, ended);
    child.kill('SIGTERM');
    const [code, signal] = await within(STOP_LIMIT_MS, ended, 'did not stop within 10 s of SIGTERM');
    if (code !== 0) throw new Error(`ended with ${signal ?? `exit code ${code}`} after SIGTERM`);
    return startedInMs;
  } catch (error) {
    throw new Error(`${error.message}\n${output}`);
  } finally {
    endGroup(child.pid);
  }
}

/** What Connect gives to an app, and nothing of ours: addresses where nobody listens must not keep it from starting. */
function appEnvironment(port, unused) {
  const { PATH } = withRootTools(process.env);
  return {
    PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    PORT: String(port),
    LISTEN_HOST: '127.0.0.1',
    CTP_PROJECT_KEY: 'verify-connect',
    CTP_CLIENT_ID: 'verify-connect-client',
    CTP_CLIENT_SECRET: 'verify-connect-secret',
    CTP_API_URL: `http://127.0.0.1:${unused}`,
    CTP_AUTH_URL: `http://127.0.0.1:${unused}`,
    CTP_SCOPE: 'manage_orders:verify-connect',
    ORDORO_API_URL: `http://127.0.0.1:${unused}`,
    ORDORO_CLIENT_ID: 'verify-connect',
    ORDORO_CLIENT_SECRET: 'verify-connect',
  };
}

async function untilHealthy(url, ended) {
  const begun = performance.now();
  let endedEarly = false;
  ended.then(() => {
    endedEarly = true;
  });
  let last = 'no answer';
  while (performance.now() - begun < START_LIMIT_MS && !endedEarly) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.status === 200) return Math.round(performance.now() - begun);
    last = response === undefined ? 'no answer' : `status ${response.status}`;
    await sleep(BETWEEN_HEALTH_CHECKS_MS);
  }
  throw new Error(endedEarly ? 'ended by itself at the start' : `${url}: ${last} within ${START_LIMIT_MS / 1000} s`);
}

async function within(limitMs, promise, message) {
  const over = new AbortController();
  const late = sleep(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(message);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
