import { bounded } from './bounded.ts';
import type { FoundValues, PersonalMask } from './personal-values.ts';
import { isTooMuchToSearch, noFoundValues, personalMask, REDACTED } from './personal-values.ts';
import type { PlainJson } from './plain-json.ts';
import { plainJson } from './plain-json.ts';
import type { FieldKind, Surroundings } from './redaction-fields.ts';
import {
  isKeptInPersonalData,
  isPlaceField,
  kindOfField,
  looksLikeAddress,
  surroundingsOf,
} from './redaction-fields.ts';
import { withoutSecrets } from './without-secrets.ts';

export { safeText } from './secrets.ts';

/** `LOG_PAYLOADS`: nothing, structure and business values, or everything but credentials. */
export type PayloadMode = 'none' | 'redacted' | 'full';

/** Longest JSON of one redacted payload, in bytes (UTF-8). */
export const MAX_PAYLOAD_BYTES = 8 * 1024;

/** Longest prose that is searched and kept, in UTF-16 units. */
const MAX_PROSE_LENGTH = 4000;

/** One call: what was sent and what came back. */
export interface Exchange {
  readonly request?: unknown;
  readonly response?: unknown;
}

/**
 * Both sides of a call as they may be logged, each at most `MAX_PAYLOAD_BYTES` long; together, because an answer such as
 * `invalid city Springfield` can be recognised as personal only by the request it answers. `none`: nothing. `full`: without
 * credentials only. `redacted`: identifiers, amounts, codes, statuses, dates and countries keep their values, every other
 * value becomes `[redacted]`; in error messages e-mail addresses, phone numbers and every word replaced elsewhere in the
 * payload are masked too. `secrets` are masked in any mode but `none`. A text that is JSON is treated as what it says. Never throws.
 */
export function redactExchange(exchange: Exchange, mode: PayloadMode, secrets: readonly string[] = []): Exchange {
  if (mode === 'none') return {};
  const copies = Object.entries({ request: exchange.request, response: exchange.response })
    .filter(([, payload]) => payload !== undefined)
    .map(([side, payload]) => ({ side, copy: plainJson(parsedText(payload)) }))
    .map(({ side, copy }) => ({ side, value: withoutSecrets(copy.value, secrets), complete: copy.complete }));
  if (mode === 'full') return Object.fromEntries(copies.map(({ side, value }) => [side, cut(value)]));
  const values = copies.map(({ value }) => value);
  const mask = maskFor(
    values,
    copies.every(({ complete }) => complete),
  );
  return Object.fromEntries(copies.map(({ side, value }) => [side, cut(redacted(value, mask))]));
}

/**
 * A message, e.g. a vendor's, without the personal data of the payloads it is about: e-mail addresses, phone numbers and
 * every word that `redacted` mode would replace in them. For texts that go into records, dead letters or order fields.
 */
export function redactText(text: string, context: unknown, secrets: readonly string[] = []): string {
  const { value, complete } = plainJson(parsedText(context));
  const prose = withoutSecrets(text.slice(0, MAX_PROSE_LENGTH).toWellFormed(), secrets);
  return maskFor([withoutSecrets(value, secrets)], complete).inText(String(prose));
}

/** The mask for error texts; where not everything could be searched, texts are replaced whole. */
function maskFor(values: readonly PlainJson[], complete: boolean): PersonalMask {
  const found = noFoundValues();
  for (const value of values) mapValues(value, TOP, (leaf, place) => collect(leaf, place, found));
  const mask = personalMask(found);
  return complete && !isTooMuchToSearch(found) ? mask : { ...mask, inText: () => REDACTED };
}

function redacted(value: PlainJson, mask: PersonalMask): PlainJson {
  return mapValues(value, TOP, (leaf, place) => {
    const kind = keptKind(leaf, place);
    if (kind === undefined) return REDACTED;
    if (isShortNumber(leaf)) return leaf;
    const text = String(leaf);
    if (kind === 'text') return mask.inText(text.slice(0, MAX_PROSE_LENGTH).toWellFormed());
    const masked = mask.inCode(text);
    return masked === text ? leaf : masked;
  });
}

type Leaf = string | number;

/** Where a value stands. Items of a list stand where the list stands. */
interface Place {
  readonly field: string;
  readonly surroundings: Surroundings;
}

const TOP: Place = { field: '', surroundings: 'business' };

function mapValues(value: PlainJson, place: Place, change: (leaf: Leaf, place: Place) => PlainJson): PlainJson {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return change(value, place);
  if (Array.isArray(value)) return value.map((item: PlainJson) => mapValues(item, place, change));
  const surroundings =
    place.surroundings === 'business' && looksLikeAddress(Object.keys(value)) ? 'person' : place.surroundings;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      FIELD_NAME.test(field) ? field : REDACTED,
      mapValues(inner, { field, surroundings: surroundingsOf(field, surroundings) }, change),
    ]),
  );
}

/** Other names are no field names but values, such as the e-mail address in a look-up table. */
const FIELD_NAME = /^[A-Za-z_$][\w$.-]{0,63}$/;

const CODE = /^[\w.:/+~#*|,$()-]{1,128}$/;
const LABEL = /^[^\p{Cc}@]{1,128}$/u;
const DATE = /^\d{4}-\d\d-\d\d(T[\d:.]{5,15}(Z|[+-]\d\d:?\d\d)?)?$/;

/** Why this value may stay; undefined: it may not. */
function keptKind(leaf: Leaf, place: Place): FieldKind | undefined {
  if (place.surroundings !== 'business') {
    return isKeptInPersonalData(place.field) && CODE.test(String(leaf)) ? 'code' : undefined;
  }
  const kind = kindOfField(place.field);
  if (kind === undefined || kind === 'text') return kind;
  const form = { code: CODE, label: LABEL, date: DATE }[kind];
  return form.test(String(leaf)) ? kind : undefined;
}

function collect(leaf: Leaf, place: Place, found: FoundValues): PlainJson {
  const text = String(leaf).trim();
  const kind = keptKind(leaf, place);
  if (kind === undefined) replacedValues(place, found).add(text);
  else if (kind === 'code' || kind === 'label') found.kept.add(text);
  return null;
}

function replacedValues(place: Place, found: FoundValues): Set<string> {
  if (place.surroundings !== 'person') return found.others;
  return isPlaceField(place.field) ? found.places : found.identity;
}

/** Quantities and amounts may equal a house number or a postal code by chance. */
function isShortNumber(leaf: Leaf): boolean {
  return typeof leaf === 'number' && String(leaf).length < 7;
}

function cut(value: PlainJson): PlainJson {
  return bounded(value, MAX_PAYLOAD_BYTES);
}

/** Bodies are often kept as text: a text that is a JSON object or list is treated as that. */
function parsedText(payload: unknown): unknown {
  if (typeof payload !== 'string' || !/^\s*[[{]/.test(payload)) return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
