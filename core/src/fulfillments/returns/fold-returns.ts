import { isDeepStrictEqual } from 'node:util';
import { microsOf } from '../../ordoro/instants.ts';
import type { KnownReturn, KnownReturnLine } from '../../records/known-return.ts';

/**
 * What is known of an order's returns after these rows were read, by reference. A reading older than what is known says
 * nothing, and one that brings nothing new leaves everything as it is, its date included. A return of which nothing was
 * received yet is not kept; one that is kept stays, also when its numbers fall.
 * @returns the same value, not a copy, when nothing changed
 */
export function withReturns(known: readonly KnownReturn[], rows: readonly KnownReturn[]): readonly KnownReturn[] {
  const byReference = new Map(known.map((one) => [one.reference, one]));
  let isChanged = false;
  for (const row of rows) {
    const before = byReference.get(row.reference);
    const after = { ...row, lines: inFixedOrder(row.lines) };
    if (!isNews(before, after)) continue;
    byReference.set(row.reference, after);
    isChanged = true;
  }
  return isChanged ? [...byReference.values()].sort((one, other) => compare(one.reference, other.reference)) : known;
}

function isNews(before: KnownReturn | undefined, after: KnownReturn): boolean {
  if (before === undefined) return after.lines.some(({ received }) => received > 0);
  const [seen, knownAt] = [microsOf(after.seenAt), microsOf(before.seenAt)];
  if (seen !== undefined && knownAt !== undefined && seen < knownAt) return false;
  return !isDeepStrictEqual(contentOf(before), contentOf(after));
}

function contentOf({ seenAt: _when, ...content }: KnownReturn): Omit<KnownReturn, 'seenAt'> {
  return content;
}

/** So that the order in which Ordoro lists the lines is no news. */
function inFixedOrder(lines: readonly KnownReturnLine[]): readonly KnownReturnLine[] {
  return [...lines].sort(
    (one, other) =>
      (one.lineId ?? 0) - (other.lineId ?? 0) ||
      compare(one.sku ?? '', other.sku ?? '') ||
      one.received - other.received ||
      one.restocked - other.restocked,
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
