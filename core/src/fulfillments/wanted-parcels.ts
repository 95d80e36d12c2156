import type { ParcelMeasurements, TrackingData } from '@commercetools/platform-sdk';
import type { KnownShipment } from '../records/known-ordoro-order.ts';
import { carrierName } from './carrier-names.ts';
import { parcelKey } from './delivery-keys.ts';
import { parcelMeasurements } from './parcel-measurements.ts';

/** Values of custom fields; a field without value is left out. Dates are ISO 8601, UTC. */
export type WantedFields = Readonly<Record<string, string | number>>;

/** A parcel as the order should show it. */
export interface WantedParcel {
  readonly key: string;
  readonly trackingData: TrackingData;
  readonly measurements?: ParcelMeasurements;
  /** Of the Type `ordoro-parcel`. */
  readonly fields: WantedFields;
}

/** Who gave the tracking data, as parcels show it. */
const PROVIDER = 'Ordoro';

/**
 * The parcels of a shipment, one per tracking number in Ordoro's order; none: shipped without tracking. Ordoro knows cost and
 * service of the whole shipment only, so each parcel shows them; the tracking page is that of the main number. Weight and size
 * belong to a shipment in one parcel.
 * @param delivery key of the delivery
 */
export function wantedParcels(shipment: KnownShipment, delivery: string): WantedParcel[] {
  const numbers = [...new Set(shipment.parcels.map(({ trackingNumber }) => trackingNumber))];
  const carrier = carrierName(shipment.carrier ?? '');
  const measurements = numbers.length === 1 ? parcelMeasurements(shipment) : undefined;
  return numbers.map((trackingId, index) => ({
    key: parcelKey(delivery, index + 1),
    trackingData: { trackingId, ...(carrier === undefined ? {} : { carrier }), provider: PROVIDER },
    ...(measurements === undefined ? {} : { measurements }),
    fields: withoutUnset({
      service: shipment.service,
      trackingUrl: numbers.length === 1 || trackingId === shipment.trackingNumber ? shipment.trackingUrl : undefined,
      shippingCost: shipment.cost,
      estimatedDelivery: shipment.estimatedDelivery,
    }),
  }));
}

/** The fields that have a value. */
export function withoutUnset(fields: Readonly<Record<string, string | number | undefined>>): WantedFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );
}
