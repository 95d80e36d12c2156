import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processEnvironment } from '../../core/src/config/process-environment.ts';
import type { Journey } from './connector-under-test.ts';

/** What a process of an app is told. */
export interface AppGiven {
  readonly name: 'event' | 'job';
  readonly environment: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly startAt: number;
}

const SCRIPT = fileURLToPath(new URL('./app-process-entry.ts', import.meta.url));

/** Environment of processes that run sources: those after the first one start in half the time. */
export const CHILD_ENVIRONMENT = {
  ...processEnvironment(),
  NODE_COMPILE_CACHE: join(tmpdir(), 'commercetools-ordoro-compiled'),
};

/** One of the apps as a process of its own, on virtual time that begins at the journey's, so that it can be killed. */
export class KillableApp {
  /** URL of `POST /event` or `POST /job`. */
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Starts it and waits until it listens. */
  static async start(journey: Journey, name: AppGiven['name']): Promise<KillableApp> {
    const given: AppGiven = { name, environment: journey.environment, startAt: journey.time.clock() };
    const child = fork(SCRIPT, [JSON.stringify(given)], { execArgv: ['--conditions=source'], env: CHILD_ENVIRONMENT });
    // Ended with this process, however it ends.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const [url] = await once(child, 'message');
    return new KillableApp(String(url), child);
  }

  /** The journey's time has moved: its clock follows. */
  follow(journey: Journey): void {
    this.#child.send(journey.time.clock());
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Kills it at once, whatever it is doing. It has ended when the promise has. */
  async kill(): Promise<void> {
    if (!this.isAlive) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
