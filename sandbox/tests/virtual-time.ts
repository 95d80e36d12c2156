/** Time that only moves when it is told to, or when somebody waits. */
export class VirtualTime {
  #now: number;

  constructor(start = '2026-11-23T10:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  readonly clock = (): number => this.#now;

  /** Waiting takes no real time: the clock jumps to the end of the wait. */
  readonly pause = async (ms: number): Promise<void> => {
    const until = this.#now + Math.ceil(ms);
    await Promise.resolve();
    this.#now = Math.max(this.#now, until);
  };

  advance(ms: number): void {
    this.#now += ms;
  }

  /** Turns the clock to this moment (epoch milliseconds), back as well. */
  turnTo(ms: number): void {
    this.#now = ms;
  }
}

/** One minute in milliseconds. */
export const MINUTE = 60_000;
