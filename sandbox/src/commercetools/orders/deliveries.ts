import { randomUUID } from 'node:crypto';
import type { Address, DeliveryItem } from '@commercetools/platform-sdk';
import { type CustomDraft, CustomFieldRules, type Customized } from '../custom-fields.ts';
import type { Mutable } from '../mutable.ts';
import { duplicateField, invalidOperation } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';
import { reportField } from './order-fields.ts';
import { newParcel, type ParcelDraft } from './parcels.ts';
import {
  checkKey,
  type DeliveryName,
  deliveriesOf,
  findDelivery,
  type MutableDelivery,
  type Shipping,
  shippingsOf,
  whereOf,
} from './shipping-infos.ts';

interface AddDelivery {
  readonly deliveryKey?: string;
  readonly shippingKey?: string;
  readonly items?: Mutable<DeliveryItem>[];
  readonly address?: Mutable<Address>;
  readonly parcels?: readonly (ParcelDraft & { readonly key?: string })[];
  readonly custom?: CustomDraft;
}

/**
 * Delivery actions. A delivery lies in the shipping info it belongs to, under the key of its action. Quantities are not
 * checked, as on the platform. Source: https://docs.commercetools.com/api/projects/orders#add-delivery
 */
export const DELIVERY_ACTIONS: ActionTable = {
  addDelivery: (order: MutableOrder, action: AddDelivery, change: Change) => {
    const shipping = shippingFor(order, action.shippingKey);
    const { deliveryKey } = action;
    checkKey(deliveryKey);
    if (deliveryKey !== undefined && deliveriesOf(order).some(({ key }) => key === deliveryKey)) {
      throw duplicateField('deliveryKey', deliveryKey);
    }
    const delivery = newDelivery(action, change);
    shipping?.info.deliveries?.push(delivery);
    const where = shipping === undefined ? {} : whereOf(shipping);
    change.report('DeliveryAdded', { delivery: { ...delivery, parcels: [] }, ...where });
    for (const draft of action.parcels ?? []) {
      const parcel = newParcel(order, draft, change);
      delivery.parcels.push(parcel);
      change.report('ParcelAddedToDelivery', { delivery, parcel, ...where });
    }
  },
  removeDelivery: (order: MutableOrder, name: DeliveryName, change: Change) => {
    const { delivery, shipping, where } = findDelivery(order, name);
    shipping.info.deliveries = shipping.info.deliveries?.filter((one) => one !== delivery) ?? [];
    change.report('DeliveryRemoved', { delivery, ...where });
  },
  setDeliveryItems: (order: MutableOrder, action: DeliveryName & { items: DeliveryItem[] }, change: Change) => {
    const { delivery, where } = findDelivery(order, action);
    const oldItems = delivery.items;
    delivery.items = action.items;
    if (JSON.stringify(oldItems) === JSON.stringify(action.items)) return;
    change.report('DeliveryItemsUpdated', { deliveryId: delivery.id, items: action.items, oldItems, ...where });
  },
  setDeliveryAddress: (order: MutableOrder, action: DeliveryName & { address?: Address }, change: Change) => {
    const { delivery, where } = findDelivery(order, action);
    const oldAddress = delivery.address;
    delivery.address = action.address as Mutable<Address>;
    if (JSON.stringify(oldAddress) === JSON.stringify(action.address)) return;
    change.report('DeliveryAddressSet', { deliveryId: delivery.id, address: action.address, oldAddress, ...where });
  },
  setDeliveryCustomType: (order: MutableOrder, action: DeliveryName & CustomDraft, change: Change) => {
    const { delivery } = findDelivery(order, action);
    const before = rules(change).setType(delivery as Customized, action);
    const previous = before === undefined ? {} : { previousTypeId: before.type.id };
    const more = { deliveryId: delivery.id, ...previous };
    if (delivery.custom !== undefined)
      change.report('DeliveryCustomTypeSet', { customFields: delivery.custom, ...more });
    else if (before !== undefined) change.report('DeliveryCustomTypeRemoved', more);
  },
  setDeliveryCustomField: (
    order: MutableOrder,
    action: DeliveryName & { name: string; value?: unknown },
    change: Change,
  ) => {
    const { delivery } = findDelivery(order, action);
    const { name, value } = action;
    const before = rules(change).setField(delivery as Customized, name, value);
    reportField(change, 'DeliveryCustomField', { name, value, before, deliveryId: delivery.id });
  },
};

/**
 * The shipping a new delivery goes to. Undefined for Multiple without key: the platform takes the delivery, but binds it
 * to nothing, so that it cannot be seen. Raises 400 InvalidOperation when the order has no shipping method or not this one.
 */
function shippingFor(order: MutableOrder, shippingKey: string | undefined): Shipping | undefined {
  const shippings = shippingsOf(order);
  if (shippings.length === 0) throw invalidOperation('The order has no shipping method: it takes no delivery.');
  if (order.shippingMode === 'Multiple' && shippingKey === undefined) return undefined;
  const found =
    order.shippingMode === 'Multiple' ? shippings.find((one) => one.shippingKey === shippingKey) : shippings[0];
  if (found === undefined) throw invalidOperation(`The order has no shipping with key '${shippingKey}'.`);
  found.info.deliveries ??= [];
  return found;
}

function newDelivery(action: AddDelivery, change: Change): MutableDelivery {
  const custom = rules(change).create(action.custom);
  return {
    id: randomUUID(),
    ...(action.deliveryKey === undefined ? {} : { key: action.deliveryKey }),
    createdAt: change.now,
    items: action.items ?? [],
    parcels: [],
    ...(action.address === undefined ? {} : { address: action.address }),
    ...(custom === undefined ? {} : { custom }),
  };
}

function rules(change: Change): CustomFieldRules {
  return new CustomFieldRules(change.platform.storage, 'order-delivery');
}
