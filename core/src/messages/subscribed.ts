/** Order messages the connector subscribes to: every way an order is born, and every change that can matter to Ordoro. */
export const ORDER_MESSAGE_TYPES = [
  'OrderCreated',
  // Sent instead of OrderCreated for orders of a recurring order and for imported ones.
  'OrderCreatedFromRecurringOrder',
  'OrderImported',
  'OrderDeleted',
  'OrderStateChanged',
  'OrderPaymentStateChanged',
  'OrderShipmentStateChanged',
  'OrderStateTransition',
  'OrderEditApplied',
  'OrderShippingAddressSet',
  'OrderBillingAddressSet',
  'OrderCustomerEmailSet',
  'OrderCustomTypeSet',
  'OrderCustomFieldAdded',
  'OrderCustomFieldChanged',
] as const;

/** Stock messages the connector subscribes to. commercetools sends none when an order deducts stock. */
export const INVENTORY_MESSAGE_TYPES = ['InventoryEntryCreated', 'InventoryEntryQuantitySet'] as const;

/** A message about an order that the connector reacts to. */
export type OrderMessageType = (typeof ORDER_MESSAGE_TYPES)[number];

/** A message about a stock entry that the connector reacts to. */
export type InventoryMessageType = (typeof INVENTORY_MESSAGE_TYPES)[number];

/** Whether the type is one of the subscribed order messages. */
export function isOrderMessageType(type: string): type is OrderMessageType {
  return (ORDER_MESSAGE_TYPES as readonly string[]).includes(type);
}

/** Whether the type is one of the subscribed stock messages. */
export function isInventoryMessageType(type: string): type is InventoryMessageType {
  return (INVENTORY_MESSAGE_TYPES as readonly string[]).includes(type);
}
