/** The longest that `Retry-After` is believed, milliseconds: a longer one is a mistake, and its date may be none that can be written down. */
const MAX_RETRY_AFTER_MS = 24 * 60 * 60_000;

/**
 * What a platform asks to wait by `Retry-After`, in both of its forms, seconds or an HTTP date; a day at most.
 * @param header its value as it came; undefined: there is none
 * @param now epoch milliseconds
 * @returns undefined when it names no time that is still to come
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
  const text = String(header ?? '').trim();
  if (text === '') return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return waitMs > 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : undefined;
}
