import { createHash } from 'node:crypto';

/** Longest key of a custom object. Source: commercetools API, custom objects. */
const MAX_KEY_LENGTH = 256;

/**
 * Encodes any text as (part of) a custom object key: UTF-8 bytes outside `A-Za-z0-9_.-` become `~hh`, lower-case hex.
 * When prefix and encoded text together exceed 256 characters, the encoded part is `sha256~<hex>` of the text; the value's
 * own field then tells which text is meant.
 */
export function encodeKey(text: string, prefix = ''): string {
  const encoded = encodeBytes(text, { kept: /[A-Za-z0-9_.-]/, escape: '~' });
  if (prefix.length + encoded.length <= MAX_KEY_LENGTH) return prefix + encoded;
  return `${prefix}sha256~${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/**
 * Encodes any text as (part of) the key of a delivery, parcel or return item: UTF-8 bytes outside `A-Za-z0-9-` become `_hh`,
 * lower-case hex. Different texts have different keys. It does not shorten: commercetools refuses keys over 256 characters.
 */
export function encodeHyphenKey(text: string): string {
  return encodeBytes(text, { kept: /[A-Za-z0-9-]/, escape: '_' });
}

function encodeBytes(text: string, rule: { kept: RegExp; escape: string }): string {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    encoded += rule.kept.test(character) ? character : rule.escape + byte.toString(16).padStart(2, '0');
  }
  return encoded;
}
