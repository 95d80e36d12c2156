import type {
  Delivery,
  OrderUpdateAction,
  Parcel,
  ParcelDraft,
  ParcelMeasurements,
  TrackingData,
} from '@commercetools/platform-sdk';
import { PARCEL_TYPE_KEY } from '../setup/type-definitions.ts';
import { customDraft, customFieldChanges } from './custom-field-changes.ts';
import { isParcelKeyOf } from './delivery-keys.ts';
import type { WantedFields, WantedParcel } from './wanted-parcels.ts';

const PARCEL_FIELDS = ['service', 'trackingUrl', 'shippingCost', 'estimatedDelivery'] as const;

const SIDES = ['lengthInMillimeter', 'widthInMillimeter', 'heightInMillimeter', 'weightInGram'] as const;

/**
 * The update actions that make a delivery of the connector show the wanted parcels; none when it does. Parcels without a key of
 * ours are left alone.
 * @param typeId id of the Type `ordoro-parcel`; undefined: not known
 */
export function parcelActions(
  delivery: Delivery,
  wanted: readonly WantedParcel[],
  typeId: string | undefined,
): OrderUpdateAction[] {
  const kept = new Map<string, Parcel>();
  const surplus: Parcel[] = [];
  const keys = new Set(wanted.map(({ key }) => key));
  for (const parcel of delivery.parcels) {
    const { key = '' } = parcel;
    if (keys.has(key) && !kept.has(key)) kept.set(key, parcel);
    else if (isParcelKeyOf(key, delivery.key ?? '')) surplus.push(parcel);
  }
  return [
    ...surplus.map(({ id }): OrderUpdateAction => ({ action: 'removeParcelFromDelivery', parcelId: id })),
    ...wanted.flatMap((parcel) => {
      const present = kept.get(parcel.key);
      return present === undefined ? [addition(delivery, parcel)] : changes(present, parcel, typeId);
    }),
  ];
}

function addition(delivery: Delivery, wanted: WantedParcel): OrderUpdateAction {
  const { key, ...draft } = parcelDraft(wanted);
  return { action: 'addParcelToDelivery', deliveryId: delivery.id, parcelKey: wanted.key, ...draft };
}

/** A parcel of a new delivery. */
export function parcelDraft({ key, trackingData, measurements, fields }: WantedParcel): ParcelDraft {
  return {
    key,
    trackingData,
    ...(measurements === undefined ? {} : { measurements }),
    ...customDraft(PARCEL_TYPE_KEY, fields),
  };
}

function changes(present: Parcel, wanted: WantedParcel, typeId: string | undefined): OrderUpdateAction[] {
  const { id: parcelId } = present;
  const { trackingData, measurements, fields } = wanted;
  return [
    ...(isSameTracking(present.trackingData, trackingData)
      ? []
      : [{ action: 'setParcelTrackingData' as const, parcelId, trackingData }]),
    ...(isSameSize(present.measurements, measurements)
      ? []
      : [
          {
            action: 'setParcelMeasurements' as const,
            parcelId,
            ...(measurements === undefined ? {} : { measurements }),
          },
        ]),
    ...fieldActions(present, fields, typeId),
  ];
}

function isSameTracking(present: TrackingData | undefined, wanted: TrackingData): boolean {
  return (['trackingId', 'carrier', 'provider'] as const).every((name) => present?.[name] === wanted[name]);
}

function isSameSize(present: ParcelMeasurements | undefined, wanted: ParcelMeasurements | undefined): boolean {
  return SIDES.every((name) => (present?.[name] ?? undefined) === wanted?.[name]);
}

function fieldActions({ id: parcelId, custom }: Parcel, wanted: WantedFields, typeId: string | undefined) {
  const changes = customFieldChanges(custom, wanted, { id: typeId, names: PARCEL_FIELDS });
  if (changes !== 'set-type')
    return changes.map((change) => ({ action: 'setParcelCustomField' as const, parcelId, ...change }));
  const type = { typeId: 'type' as const, key: PARCEL_TYPE_KEY };
  return [{ action: 'setParcelCustomType' as const, parcelId, type, fields: wanted }];
}
