import { createHash } from 'node:crypto';
import { encodeHyphenKey } from '../commercetools/key-encoding.ts';

/** Leaves room for `-S<n>` and the number of a parcel: the keys of deliveries and parcels have at most 256 characters. */
const MAX_BASE_LENGTH = 240;

/**
 * Key of the delivery that shows an Ordoro order: `<CONNECTOR_ID>-<order number>`, with UTF-8 bytes outside `A-Za-z0-9-` as
 * `_hh`. Where that would be longer than 240 characters the number is `sha256-<hex>`; the delivery's field tells it.
 * @param part number of the part, where one Ordoro order carries several parts that are delivered apart: `-S<part>` is appended
 */
export function deliveryKey(connectorId: string, orderNumber: string, part?: number): string {
  const plain = encodeHyphenKey(`${connectorId}-${orderNumber}`);
  const base = plain.length <= MAX_BASE_LENGTH ? plain : hashed(connectorId, orderNumber);
  return part === undefined ? base : `${base}-S${part}`;
}

/** Key of a parcel of the delivery. @param position from 1, in Ordoro's order */
export function parcelKey(key: string, position: number): string {
  return `${key}-${position}`;
}

/** Whether a delivery key can be one of the connector's for this Ordoro order. Another number may lead to the same key. */
export function isDeliveryKeyOf(key: string, of: { connectorId: string; orderNumber: string }): boolean {
  const base = deliveryKey(of.connectorId, of.orderNumber);
  return key === base || (key.startsWith(base) && /^-S[1-9]\d*$/.test(key.slice(base.length)));
}

/** Whether a parcel key can be one of the connector's in the delivery with this key. */
export function isParcelKeyOf(key: string, delivery: string): boolean {
  return key.startsWith(delivery) && /^-[1-9]\d*$/.test(key.slice(delivery.length));
}

function hashed(connectorId: string, orderNumber: string): string {
  return `${encodeHyphenKey(connectorId)}-sha256-${createHash('sha256').update(orderNumber, 'utf8').digest('hex')}`;
}
