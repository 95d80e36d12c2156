import type { LineItem, Order } from '@commercetools/platform-sdk';
import type { MessageFields } from '../messages.ts';

/**
 * The messages an applied order edit sends for its lines: OrderLineItemAdded for a new line or more units of one,
 * OrderLineItemRemoved for fewer units or none. Source: https://docs.commercetools.com/api/projects/messages
 */
export function lineMessages(before: Order, after: Order): MessageFields[] {
  const added = after.lineItems.flatMap((line): MessageFields[] => {
    const addedQuantity = line.quantity - quantityOf(before, line.id);
    return addedQuantity > 0 ? [{ type: 'OrderLineItemAdded', lineItem: line, addedQuantity }] : [];
  });
  const removed = before.lineItems.flatMap((line) => removal(line, after));
  return [...added, ...removed];
}

function removal(line: LineItem, after: Order): MessageFields[] {
  const newQuantity = quantityOf(after, line.id);
  if (newQuantity >= line.quantity) return [];
  const left = after.lineItems.find(({ id }) => id === line.id);
  return [
    {
      type: 'OrderLineItemRemoved',
      lineItemId: line.id,
      ...(line.key === undefined ? {} : { lineItemKey: line.key }),
      removedQuantity: line.quantity - newQuantity,
      newQuantity,
      newState: left?.state ?? [],
      newTotalPrice: left?.totalPrice ?? { ...line.totalPrice, centAmount: 0 },
      ...(left?.taxedPrice === undefined ? {} : { newTaxedPrice: left.taxedPrice }),
      ...(left === undefined ? {} : { newPrice: left.price }),
      ...(left?.shippingDetails === undefined ? {} : { newShippingDetail: left.shippingDetails }),
    },
  ];
}

function quantityOf(order: Order, id: string): number {
  return order.lineItems.find((line) => line.id === id)?.quantity ?? 0;
}
