import type { Clock } from '../clock.ts';

const MINUTE_MS = 60_000;

/** Counts calls in the last 60 seconds of the clock. Refused calls do not count. */
export class RollingMinute {
  readonly #clock: Clock;
  #taken: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one call; when the limit is reached, answers the whole seconds until the next one would pass. */
  take(limit: number): { readonly waitSeconds: number } | undefined {
    const now = this.#clock();
    this.#taken = this.#taken.filter((at) => at > now - MINUTE_MS);
    if (this.#taken.length < limit) {
      this.#taken.push(now);
      return undefined;
    }
    const oldest = this.#taken[this.#taken.length - limit] ?? now;
    return { waitSeconds: Math.ceil((oldest + MINUTE_MS - now) / 1_000) };
  }
}
