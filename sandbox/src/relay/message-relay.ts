import { randomUUID } from 'node:crypto';
import type { Subscription } from '@commercetools/platform-sdk';
import type { Clock } from '../clock.ts';
import type { Notification } from '../commercetools/messages.ts';
import { type Envelope, inFormat, type PayloadFormat, withoutPayload, wrap } from './envelope.ts';
import { seededRandom } from './random.ts';
import { isSubscribed } from './subscribed.ts';

/** How the relay delivers. */
export interface RelayOptions {
  readonly clock: Clock;
  readonly projectKey: string;
  /** URL of the event app's `POST /event`, read before each delivery. Absent: messages wait in the queue. */
  readonly target?: () => string;
  readonly envelope?: Envelope;
  readonly payload?: PayloadFormat;
  /** The project's Subscriptions, read for each message; absent: all order messages pass. */
  readonly subscriptions?: () => readonly Subscription[];
  /** Every message is delivered twice. */
  readonly duplicate?: boolean;
  /** Delivers in a repeatable random order instead of the order of arrival. */
  readonly shuffleSeed?: number;
  /** Share of messages that are lost before the queue, 0 to 1, as while a Subscription is broken. Repeatable. */
  readonly dropRate?: number;
  /** Which messages come without payload: `large` (default) those over 256 KB, as on the platform. */
  readonly payloadNotIncluded?: 'large' | 'all' | 'none';
  /** Leaves out who made the change, as the platform does for some changes. */
  readonly withoutAuthor?: boolean;
  /** How many deliveries may be under way at a time. Default 1. */
  readonly concurrency?: number;
  /** Deliveries per message before it is given up. Default 20. */
  readonly maxAttempts?: number;
  /** Milliseconds without an answer after which a delivery counts as failed. Default 10 000, as Connect. */
  readonly ackMs?: number;
}

/** A message on its way. */
export interface Delivery {
  readonly messageId: string;
  readonly notification: Notification;
  /** ISO-8601 UTC. */
  readonly publishedAt: string;
  attempts: number;
  /** Status of the last answer; absent before the first one and after a connection error or time-out. */
  status?: number;
  /** Epoch milliseconds before which continuous delivery does not try again. */
  notBefore: number;
}

const QUEUE_LIMIT_BYTES = 256 * 1024;
const ACKNOWLEDGED = new Set([102, 200, 201, 202, 204]);
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;

/**
 * Pushes messages to the event app as Connect's broker does: at least once, again after any status other than 102, 200,
 * 201, 202 and 204 and after 10 s without an answer. Tests call `deliverAll`, which never waits between attempts; demo
 * and stand-alone sandbox use `start` and `stop`.
 */
export class MessageRelay {
  /** Waiting, oldest first. */
  readonly queue: Delivery[] = [];
  /** Acknowledged, in order of acknowledgement. */
  readonly delivered: Delivery[] = [];
  /** Given up after `maxAttempts`. */
  readonly abandoned: Delivery[] = [];
  /** Lost on purpose (`dropRate`). */
  readonly dropped: Notification[] = [];
  readonly #options: RelayOptions;
  readonly #order: (() => number) | undefined;
  readonly #luck: () => number;
  #running = false;
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#order = options.shuffleSeed === undefined ? undefined : seededRandom(options.shuffleSeed);
    this.#luck = seededRandom(options.shuffleSeed ?? 1);
  }

  /** True when nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.queue.length === 0 && this.#underWay === 0;
  }

  /** Takes a notification if a Subscription asks for it. */
  readonly enqueue = (notification: Notification): void => {
    const { subscriptions, dropRate = 0, duplicate = false, clock } = this.#options;
    if (!isSubscribed(subscriptions?.() ?? [], notification)) return;
    if (dropRate > 0 && this.#luck() < dropRate) {
      this.dropped.push(notification);
      return;
    }
    const publishedAt = new Date(clock()).toISOString();
    const messageId = randomUUID();
    for (let copy = 0; copy < (duplicate ? 2 : 1); copy += 1) {
      this.queue.push({ messageId, notification: this.#reduced(notification), publishedAt, attempts: 0, notBefore: 0 });
    }
    this.#pump();
  };

  /**
   * Delivers until nothing is queued, also what the deliveries themselves cause. Failed deliveries go to the end of the
   * queue and are tried again without waiting. Throws when there is no target.
   */
  async deliverAll(): Promise<void> {
    const { concurrency = 1, target } = this.#options;
    if (target === undefined) throw new Error('The relay has no target to deliver to.');
    const work = async () => {
      for (let next = this.#next(() => true); next !== undefined; next = this.#next(() => true)) {
        await this.#deliver(next);
      }
    };
    while (this.queue.length > 0) await Promise.all(Array.from({ length: concurrency }, work));
  }

  /** Delivers from now on as messages arrive; failed ones wait 1 s, 2 s, 4 s … up to 60 s. */
  start(): void {
    this.#running = true;
    this.#pump();
  }

  /** Ends continuous delivery; what is under way comes to its end. */
  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  #pump(): void {
    if (!this.#running || this.#options.target === undefined) return;
    clearTimeout(this.#timer);
    const now = this.#options.clock();
    const isDue = ({ notBefore }: Delivery) => notBefore <= now;
    while (this.#underWay < (this.#options.concurrency ?? 1)) {
      const next = this.#next(isDue);
      if (next === undefined) break;
      this.#underWay += 1;
      void this.#deliver(next).finally(() => {
        this.#underWay -= 1;
        this.#pump();
      });
    }
    if (this.queue.length > 0 && this.#underWay === 0)
      this.#wakeAt(Math.min(...this.queue.map((one) => one.notBefore)));
  }

  #wakeAt(time: number): void {
    this.#timer = setTimeout(() => this.#pump(), Math.max(1, time - this.#options.clock()));
    this.#timer.unref();
  }

  #next(isDue: (delivery: Delivery) => boolean): Delivery | undefined {
    const due = this.queue.filter(isDue);
    const chosen = due[this.#order === undefined ? 0 : Math.floor(this.#order() * due.length)];
    if (chosen !== undefined) this.queue.splice(this.queue.indexOf(chosen), 1);
    return chosen;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { maxAttempts = 20, clock } = this.#options;
    delivery.attempts += 1;
    delivery.status = await this.#post(delivery);
    if (delivery.status !== undefined && ACKNOWLEDGED.has(delivery.status)) {
      this.delivered.push(delivery);
    } else if (delivery.attempts >= maxAttempts) {
      this.abandoned.push(delivery);
    } else {
      delivery.notBefore = clock() + Math.min(FIRST_BACKOFF_MS * 2 ** (delivery.attempts - 1), MAX_BACKOFF_MS);
      this.queue.push(delivery);
    }
  }

  async #post(delivery: Delivery): Promise<number | undefined> {
    const { target, envelope = 'pubsub', payload = 'platform', ackMs = 10_000 } = this.#options;
    if (target === undefined) return undefined;
    const body = wrap(envelope, inFormat(payload, delivery.notification), delivery);
    try {
      const answer = await fetch(target(), {
        method: 'POST',
        headers: { 'content-type': envelope === 'sns' ? 'text/plain; charset=UTF-8' : 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ackMs),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      // Refused, cut or too late: to the broker all the same.
      return undefined;
    }
  }

  #reduced(notification: Notification): Notification {
    const { payloadNotIncluded = 'large', withoutAuthor = false } = this.#options;
    const { createdBy: _created, lastModifiedBy: _modified, ...anonymous } = notification;
    const message: Notification = withoutAuthor ? anonymous : notification;
    if (message.notificationType !== 'Message' || payloadNotIncluded === 'none') return message;
    const tooLarge = Buffer.byteLength(JSON.stringify(message)) > QUEUE_LIMIT_BYTES;
    return tooLarge || payloadNotIncluded === 'all' ? withoutPayload(message) : message;
  }
}
