import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { ConflictError } from '../problems/errors.ts';

/** Who is served first when the budget is short. */
export type Priority = 'order' | 'shipment' | 'stock' | 'audit';

const PRIORITIES: readonly Priority[] = ['order', 'shipment', 'stock', 'audit'];

/** Length of the slots in which tokens are leased, milliseconds. */
const SLOT_MS = 6_000;

/** Slot objects are reused after this many slots, so that nothing piles up. A slot object older than that is free. */
const SLOT_OBJECTS = 20;

/** A little below the limit, for the jitter of timers and network: with evenly spaced tokens no rolling minute exceeds it. */
const USABLE_SHARE = 0.97;

/** How often a lease that lost against another instance is tried again before the caller is told to wait. */
const LEASE_ATTEMPTS = 8;

/** Value of a slot object: the slot it stands for and the last token taken from it. */
interface SlotLease {
  readonly slot: number;
  readonly taken: number;
}

interface Waiter {
  readonly priority: Priority;
  readonly waitUntil: number;
  readonly resolve: (granted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** What the budget needs. */
export interface RateBudgetOptions {
  readonly objects: CustomObjects;
  /** Container of the leases, `<CONNECTOR_ID>-locks`. */
  readonly container: string;
  readonly requestsPerMinute: number;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * The request budget that all instances of one deployment share. Time is divided into evenly spaced tokens, each good for one
 * request at its moment; instances take the next tokens of a 6-second slot from a custom object, one write per lease.
 * Because a token is only good at its moment, no rolling 60 seconds see more requests than the budget, however many
 * instances there are.
 */
export class RateBudget {
  readonly #options: RateBudgetOptions;
  readonly #spacingMs: number;
  readonly #known = new Map<number, StoredObject<SlotLease>>();
  #waiting: Waiter[] = [];
  #leasing = false;
  #pausedUntil = 0;

  constructor(options: RateBudgetOptions) {
    this.#options = options;
    this.#spacingMs = 60_000 / (options.requestsPerMinute * USABLE_SHARE);
  }

  /**
   * Waits for permission to send one request now.
   * @param waitUntil epoch milliseconds; when no token is to be had by then the answer is false, at once
   * @throws PlatformError when commercetools cannot be asked
   */
  take(priority: Priority, waitUntil: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ priority, waitUntil, resolve, reject });
      this.#waiting.sort((a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority));
      void this.#serve();
    });
  }

  /** Ordoro said "too many requests": this instance sends nothing before then (epoch milliseconds). */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
  }

  async #serve(): Promise<void> {
    if (this.#leasing) return;
    this.#leasing = true;
    try {
      while (this.#waiting.length > 0) await this.#serveOnce();
    } finally {
      this.#leasing = false;
    }
  }

  async #serveOnce(): Promise<void> {
    try {
      const tokens = await this.#lease(this.#waiting.length);
      const now = this.#options.clock();
      for (const token of tokens) {
        const next = this.#waiting.findIndex((waiter) => token * this.#spacingMs <= waiter.waitUntil);
        const [waiter] = next < 0 ? [] : this.#waiting.splice(next, 1);
        void this.#options
          .pause(Math.max(0, Math.ceil(token * this.#spacingMs - now)))
          .then(() => waiter?.resolve(true));
      }
      this.#turnAwayThoseWhoCannotWait(tokens.length === 0 ? Number.POSITIVE_INFINITY : now);
    } catch (error) {
      for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
    }
  }

  /** Everyone whose limit lies before the earliest moment still to be had is refused. */
  #turnAwayThoseWhoCannotWait(earliest: number): void {
    const staying = this.#waiting.filter((waiter) => waiter.waitUntil > earliest);
    const refused = this.#waiting.filter((waiter) => waiter.waitUntil <= earliest);
    this.#waiting = staying;
    for (const waiter of refused) waiter.resolve(false);
  }

  /** Takes up to `wanted` tokens of one slot that somebody waiting can still use; none when all those slots are used up. */
  async #lease(wanted: number): Promise<number[]> {
    const latest = Math.max(...this.#waiting.map((waiter) => waiter.waitUntil));
    const from = Math.max(this.#options.clock(), this.#pausedUntil);
    let token = Math.ceil(from / this.#spacingMs);
    for (let attempt = 0; attempt < LEASE_ATTEMPTS && token * this.#spacingMs <= latest; attempt += 1) {
      const slot = Math.floor((token * this.#spacingMs) / SLOT_MS);
      const beyond = Math.ceil(((slot + 1) * SLOT_MS) / this.#spacingMs);
      const stored = await this.#slotObject(slot);
      const first = stored?.value.slot === slot ? Math.max(token, stored.value.taken + 1) : token;
      if (first >= beyond) {
        token = beyond;
        continue;
      }
      const last = Math.min(first + wanted, beyond) - 1;
      if (await this.#claim(slot, last, stored)) return Array.from({ length: last - first + 1 }, (_, n) => first + n);
    }
    return [];
  }

  async #slotObject(slot: number): Promise<StoredObject<SlotLease> | undefined> {
    const place = slot % SLOT_OBJECTS;
    return this.#known.get(place) ?? this.#options.objects.get<SlotLease>(this.#options.container, `rate.${place}`);
  }

  async #claim(slot: number, taken: number, stored: StoredObject<SlotLease> | undefined): Promise<boolean> {
    const place = slot % SLOT_OBJECTS;
    try {
      const written = await this.#options.objects.put<SlotLease>(this.#options.container, `rate.${place}`, {
        value: { slot, taken },
        version: stored?.version ?? 0,
      });
      this.#known.set(place, written);
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Another instance was faster; what we remember of this slot is out of date.
      this.#known.delete(place);
      return false;
    }
  }
}
