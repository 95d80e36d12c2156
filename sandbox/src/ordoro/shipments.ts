import type { Account } from './account.ts';
import { rounded } from './amounts.ts';
import { type Carriage, chooseCarriage } from './carriage.ts';
import { findOrder, type OrderRecord, openOrder, saveOrder, writableOrder } from './order-record.ts';
import { dateOr } from './orders.ts';
import { Refusal } from './refusal.ts';
import { blankInfo, type DropshipRequest, setDropshipRequested, setShipped } from './shipping-states.ts';
import type { NoShippingInfo, Order, Package, ShippingInfo } from './wire.ts';

/** How an order is shipped. What is left out is chosen the way a warehouse does: rule or preset, else the cheapest rate. */
export interface ShipmentRequest {
  /** Typed by hand: goes to `carrier_name`. */
  readonly carrier?: string;
  /** A label bought on this carrier account: goes to `carrier.id`. */
  readonly shipperId?: number;
  readonly service?: string;
  /** Default: made up from the order id; null: shipped without tracking. */
  readonly tracking?: string | null;
  /** One parcel each. Ounces and inches. */
  readonly packages?: readonly PackageRequest[];
  /** Where the tracking numbers of the packages stand. Default: both. */
  readonly packagesIn?: 'packages' | 'package_tracking' | 'both';
  readonly trackingUrl?: string;
  readonly cost?: number;
  /** RFC 3339; default now. */
  readonly shipDate?: string;
  /** RFC 3339. */
  readonly estimatedDelivery?: string;
}

/** One parcel of a shipment. */
export interface PackageRequest {
  readonly tracking?: string | null;
  readonly weight?: number;
  readonly length?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Body of `POST` and `PUT .../shipping_info`. */
export interface ShippingInfoDraft {
  readonly tracking_number: string;
  readonly package_tracking?: string;
  readonly tracking_url?: string;
  readonly ship_date: string;
  readonly carrier_name: string;
  readonly shipping_method?: string;
  readonly display_shipping_method?: string;
  readonly cost?: number;
  readonly insured_value?: number;
  readonly zone?: string | null;
}

/** Ships an order, or replaces its shipment. Raises a Refusal for parents and cancelled orders. */
export function ship(account: Account, number: string, request: ShipmentRequest): Order {
  const record = shippable(account, number);
  const carriage = chooseCarriage(account, record, request);
  const { tracking, packages, inPackages } = parcels(record, request, carriage);
  return sendOff(account, record, {
    ...blankInfo(account, record),
    tracking_number: tracking,
    package_tracking: inPackages.length > 1 && request.packagesIn !== 'packages' ? inPackages.join(',') : null,
    packages: request.packagesIn === 'package_tracking' ? null : packages,
    ...(packages?.length === 1 ? dimensions(packages[0]) : {}),
    tracking_url: request.trackingUrl ?? (tracking === null ? null : `https://track.invalid/${tracking}`),
    carrier_name: carriage.shipper === undefined ? carriage.carrierName : null,
    carrier: carriage.shipper === undefined ? null : { id: carriage.shipper.id, link: carriage.shipper._link },
    shipping_method: carriage.service,
    display_shipping_method: carriage.service,
    ship_date: dateOr(account, request.shipDate, account.date(account.stamp())),
    estimated_delivery_date: dateOr(account, request.estimatedDelivery, null),
    cost: rounded(carriage.cost),
    has_label: carriage.shipper !== undefined,
  });
}

/** Stores tracking a client sent. Raises a Refusal. */
export function setShippingInfo(account: Account, number: string, draft: ShippingInfoDraft): ShippingInfo {
  const record = shippable(account, number);
  const info: ShippingInfo = {
    ...blankInfo(account, record),
    tracking_number: draft.tracking_number,
    package_tracking: draft.package_tracking ?? null,
    tracking_url: draft.tracking_url ?? null,
    carrier_name: draft.carrier_name,
    shipping_method: draft.shipping_method ?? null,
    display_shipping_method: draft.display_shipping_method ?? draft.shipping_method ?? null,
    ship_date: dateOr(account, draft.ship_date, null),
    cost: rounded(draft.cost ?? 0),
    insured_value: draft.insured_value ?? null,
    zone: draft.zone ?? null,
  };
  sendOff(account, record, info);
  return info;
}

/** Shipped, but nobody knows how: no tracking, no carrier. */
export function markAsShipped(account: Account, number: string): Order {
  const record = shippable(account, number);
  const now = account.date(account.stamp());
  return sendOff(account, record, { ...blankInfo(account, record), ship_date: now });
}

/**
 * Undoes the shipment: the goods come back and an order that was shipped is open again. What remains of the shipment is
 * unknown: `flag` leaves it without tracking and marked void, `nothing` empties it.
 */
export function voidLabel(account: Account, number: string, leaves: 'flag' | 'nothing' = 'flag'): Order {
  const record = findOrder(account, number);
  const info = record.wire.shipping_info;
  if (!record.isOut) throw new Refusal(400, `Order ${number} has no shipment.`);
  const presets = info.presets ?? [];
  const emptied: NoShippingInfo = presets.length > 0 ? { presets } : {};
  const flagged = {
    ...info,
    tracking_number: null,
    tracking_url: null,
    package_tracking: null,
    packages: null,
    void: true,
  };
  record.wire.shipping_info = leaves === 'flag' ? flagged : emptied;
  record.isOut = false;
  if (record.wire.status === 'shipped') record.wire.status = 'awaiting_fulfillment';
  return saveOrder(account, record);
}

/** The carrier's latest word on a shipment; Ordoro has it for USPS only. */
export function setCarrierStatus(account: Account, number: string, status: string): Order {
  const record = findOrder(account, number);
  record.wire.shipping_info.status = status;
  record.wire.shipping_info.carrier_updated_date = account.date(account.stamp());
  return saveOrder(account, record);
}

/** Hands an open order to a supplier; its stock stays committed. Raises a Refusal. */
export function requestDropship(account: Account, number: string, request: DropshipRequest = {}): Order {
  const record = openOrder(account, number);
  setDropshipRequested(account, record, request);
  return saveOrder(account, record);
}

function parcels(record: OrderRecord, request: ShipmentRequest, carriage: Carriage) {
  const prefix = (carriage.shipper?.vendor ?? carriage.carrierName)
    .replace(/[^A-Za-z]/g, '')
    .slice(0, 3)
    .toUpperCase();
  // Another label has another number.
  const again = record.labels === 0 ? '' : `R${record.labels}`;
  const madeUp = (at: number) => `${prefix}${String(record.wire.id).padStart(9, '0')}${at}${again}`;
  const packages = (request.packages ?? []).map(
    (parcel, at): Package => ({
      tracking_number: parcel.tracking === undefined ? madeUp(at + 1) : parcel.tracking,
      weight: parcel.weight ?? null,
      length: parcel.length ?? null,
      width: parcel.width ?? null,
      height: parcel.height ?? null,
    }),
  );
  const inPackages = packages.flatMap((parcel) => parcel.tracking_number ?? []);
  const tracking = request.tracking === undefined ? (inPackages[0] ?? madeUp(0)) : request.tracking;
  return { tracking, packages: packages.length > 0 ? packages : null, inPackages };
}

/** The deprecated dimensions beside `packages`. */
function dimensions({ length, width, height }: Partial<Package> = {}) {
  return { length: length ?? null, width: width ?? null, height: height ?? null };
}

function shippable(account: Account, number: string): OrderRecord {
  const record = writableOrder(account, number);
  if (record.wire.status === 'cancelled') throw new Refusal(400, `Order ${number} is cancelled.`, 'status');
  return record;
}

function sendOff(account: Account, record: OrderRecord, info: ShippingInfo): Order {
  setShipped(record, info);
  return saveOrder(account, record);
}
