/** An instant in whole microseconds since 1970 (UTC). Ordoro stamps with microseconds, `Date` would cut them. */
export type Micros = number;

const PARTS = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;

/** RFC 3339 with six digits and the given offset in minutes, the way Ordoro writes dates. */
export function formatInstant(micros: Micros, offsetMinutes: number): string {
  const local = new Date(Math.floor(micros / 1_000) + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const fraction = String(((micros % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0');
  const sign = offsetMinutes < 0 ? '-' : '+';
  const away = Math.abs(offsetMinutes);
  const offset = [Math.floor(away / 60), away % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${local}.${fraction}${sign}${offset}`;
}

/** The instant of an RFC 3339 text; digits after the sixth are cut, a missing offset means UTC. Throws on other text. */
export function parseInstant(text: string): Micros {
  const [, seconds, fraction = '', offset = 'Z'] = PARTS.exec(text) ?? [];
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}${offset}`);
  if (Number.isNaN(milliseconds)) throw new Error(`Not a date-time: ${text}`);
  return milliseconds * 1_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
