import { invalidOperation } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';
import { shippingsOf, whereOf } from './shipping-infos.ts';

interface EstimatedDelivery {
  readonly from?: string;
  readonly until?: string;
}

/** The shipping key belongs to Multiple: required there, refused otherwise. */
export const ESTIMATED_DELIVERY_ACTIONS: ActionTable = {
  setEstimatedDelivery: (
    order: MutableOrder,
    action: { shippingKey?: string; estimatedDelivery?: EstimatedDelivery },
    change: Change,
  ) => {
    const { shippingKey, estimatedDelivery } = action;
    if ((order.shippingMode === 'Multiple') !== (shippingKey !== undefined)) {
      throw invalidOperation('A shipping key is required for shipping mode Multiple and refused otherwise.');
    }
    const shipping = shippingsOf(order).find((one) => one.shippingKey === shippingKey);
    if (shipping === undefined) throw invalidOperation('The order has no such shipping method.');
    const info = shipping.info as { estimatedDelivery?: EstimatedDelivery };
    if (JSON.stringify(info.estimatedDelivery) === JSON.stringify(estimatedDelivery)) return;
    if (estimatedDelivery === undefined) delete info.estimatedDelivery;
    else info.estimatedDelivery = estimatedDelivery;
    change.report('OrderEstimatedDeliverySet', { estimatedDelivery, ...whereOf(shipping) });
  },
};
