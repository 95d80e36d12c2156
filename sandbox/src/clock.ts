/** The current time as epoch milliseconds (UTC). Injected wherever time decides something, so that tests set it. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
