import type {
  CustomFields,
  CustomFieldsDraft,
  Delivery,
  Order,
  OrderAddDeliveryAction,
  OrderUpdateAction,
  Parcel,
  ParcelDraft,
  ShippingInfo,
} from '@commercetools/platform-sdk';

/** Ids of Types are their keys, those of deliveries and parcels count up. */

/** The order after actions on its deliveries and parcels, as strict as commercetools: what it would refuse is thrown. */
export function delivered(order: Order, actions: readonly OrderUpdateAction[]): Order {
  return actions.reduce(applied, order);
}

/** Custom fields as they come back. */
export function customFields(typeKey: string, fields: Record<string, unknown>): CustomFields {
  return { type: { typeId: 'type', id: typeKey }, fields: { ...fields } };
}

function applied(order: Order, action: OrderUpdateAction): Order {
  switch (action.action) {
    case 'addDelivery':
      return added(order, action);
    case 'removeDelivery':
      return changed(order, action.deliveryId, () => undefined);
    case 'setDeliveryItems':
      return changed(order, action.deliveryId, (delivery) => ({ ...delivery, items: action.items }));
    case 'setDeliveryCustomType':
      return changed(order, action.deliveryId, (delivery) => withCustom(delivery, customOf(action)));
    case 'setDeliveryCustomField':
      return changed(order, action.deliveryId, (delivery) => withField(delivery, action));
    case 'addParcelToDelivery': {
      const { parcelKey: key, measurements, trackingData, custom } = action;
      const draft = {
        ...(key === undefined ? {} : { key }),
        ...(measurements === undefined ? {} : { measurements }),
        ...(trackingData === undefined ? {} : { trackingData }),
        ...(custom === undefined ? {} : { custom }),
      };
      return changed(order, action.deliveryId, (delivery) => ({
        ...delivery,
        parcels: [...delivery.parcels, ...parcelsOf(order, [draft])],
      }));
    }
    case 'removeParcelFromDelivery':
      return changedParcel(order, action.parcelId, () => undefined);
    case 'setParcelTrackingData':
      return changedParcel(order, action.parcelId, ({ trackingData: _old, ...parcel }) => ({
        ...parcel,
        ...(action.trackingData === undefined ? {} : { trackingData: action.trackingData }),
      }));
    case 'setParcelMeasurements':
      return changedParcel(order, action.parcelId, ({ measurements: _old, ...parcel }) => ({
        ...parcel,
        ...(action.measurements === undefined ? {} : { measurements: action.measurements }),
      }));
    case 'setParcelCustomType':
      return changedParcel(order, action.parcelId, (parcel) => withCustom(parcel, customOf(action)));
    case 'setParcelCustomField':
      return changedParcel(order, action.parcelId, (parcel) => withField(parcel, action));
    default:
      throw new Error(`no action on deliveries: ${action.action}`);
  }
}

function added(order: Order, action: OrderAddDeliveryAction): Order {
  const { deliveryKey: key, items = [], parcels = [], custom, shippingKey } = action;
  if (listsOf(order).some((list) => list.some((delivery) => delivery.key === key)))
    throw new Error(`key ${key} is taken`);
  const delivery: Delivery = {
    id: nextId(order, 'delivery'),
    createdAt: '2026-01-05T00:00:00.000Z',
    ...(key === undefined ? {} : { key }),
    items,
    parcels: parcelsOf(order, parcels),
    ...(custom === undefined ? {} : { custom: customOf(custom) }),
  };
  const append = (info: ShippingInfo) => ({ ...info, deliveries: [...(info.deliveries ?? []), delivery] });
  if (order.shippingMode !== 'Multiple') {
    if (order.shippingInfo === undefined) throw new Error('the order has no shipping method');
    return { ...order, shippingInfo: append(order.shippingInfo) };
  }
  if (!order.shipping.some((shipping) => shipping.shippingKey === shippingKey)) throw new Error(`no ${shippingKey}`);
  return {
    ...order,
    shipping: order.shipping.map((shipping) =>
      shipping.shippingKey === shippingKey ? { ...shipping, shippingInfo: append(shipping.shippingInfo) } : shipping,
    ),
  };
}

function changed(order: Order, id: string | undefined, change: (delivery: Delivery) => Delivery | undefined): Order {
  const all = listsOf(order).flat();
  if (!all.some((delivery) => delivery.id === id)) throw new Error(`no delivery ${id}`);
  const within = (info: ShippingInfo): ShippingInfo => ({
    ...info,
    deliveries: (info.deliveries ?? []).flatMap((one) => (one.id === id ? (change(one) ?? []) : [one])),
  });
  return {
    ...order,
    ...(order.shippingInfo === undefined ? {} : { shippingInfo: within(order.shippingInfo) }),
    shipping: order.shipping.map((one) => ({ ...one, shippingInfo: within(one.shippingInfo) })),
  };
}

function changedParcel(order: Order, id: string | undefined, change: (parcel: Parcel) => Parcel | undefined): Order {
  const owner = listsOf(order)
    .flat()
    .find(({ parcels }) => parcels.some((parcel) => parcel.id === id));
  if (owner === undefined) throw new Error(`no parcel ${id}`);
  return changed(order, owner.id, (delivery) => ({
    ...delivery,
    parcels: delivery.parcels.flatMap((one) => (one.id === id ? (change(one) ?? []) : [one])),
  }));
}

function parcelsOf(order: Order, drafts: readonly ParcelDraft[]): Parcel[] {
  return drafts.map(({ custom, ...draft }, index) => ({
    ...draft,
    id: nextId(order, 'parcel', index),
    createdAt: '2026-01-05T00:00:00.000Z',
    ...(custom === undefined ? {} : { custom: customOf(custom) }),
  }));
}

function customOf({ type, fields }: { type?: CustomFieldsDraft['type']; fields?: CustomFieldsDraft['fields'] }) {
  return customFields(type?.key ?? '', fields ?? {});
}

function withCustom<T extends Delivery | Parcel>(of: T, custom: CustomFields): T {
  if (of.custom !== undefined) throw new Error('the Type would be replaced');
  return { ...of, custom };
}

function withField<T extends Delivery | Parcel>(of: T, { name, value }: { name: string; value?: unknown }): T {
  const { custom } = of;
  if (custom?.type.id.startsWith('ordoro-') !== true) throw new Error(`no Type with ${name}`);
  const { [name]: before, ...others } = custom.fields;
  if (value === undefined && before === undefined) throw new Error(`${name} is not set`);
  return { ...of, custom: { ...custom, fields: value === undefined ? others : { ...others, [name]: value } } };
}

function nextId(order: Order, kind: 'delivery' | 'parcel', offset = 0): string {
  const deliveries = listsOf(order).flat();
  const ids = kind === 'delivery' ? deliveries : deliveries.flatMap(({ parcels }) => parcels);
  const last = Math.max(0, ...ids.map(({ id }) => Number(id.replace(/\D/g, ''))));
  return `${kind}-${last + 1 + offset}`;
}

function listsOf(order: Order): Delivery[][] {
  const infos = [order.shippingInfo, ...order.shipping.map(({ shippingInfo }) => shippingInfo)];
  return infos.map((info) => info?.deliveries ?? []);
}
