const SPACES_AND_CONTROLS = /[\s\p{Z}\p{Cc}]+/gu;
const ONLY_INVISIBLE = /^[\s\p{Cf}]*$/u;
const LONE_SURROGATE = /\p{Cs}/gu;
const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * One address part as it may be sent: trimmed, each run of blanks, line breaks and control characters made one space,
 * lone surrogates replaced by U+FFFD so that the JSON is valid UTF-8. Everything else is kept, whatever script or length.
 * Absent when nothing visible is left. Never throws.
 */
export function cleanText(value: string | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = value.replace(LONE_SURROGATE, '\uFFFD').replace(SPACES_AND_CONTROLS, ' ').trim();
  return ONLY_INVISIBLE.test(text) ? undefined : text;
}

/**
 * Whether a part says anything. Shoppers fill fields that they cannot leave empty with `-` or `.`: a text without any
 * letter, digit or pictograph counts as missing.
 */
export function isFilled(value: string | undefined): boolean {
  return value !== undefined && SAYS_SOMETHING.test(value);
}

/** The given texts, cleaned, absent ones left out, joined; absent when none is left. */
export function joinTexts(values: readonly (string | undefined)[], separator: string): string | undefined {
  const texts = values.map(cleanText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts.join(separator);
}
