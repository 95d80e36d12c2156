import type { Delivery, Order } from '@commercetools/platform-sdk';
import type { Order as OrdoroOrder } from '../ordoro/wire.ts';

/** Index of the sales channel, which Ordoro puts before every order number. */
const CHANNEL_PREFIX = /^\d+-/;

/** The deliveries of an order, oldest first, as `Outcome` writes them. */
export function deliveryTexts(order: Order): string[] {
  const infos = [order.shippingInfo, ...order.shipping.map(({ shippingInfo }) => shippingInfo)];
  return infos.flatMap((info) => info?.deliveries ?? []).map((delivery) => deliveryText(order, delivery));
}

/** The returned items of an order, as `Outcome` writes them. */
export function returnTexts(order: Order): string[] {
  return (order.returnInfo ?? []).flatMap(({ items }) =>
    items.map((item) => {
      const sku = item.type === 'LineItemReturnItem' ? skuOf(order, item.lineItemId) : '?';
      return `${item.quantity}×${sku} ${item.shipmentState}`;
    }),
  );
}

/** The Ordoro orders that carry lines of an order, oldest first, without split parents. */
export function ordoroOrdersOf(orders: readonly OrdoroOrder[], orderId: string): OrdoroOrder[] {
  return orders.filter((one) => !one.is_order_parent && ownLines(one, orderId).length > 0);
}

/** An Ordoro order, as `Outcome` writes it. */
export function ordoroText(ordoroOrder: OrdoroOrder, order: Pick<Order, 'id' | 'billingAddress'>): string {
  const lines = ownLines(ordoroOrder, order.id).map(({ quantity, sku }) => `${quantity}×${sku}`);
  const { city } = ordoroOrder.shipping_address;
  return [
    withoutPrefix(ordoroOrder.order_number),
    STATUS_WORDS[ordoroOrder.status],
    ...lines,
    // The orders of the demo are placed with one address for both.
    ...(city === order.billingAddress?.city ? [] : [`to ${city}`]),
    ...(ordoroOrder.comments.length > 0 ? ['(commented)'] : []),
  ].join(' ');
}

const STATUS_WORDS: Readonly<Record<OrdoroOrder['status'], string>> = {
  awaiting_fulfillment: 'open',
  new: 'new',
  dropshipment_requested: 'dropshipped',
  shipped: 'shipped',
  cancelled: 'cancelled',
};

function deliveryText(order: Order, { items, parcels, custom, key }: Delivery): string {
  const units = items.map(({ id, quantity }) => `${quantity}×${skuOf(order, id)}`).join(' ');
  const number = withoutPrefix(custom?.fields.ordoroOrderNumber ?? key ?? '?');
  const [parcel] = parcels;
  const carriage = [
    parcel?.trackingData?.carrier ?? 'unknown carrier',
    parcel?.custom?.fields.service ?? 'unknown service',
  ];
  const tracking = parcels.map(({ trackingData }) => trackingData?.trackingId ?? '-').join(' ');
  return [`${number}: ${units}`, ...(parcel === undefined ? ['no tracking'] : [...carriage, tracking])].join(', ');
}

function ownLines(ordoroOrder: OrdoroOrder, orderId: string) {
  return ordoroOrder.lines.filter((line) => line.cart_order_id?.startsWith(orderId));
}

function skuOf(order: Order, lineItemId: string): string {
  return order.lineItems.find(({ id }) => id === lineItemId)?.variant.sku ?? '?';
}

function withoutPrefix(number: string): string {
  return number.replace(CHANNEL_PREFIX, '');
}
