import { setTimeout as delay } from 'node:timers/promises';

/** Real time that runs so many times faster from a moment on. Processes that are given the same values agree on the time. */
export class ScaledTime {
  readonly startedAt: number;
  readonly #factor: number;

  /** @param startedAt epoch milliseconds of the machine at which both times are the same */
  constructor(startedAt: number, factor: number) {
    this.startedAt = startedAt;
    this.#factor = factor;
  }

  /** To the fraction of a millisecond, because one of the machine's is many of these. */
  readonly clock = (): number =>
    Math.floor(this.startedAt + (performance.timeOrigin + performance.now() - this.startedAt) * this.#factor);

  readonly pause = (ms: number): Promise<void> => delay(ms / this.#factor);
}
