import { createHash } from 'node:crypto';
import type { Order } from '@commercetools/platform-sdk';

/** Raised whenever the projection below changes; records name the one they were made with. */
const PROJECTION = 1;

/**
 * What of a commercetools order matters to Ordoro, as a hash: two orders with the same fingerprint lead to the same Ordoro
 * orders under the same configuration. Only commercetools fields take part, so that a mapping edit changes no order.
 */
export function fingerprintOf(order: Order): string {
  return `${PROJECTION}:${hashOf({
    addresses: [
      order.shippingAddress,
      order.billingAddress,
      order.itemShippingAddresses,
      (order.shipping ?? []).map(({ shippingAddress }) => shippingAddress),
    ],
    email: order.customerEmail,
    lines: order.lineItems.map((line) => [
      line.id,
      line.variant.sku,
      line.quantity,
      line.totalPrice.centAmount,
      line.shippingDetails,
    ]),
    customLines: order.customLineItems.map((line) => [line.id, line.quantity, line.totalPrice.centAmount]),
    totals: [order.totalPrice, order.taxedPrice?.totalGross, order.taxedPrice?.totalNet, order.discountOnTotalPrice],
    shipping: [order.shippingInfo, ...(order.shipping ?? []).map(({ shippingInfo }) => shippingInfo)].map((info) => [
      info?.shippingMethodName,
      info?.price.centAmount,
      info?.estimatedDelivery,
    ]),
  })}`;
}

/** SHA-256 of any plain data, independent of the order of its keys; undefined fields do not count. */
export function hashOf(data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(data)) ?? '')
    .digest('hex');
}

function sorted(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sorted);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
