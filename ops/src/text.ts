const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Rows of cells as lines, cells of one column below each other. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** How long ago an instant was, in words. @param at ISO 8601; what is no instant stays as it is */
export function ago(at: string | undefined, now: number): string {
  if (at === undefined) return 'never';
  const passed = now - Date.parse(at);
  return Number.isNaN(passed) ? at : `${duration(passed)} ago`;
}

/** How long until an instant, in words. @param at ISO 8601 */
export function until(at: string, now: number): string {
  const left = Date.parse(at) - now;
  return left <= 0 ? 'at the next run' : `in ${duration(left)} (${at})`;
}

/** A duration in its largest unit. @param ms milliseconds */
export function duration(ms: number): string {
  if (ms < MINUTE) return plural(Math.max(0, Math.round(ms / 1_000)), 'second');
  if (ms < 2 * HOUR) return plural(Math.round(ms / MINUTE), 'minute');
  if (ms < 2 * DAY) return plural(Math.round(ms / HOUR), 'hour');
  return plural(Math.round(ms / DAY), 'day');
}

/** `1 order`, `2 orders`, `12,000 orders`. */
export function plural(count: number, thing: string): string {
  return `${numberText(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A count with separators. */
export function numberText(count: number): string {
  return count.toLocaleString('en-US');
}

/** The text without control characters: what platforms wrote into messages must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?');
}
