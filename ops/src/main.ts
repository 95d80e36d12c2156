import { systemClock } from '../../core/src/clock.ts';
import { processEnvironment } from '../../core/src/config/process-environment.ts';
import { runOps } from './run-ops.ts';

process.exitCode = await runOps(process.argv.slice(2), {
  environment: processEnvironment(),
  out: process.stdout,
  err: process.stderr,
  clock: systemClock,
});
