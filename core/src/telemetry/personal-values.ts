import { FUNCTION_WORDS, isTechnicalWord } from './technical-words.ts';

/** What stands where personal data was. */
export const REDACTED = '[redacted]';

/** Values found in one payload while it is redacted, so that they can be recognised in its error texts. */
export interface FoundValues {
  /** Values that name a person: names, e-mail addresses, phone numbers, streets, postal codes. */
  readonly identity: Set<string>;
  /** Where a person lives: city, state. */
  readonly places: Set<string>;
  /** Everything else that was replaced: notes, custom fields, unknown fields. */
  readonly others: Set<string>;
  /** Identifiers and codes that stay visible. */
  readonly kept: Set<string>;
}

/** An empty collection. */
export function noFoundValues(): FoundValues {
  return { identity: new Set(), places: new Set(), others: new Set(), kept: new Set() };
}

/** Whether so much was found that looking for it in texts would take long; texts are then better replaced whole. */
export function isTooMuchToSearch(found: FoundValues): boolean {
  return found.identity.size + found.places.size + found.others.size > 3000;
}

/** Masks personal data in the two kinds of values that stay visible. */
export interface PersonalMask {
  /** In prose: e-mail addresses, phone numbers, and every word that was replaced elsewhere in the payload. */
  readonly inText: (text: string) => string;
  /** In an identifier, code or label: e-mail addresses and what names a person. */
  readonly inCode: (code: string) => string;
}

const EMAIL = /[^\s@<>"'(),;:[\]]{1,64}(?:@|%40)[^\s@<>"'(),;[\]]{1,255}/gi;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const WORD = /[\p{L}\p{N}]{2,}/gu;

/** UUIDs and ISO dates consist of digit runs too: they are matched first, so that only the rest is taken for a number. */
const DIGIT_RUN =
  /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b\d{4}-\d\d-\d\d(?:T[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)?)?)|(?<![\p{L}\p{N}_-])\+?\(?\d(?:[\s()./-]{0,3}\d){6,19}(?![\p{L}\p{N}_])/giu;

/** Longer values are recognised by their words alone. */
const MAX_WHOLE_LENGTH = 200;

/** A mask for these values. */
export function personalMask(found: FoundValues): PersonalMask {
  const personal = [...found.identity, ...found.places].filter(isTelling);
  const others = [...found.others].filter(isTelling);
  const identity = [...found.identity].filter((value) => value.length >= 4 && value.length <= MAX_WHOLE_LENGTH);
  const visible = [...found.kept].filter((value) => value.length >= 3 && !found.identity.has(value));
  const isHidden = hiddenWords(found);
  const maskRest = (text: string): string =>
    replaceValues(others, text)
      .replace(DIGIT_RUN, (run, harmless: string | undefined) => (harmless === undefined ? REDACTED : run))
      .replace(WORD, (word) => (isHidden(word) ? REDACTED : word));
  return {
    // A person's data first; then what is visible elsewhere is spared, e.g. a SKU that shares words with a product name.
    inText: (text) =>
      splitAt(visible, replaceValues(personal, text.replace(EMAIL, REDACTED)))
        .map((part, index) => (index % 2 === 1 ? part : maskRest(part)))
        .join(''),
    inCode: (code) => (UUID.test(code) ? code : replaceValues(identity, code.replace(EMAIL, REDACTED))),
  };
}

/** A value that is one ordinary word of error messages says nothing and would hide much. */
function isTelling(value: string): boolean {
  return value.length >= 2 && value.length <= MAX_WHOLE_LENGTH && !isTechnicalWord(value);
}

/** Tells whether a word was replaced elsewhere. */
function hiddenWords(found: FoundValues): (word: string) => boolean {
  // "Price" is a surname too: words of a person's data are hidden although they are ordinary ones.
  const personal = wordsOf(found.identity, found.places).filter((word) => !FUNCTION_WORDS.has(word.toLowerCase()));
  const words = [...personal, ...wordsOf(found.others).filter((word) => !isTechnicalWord(word))];
  const exact = new Set(words);
  const inAnyCase = new Set(words.filter((word) => !needsSameSpelling(word)).map((word) => word.toLowerCase()));
  return (word) => exact.has(word) || inAnyCase.has(word.toLowerCase());
}

function wordsOf(...values: readonly ReadonlySet<string>[]): readonly string[] {
  return values.flatMap((set) => [...set].flatMap((value) => value.match(WORD) ?? []));
}

/** Ordinary and very short words count only in the same spelling, so that "Price" hides no "price". */
function needsSameSpelling(value: string): boolean {
  return value.length <= 2 || isTechnicalWord(value);
}

/** Replaces the values; only those that occur go into a pattern, so that patterns stay small. */
function replaceValues(values: readonly string[], text: string): string {
  const lower = text.toLowerCase();
  const present = values.filter((value) => lower.includes(value.toLowerCase())).sort(byLength);
  const exact = present.filter(needsSameSpelling);
  const inAnyCase = present.filter((value) => !needsSameSpelling(value));
  const withoutOthers = inAnyCase.length === 0 ? text : text.replace(anyOf(inAnyCase, 'giu'), REDACTED);
  return exact.length === 0 ? withoutOthers : withoutOthers.replace(anyOf(exact, 'gu'), REDACTED);
}

function anyOf(values: readonly string[], flags: string): RegExp {
  return new RegExp(values.map(patternOf).join('|'), flags);
}

/** Short values stand between word boundaries; long ones, and those in scripts without blanks, are found anywhere. */
function patternOf(value: string): string {
  const literal = literalPattern(value);
  const standsAlone = value.length < 8 && /^[\x20-\x7e]*$/.test(value);
  return standsAlone ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
}

/** Splits a text so that every second part is one of the values, untouched. */
function splitAt(values: readonly string[], text: string): readonly string[] {
  const present = values.filter((value) => text.includes(value)).sort(byLength);
  if (present.length === 0) return [text];
  const literals = present.map(literalPattern).join('|');
  return text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${literals})(?![\\p{L}\\p{N}])`, 'u'));
}

/** Longest first, so that a value inside another leaves no rest of it. */
function byLength(one: string, other: string): number {
  return other.length - one.length;
}

function literalPattern(value: string): string {
  return value.toWellFormed().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
