import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualTime } from '../virtual-time.ts';
import type { VirtualTimers } from './virtual-timers.ts';

/** What a call takes on its way, milliseconds. */
const CALL_MS = 5;

/** Turns of the event loop without any news after which nothing more is on its way over the loopback. */
const QUIET_TURNS = 25;

/** Real milliseconds without any progress after which the gate gives up: longer than a loaded machine may need for one call. */
const STUCK_AFTER_MS = 60_000;

/** A call that waits to be let through. */
export interface WaitingCall {
  /** Whose call it is; calls are chosen by it, not by who happened to be faster. Negative: it was stuck, and whoever sent it may be gone. */
  readonly instance: number;
  /** Lets it through. @returns when it has been answered, or cut */
  readonly pass: () => Promise<void>;
}

/**
 * Lets the calls of all instances through one at a time. Where several wait, `luck` decides who is first, so a seed repeats the
 * same meeting of two instances. Where nobody can go on, the clock moves to the next moment that somebody waits for.
 */
export class CallGate {
  readonly #time: VirtualTime;
  readonly #timers: VirtualTimers;
  #luck: () => number;
  #waiting: WaitingCall[] = [];
  #underWay = 0;
  #news = 0;

  constructor(time: VirtualTime, timers: VirtualTimers) {
    this.#time = time;
    this.#timers = timers;
    this.#luck = () => 0;
  }

  /** A new history begins. */
  reset(luck: () => number): void {
    this.#luck = luck;
    this.#waiting = [];
    this.#underWay = 0;
  }

  /** A call has arrived. */
  readonly arrive = (call: WaitingCall): void => {
    this.#waiting.push(call);
    this.#news += 1;
  };

  /** Calls of this instance that still wait are never carried out. */
  forget(instance: number): void {
    this.#waiting = this.#waiting.filter((call) => call.instance !== instance);
    this.#news += 1;
  }

  /** Lets all calls through that wait, while nobody works. */
  async drain(): Promise<void> {
    for (const { pass } of this.#waiting.splice(0)) await pass();
  }

  /** Lets calls through until all work is done. */
  async whileWorking(work: readonly Promise<unknown>[]): Promise<void> {
    let left = work.length;
    for (const one of work)
      void one.finally(() => {
        left -= 1;
        this.#news += 1;
      });
    let progressAt = Date.now();
    while (left > 0) {
      const before = this.#news;
      await this.#settle(() => left === 0 || (left === 1 && this.#waiting.length > 0 && this.#underWay === 0));
      if (left === 0) return;
      if (this.#waiting.length > 0) this.#passOne();
      else if (this.#news === before && this.#timers.fireNext(this.#underWay > 0)) progressAt = Date.now();
      if (this.#news !== before) progressAt = Date.now();
      if (Date.now() - progressAt > STUCK_AFTER_MS) throw new Error('Nobody goes on, and nobody waits for anything.');
    }
  }

  /** Ends at once when `isEnough`, else when nothing has happened for a while. A call without answer does not hold it up. */
  async #settle(isEnough: () => boolean): Promise<void> {
    let quiet = 0;
    while (quiet < QUIET_TURNS && !isEnough()) {
      const before = this.#news;
      await nextTurn();
      quiet = this.#news === before ? quiet + 1 : 0;
    }
  }

  #passOne(): void {
    const sorted = [...this.#waiting].sort((one, other) => one.instance - other.instance);
    const chosen = sorted[Math.floor(this.#luck() * sorted.length)];
    if (chosen === undefined) return;
    this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    this.#underWay += 1;
    this.#time.advance(CALL_MS);
    void chosen.pass().finally(() => {
      this.#underWay -= 1;
      this.#news += 1;
    });
  }
}
