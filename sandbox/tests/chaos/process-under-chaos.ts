import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Connector, createConnector, EVENT_LIMITS, JOB_LIMITS, parseSettings } from '../../../core/src/index.ts';
import type { Logger } from '../../../core/src/telemetry/logger.ts';
import { createEventApp } from '../../../event/src/app.ts';
import { createJobApp } from '../../../job/src/app.ts';
import type { Sandbox } from '../../src/sandbox.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { CallGate } from './call-gate.ts';
import { type CallKind, kindOf, type SeenCall } from './call-kinds.ts';
import { carryOut, mute, SENDER_DIED, STUCK_MINUTES, takenOff } from './carriage.ts';
import type { Moment } from './history.ts';
import type { VirtualTimers } from './virtual-timers.ts';

/** The world of a process. */
export interface ProcessParts {
  readonly app: 'event' | 'job';
  readonly number: number;
  readonly sandbox: Sandbox;
  readonly environment: Readonly<Record<string, string>>;
  readonly time: VirtualTime;
  readonly timers: VirtualTimers;
  readonly gate: CallGate;
  readonly random: () => number;
  readonly logger: Logger;
}

/** What happens to a process while it works. */
export interface Mishaps {
  readonly crash?: Pick<Moment, 'at'> & { readonly when: 'before' | 'after' };
  readonly stuck?: Pick<Moment, 'at'> & { readonly minutes: number };
  /** Called with each mishap that came about. */
  readonly onMishap: (mishap: 'crash' | 'stuck', call: SeenCall) => void;
}

/** What the app answered. */
export interface ProcessAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One process of an app, as far as the platforms can tell: a connector of its own, whose calls come in through a server of its
 * own, where they can be stopped. When it dies, nothing of it reaches anybody any more, and it never goes on.
 */
export class ProcessUnderChaos {
  readonly #parts: ProcessParts;
  readonly #door: Server;
  readonly #app: Server;
  readonly #connector: Connector;
  readonly #died: Promise<void>;
  #tellDeath: () => void = () => undefined;
  #mishaps: Mishaps | undefined;
  #calls = 0;
  #seen = new Set<CallKind>();
  isDead = false;

  private constructor(parts: ProcessParts, door: Server) {
    this.#parts = parts;
    this.#door = door;
    this.#died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
    door.on('request', this.#arrive);
    const url = urlOf(door);
    const { environment, app, time, timers, random, logger } = parts;
    const addresses = { CTP_API_URL: url, CTP_AUTH_URL: url, ORDORO_API_URL: url };
    this.#connector = createConnector(parseSettings({ ...environment, ...addresses }), {
      limits: app === 'event' ? EVENT_LIMITS : JOB_LIMITS,
      clock: time.clock,
      pause: (ms) => new Promise((resolve) => timers.after(ms, () => !this.isDead && resolve())),
      random,
      logger,
    });
    this.#app = createServer(app === 'event' ? createEventApp(this.#connector) : createJobApp(this.#connector));
  }

  /** Starts a process. */
  static async start(parts: ProcessParts): Promise<ProcessUnderChaos> {
    const process = new ProcessUnderChaos(parts, await listening(createServer()));
    await listening(process.#app);
    return process;
  }

  /** From the next call on. */
  expect(mishaps: Mishaps): void {
    this.#mishaps = mishaps;
    this.#calls = 0;
    this.#seen.clear();
  }

  /** Nothing more happens to it. */
  calmDown(): void {
    this.#mishaps = undefined;
  }

  /** Posts to the app. @returns its answer; undefined when the process died over it */
  async post(path: '/event' | '/job', body: string): Promise<ProcessAnswer | undefined> {
    const answer = fetch(`${urlOf(this.#app)}${path}`, { method: 'POST', body });
    const outcome = await Promise.race([answer.catch(() => undefined), this.#died]);
    if (outcome === undefined || this.isDead) return undefined;
    return { status: outcome.status, body: await outcome.text() };
  }

  /** The process is gone. */
  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#parts.gate.forget(this.#parts.number);
    this.close();
    this.#tellDeath();
  }

  /** Stops listening and cuts everything. */
  close(): void {
    for (const server of [this.#door, this.#app]) {
      server.close();
      server.closeAllConnections();
    }
    this.#connector.close();
  }

  readonly #arrive = (request: IncomingMessage, response: ServerResponse): void => {
    const { gate, number, sandbox } = this.#parts;
    const { crash, stuck, onMishap } = this.#mishaps ?? {};
    const { method = 'GET', url = '' } = request;
    const call = { method, path: url.split('?')[0] ?? '' };
    const moments = this.#momentsOf(call);
    const wait = (pass: () => Promise<void>) => gate.arrive({ instance: number, pass });
    if (stuck !== undefined && moments.includes(stuck.at)) {
      onMishap?.('stuck', call);
      const isFatal = crash?.at === 'while stuck';
      if (isFatal) onMishap?.('crash', call);
      this.#getStuck({ request, response }, stuck.minutes, isFatal);
    } else if (crash !== undefined && moments.includes(crash.at)) {
      wait(async () => {
        onMishap?.('crash', call);
        if (crash.when === 'after') await carryOut(sandbox, request, mute(response));
        this.die();
      });
    } else wait(() => carryOut(sandbox, request, response));
  };

  #getStuck(
    call: { readonly request: IncomingMessage; readonly response: ServerResponse },
    minutes: number,
    isFatal: boolean,
  ): void {
    const { sandbox, gate, timers, number } = this.#parts;
    const marks = { [STUCK_MINUTES]: String(minutes), ...(isFatal ? { [SENDER_DIED]: 'yes' } : {}) };
    const arrives = takenOff(sandbox, call, marks);
    const late = { instance: -number, pass: async () => (await arrives)() };
    timers.after(minutes * 60_000, () => gate.arrive(late), 'stuck');
    if (isFatal) void arrives.then(() => this.die());
  }

  /** What a mishap can be waiting for, that has come with this call. */
  #momentsOf(call: SeenCall): readonly Moment['at'][] {
    const kind = kindOf(call);
    const isFirst = kind !== undefined && !this.#seen.has(kind);
    if (isFirst) this.#seen.add(kind);
    this.#calls += 1;
    return [this.#calls - 1, ...(isFirst ? [kind] : [])];
  }
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
