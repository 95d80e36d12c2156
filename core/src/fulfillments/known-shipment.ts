import { isoOfOrdoroDate } from '../ordoro/instants.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { OrdoroShippingInfo } from '../ordoro/shipping-info-reader.ts';
import type { KnownOrdoroOrder, KnownShipment, OrdoroOrderStatus } from '../records/known-ordoro-order.ts';

/** What is known of the shipment after this row, and whether the row says that it was undone. */
export function shipmentAfter(
  before: KnownOrdoroOrder | undefined,
  row: OrdoroOrder,
  status: OrdoroOrderStatus,
): { shipment: KnownShipment | undefined; isVoid: boolean } {
  const isOpen = status === 'awaiting_fulfillment' || status === 'dropshipment_requested';
  // A shipping info that is missing or unreadable does not say that a void was undone; that the order is open does.
  const isVoid = row.shippingInfo?.isVoid ?? (before?.isVoid === true && !isOpen);
  if (row.isParent || isOpen || isVoid) return { shipment: undefined, isVoid };
  if (status === 'shipped') return { shipment: shipmentOf(row, before?.shipment), isVoid };
  // The goods are gone although the order was cancelled; and of an unknown word nothing follows.
  return { shipment: before?.shipment, isVoid };
}

function shipmentOf(row: OrdoroOrder, before: KnownShipment | undefined): KnownShipment {
  const { shippingInfo: info, warehouseId } = row;
  const bare: KnownShipment = { ...optional('warehouseId', warehouseId), parcels: [] };
  if (info === undefined) return before ?? bare;
  // One that says nothing of tracking does not say that there is none.
  if (!info.tellsTracking && before !== undefined) return before;
  return {
    ...optional('shippedAt', isoOfOrdoroDate(info.shipDate)),
    ...optional('carrier', info.carrierName ?? carrierBefore(info, before)),
    ...optional('service', info.service),
    ...optional('cost', info.cost),
    ...optional('trackingUrl', info.trackingUrl),
    ...optional('trackingNumber', info.trackingNumber),
    ...optional('estimatedDelivery', isoOfOrdoroDate(info.estimatedDelivery)),
    ...bare,
    ...(info.carrierStatus?.toLowerCase() === 'delivered' ? { isDelivered: true as const } : {}),
    parcels: info.trackingNumbers.map((trackingNumber) => ({ trackingNumber })),
    ...(info.trackingNumbers.length === 1 ? onePackage(info, row.weightOunces) : {}),
  };
}

/** An account whose carrier could not be looked up now does not take away the carrier that was known of the same label. */
function carrierBefore(info: OrdoroShippingInfo, before: KnownShipment | undefined): string | undefined {
  const isSameLabel = info.carrierId !== undefined && info.trackingNumber === before?.trackingNumber;
  return isSameLabel ? before?.carrier : undefined;
}

function onePackage(info: OrdoroShippingInfo, weightOunces: number | undefined): Partial<KnownShipment> {
  const { length, width, height } = info.packages[0] ?? {};
  const isMeasured = length !== undefined && width !== undefined && height !== undefined;
  return {
    ...(weightOunces === undefined || weightOunces <= 0 ? {} : { weightOunces }),
    ...(isMeasured && length > 0 && width > 0 && height > 0 ? { dimensionsInches: { length, width, height } } : {}),
  };
}

/** A field that is left out where there is no value. */
export function optional<K extends string, V>(name: K, value: V | undefined): { readonly [name in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in K]?: V });
}
