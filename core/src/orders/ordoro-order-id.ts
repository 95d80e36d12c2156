import type { Order } from '@commercetools/platform-sdk';
import type { SyncRecord } from '../records/sync-record.ts';

/** Characters that are certain to survive in Ordoro's paths; for all others that is UNPROVEN. */
const UNSAFE = /[^A-Za-z0-9_.-]/gu;

/** Hex digits of the order id that keep two sanitised order numbers apart. */
const DISTINCTION = 6;

/**
 * The `order_id` that an order gets in Ordoro: its order number, else its id. Unsafe characters become `-`, and only then
 * `-` and the first six hex digits of the order id are appended. Chosen once and kept in the record.
 */
export function ordoroOrderId(order: Pick<Order, 'id' | 'orderNumber'>): string {
  const name = order.orderNumber === undefined || order.orderNumber === '' ? order.id : order.orderNumber;
  const safe = name.replace(UNSAFE, '-');
  return safe === name ? name : `${safe}-${order.id.replace(/[^0-9a-f]/gi, '').slice(0, DISTINCTION)}`;
}

/** The `order_id` that the record chose, without the suffix of a part; undefined: none yet. */
export function chosenOrderId({ parts: [first] }: Pick<SyncRecord, 'parts'>): string | undefined {
  if (first === undefined) return undefined;
  return first.key === undefined ? first.orderId : first.orderId.replace(new RegExp(`-S${first.number}$`), '');
}

/** The commercetools order id in a `cart_order_id`: its first 36 characters, before a part's `-S<n>`. */
export function orderIdOfCartOrderId(cartOrderId: string): string {
  return cartOrderId.slice(0, 36);
}
