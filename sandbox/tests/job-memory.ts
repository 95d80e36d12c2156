import { createConnector, JOB_LIMITS, parseSettings } from '../../core/src/index.ts';
import { createLogger } from '../../core/src/telemetry/logger.ts';
import { VirtualTime } from './virtual-time.ts';

/**
 * A process of its own that runs the job once and prints, as JSON, the report and the most memory it ever had (`peakMb`). What to
 * run is the first argument; deployment variables come from the environment; `START` is where virtual time begins.
 */
const [request = '{}'] = process.argv.slice(2);
const time = new VirtualTime(process.env.START);
const connector = createConnector(parseSettings(process.env), {
  limits: JOB_LIMITS,
  clock: time.clock,
  pause: time.pause,
  logger: createLogger({ level: 'error', clock: time.clock }),
});
const report = await connector.job.run(JSON.parse(request));
connector.close();
// The figure of the platform is in kilobytes.
process.stdout.write(JSON.stringify({ report, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
