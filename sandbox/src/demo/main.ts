import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { type DemoOrder, demoOrders } from '../seed/orders.ts';
import { stockOrders } from '../seed/stock-orders.ts';
import { STOCK_ROUNDS } from '../seed/stock-rounds.ts';
import { seedStock } from '../seed/stock-seeds.ts';
import type { StoryOrder } from '../seed/story-order.ts';
import { storyOrders } from '../seed/story-orders.ts';
import { type AppProcess, runToEnd, startAppProcess } from './app-process.ts';
import { type JobRun, runJob } from './job-runs.ts';
import { type Expectation, messagesDelivered, settled } from './order-outcomes.ts';
import { doLaterSteps, placeAll } from './placing.ts';
import { complaints, exportTable, storyTable } from './reports.ts';
import { ordersAfter, playStock, rowsAfter, untilDeducted } from './stock-act.ts';
import { stockComplaints } from './stock-figures.ts';
import { expectationsAfter, playRound } from './story.ts';

const startedAt = Date.now();
const logFile = join(mkdtempSync(join(tmpdir(), 'ordoro-demo-')), 'connector.log');

/** The connector waits so long before it tries again what Ordoro did not take, milliseconds. */
const FIRST_RETRY_MS = 60_000;

/** Tasks that have nothing to do when orders are sent that could not be sent before. */
const STEADY_TASKS = ['fulfillments', 'returns', 'reconcile'];

/** Progress, with the seconds since the start. */
function say(text: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${text}`);
}

/** The whole demo. @returns whether every order stands as expected and no request broke Ordoro's API description */
async function demo(): Promise<boolean> {
  // Messages arrive twice and out of order, as a broker may deliver them.
  const sandbox = await startSandbox({ relay: { duplicate: true, shuffleSeed: 7, concurrency: 2 } });
  const apps: AppProcess[] = [];
  try {
    await seedStock(sandbox);
    say(`sandbox: commercetools at ${sandbox.commercetools.apiUrl}, Ordoro at ${sandbox.ordoro.url}`);
    const environment = sandbox.environment({
      CURRENCIES: 'USD EUR JPY GBP CAD KWD',
      // All that the account allows, so that nobody has to wait for tokens.
      ORDORO_REQUESTS_PER_MINUTE: '500',
    });
    await install(environment);
    apps.push(await startAppProcess({ name: 'event', environment, logFile }));
    apps.push(await startAppProcess({ name: 'job', environment, logFile }));
    say(`event app and job app are up; what they log is in ${logFile}`);
    const [event, job] = apps;
    sandbox.deliverTo(`${event?.url}/event`);
    sandbox.relay.start();

    const jobUrl = `${job?.url}/job`;
    const now = Date.now();
    const orders = demoOrders(now);
    const stories = storyOrders(now + orders.length);
    const cast = { orders, stories, stock: stockOrders(now + orders.length + stories.length), jobUrl };
    await exportAct(sandbox, cast);
    const wrong = [...(await warehouseAct(sandbox, cast)), ...(await stockAct(sandbox, cast))];
    return report(sandbox, [...wrong, ...(await quietEnd(sandbox, cast))]);
  } finally {
    sandbox.relay.stop();
    await Promise.all(apps.map((app) => app.stop()));
    await sandbox.close();
  }
}

async function install(environment: Record<string, string>): Promise<void> {
  const code = await runToEnd(
    'event/dist/post-deploy.js',
    {
      ...environment,
      CONNECT_SUBSCRIPTION_DESTINATION: 'GoogleCloudPubSub',
      CONNECT_GCP_TOPIC_NAME: 'demo-topic',
      CONNECT_GCP_PROJECT_ID: 'demo-project',
    },
    logFile,
  );
  if (code !== 0) throw new Error(`post-deploy ended with ${code}; what it wrote is in ${logFile}`);
  say('post-deploy: Subscription, Types, channel and Ordoro sales channel are set up');
}

interface Cast {
  readonly orders: readonly DemoOrder[];
  readonly stories: readonly StoryOrder[];
  readonly stock: readonly DemoOrder[];
  readonly jobUrl: string;
}

/** First act: orders of all kinds reach Ordoro, or do not. */
async function exportAct(sandbox: Sandbox, { orders, stories, stock, jobUrl }: Cast): Promise<void> {
  const all = [...stock, ...orders, ...stories];
  // Those of the stock act first: it cannot begin before they are old enough.
  await placeAll(sandbox, stock, say);
  await placeAll(sandbox, [...orders, ...stories], say);
  await doLaterSteps(sandbox, orders, say);
  await runAndSay(jobUrl);
  await settled(sandbox, finalExpectations(all));
  console.log(`\n${exportTable(sandbox, orders)}\n`);
}

/** Second act: the warehouse works, customers change their minds. @returns what is not as it should be */
async function warehouseAct(sandbox: Sandbox, { stories, jobUrl }: Cast): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of ['first', 'second'] as const) {
    await playRound(sandbox, stories, { name, say });
    await messagesDelivered(sandbox);
    await runAndSay(jobUrl);
    const expectations = expectationsAfter(stories, name);
    await settled(sandbox, expectations);
    wrong.push(...complaints(sandbox, expectations));
    const shown = stories.filter(({ acts }) => acts[name] !== undefined);
    console.log(`\n${storyTable(sandbox, shown, expectations)}\n`);
  }
  return wrong;
}

/** Third act: the stock changes, and somebody makes what looks like a mistake. @returns what is not as it should be */
function stockAct(sandbox: Sandbox, { stock, jobUrl }: Cast): Promise<string[]> {
  return playStock(sandbox, { orders: stock, rounds: STOCK_ROUNDS, say, run: () => runAndSay(jobUrl) });
}

/** When the stock of all orders is in step, one more run touches nothing, and all stands as it should. @returns what does not */
async function quietEnd(sandbox: Sandbox, { orders, stories, stock, jobUrl }: Cast): Promise<string[]> {
  await untilDeducted(sandbox);
  await runAndSay(jobUrl);
  const expectations = [
    ...finalExpectations(orders),
    ...expectationsAfter(stories, 'second'),
    ...ordersAfter(STOCK_ROUNDS, stock),
  ];
  return [
    ...(await quietRun(jobUrl)),
    ...complaints(sandbox, expectations),
    ...stockComplaints(sandbox, rowsAfter(STOCK_ROUNDS)),
  ];
}

function finalExpectations(orders: readonly DemoOrder[]): Expectation[] {
  return orders.map(({ order, expected }) => ({ orderId: order.id, expected }));
}

/** One more run: without news it touches nothing. @returns what it touched all the same */
async function quietRun(jobUrl: string): Promise<string[]> {
  // On a slow machine the orders that could not be sent in the first act may be due by now.
  const mayRetry = Date.now() - startedAt > FIRST_RETRY_MS;
  const touched = await runAndSay(jobUrl);
  return (mayRetry ? STEADY_TASKS : ['orders', 'inventory', ...STEADY_TASKS]).flatMap((name) =>
    touched[name] === 0
      ? []
      : [`The task ${name} touched ${touched[name] ?? 'an unknown number of'} items without news.`],
  );
}

async function runAndSay(jobUrl: string): Promise<JobRun['touched']> {
  const { text, touched, messages } = await runJob(jobUrl);
  say(`job run: ${text}`);
  if (messages.inventory !== undefined) say(`inventory: ${messages.inventory}`);
  return touched;
}

function report({ ordoro, relay }: Sandbox, wrong: readonly string[]): boolean {
  for (const violation of ordoro.violations) console.log(`not allowed by Ordoro's API: ${JSON.stringify(violation)}`);
  for (const complaint of new Set(wrong)) console.log(`WRONG  ${complaint}`);
  say(
    `${relay.delivered.length} messages delivered (each twice), ${ordoro.orders.length} orders in Ordoro, ` +
      `${wrong.length === 0 ? 'everything' : 'not everything'} as expected`,
  );
  return wrong.length === 0 && ordoro.violations.length === 0;
}

process.exitCode = (await demo()) ? 0 : 1;
