/** Encoded characters of the values in one query: the bound is the length of the URL (about 8 KB). Source: commercetools API limits. */
const MAX_CHARACTERS = 6_000;

/** Quotes, comma and space around a value, encoded. */
const AROUND_CHARACTERS = 12;

/**
 * Divides values, each once, into groups that fit the URL of one query.
 * @param maxValues values of one group at most
 */
export function queryChunks(values: Iterable<string>, maxValues: number): string[][] {
  const chunks: string[][] = [];
  let room = 0;
  for (const value of new Set(values)) {
    const needed = encodeURIComponent(JSON.stringify(value)).length + AROUND_CHARACTERS;
    const current = chunks.at(-1);
    if (current === undefined || needed > room || current.length === maxValues) {
      chunks.push([value]);
      room = MAX_CHARACTERS - needed;
    } else {
      current.push(value);
      room -= needed;
    }
  }
  return chunks;
}

/** The values as the list of a predicate: `"a", "b"`. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
