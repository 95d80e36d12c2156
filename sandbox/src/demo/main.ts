import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { buildOrder } from '../seed/order-builder.ts';
import { type DemoOrder, demoOrders } from '../seed/orders.ts';
import { type AppProcess, runToEnd, startAppProcess } from './app-process.ts';
import { isAsExpected, outcomeOf, settled } from './order-outcomes.ts';
import { table } from './table.ts';

const startedAt = Date.now();
const logFile = join(mkdtempSync(join(tmpdir(), 'ordoro-demo-')), 'connector.log');

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
    const environment = sandbox.environment({ CURRENCIES: 'USD EUR JPY GBP CAD KWD' });
    await install(environment);
    apps.push(await startAppProcess({ name: 'event', environment, logFile }));
    apps.push(await startAppProcess({ name: 'job', environment, logFile }));
    say(`event app and job app are up; what they log is in ${logFile}`);
    const [event, job] = apps;
    sandbox.deliverTo(`${event?.url}/event`);
    sandbox.relay.start();

    const orders = demoOrders(Date.now());
    await placeAll(sandbox, orders);
    await doLaterSteps(sandbox, orders);
    await runJob(`${job?.url}/job`);
    await settled(sandbox, orders, ({ expected }) => expected);
    return report(sandbox, orders);
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

async function placeAll(sandbox: Sandbox, orders: readonly DemoOrder[]): Promise<void> {
  for (const demoOrder of orders) {
    if (demoOrder.trouble !== undefined) breakPost(sandbox, demoOrder, demoOrder.trouble);
    const order = buildOrder(demoOrder.order);
    if (demoOrder.placedAs === 'before-installation') sandbox.commercetools.add('order', order);
    else await sandbox.commercetools.placeOrder(order, demoOrder.placedAs);
  }
  say(`${orders.length} orders are placed; the event app works through their messages`);
  const count = await settled(sandbox, orders, firstOutcome);
  say(`${count} of ${orders.length} orders stand where they should at first`);
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

async function runJob(url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST' });
  const run = (await response.json()) as {
    tasks: { name: string; status: string; examined: number; changed: number }[];
  };
  const tasks = run.tasks.map(
    ({ name, status, examined, changed }) => `${name} ${status}, ${examined} examined, ${changed} touched`,
  );
  say(`job run: ${tasks.join('; ')}`);
}

function report(sandbox: Sandbox, orders: readonly DemoOrder[]): boolean {
  const rows = orders.map((demoOrder) => {
    const outcome = outcomeOf(sandbox, demoOrder.order.id);
    const right = isAsExpected(outcome, demoOrder.expected);
    return {
      right,
      cells: [
        right ? 'ok' : 'WRONG',
        demoOrder.title,
        outcome.status === 'none' ? '-' : outcome.status,
        [...outcome.ordoroOrders, ...outcome.issues].join(', ') || '-',
      ],
    };
  });
  const { violations } = sandbox.ordoro;
  console.log(
    `\n${table(
      ['', 'order', 'ordoroSyncStatus', 'Ordoro orders, issues'],
      rows.map(({ cells }) => cells),
    )}\n`,
  );
  for (const violation of violations) console.log(`not allowed by Ordoro's API: ${JSON.stringify(violation)}`);
  const wrong = rows.filter(({ right }) => !right).length;
  const messages = sandbox.relay.delivered.length;
  say(
    `${messages} messages delivered (each twice), ${sandbox.ordoro.orders.length} orders in Ordoro, ${wrong} not as expected`,
  );
  return wrong === 0 && violations.length === 0;
}

process.exitCode = (await demo()) ? 0 : 1;
