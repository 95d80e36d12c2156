import type { ActionTable } from '../updates.ts';
import { DELIVERY_ACTIONS } from './deliveries.ts';
import { ESTIMATED_DELIVERY_ACTIONS } from './estimated-delivery.ts';
import { LINE_STATE_ACTIONS } from './line-states.ts';
import { ORDER_DETAIL_ACTIONS } from './order-details.ts';
import { ORDER_CUSTOM_FIELD_ACTIONS } from './order-fields.ts';
import { ORDER_STATE_ACTIONS } from './order-states.ts';
import { PARCEL_ACTIONS } from './parcels.ts';
import { RETURN_ACTIONS } from './returns.ts';

/** Every order action that the stand-in performs itself; the others are the mock's. */
export const ORDER_ACTIONS: ActionTable = {
  ...ORDER_STATE_ACTIONS,
  ...ORDER_DETAIL_ACTIONS,
  ...ORDER_CUSTOM_FIELD_ACTIONS,
  ...DELIVERY_ACTIONS,
  ...PARCEL_ACTIONS,
  ...LINE_STATE_ACTIONS,
  ...ESTIMATED_DELIVERY_ACTIONS,
  ...RETURN_ACTIONS,
};
