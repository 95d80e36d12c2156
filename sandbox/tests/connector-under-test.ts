import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type Connector, type ConnectorParts, createConnector, parseSettings } from '../../core/src/index.ts';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { createLogger } from '../../core/src/telemetry/logger.ts';
import { createEventApp } from '../../event/src/app.ts';
import { createJobApp } from '../../job/src/app.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox.ts';
import { VirtualTime } from './virtual-time.ts';

/** Time limits that a test's faults reach quickly, milliseconds. */
const LIMITS = { commercetoolsMs: 2_000, ordoroMs: 400 };

/** A sandbox with the connector's two apps in this process, over real HTTP, on virtual time. */
export class Journey {
  readonly time: VirtualTime;
  readonly sandbox: Sandbox;
  readonly environment: Record<string, string>;
  readonly logLines: string[] = [];
  readonly #servers: Server[] = [];
  readonly #connectors: Connector[] = [];
  eventUrl = '';
  jobUrl = '';

  private constructor(time: VirtualTime, sandbox: Sandbox, environment: Record<string, string>) {
    this.time = time;
    this.sandbox = sandbox;
    this.environment = environment;
  }

  /** Starts everything: sandbox with catalogue, sales channel, types and channel as post-deploy leaves them, both apps. */
  static async start(
    options: { sandbox?: SandboxOptions; environment?: Record<string, string> } = {},
  ): Promise<Journey> {
    const time = new VirtualTime();
    const sandbox = await startSandbox({ clock: time.clock, ...options.sandbox });
    const cart = sandbox.ordoro.addCart({ name: `commercetools ${sandbox.commercetools.projectKey}` });
    await sandbox.commercetools.putCustomObject('ordoro-config', 'sales-channel', {
      salesChannelId: cart.id,
      index: cart.index,
    });
    const environment = sandbox.environment({ EXPORT_SINCE: '2026-11-23T00:00:00Z', ...options.environment });
    const journey = new Journey(time, sandbox, environment);
    journey.eventUrl = `${await journey.startEvent()}/event`;
    journey.jobUrl = `${await journey.startJob()}/job`;
    sandbox.deliverTo(journey.eventUrl);
    return journey;
  }

  /** One more process of the event app. @returns its base URL */
  startEvent(): Promise<string> {
    return this.#listen(createEventApp(this.connector()));
  }

  startJob(): Promise<string> {
    return this.#listen(createJobApp(this.connector()));
  }

  /** A connector of its own: nothing in memory is shared with the others. */
  connector(parts: Partial<ConnectorParts> = {}): Connector {
    const { logLines, time } = this;
    const stream = new Writable({
      write(chunk, _encoding, done) {
        logLines.push(String(chunk));
        done();
      },
    });
    const connector = createConnector(parseSettings(this.environment), {
      limits: LIMITS,
      clock: time.clock,
      pause: time.pause,
      random: () => 0.5,
      logger: createLogger({ level: 'debug', stream, clock: time.clock }),
      ...parts,
    });
    this.#connectors.push(connector);
    return connector;
  }

  /** Delivers every waiting message. */
  deliver(): Promise<void> {
    return this.sandbox.relay.deliverAll();
  }

  /** One run of the job. */
  async runJob(
    options?: object,
  ): Promise<{
    tasks: {
      name: string;
      status: string;
      changed: number;
      message?: string;
      calls: { commercetools: number; ordoro: number };
    }[];
  }> {
    const response = await fetch(this.jobUrl, {
      method: 'POST',
      ...(options === undefined ? {} : { body: JSON.stringify(options) }),
    });
    if (response.status !== 200) throw new Error(`the job answered ${response.status}: ${await response.text()}`);
    return response.json() as never;
  }

  /** The order's fields as the merchant sees them. */
  fields(orderId: string): Record<string, unknown> {
    return this.sandbox.commercetools.order(orderId)?.custom?.fields ?? {};
  }

  record(orderId: string): SyncRecord | undefined {
    return this.sandbox.commercetools.customObject('ordoro-orders', orderId)?.value;
  }

  /** Ordoro orders of a commercetools order, parts included. */
  ordoroOrders(orderId: string) {
    return this.sandbox.ordoro.orders.filter((order) =>
      order.lines.some((line) => line.cart_order_id?.startsWith(orderId)),
    );
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
    for (const connector of this.#connectors) connector.close();
    await this.sandbox.close();
  }

  #listen(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    this.#servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  }
}
