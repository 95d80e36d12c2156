import { Writable } from 'node:stream';
import { createLogger } from '../../../core/src/telemetry/logger.ts';
import { seededRandom } from '../../src/relay/random.ts';
import { Journey } from '../connector-under-test.ts';
import { configure } from '../stock-room.ts';
import { CallGate } from './call-gate.ts';
import type { History, Oddities, OrderKind } from './history.ts';
import { ProcessUnderChaos } from './process-under-chaos.ts';
import { OWNED } from './shop-orders.ts';
import { Tally } from './tally.ts';
import { VirtualTimers } from './virtual-timers.ts';

/** What a world is about; it decides which tasks of the job take part. */
export type Subject = 'orders' | 'stock';

/** An order of the shop. */
export interface PlacedOrder {
  readonly id: string;
  readonly kind: OrderKind;
}

const BEGINNING = Date.parse('2026-11-23T10:00:00.000Z');
const PLAIN: Oddities = {
  duplicateOrderId: 'reject',
  listLagMs: 0,
  numberLagMs: 0,
  exclusiveBounds: false,
  parentsInList: false,
};
const NO_LOG = new Writable({ write: (_chunk, _encoding, done) => done() });

/** Both platforms and the processes of the connector between them, set back to the beginning for each history. */
export class ChaosWorld {
  readonly journey: Journey;
  readonly subject: Subject;
  readonly timers: VirtualTimers;
  readonly gate: CallGate;
  readonly tally = new Tally();
  readonly #usualLimit = AbortSignal.timeout;
  #beginning: ReturnType<ChaosWorld['snapshot']>;
  #processes = new Map<string, ProcessUnderChaos>();
  #started = 0;
  orders: PlacedOrder[] = [];
  /** What did not hold on the way. */
  findings: string[] = [];
  /** Runs of the job in a row that did all their work, since anything changed on either platform. */
  wholeRuns = 0;
  /** Staff merged orders. */
  hasMerged = false;
  /** Orders of which somebody cancelled something, in the shop or in Ordoro. */
  readonly cancelled = new Set<string>();
  /** Orders whose record was lost. */
  readonly lostRecords = new Set<string>();
  /** See `History`. */
  rescanHours: History['rescanHours'] = 1;
  /** A message about stock was lost: only a comparison of everything can find out. */
  hasLostStock = false;
  luck: () => number = () => 0;
  oddities: Oddities = PLAIN;

  private constructor(journey: Journey, subject: Subject) {
    this.journey = journey;
    this.subject = subject;
    this.timers = new VirtualTimers(journey.time);
    this.gate = new CallGate(journey.time, this.timers);
    this.#beginning = this.snapshot();
    AbortSignal.timeout = this.timers.limit;
  }

  /** Starts both platforms with catalogue and deployment; the job has run once. */
  static async start(subject: Subject): Promise<ChaosWorld> {
    const environment: Record<string, string> =
      subject === 'stock' ? { INVENTORY_OWNER: 'ordoro' } : { INVENTORY_OWNER: 'none' };
    const journey = await Journey.start({ environment });
    await journey.runJobFor(5);
    // Ordoro's numbers make the entries, of which one is the merchant's from then on.
    if (subject === 'stock') await configure(journey, 'inventory-rules', [{ sku: OWNED, owner: 'commercetools' }]);
    await journey.runJobFor(5);
    await journey.deliver();
    return new ChaosWorld(journey, subject);
  }

  /** What the job's runs are asked for; undefined: everything. */
  get runOptions(): object | undefined {
    if (this.subject === 'stock') return undefined;
    const hasReturns = this.journey.sandbox.ordoro.returns.length > 0;
    return { tasks: ['orders', 'fulfillments', ...(hasReturns ? ['returns'] : [])] };
  }

  /** Sets the world back, and begins a history. */
  async begin(history: Pick<History, 'luck' | 'oddities' | 'rescanHours'>): Promise<void> {
    const { journey } = this;
    const { commercetools, ordoro, relay } = journey.sandbox;
    this.endProcesses();
    this.orders = [];
    this.findings = [];
    this.wholeRuns = 0;
    this.hasMerged = false;
    this.cancelled.clear();
    this.lostRecords.clear();
    this.hasLostStock = false;
    this.rescanHours = history.rescanHours;
    journey.environment.INVENTORY_RESCAN_HOURS = String(history.rescanHours);
    this.luck = seededRandom(history.luck);
    this.timers.clear();
    this.gate.reset(seededRandom(history.luck + 1));
    journey.time.turnTo(this.#beginning.now);
    ordoro.restore(this.#beginning.ordoro);
    await commercetools.restore(this.#beginning.commercetools);
    commercetools.onMessage((message) => relay.enqueue(message));
    relay.queue.length = 0;
    this.oddities = history.oddities;
    Object.assign(ordoro.options, history.oddities);
  }

  /** The messages that still wait never arrive. */
  loseMessages(): void {
    const { queue } = this.journey.sandbox.relay;
    this.tally.add('messages lost', queue.length);
    this.hasLostStock ||= queue.some(({ notification }) => notification.resource.typeId === 'inventory-entry');
    this.journey.dropMessages();
  }

  /** What was to go wrong in a step and did not, does not. */
  disarm(): void {
    const { commercetools, ordoro } = this.journey.sandbox;
    commercetools.traffic.clearFaults();
    ordoro.traffic.clearFaults();
    for (const process of this.#processes.values()) process.calmDown();
  }

  /** Ends everything odd. */
  calmDown(): void {
    const { ordoro } = this.journey.sandbox;
    this.disarm();
    const { duplicateOrderId, parentsInList, exclusiveBounds } = ordoro.options;
    Object.assign(ordoro.options, PLAIN, { duplicateOrderId, parentsInList, exclusiveBounds });
  }

  /** Time passes, and everybody who waited for it goes on; calls that were stuck arrive at their moment. */
  async pass(ms: number): Promise<void> {
    const { time } = this.journey;
    const end = time.clock() + ms;
    for (let at = this.timers.nextArrival; at !== undefined && at <= end; at = this.timers.nextArrival) {
      time.turnTo(Math.max(at, time.clock()));
      this.timers.fireDue();
      await this.gate.drain();
    }
    time.turnTo(Math.max(end, time.clock()));
    this.timers.fireDue();
  }

  /** A process of an app that is alive: the one there was, or a new one. @param place tells those apart that run side by side */
  async process(app: 'event' | 'job', place: number): Promise<ProcessUnderChaos> {
    const known = this.#processes.get(`${app} ${place}`);
    if (known !== undefined && !known.isDead) return known;
    const { journey, timers, gate } = this;
    this.#started += 1;
    const process = await ProcessUnderChaos.start({
      app,
      number: this.#started,
      sandbox: journey.sandbox,
      environment: journey.environment,
      time: journey.time,
      timers,
      gate,
      random: this.luck,
      logger: createLogger({ level: 'error', stream: NO_LOG }),
    });
    this.#processes.set(`${app} ${place}`, process);
    return process;
  }

  /** Every process ends; the next ones know nothing. */
  endProcesses(): void {
    for (const process of this.#processes.values()) process.die();
    this.#processes.clear();
  }

  async close(): Promise<void> {
    AbortSignal.timeout = this.#usualLimit;
    this.endProcesses();
    await this.journey.close();
  }

  snapshot() {
    const { commercetools, ordoro } = this.journey.sandbox;
    return { now: BEGINNING + 10 * 60_000, commercetools: commercetools.snapshot(), ordoro: ordoro.snapshot() };
  }
}
