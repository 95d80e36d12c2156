import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { buildOrder } from '../seed/order-builder.ts';
import { type DemoOrder, demoOrders } from '../seed/orders.ts';
import type { StoryOrder } from '../seed/story-order.ts';
import { storyOrders } from '../seed/story-orders.ts';
import { type AppProcess, runToEnd, startAppProcess } from './app-process.ts';
import { type JobRun, runJob } from './job-runs.ts';
import { type Expectation, messagesDelivered, settled } from './order-outcomes.ts';
import { complaints, exportTable, storyTable } from './reports.ts';
import { expectationsAfter, playRound } from './story.ts';

const startedAt = Date.now();
const logFile = join(mkdtempSync(join(tmpdir(), 'ordoro-demo-')), 'connector.log');

/** The connector waits so long before it tries again what Ordoro did not take, milliseconds. */
const FIRST_RETRY_MS = 60_000;

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
    await exportAct(sandbox, { orders, stories, jobUrl });
    const wrong = await warehouseAct(sandbox, { orders, stories, jobUrl });
    return report(sandbox, wrong);
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
  readonly jobUrl: string;
}

/** First act: orders of all kinds reach Ordoro, or do not. */
async function exportAct(sandbox: Sandbox, { orders, stories, jobUrl }: Cast): Promise<void> {
  const all = [...orders, ...stories];
  await placeAll(sandbox, all);
  await doLaterSteps(sandbox, orders);
  await runAndSay(jobUrl);
  await settled(sandbox, finalExpectations(all));
  console.log(`\n${exportTable(sandbox, orders)}\n`);
}

/** Second act: the warehouse works, customers change their minds. @returns what is not as it should be */
async function warehouseAct(sandbox: Sandbox, { orders, stories, jobUrl }: Cast): Promise<string[]> {
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
  wrong.push(...(await quietRun(jobUrl)));
  return [...new Set([...wrong, ...complaints(sandbox, finalExpectations(orders))])];
}

async function placeAll(sandbox: Sandbox, orders: readonly DemoOrder[]): Promise<void> {
  for (const demoOrder of orders) {
    if (demoOrder.trouble !== undefined) breakPost(sandbox, demoOrder, demoOrder.trouble);
    const order = buildOrder(demoOrder.order);
    if (demoOrder.placedAs === 'before-installation') sandbox.commercetools.add('order', order);
    else await sandbox.commercetools.placeOrder(order, demoOrder.placedAs);
  }
  say(`${orders.length} orders are placed; the event app works through their messages`);
  const count = await settled(
    sandbox,
    orders.map((demo) => ({ orderId: demo.order.id, expected: firstOutcome(demo) })),
  );
  say(`${count} of ${orders.length} orders stand where they should at first`);
}

function finalExpectations(orders: readonly DemoOrder[]): Expectation[] {
  return orders.map(({ order, expected }) => ({ orderId: order.id, expected }));
}

function firstOutcome({ expectedAtFirst, expected }: DemoOrder) {
  return expectedAtFirst ?? expected;
}

function breakPost(sandbox: Sandbox, { order }: DemoOrder, effect: NonNullable<DemoOrder['trouble']>): void {
  sandbox.ordoro.traffic.inject({
    match: {
      method: 'POST',
      path: /^\/v3\/order$/,
      predicate: ({ requestBody }) => (requestBody as { cart_order_id?: string }).cart_order_id === order.id,
    },
    effect,
  });
}

async function doLaterSteps(sandbox: Sandbox, orders: readonly DemoOrder[]): Promise<void> {
  for (const { order, later } of orders) {
    if (later === undefined) continue;
    say(`${order.orderNumber ?? order.id}: ${later.says}`);
    if (later.kind === 'map-sku')
      await sandbox.commercetools.putCustomObject('ordoro-skus', later.mapping.key, later.mapping.value);
    else await sandbox.commercetools.merchantUpdate(order.id, later.actions);
  }
}

/** One more run: without news it touches nothing. @returns what it touched all the same */
async function quietRun(jobUrl: string): Promise<string[]> {
  // On a slow machine the orders that could not be sent in the first act may be due by now.
  const mayRetry = Date.now() - startedAt > FIRST_RETRY_MS;
  const touched = await runAndSay(jobUrl);
  return (mayRetry ? ['fulfillments', 'returns'] : ['orders', 'fulfillments', 'returns']).flatMap((name) =>
    touched[name] === 0
      ? []
      : [`The task ${name} touched ${touched[name] ?? 'an unknown number of'} items without news.`],
  );
}

async function runAndSay(jobUrl: string): Promise<JobRun['touched']> {
  const { text, touched } = await runJob(jobUrl);
  say(`job run: ${text}`);
  return touched;
}

function report({ ordoro, relay }: Sandbox, wrong: readonly string[]): boolean {
  for (const violation of ordoro.violations) console.log(`not allowed by Ordoro's API: ${JSON.stringify(violation)}`);
  for (const complaint of wrong) console.log(`WRONG  ${complaint}`);
  say(
    `${relay.delivered.length} messages delivered (each twice), ${ordoro.orders.length} orders in Ordoro, ` +
      `${wrong.length === 0 ? 'everything' : 'not everything'} as expected`,
  );
  return wrong.length === 0 && ordoro.violations.length === 0;
}

process.exitCode = (await demo()) ? 0 : 1;
