import { readFileSync } from 'node:fs';
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
const run: JobProcessRun = { report, peakBytes: peakBytes() };
process.stdout.write(JSON.stringify(run));

/** On Linux, `maxRSS` of a process begins with that of the one that started it; the kernel's own report does not. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('/proc/self/status does not say how much memory this process took.');
  return Number(kilobytes) * 1_024;
}
