import type { Order } from '@commercetools/platform-sdk';
import { isDeliveryKeyOf } from '../fulfillments/delivery-keys.ts';
import { deliveriesOf } from '../fulfillments/order-deliveries.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { Situation } from './situation.ts';

/**
 * The record with the states that an update of the order set without the record knowing: its answer was lost, or the process
 * died before the record was saved. Without that, a shipment that is undone later would leave its state behind.
 * @param isAllShown the order shows everything that follows from the record
 */
export function withStatesOfLostUpdate(
  record: SyncRecord,
  situation: Pick<Situation, 'order' | 'orderWritten' | 'stored' | 'context'>,
  isAllShown: boolean,
): SyncRecord {
  const { order, orderWritten, stored, context } = situation;
  if (order === undefined || orderWritten === true || stored.state !== 'present') return record;
  const isAnswerLost = record.orderUpdate !== undefined && isAllShown;
  if (!isAnswerLost && !isBehind(stored.record, record, { order, connectorId: context.settings.connectorId }))
    return record;
  const { shipmentState, orderState } = order;
  return {
    ...record,
    ...(shipmentState === undefined ? {} : { shipmentState }),
    ...(orderState === 'Complete' && context.settings.completeWhenShipped ? { orderStateSet: orderState } : {}),
  };
}

/**
 * Whether the order shows a delivery of ours that the stored record knows no shipment for, or shows none any more where only
 * the stored record still does.
 */
function isBehind(stored: SyncRecord, record: SyncRecord, of: { order: Order; connectorId: string }): boolean {
  const { order, connectorId } = of;
  const keys = deliveriesOf(order).flatMap(({ delivery }) => delivery.key ?? []);
  return (record.ordoroOrders ?? []).some(({ number: orderNumber, shipment }) => {
    const isShown = keys.some((key) => isDeliveryKeyOf(key, { connectorId, orderNumber }));
    const isStored = (stored.ordoroOrders ?? []).some(
      (known) => known.number === orderNumber && known.shipment !== undefined,
    );
    return isShown ? !isStored : isStored && shipment === undefined;
  });
}
