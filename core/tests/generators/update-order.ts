import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { delivered } from './delivered-order.ts';
import { EXPORT_CHANNEL_ID } from './situations.ts';

/** The order after update actions as the connector uses them. */
export function updated(order: Order, actions: readonly OrderUpdateAction[]): Order {
  return actions.reduce<Order>(applied, { ...order, version: order.version + 1 });
}

function applied(order: Order, action: OrderUpdateAction): Order {
  switch (action.action) {
    case 'setCustomType':
      return { ...order, custom: { type: { typeId: 'type', id: 'our-type' }, fields: { ...action.fields } } };
    case 'setCustomField': {
      if (order.custom === undefined) throw new Error('the order has no Type');
      const { [action.name]: _before, ...others } = order.custom.fields;
      const fields = action.value === undefined ? others : { ...others, [action.name]: action.value };
      return { ...order, custom: { ...order.custom, fields } };
    }
    case 'updateSyncInfo': {
      const channel = { typeId: 'channel' as const, id: EXPORT_CHANNEL_ID };
      const entry = { channel, externalId: action.externalId, syncedAt: action.syncedAt ?? '' };
      return { ...order, syncInfo: [...order.syncInfo, entry] };
    }
    case 'changeShipmentState':
      return { ...order, shipmentState: action.shipmentState };
    case 'changeOrderState':
      return { ...order, orderState: action.orderState };
    case 'addReturnInfo': {
      const items = action.items.map((item) => ({
        ...item,
        type: 'LineItemReturnItem' as const,
        id: `id-of-${item.key}`,
        lineItemId: item.lineItemId ?? '',
        paymentState: 'Initial' as const,
        createdAt: '2026-01-02T04:00:00.000Z',
        lastModifiedAt: '2026-01-02T04:00:00.000Z',
      }));
      return { ...order, returnInfo: [...(order.returnInfo ?? []), { items }] } as Order;
    }
    default:
      return delivered(order, [action]);
  }
}
