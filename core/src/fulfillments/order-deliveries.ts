import type { Delivery, Order } from '@commercetools/platform-sdk';

/** A delivery of an order and where it lies. */
export interface PresentDelivery {
  readonly delivery: Delivery;
  /** Only with shipping mode `Multiple`; absent there: the delivery belongs to no shipping method. */
  readonly shippingKey?: string;
}

/** Every delivery of the order, each once, whoever made it. */
export function deliveriesOf(order: Order): PresentDelivery[] {
  const perMethod = (order.shipping ?? []).flatMap(({ shippingKey, shippingInfo }) =>
    (shippingInfo.deliveries ?? []).map((delivery) => ({ delivery, shippingKey })),
  );
  const own = (order.shippingInfo?.deliveries ?? []).map((delivery) => ({ delivery }));
  const all: PresentDelivery[] = order.shippingMode === 'Multiple' ? [...perMethod, ...own] : own;
  const seen = new Set<string>();
  return all.filter(({ delivery }) => !seen.has(delivery.id) && seen.add(delivery.id));
}

/**
 * Whether the order takes a delivery there: commercetools keeps deliveries in shipping methods, so an order without one takes
 * none.
 * @param shippingKey the key of the part; without meaning unless the shipping mode is `Multiple`
 */
export function takesDelivery(order: Order, shippingKey: string | undefined): boolean {
  if (order.shippingMode !== 'Multiple') return order.shippingInfo !== undefined;
  return (order.shipping ?? []).some((shipping) => shipping.shippingKey === shippingKey);
}
