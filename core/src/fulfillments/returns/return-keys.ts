import { createHash } from 'node:crypto';
import { encodeHyphenKey } from '../../commercetools/key-encoding.ts';
import type { KnownReturnLine } from '../../records/known-return.ts';

/** Longest key of a return item less room for the quantity. Source: commercetools API, ReturnItem. */
const MAX_STEM_LENGTH = 240;

/** Begins the keys of all return items that this deployment writes. */
export function ownKeyPrefix(connectorId: string): string {
  return `${encodeHyphenKey(connectorId)}-`;
}

/**
 * Beginning of the keys of all items of one return line: `<CONNECTOR_ID>-<reference>-<line_id>`. A line without id is named by
 * its SKU, marked and without hyphens, so that no two lines can share a key. Too long a one is replaced by its hash.
 */
export function keyStem(connectorId: string, reference: string, line: Pick<KnownReturnLine, 'lineId' | 'sku'>): string {
  const name = line.lineId ?? encodeHyphenKey(`sku:${line.sku ?? ''}`).replaceAll('-', '_2d');
  const stem = `${encodeHyphenKey(reference)}-${name}`;
  const prefix = ownKeyPrefix(connectorId);
  if (prefix.length + stem.length <= MAX_STEM_LENGTH) return prefix + stem;
  return prefix + encodeHyphenKey(`sha256~${createHash('sha256').update(stem, 'utf8').digest('hex')}`);
}

/** Key of the item that reports the return line up to this many received units. */
export function itemKey(stem: string, received: number): string {
  return `${stem}-${received}`;
}

/** The cumulative number of received units in a key of this line; undefined: the key is of another line, or not ours. */
export function receivedInKey(stem: string, key: string | undefined): number | undefined {
  if (key?.startsWith(`${stem}-`) !== true) return undefined;
  const [, digits] = /^([1-9]\d*)$/.exec(key.slice(stem.length + 1)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
