/** The current time as epoch milliseconds (UTC). Injected wherever time decides something, so that tests set it. */
export type Clock = () => number;

/** ISO 8601, UTC, with milliseconds. @param time epoch milliseconds */
export function isoOf(time: number): string {
  return new Date(time).toISOString();
}

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();

/** A moment that is waited for unless it is called off. */
export interface Deadline {
  /** Resolves when the moment has come. */
  readonly passed: Promise<void>;
  /** Calls it off, so that nothing waits for it any more. */
  cancel(): void;
}

/** Sets a deadline so many milliseconds from now. */
export type SetDeadline = (ms: number) => Deadline;

/** Deadlines by the machine's clock. */
export const systemDeadline: SetDeadline = (ms) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => {
    // Whoever waits has a connection open, which keeps the process alive; the timer alone must not.
    timer = setTimeout(resolve, ms).unref();
  });
  return { passed, cancel: () => clearTimeout(timer) };
};
