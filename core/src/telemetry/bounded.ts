import type { PlainJson } from './plain-json.ts';

/** How much of a structure is kept. */
interface Limits {
  readonly items: number;
  readonly fields: number;
  readonly characters: number;
  readonly depth: number;
}

/** From generous to strict: the first that makes the value small enough is used. */
const LIMITS: readonly Limits[] = [
  { items: 50, fields: 100, characters: 4000, depth: 20 },
  { items: 20, fields: 60, characters: 1000, depth: 12 },
  { items: 8, fields: 40, characters: 300, depth: 10 },
  { items: 3, fields: 30, characters: 120, depth: 8 },
  { items: 1, fields: 12, characters: 60, depth: 6 },
];

/**
 * The value, cut until its JSON has at most `maxBytes` bytes (UTF-8). Long lists, texts and objects lose their ends, and
 * what was cut is said in their place; a value that stays too large becomes one remark with its size.
 */
export function bounded(value: PlainJson, maxBytes: number): PlainJson {
  for (const limits of LIMITS) {
    const cut = cutTo(value, limits, 0);
    if (jsonBytes(cut) <= maxBytes) return cut;
  }
  return `[cut: ${jsonBytes(value)} bytes]`;
}

function cutTo(value: PlainJson, limits: Limits, depth: number): PlainJson {
  if (typeof value === 'string') return cutText(value, limits.characters);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= limits.depth) return '[cut: too deep]';
  if (isList(value)) {
    const kept = value.slice(0, limits.items).map((item) => cutTo(item, limits, depth + 1));
    const more = value.length - kept.length;
    return more > 0 ? [...kept, `[${more} more items cut]`] : kept;
  }
  const fields = Object.entries(value);
  const kept = fields
    .slice(0, limits.fields)
    .map(([name, field]): [string, PlainJson] => [cutText(name, 100), cutTo(field, limits, depth + 1)]);
  const more = fields.length - kept.length;
  return Object.fromEntries(more > 0 ? [...kept, ['[cut]', `${more} more fields`]] : kept);
}

/** The text, at most this many UTF-16 units long, plus a remark on what was cut. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // A cut may fall between the halves of a surrogate pair.
  return `${text.slice(0, maxCharacters).toWellFormed()}… [${text.length - maxCharacters} more characters cut]`;
}

function isList(value: PlainJson): value is readonly PlainJson[] {
  return Array.isArray(value);
}

function jsonBytes(value: PlainJson): number {
  return Buffer.byteLength(JSON.stringify(value));
}
