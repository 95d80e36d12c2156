import type { LineItem, Order } from '@commercetools/platform-sdk';
import { localizedText } from './localized-text.ts';

/** Longest note sent; Ordoro's own limit is not documented. */
const MAX_NOTE_LENGTH = 4_000;

/**
 * What staff in Ordoro should know about the order and find nowhere else. Begins with the ISO currency, because Ordoro's
 * amounts carry none.
 * @param extra lines of the merchant's own field mappings
 */
export function internalNotes(
  order: Order,
  options: { notShipped: readonly LineItem[]; extra: readonly string[] },
): string {
  const codes = discountCodes(order);
  const unshipped = [
    ...options.notShipped.map(
      (line) => `${line.quantity} x ${line.variant.sku ?? localizedText(line.name, order.locale) ?? line.id}`,
    ),
    ...order.customLineItems.map((line) => `${line.quantity} x ${localizedText(line.name, order.locale) ?? line.slug}`),
  ];
  const notes = [
    order.totalPrice.currencyCode,
    `commercetools order ${order.orderNumber === undefined ? order.id : `${order.orderNumber} (${order.id})`}`,
    order.customerId === undefined ? undefined : `customer ${order.customerId}`,
    order.store === undefined ? undefined : `store ${order.store.key}`,
    order.purchaseOrderNumber === undefined ? undefined : `PO number ${order.purchaseOrderNumber}`,
    codes.length === 0 ? undefined : `discount codes ${codes.join(', ')}`,
    unshipped.length === 0 ? undefined : `not shipped: ${unshipped.join(', ')}`,
    ...options.extra,
  ];
  const text = notes
    .filter((note): note is string => note !== undefined)
    .join('\n')
    .toWellFormed();
  return text.length <= MAX_NOTE_LENGTH ? text : `${text.slice(0, MAX_NOTE_LENGTH - 1).toWellFormed()}…`;
}

/** The codes themselves where the reference was expanded, else the ids of the discount code resources. */
function discountCodes(order: Order): string[] {
  return (order.discountCodes ?? []).map(({ discountCode }) => discountCode.obj?.code ?? discountCode.id);
}
