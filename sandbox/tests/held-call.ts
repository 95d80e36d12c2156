import type { CallMatch } from '../src/traffic/fault.ts';
import type { Traffic } from '../src/traffic/traffic.ts';

/** A call that has arrived and waits for the test. */
export interface HeldCall {
  /** Resolves when it has arrived. */
  readonly arrived: Promise<void>;
  /** Lets the stand-in deal with it. */
  release(): void;
}

/** Holds the next call that matches, so that a test can do something while it is under way. */
export function holdCall(traffic: Traffic, match: CallMatch): HeldCall {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    const predicate: CallMatch['predicate'] = (call) => {
      if (match.predicate?.(call) === false) return false;
      resolve();
      return true;
    };
    traffic.inject({ match: { ...match, predicate }, effect: { kind: 'hold', until } });
  });
  return { arrived, release };
}
