/** A JSON object as it came in: nothing about its fields is known yet. */
export type JsonObject = { readonly [field: string]: unknown };

/** Longest text that is parsed, in characters. A queue message stays under about 256 KB, base64 and wrapping included well below this. */
export const MAX_JSON_LENGTH = 10 * 1024 * 1024;

/** Deepest nesting that is parsed. An order with custom fields stays below 30. */
export const MAX_JSON_NESTING = 200;

/** The parsed value, or why there is none. The reason never repeats the text, which may hold personal data. */
export type ParsedJson = { readonly value: unknown } | { readonly reason: string };

/** Parses JSON from an unknown sender: too long, too deep or broken texts give a reason; never throws. */
export function parseBoundedJson(text: string): ParsedJson {
  if (text.length > MAX_JSON_LENGTH) return { reason: `It is longer than ${MAX_JSON_LENGTH} characters.` };
  if (isNestedDeeperThan(text, MAX_JSON_NESTING)) {
    return { reason: `It is nested deeper than ${MAX_JSON_NESTING} levels.` };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { reason: 'It is not JSON.' };
  }
}

/** The value when it is a JSON object; undefined for arrays, null and everything else. */
export function asJsonObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/**
 * Counts brackets outside string literals, so that depth is known before anything is built from the text. A plain loop:
 * a regular expression would need stack for every character of a megabyte of base64.
 */
function isNestedDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      index = endOfLiteral(text, index);
    } else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return false;
}

/** Index of the quotation mark that closes the string literal opened at `start`, or the end of the text. */
function endOfLiteral(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
