import { randomUUID } from 'node:crypto';
import type { DeliveryItem, ParcelMeasurements, TrackingData } from '@commercetools/platform-sdk';
import { type CustomDraft, CustomFieldRules, type Customized } from '../custom-fields.ts';
import type { Mutable } from '../mutable.ts';
import { duplicateField } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';
import {
  checkKey,
  type DeliveryName,
  deliveriesOf,
  findDelivery,
  findParcel,
  type MutableParcel,
  type ParcelName,
} from './shipping-infos.ts';

/** A parcel as a draft gives it. */
export interface ParcelDraft {
  readonly measurements?: Mutable<ParcelMeasurements>;
  readonly trackingData?: Mutable<TrackingData>;
  readonly items?: Mutable<DeliveryItem>[];
  readonly custom?: CustomDraft;
}

/** Parcel actions; a parcel is named by id or key, a value left out is removed. */
export const PARCEL_ACTIONS: ActionTable = {
  addParcelToDelivery: (order: MutableOrder, action: DeliveryName & ParcelDraft & ParcelName, change: Change) => {
    const { delivery, where } = findDelivery(order, action);
    const key = action.parcelKey;
    const parcel = newParcel(order, { ...action, ...(key === undefined ? {} : { key }) }, change);
    delivery.parcels.push(parcel);
    change.report('ParcelAddedToDelivery', { delivery, parcel, ...where });
  },
  removeParcelFromDelivery: (order: MutableOrder, name: ParcelName, change: Change) => {
    const { parcel, delivery, where } = findParcel(order, name);
    delivery.parcels = delivery.parcels.filter((one) => one !== parcel);
    change.report('ParcelRemovedFromDelivery', { deliveryId: delivery.id, parcel, ...where });
  },
  setParcelTrackingData: (order: MutableOrder, action: ParcelName & ParcelDraft, change: Change) => {
    const found = findParcel(order, action);
    if (!replaced(found.parcel, 'trackingData', action.trackingData)) return;
    change.report('ParcelTrackingDataUpdated', { ...namesOf(found), trackingData: action.trackingData });
  },
  setParcelItems: (order: MutableOrder, action: ParcelName & ParcelDraft, change: Change) => {
    const found = findParcel(order, action);
    const oldItems = found.parcel.items;
    if (!replaced(found.parcel, 'items', action.items)) return;
    change.report('ParcelItemsUpdated', { ...namesOf(found), items: action.items ?? [], oldItems });
  },
  setParcelMeasurements: (order: MutableOrder, action: ParcelName & ParcelDraft, change: Change) => {
    const found = findParcel(order, action);
    if (!replaced(found.parcel, 'measurements', action.measurements)) return;
    change.report('ParcelMeasurementsUpdated', { ...namesOf(found), measurements: action.measurements });
  },
  setParcelCustomType: (order: MutableOrder, action: ParcelName & CustomDraft, change: Change) => {
    rules(change).setType(findParcel(order, action).parcel as Customized, action);
  },
  setParcelCustomField: (
    order: MutableOrder,
    action: ParcelName & { name: string; value?: unknown },
    change: Change,
  ) => {
    rules(change).setField(findParcel(order, action).parcel as Customized, action.name, action.value);
  },
};

/** A new parcel. Raises 400 when its key is taken by another parcel of the order. */
export function newParcel(
  order: MutableOrder,
  draft: ParcelDraft & { readonly key?: string },
  change: Change,
): MutableParcel {
  const { key, measurements, trackingData, items } = draft;
  checkKey(key);
  const parcels = deliveriesOf(order).flatMap((delivery) => delivery.parcels);
  if (key !== undefined && parcels.some((parcel) => parcel.key === key)) throw duplicateField('parcelKey', key);
  const custom = rules(change).create(draft.custom);
  return {
    id: randomUUID(),
    ...(key === undefined ? {} : { key }),
    createdAt: change.now,
    ...(measurements === undefined ? {} : { measurements }),
    ...(trackingData === undefined ? {} : { trackingData }),
    ...(items === undefined ? {} : { items }),
    ...(custom === undefined ? {} : { custom }),
  };
}

function replaced<Field extends 'trackingData' | 'items' | 'measurements'>(
  parcel: MutableParcel,
  field: Field,
  value: MutableParcel[Field],
): boolean {
  const before = JSON.stringify(parcel[field]);
  if (value === undefined) delete parcel[field];
  else parcel[field] = value;
  return before !== JSON.stringify(value);
}

function namesOf({ parcel, delivery, where }: ReturnType<typeof findParcel>): object {
  return { deliveryId: delivery.id, parcelId: parcel.id, ...where };
}

function rules(change: Change): CustomFieldRules {
  return new CustomFieldRules(change.platform.storage, 'order-parcel');
}
