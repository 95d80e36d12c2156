import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Root of the repository. */
const ROOT = new URL('../../../', import.meta.url);

/** How long an app may take to answer its health route, milliseconds. */
const START_LIMIT_MS = 20_000;

/** One of the connector's apps as its own process, as Connect runs it: built, with variables, on a port. */
export interface AppProcess {
  readonly url: string;
  /** SIGTERM, and the end of the process. */
  stop(): Promise<void>;
}

/** Where and with what an app runs. */
export interface AppProcessOptions {
  readonly name: 'event' | 'job';
  readonly environment: Readonly<Record<string, string>>;
  /** File that gets what the app writes. */
  readonly logFile: string;
}

/** Starts an app and waits until it is healthy. Rejects with the place of its log when it does not get there. */
export async function startAppProcess(options: AppProcessOptions): Promise<AppProcess> {
  const { name, environment, logFile } = options;
  const port = await freePort();
  const child = runScript(
    `${name}/dist/index.js`,
    { ...environment, LISTEN_HOST: '127.0.0.1', PORT: String(port) },
    logFile,
  );
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(`${url}/${name}/health`, child, logFile);
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Runs a built script to its end. @returns its exit code */
export async function runToEnd(
  script: string,
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<number | null> {
  const child = runScript(script, environment, logFile);
  const [code] = await once(child, 'exit');
  return code;
}

function runScript(script: string, environment: Readonly<Record<string, string>>, logFile: string): ChildProcess {
  const [folder = '.'] = script.split('/');
  const child = spawn(process.execPath, [new URL(script, ROOT).pathname], {
    cwd: new URL(folder, ROOT),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  // Ended with this process, however it ends.
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function untilHealthy(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end && child.exitCode === null) {
    const healthy = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return;
    await delay(50);
  }
  throw new Error(`${url} did not answer; what the app wrote is in ${logFile}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
