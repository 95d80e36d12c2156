/** An instant in whole microseconds since 1970, UTC. Ordoro stamps with microseconds, which `Date` would cut. */
export type Micros = number;

const PARTS = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The instant of a date-time as Ordoro writes it: RFC 3339 with microseconds and any offset. Digits after the sixth are cut; a
 * missing offset means UTC.
 * @returns undefined for any other text
 */
export function microsOf(text: string | undefined): Micros | undefined {
  const [, date, time, fraction = '', offset = 'Z'] = PARTS.exec(text ?? '') ?? [];
  if (date === undefined) return undefined;
  const milliseconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** How far the clocks of Ordoro may be ahead of ours; less than any cursor looks back, so that nothing is lost by it. */
const MAX_LEAD: Micros = 60_000_000;

/**
 * The instant that a cursor may not pass now: one row that is dated in the future by mistake would else hide everything that
 * changes until then. @param now epoch milliseconds
 */
export function cursorLimit(now: number): Micros {
  return now * 1_000 + MAX_LEAD;
}

/** RFC 3339 in UTC with all six digits, so that nothing is rounded. */
export function textOfMicros(micros: Micros): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** The same instant as ISO 8601 in UTC with milliseconds, as commercetools keeps it. @returns undefined when it is no date-time */
export function isoOfOrdoroDate(text: string | undefined): string | undefined {
  const micros = microsOf(text);
  return micros === undefined ? undefined : new Date(Math.floor(micros / 1_000)).toISOString();
}
