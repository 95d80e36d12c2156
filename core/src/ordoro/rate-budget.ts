import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { leasedAheadMs, RateLeases } from './rate-leases.ts';

/** Who is served first when the budget is short. */
export type Priority = 'order' | 'shipment' | 'stock' | 'audit';

interface Service {
  readonly rank: number;
  /** Tokens are leased at most this long ahead: the less urgent, the shorter, so that other instances' orders come first. */
  readonly reachMs: number;
  /** One lease takes the tokens of at most this long, so that all instances get their turn, and orders the longer ones. */
  readonly leaseMs: number;
}

const SERVICE: Readonly<Record<Priority, Service>> = {
  order: { rank: 0, reachMs: 6_000, leaseMs: 1_500 },
  shipment: { rank: 1, reachMs: 3_000, leaseMs: 750 },
  stock: { rank: 2, reachMs: 1_000, leaseMs: 600 },
  audit: { rank: 3, reachMs: 500, leaseMs: 600 },
};

/** A little below the limit: 60 seconds and {@link LATE_MS} together hold fewer tokens than the budget. */
const USABLE_SHARE = 0.97;

/**
 * How late a token may be used, milliseconds. At a share of 0.97 a rolling minute would bear 1 855; the rest is for the
 * network and for clocks that disagree.
 */
const LATE_MS = 1_000;

/** Tokens this far back are still leased: half of the lateness is kept for the lease itself. */
const LOOK_BACK_MS = LATE_MS / 2;

/** The next lease begins this long before the leased tokens end, plus twice the time the last lease took; milliseconds. */
const LEAD_MS = 250;
const MAX_LEAD_MS = 3_000;

/** Pause after a lease that brought nothing because other instances were faster, milliseconds. */
const RETRY_MS = 100;

/** Longest single wait, milliseconds; a longer one is made of several. */
const MAX_SLEEP_MS = 60_000;

interface Waiter {
  readonly priority: Priority;
  readonly waitUntil: number;
  readonly resolve: (granted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** What the budget needs. */
export interface RateBudgetOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'put'>;
  /** Container of the leases, `<CONNECTOR_ID>-locks`. */
  readonly container: string;
  readonly requestsPerMinute: number;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * The request budget that all instances of one deployment share. Time is divided into evenly spaced tokens, each good for one
 * request at its moment or up to a second later; see {@link RateLeases} for how instances share them. However many instances
 * there are, no rolling 60 seconds see more requests than the budget, and 97 % of it can be used. A token goes to whoever is
 * most urgent at its moment.
 */
export class RateBudget {
  readonly #options: RateBudgetOptions;
  readonly #spacingMs: number;
  readonly #leases: RateLeases;
  /** Most urgent first, then in order of arrival. */
  #waiting: Waiter[] = [];
  /** Leased tokens, ascending. */
  #held: number[] = [];
  #isServing = false;
  #isLeasing = false;
  #leadMs = LEAD_MS;
  #retryAt = 0;
  #pausedUntil = 0;
  #wake: () => void = () => undefined;

  constructor(options: RateBudgetOptions) {
    this.#options = options;
    this.#spacingMs = 60_000 / (options.requestsPerMinute * USABLE_SHARE);
    this.#leases = new RateLeases({ ...options, spacingMs: this.#spacingMs });
  }

  /**
   * Waits for permission to send one request now.
   * @param waitUntil epoch milliseconds; false when no token came by then, at once when none can come by then. Only a lease
   * under way, which the time limit of the commercetools client ends, is waited for longer
   * @throws PlatformError when commercetools cannot be asked
   */
  take(priority: Priority, waitUntil: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (!(waitUntil > this.#options.clock())) {
        resolve(false);
        return;
      }
      const { rank } = SERVICE[priority];
      const behind = this.#waiting.findIndex((other) => SERVICE[other.priority].rank > rank);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, { priority, waitUntil, resolve, reject });
      this.#wake();
      void this.#serve();
    });
  }

  /** Ordoro said "too many requests": this instance sends nothing before then (epoch milliseconds). */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
    this.#wake();
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    // Requests that come together are leased for together.
    await Promise.resolve();
    for (;;) {
      const now = this.#options.clock();
      this.#held = this.#held.filter((token) => this.#isGood(token, now));
      this.#refuse((waiter) => waiter.waitUntil < now);
      this.#grant(now);
      const earliest = this.#momentOf(Math.min(this.#held[0] ?? Number.POSITIVE_INFINITY, this.#nextToken(now)));
      this.#refuse((waiter) => waiter.waitUntil <= now || waiter.waitUntil < earliest);
      if (this.#waiting.length === 0) break;
      if (!this.#isLeasing && this.#leaseDueAt(now) <= now) void this.#lease();
      await this.#sleep(now);
    }
    this.#isServing = false;
  }

  /** Neither too late nor, because the clock was set back, too far away. */
  #isGood(token: number, now: number): boolean {
    const moment = this.#momentOf(token);
    return moment >= Math.max(now - LATE_MS, this.#pausedUntil) && moment <= now + leasedAheadMs(this.#spacingMs);
  }

  #grant(now: number): void {
    while (this.#waiting.length > 0 && this.#momentOf(this.#held[0] ?? Number.POSITIVE_INFINITY) <= now) {
      this.#held.shift();
      this.#waiting.shift()?.resolve(true);
    }
  }

  #refuse(isHopeless: (waiter: Waiter) => boolean): void {
    const refused = this.#waiting.filter(isHopeless);
    this.#waiting = this.#waiting.filter((waiter) => !refused.includes(waiter));
    for (const waiter of refused) waiter.resolve(false);
  }

  /** Until a token's moment, somebody's limit or the next lease, or until something happens. */
  async #sleep(now: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    // What a lease under way will bring is not known: limits are looked at when it ends.
    const limits = this.#isLeasing ? [] : [this.#leaseDueAt(now), ...this.#waiting.map(({ waitUntil }) => waitUntil)];
    const until = Math.min(this.#momentOf(this.#held[0] ?? Number.POSITIVE_INFINITY), ...limits);
    if (until === Number.POSITIVE_INFINITY) return woken;
    const ms = Math.min(Math.max(0, Math.ceil(until - now)), MAX_SLEEP_MS);
    return Promise.race([this.#options.pause(ms), woken]);
  }

  async #lease(): Promise<void> {
    const startedAt = this.#options.clock();
    this.#isLeasing = true;
    try {
      const tokens = await this.#leases.take(this.#nextToken(startedAt), (first) => this.#wanted(first));
      this.#held.push(...tokens);
      if (tokens.length === 0) this.#retryAt = this.#options.clock() + RETRY_MS;
    } catch (error) {
      for (const waiter of this.#waiting.splice(this.#held.length)) waiter.reject(error);
    }
    this.#leadMs = Math.min(LEAD_MS + 2 * (this.#options.clock() - startedAt), MAX_LEAD_MS);
    this.#isLeasing = false;
    this.#wake();
  }

  /** When the next lease makes sense; never, while the leased tokens serve everyone who can be served. */
  #leaseDueAt(now: number): number {
    const moment = this.#momentOf(this.#nextToken(now));
    const unserved = this.#waiting.slice(this.#held.length).filter(({ waitUntil }) => waitUntil >= moment);
    if (unserved.length === 0) return Number.POSITIVE_INFINITY;
    const reach = Math.max(...unserved.map(({ priority }) => this.#reachMs(priority)));
    const heldEnd = this.#momentOf(this.#held.at(-1) ?? Number.NEGATIVE_INFINITY);
    return Math.max(moment - reach, heldEnd - this.#leadMs, this.#retryAt);
  }

  /** How many tokens to lease when this one is the first to be had. */
  #wanted(first: number): number {
    const ahead = this.#momentOf(first) - this.#options.clock();
    const unserved = this.#waiting.slice(this.#held.length).filter(({ priority }) => ahead <= this.#reachMs(priority));
    const [mostUrgent] = unserved;
    if (mostUrgent === undefined) return 0;
    const leaseMs = Math.max(SERVICE[mostUrgent.priority].leaseMs, this.#leadMs);
    let count = 0;
    for (const { waitUntil } of unserved) if (waitUntil >= this.#momentOf(first + count)) count += 1;
    return Math.min(count, Math.max(1, Math.floor(leaseMs / this.#spacingMs)));
  }

  #reachMs(priority: Priority): number {
    return Math.max(SERVICE[priority].reachMs, this.#leadMs);
  }

  /** The first token that this instance may still hope to lease. */
  #nextToken(now: number): number {
    const from = Math.max(now - LOOK_BACK_MS, this.#pausedUntil);
    return Math.max(Math.ceil(from / this.#spacingMs), this.#leases.firstFree);
  }

  #momentOf(token: number): number {
    return token * this.#spacingMs;
  }
}
