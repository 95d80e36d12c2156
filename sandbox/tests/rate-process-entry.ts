import { CommercetoolsClient } from '../../core/src/commercetools/client.ts';
import { CustomObjects } from '../../core/src/commercetools/custom-objects.ts';
import { OrdoroClient } from '../../core/src/ordoro/client.ts';
import { type Priority, RateBudget } from '../../core/src/ordoro/rate-budget.ts';
import type { Grant, RateProcessGiven, RateTask } from './rate-processes.ts';
import { ScaledTime } from './scaled-time.ts';

const { name, startedAt, factor, commercetools, ordoro, requestsPerMinute } = JSON.parse(
  process.argv[2] ?? '',
) as RateProcessGiven;
const { clock, pause } = new ScaledTime(startedAt, factor);
const objects = new CustomObjects(new CommercetoolsClient(commercetools, { timeoutMs: 5_000 }));
const budget = new RateBudget({ objects, container: 'ordoro-locks', requestsPerMinute, clock, pause });
const grants: Grant[] = [];
const client = new OrdoroClient({
  ...ordoro,
  timeoutMs: 5_000,
  clock,
  budget: {
    take: async (priority, waitUntil) => {
      const isGranted = await budget.take(priority, waitUntil);
      if (isGranted) grants.push({ at: clock(), name, priority });
      return isGranted;
    },
    pauseUntil: (time) => budget.pauseUntil(time),
  },
});

/** One request that costs Ordoro next to nothing. It waits for its token as long as it takes. */
async function ask(priority: Priority): Promise<void> {
  const path = `/v3/order/${name}-${priority}`;
  await client.send({ method: 'GET', path, what: 'nothing', priority, tokenBy: Number.POSITIVE_INFINITY });
}

/** So many callers at once, each asks again as soon as it is answered. */
async function askUntil(end: number, priority: Priority, callers: number): Promise<void> {
  const caller = async () => {
    while (clock() < end) await ask(priority);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Every task is a message; when all that was asked has been answered, the grants go back. */
process.on('message', async (task: RateTask) => {
  await pause(Math.max(0, task.at - clock()));
  if ('end' in task) await askUntil(task.end, task.priority, task.callers);
  else await Promise.all(Array.from({ length: task.requests }, () => ask(task.priority)));
  process.send?.(grants.splice(0));
});
process.send?.('ready');
// Not left behind when the tests end without a word.
process.once('disconnect', () => process.exit());
