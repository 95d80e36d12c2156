import { type Command, UsageError } from './command.ts';
import { readHealth } from './health.ts';
import { healthLines, verdict } from './health-text.ts';

/** `status`: how the connector is, in words. */
export const STATUS: Command = {
  name: 'status',
  summary: 'Says how the connector is: job, backlog, problems, backfill, stock.',
  usage: '',
  help: [
    'The first line says whether something needs a person. Numbers of orders are counted now; commercetools counts up to 10,000.',
  ],
  options: {},
  run: async ({ positionals }, world) => {
    if (positionals.length > 0) throw new UsageError('status takes no arguments.');
    const health = await readHealth(world);
    const now = world.clock();
    const title = `Connector "${world.connectorId}" of project ${world.projectKey}, ${new Date(now).toISOString()}`;
    const found = verdict(health, now);
    const text = [title, ...found.lines, '', ...healthLines(health, now)].join('\n');
    return { code: 0, text, data: { isHealthy: found.isHealthy, reasons: found.reasons, ...health } };
  },
};
