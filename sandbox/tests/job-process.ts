import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Journey, RunAnswer } from './connector-under-test.ts';

/** One run of the job in a process of its own. */
export interface JobProcessRun {
  readonly report: RunAnswer;
  /** Most memory that the process ever had, bytes. */
  readonly peakBytes: number;
}

const SCRIPT = fileURLToPath(new URL('./run-job.ts', import.meta.url));

/** Garbage is collected as often as in a small container. */
const FLAGS = ['--conditions=source', '--max-semi-space-size=16'];

/** Longest answer that is read, bytes. */
const MAX_OUTPUT = 1_000_000;

/** Runs the job once in a process of its own, on virtual time that begins at the journey's, to see how much memory it takes. */
export async function runJobInProcess(journey: Journey, options: object): Promise<JobProcessRun> {
  const given = { environment: journey.environment, startAt: journey.time.clock(), options };
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, SCRIPT, JSON.stringify(given)], {
    maxBuffer: MAX_OUTPUT,
  });
  return JSON.parse(stdout) as JobProcessRun;
}
