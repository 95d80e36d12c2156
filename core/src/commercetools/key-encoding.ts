import { createHash } from 'node:crypto';

/** Longest key of a custom object. Source: commercetools API, custom objects. */
const MAX_KEY_LENGTH = 256;

/**
 * Encodes any text as (part of) a custom object key: UTF-8 bytes outside `A-Za-z0-9_.-` become `~hh`, lower-case hex.
 * When prefix and encoded text together exceed 256 characters, the encoded part is `sha256~<hex>` of the text; the value's
 * own field then tells which text is meant.
 */
export function encodeKey(text: string, prefix = ''): string {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9_.-]/.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
  }
  if (prefix.length + encoded.length <= MAX_KEY_LENGTH) return prefix + encoded;
  return `${prefix}sha256~${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}
