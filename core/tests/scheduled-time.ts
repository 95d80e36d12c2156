interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that stands still until the test lets it run; then every wait ends at its moment, in order. */
export class ScheduledTime {
  #now: number;
  #alarms: Alarm[] = [];

  /** @param start epoch milliseconds */
  constructor(start = Date.parse('2026-11-23T10:00:00.000Z')) {
    this.#now = start;
  }

  readonly clock = (): number => this.#now;

  /** Ends when the time has run on by this many milliseconds. */
  readonly pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const at = this.#now + ms;
      const later = this.#alarms.findIndex((alarm) => alarm.at > at);
      this.#alarms.splice(later < 0 ? this.#alarms.length : later, 0, { at, ring: resolve });
    });

  /** Lets the time run; everything that becomes possible on the way happens at its moment. */
  async run(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#alarms[0]; next !== undefined && next.at <= end; next = this.#alarms[0]) {
      this.#alarms.shift();
      this.#now = Math.max(this.#now, next.at);
      next.ring();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything happen that does not wait for the time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
