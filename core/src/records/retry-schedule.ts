const MINUTE = 60_000;

/** Waits after the first, second, … failure; the last one repeats. */
const WAITS_MS = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE] as const;

/** Durable retries end this long after the first failure. */
export const RETRY_WINDOW_MS = 24 * 60 * MINUTE;

/** Share of the wait by which it varies, so that many failed orders do not come back at the same moment. */
const JITTER = 0.1;

/**
 * When to try again after a failure, or `undefined` when the tries have ended (24 hours after the first failure).
 * @param attempts failed tries in a row, this one included
 * @param random in [0, 1)
 */
export function nextAttempt(
  failure: { attempts: number; firstFailedAt: number; retryAfterMs?: number | undefined },
  now: number,
  random: number,
): number | undefined {
  if (now - failure.firstFailedAt >= RETRY_WINDOW_MS) return undefined;
  const planned = WAITS_MS[Math.min(failure.attempts, WAITS_MS.length) - 1] ?? WAITS_MS[0];
  const jittered = Math.round(planned * (1 + JITTER * (2 * random - 1)));
  return now + Math.max(jittered, failure.retryAfterMs ?? 0);
}
