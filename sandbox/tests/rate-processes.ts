import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CommercetoolsCredentials } from '../../core/src/commercetools/client.ts';
import type { Priority } from '../../core/src/ordoro/rate-budget.ts';
import { CHILD_ENVIRONMENT } from './app-processes.ts';

/** What a process that shares the budget is told. */
export interface RateProcessGiven {
  readonly name: string;
  /** See ScaledTime. */
  readonly startedAt: number;
  readonly factor: number;
  readonly commercetools: CommercetoolsCredentials;
  readonly ordoro: { readonly apiUrl: string; readonly clientId: string; readonly clientSecret: string };
  readonly requestsPerMinute: number;
}

/** What a process has to ask for from a moment on: a number of requests at once, or as many as it gets until the end. */
export type RateTask = { readonly at: number; readonly priority: Priority } & (
  | { readonly requests: number }
  | { readonly callers: number; readonly end: number }
);

/** A request that was let through; epoch milliseconds. */
export interface Grant {
  readonly at: number;
  readonly name: string;
  readonly priority: Priority;
}

const SCRIPT = fileURLToPath(new URL('./rate-process-entry.ts', import.meta.url));

/** A process with a client of Ordoro and its share of the request budget. */
export class RateProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts it and waits until it is ready. */
  static async start(given: RateProcessGiven): Promise<RateProcess> {
    const child = fork(SCRIPT, [JSON.stringify(given)], {
      execArgv: ['--conditions=source'],
      env: CHILD_ENVIRONMENT,
    });
    await once(child, 'message');
    return new RateProcess(child);
  }

  /** Does the task. @returns what was let through meanwhile */
  async run(task: RateTask): Promise<Grant[]> {
    this.#child.send(task);
    const [grants] = await once(this.#child, 'message');
    return grants as Grant[];
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await once(this.#child, 'exit');
  }
}

/** The most of these moments that lie within any 60 seconds. */
export function busiestMinute(moments: readonly number[]): number {
  const sorted = moments.toSorted((one, other) => one - other);
  let [first, most] = [0, 0];
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
