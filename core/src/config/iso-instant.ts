import { z } from 'zod';

const DATE_TIME = z.iso.datetime({ offset: true });
const DATE = z.iso.date();

/**
 * Reads an ISO 8601 date-time that ends in `Z` or an offset, as epoch milliseconds (UTC). Without an offset the time would
 * depend on the machine, so it is not read: undefined.
 */
export function instantFromIso(text: string): number | undefined {
  return DATE_TIME.safeParse(text).success ? Date.parse(text) : undefined;
}

/** Like `instantFromIso`, and a date alone is its midnight in UTC. */
export function instantFromIsoDate(text: string): number | undefined {
  return DATE.safeParse(text).success ? Date.parse(text) : instantFromIso(text);
}
