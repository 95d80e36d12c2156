import { createConnector, JOB_LIMITS, parseSettings } from '../../core/src/index.ts';
import { createLogger } from '../../core/src/telemetry/logger.ts';
import type { JobProcessRun } from './job-process.ts';
import { VirtualTime } from './virtual-time.ts';

/** What `runJobInProcess` hands over. */
interface Given {
  readonly environment: Record<string, string>;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly options: object;
}

const { environment, startAt, options } = JSON.parse(process.argv[2] ?? '') as Given;
const time = new VirtualTime(new Date(startAt).toISOString());
const connector = createConnector(parseSettings(environment), {
  limits: JOB_LIMITS,
  clock: time.clock,
  pause: time.pause,
  logger: createLogger({ level: 'error', stream: process.stderr }),
});
const report = await connector.job.run(options);
connector.close();
const run: JobProcessRun = { report, peakBytes: process.resourceUsage().maxRSS * 1_024 };
process.stdout.write(JSON.stringify(run));
