import type { Delivery, Parcel, ShippingInfo } from '@commercetools/platform-sdk';
import type { Mutable } from '../mutable.ts';
import { invalidInput, invalidJson, invalidOperation } from '../platform-error.ts';
import type { MutableOrder } from './mutable-order.ts';

/** A delivery whose fields may be written. */
export type MutableDelivery = Mutable<Delivery>;
/** A parcel whose fields may be written. */
export type MutableParcel = Mutable<Parcel>;

/** One shipping of an order: the only one of Single, or one of Multiple with its key. */
export interface Shipping {
  readonly shippingKey?: string;
  readonly info: Mutable<ShippingInfo>;
}

/** How an action names a delivery. */
export interface DeliveryName {
  readonly deliveryId?: string;
  readonly deliveryKey?: string;
}

/** How an action names a parcel. */
export interface ParcelName {
  readonly parcelId?: string;
  readonly parcelKey?: string;
}

const KEY = /^[A-Za-z0-9_-]{2,256}$/;

/** Every shipping of the order that has shipping info; deliveries live in it. */
export function shippingsOf(order: MutableOrder): Shipping[] {
  if (order.shippingMode !== 'Multiple') return order.shippingInfo === undefined ? [] : [{ info: order.shippingInfo }];
  return order.shipping.flatMap(({ shippingKey, shippingInfo }) =>
    shippingInfo === undefined ? [] : [{ shippingKey, info: shippingInfo }],
  );
}

/** Every delivery of the order. */
export function deliveriesOf(order: MutableOrder): MutableDelivery[] {
  return shippingsOf(order).flatMap(({ info }) => info.deliveries ?? []);
}

/** A delivery and where it lies. */
export interface FoundDelivery {
  readonly delivery: MutableDelivery;
  readonly shipping: Shipping;
  /** `shippingKey` as a message carries it: only with Multiple. */
  readonly where: { readonly shippingKey?: string };
}

/** The delivery an action names, by id or key. Raises 400 InvalidOperation. */
export function findDelivery(order: MutableOrder, name: DeliveryName): FoundDelivery {
  for (const shipping of shippingsOf(order)) {
    const delivery = shipping.info.deliveries?.find((one) => isNamed(one, name.deliveryId, name.deliveryKey));
    if (delivery !== undefined) return { delivery, shipping, where: whereOf(shipping) };
  }
  checkName('delivery', name.deliveryId, name.deliveryKey);
  throw invalidOperation(`There is no delivery '${name.deliveryId ?? name.deliveryKey}' on the order.`);
}

/** A parcel and its delivery. */
export interface FoundParcel extends FoundDelivery {
  readonly parcel: MutableParcel;
}

/** The parcel an action names, by id or key. Raises 400 InvalidOperation. */
export function findParcel(order: MutableOrder, name: ParcelName): FoundParcel {
  for (const shipping of shippingsOf(order)) {
    for (const delivery of shipping.info.deliveries ?? []) {
      const parcel = delivery.parcels.find((one) => isNamed(one, name.parcelId, name.parcelKey));
      if (parcel !== undefined) return { parcel, delivery, shipping, where: whereOf(shipping) };
    }
  }
  checkName('parcel', name.parcelId, name.parcelKey);
  throw invalidOperation(`There is no parcel '${name.parcelId ?? name.parcelKey}' on the order.`);
}

/** `shippingKey` as a message carries it. */
export function whereOf({ shippingKey }: Shipping): { readonly shippingKey?: string } {
  return shippingKey === undefined ? {} : { shippingKey };
}

/** Raises 400 InvalidInput for a key the platform does not take. */
export function checkKey(key: string | undefined): void {
  if (key !== undefined && !KEY.test(key)) {
    throw invalidInput(`The key '${key}' must have 2 to 256 characters of A-Z, a-z, 0-9, _ and -.`);
  }
}

function isNamed(one: { id: string; key?: string }, id: string | undefined, key: string | undefined): boolean {
  return id === undefined ? key !== undefined && one.key === key : one.id === id;
}

function checkName(what: string, id: string | undefined, key: string | undefined): void {
  if (id === undefined && key === undefined) throw invalidJson(`${what}: an id or a key is required`);
}
