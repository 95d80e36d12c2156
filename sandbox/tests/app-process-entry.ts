import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnector, EVENT_LIMITS, JOB_LIMITS, parseSettings } from '../../core/src/index.ts';
import { createLogger } from '../../core/src/telemetry/logger.ts';
import { createEventApp } from '../../event/src/app.ts';
import { createJobApp } from '../../job/src/app.ts';
import type { AppGiven } from './app-processes.ts';
import { VirtualTime } from './virtual-time.ts';

const { name, environment, startAt } = JSON.parse(process.argv[2] ?? '') as AppGiven;
const time = new VirtualTime(new Date(startAt).toISOString());
const connector = createConnector(parseSettings(environment), {
  limits: name === 'event' ? EVENT_LIMITS : JOB_LIMITS,
  clock: time.clock,
  pause: time.pause,
  logger: createLogger({ level: 'error', stream: process.stderr }),
});
const server = createServer(name === 'event' ? createEventApp(connector) : createJobApp(connector));
process.on('message', (now: number) => time.advance(Math.max(0, now - time.clock())));
// Not left behind when the tests end without a word.
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`);
});
