import { createHash } from 'node:crypto';
import { encodeHyphenKey } from './key-encoding.ts';

/** Longest key of an inventory entry. Source: commercetools API, inventory. */
const MAX_KEY_LENGTH = 256;

/** Which entry a key stands for. */
export interface InventoryPlace {
  readonly connectorId: string;
  readonly sku: string;
  /** Key of the supply channel; absent: the entry without channel. */
  readonly channelKey?: string;
}

/**
 * The key of an inventory entry that the connector creates: `<CONNECTOR_ID>-<SKU>`, for a supply channel
 * `<CONNECTOR_ID>-<SKU>__<channel key>`. The SKU is encoded as in the keys of deliveries, which leaves no two underscores
 * side by side, so that different places have different keys. A key over 256 characters is a hash of both.
 */
export function inventoryKey({ connectorId, sku, channelKey }: InventoryPlace): string {
  const key = `${connectorId}-${encodeHyphenKey(sku)}${channelKey === undefined ? '' : `__${channelKey}`}`;
  if (key.length <= MAX_KEY_LENGTH) return key;
  const place = JSON.stringify([sku, channelKey ?? null]);
  return `${connectorId}-sha256_${createHash('sha256').update(place, 'utf8').digest('hex')}`;
}
