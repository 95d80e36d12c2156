import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type Connector, type ConnectorParts, createConnector, parseSettings } from '../../core/src/index.ts';
import type { DeadLetter } from '../../core/src/records/dead-letters.ts';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { REQUIRED_SCOPES } from '../../core/src/setup/check-api-client.ts';
import { runPostDeploy } from '../../core/src/setup/run-scripts.ts';
import { createLogger } from '../../core/src/telemetry/logger.ts';
import { createEventApp } from '../../event/src/app.ts';
import { createJobApp } from '../../job/src/app.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox.ts';
import { type CallCounts, connectorCalls } from './connector-calls.ts';
import { VirtualTime } from './virtual-time.ts';

/** Time limits that a test's faults reach quickly, milliseconds. */
const LIMITS = { commercetoolsMs: 2_000, ordoroMs: 1_000 };

/** What Connect tells the post-deploy script about its topic. */
const CONNECT = { CONNECT_GCP_PROJECT_ID: 'connect-project', CONNECT_GCP_TOPIC_NAME: 'topic-1' };

/** How a journey begins. */
export interface JourneyOptions {
  readonly sandbox?: SandboxOptions;
  /** Deployment variables; an empty text unsets one. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs before the post-deploy script, on the platforms as the merchant has them. */
  readonly before?: (sandbox: Sandbox) => Promise<void> | void;
}

/** One run of the job, as far as tests read it. */
export interface RunAnswer {
  readonly runId: string;
  readonly tasks: readonly {
    readonly name: string;
    readonly status: string;
    readonly examined: number;
    readonly changed: number;
    readonly skipped: number;
    readonly failed: number;
    readonly message?: string;
    readonly calls: { readonly commercetools: number; readonly ordoro: number };
  }[];
}

/** A sandbox with the connector's two apps in this process, over real HTTP, on virtual time. */
export class Journey {
  readonly time = new VirtualTime();
  /** Deployment variables of processes started from now on. */
  environment: Record<string, string> = {};
  readonly logLines: string[] = [];
  readonly #options: JourneyOptions;
  readonly #servers: Server[] = [];
  readonly #connectors: Connector[] = [];
  #sandbox: Sandbox | undefined;
  eventUrl = '';
  jobUrl = '';

  /** Nothing runs before it has begun. */
  constructor(options: JourneyOptions = {}) {
    this.#options = options;
  }

  /** A journey that has begun. */
  static async start(options: JourneyOptions = {}): Promise<Journey> {
    const journey = new Journey(options);
    await journey.begin();
    return journey;
  }

  /** Starts everything: sandbox with catalogue, what the post-deploy script sets up, both apps. */
  async begin(): Promise<void> {
    const options = this.#options;
    const sandbox = await startSandbox({
      clock: this.time.clock,
      ...options.sandbox,
      commercetools: { grantedScopes: REQUIRED_SCOPES, ...options.sandbox?.commercetools },
    });
    this.#sandbox = sandbox;
    sandbox.ordoro.addCart({ name: `commercetools ${sandbox.commercetools.projectKey}` });
    await options.before?.(sandbox);
    this.environment = sandbox.environment({
      EXPORT_SINCE: '2026-11-23T00:00:00Z',
      // Journeys of orders and shipments move stock; only those of stock look at what follows from that.
      INVENTORY_OWNER: 'none',
      ...options.environment,
    });
    await this.deploy();
    this.eventUrl = `${await this.startEvent()}/event`;
    this.jobUrl = `${await this.startJob()}/job`;
    sandbox.deliverTo(this.eventUrl);
    await this.deliver();
  }

  /** Both platforms. Throws before the journey has begun. */
  get sandbox(): Sandbox {
    if (this.#sandbox === undefined) throw new Error('The journey has not begun.');
    return this.#sandbox;
  }

  /** Runs the post-deploy script. A dry run is always preceded by a real deployment: there would be nothing to look at. */
  async deploy(): Promise<void> {
    const lines: string[] = [];
    const stream = lineStream(lines);
    const environment = { ...this.environment, ...CONNECT, DRY_RUN: 'false' };
    const code = await runPostDeploy(environment, { clock: this.time.clock, stream });
    if (code !== 0) throw new Error(`post-deploy failed: ${lines.join('')}`);
  }

  /** One more process of the event app. @returns its base URL */
  startEvent(parts: Partial<ConnectorParts> = {}): Promise<string> {
    return this.#listen(createEventApp(this.connector(parts)));
  }

  /** A process of the event app as of a deployment with other variables. @returns the URL of `POST /event` */
  async eventWith(environment: Readonly<Record<string, string>>): Promise<string> {
    const usual = this.environment;
    this.environment = { ...usual, ...environment };
    const url = await this.startEvent();
    this.environment = usual;
    return `${url}/event`;
  }

  startJob(parts: Partial<ConnectorParts> = {}): Promise<string> {
    return this.#listen(createJobApp(this.connector(parts)));
  }

  /** A connector of its own: nothing in memory is shared with the others. */
  connector(parts: Partial<ConnectorParts> = {}): Connector {
    const { time } = this;
    const connector = createConnector(parseSettings(this.environment), {
      limits: LIMITS,
      clock: time.clock,
      pause: time.pause,
      random: () => 0.5,
      logger: createLogger({ level: 'debug', stream: lineStream(this.logLines), clock: time.clock }),
      ...parts,
    });
    this.#connectors.push(connector);
    return connector;
  }

  /** Delivers every waiting message. */
  deliver(): Promise<void> {
    return this.sandbox.relay.deliverAll();
  }

  /** Loses every waiting message. */
  dropMessages(): void {
    this.sandbox.relay.queue.length = 0;
  }

  /** Posts a body to the event app. @returns the status */
  async post(body: string | Uint8Array<ArrayBuffer>, url = this.eventUrl): Promise<number> {
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await response.arrayBuffer();
    return response.status;
  }

  /** Posts a bare message that says only that the order changed. @returns the status */
  poke(orderId: string, url = this.eventUrl): Promise<number> {
    return this.post(JSON.stringify(orderMessage(orderId)), url);
  }

  /** One run of the job. */
  async runJob(options?: object): Promise<RunAnswer> {
    const response = await fetch(this.jobUrl, {
      method: 'POST',
      ...(options === undefined ? {} : { body: JSON.stringify(options) }),
    });
    if (response.status !== 200) throw new Error(`the job answered ${response.status}: ${await response.text()}`);
    return response.json() as never;
  }

  /** The orders task of one run of the job. */
  async sweep(options?: object): Promise<RunAnswer['tasks'][number]> {
    const { tasks } = await this.runJob(options);
    const task = tasks.find(({ name }) => name === 'orders');
    if (task === undefined) throw new Error('the run had no task orders');
    return task;
  }

  /** Runs the job every five minutes, as the platform does, for so many minutes of virtual time. */
  async runJobFor(minutes: number): Promise<void> {
    for (let passed = 0; passed < minutes; passed += 5) {
      this.time.advance(5 * 60_000);
      await this.runJob();
    }
  }

  /** The connector's calls while `work` runs; rate leases, configuration reads and token requests are not counted. */
  async calls(work: () => Promise<unknown>): Promise<CallCounts> {
    const { commercetools, ordoro } = this.sandbox;
    const before = [commercetools.traffic.calls.length, ordoro.traffic.calls.length];
    await work();
    return connectorCalls({
      commercetools: commercetools.traffic.calls.slice(before[0]),
      ordoro: ordoro.traffic.calls.slice(before[1]),
    });
  }

  /** The order's fields as the merchant sees them. */
  fields(orderId: string): Record<string, unknown> {
    return this.sandbox.commercetools.order(orderId)?.custom?.fields ?? {};
  }

  record(orderId: string): SyncRecord | undefined {
    return this.sandbox.commercetools.customObject('ordoro-orders', orderId)?.value;
  }

  /** The dead letter of a subject. */
  deadLetter(subject: string, kind = 'order'): DeadLetter | undefined {
    return this.sandbox.commercetools.customObject('ordoro-dead-letters', `${kind}.${subject}`)?.value;
  }

  /** Ordoro orders of a commercetools order, parts included. */
  ordoroOrders(orderId: string) {
    return this.sandbox.ordoro.orders.filter((order) =>
      order.lines.some((line) => line.cart_order_id?.startsWith(orderId)),
    );
  }

  /** Everything both platforms hold but leases, as text, to be compared. */
  state(options: { withoutHealth?: boolean } = {}): string {
    const { commercetools, ordoro } = this.sandbox;
    const left = ['ordoro-locks', ...(options.withoutHealth === true ? ['ordoro-health'] : [])];
    const objects = commercetools.all('key-value-document').filter(({ container }) => !left.includes(container));
    const { orders, products, types, channels } = {
      orders: commercetools.orders(),
      products: ordoro.skus,
      types: commercetools.all('type'),
      channels: commercetools.all('channel'),
    };
    return JSON.stringify({ orders, objects, types, channels, products, ordoroOrders: ordoro.orders }, undefined, 1);
  }

  /** Stops everything that was started. */
  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
    for (const connector of this.#connectors) connector.close();
    await this.#sandbox?.close();
  }

  #listen(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    this.#servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  }
}

/** A bare message in the Platform format, without author and payload fields. */
export function orderMessage(orderId: string, more: object = {}): object {
  return {
    notificationType: 'Message',
    projectKey: 'sandbox',
    resource: { typeId: 'order', id: orderId },
    type: 'OrderPaymentStateChanged',
    ...more,
  };
}

function lineStream(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}
