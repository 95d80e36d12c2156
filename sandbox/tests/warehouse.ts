import type { Delivery, Order } from '@commercetools/platform-sdk';
import { extensionRefusal } from '../src/commercetools/orders/extension-refusal.ts';
import type { SplitOptions } from '../src/ordoro/order-splits.ts';
import type { ShipmentRequest } from '../src/ordoro/shipments.ts';
import type { Order as OrdoroOrder } from '../src/ordoro/wire.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import type { Journey } from './connector-under-test.ts';
import { placeAndDeliver } from './shop.ts';

/** A delivery as tests compare it. */
export interface SeenDelivery {
  readonly key: string | undefined;
  /** Only with `shippingMode: Multiple`. */
  readonly shippingKey?: string;
  /** Units by SKU; of two lines with one SKU the sum. */
  readonly items: Readonly<Record<string, number>>;
  readonly parcels: readonly SeenParcel[];
  /** Custom fields. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A parcel as tests compare it. */
export interface SeenParcel {
  readonly key: string | undefined;
  readonly tracking: string | undefined;
  readonly carrier: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A returned item as tests compare it. */
export interface SeenReturn {
  readonly key: string | undefined;
  readonly sku: string | undefined;
  readonly quantity: number;
  readonly shipmentState: string;
}

/** The order as commercetools has it. Throws when there is none. */
export function orderIn(journey: Journey, orderId: string): Order {
  return found(journey.sandbox.commercetools.order(orderId), `order ${orderId}`);
}

/** The deliveries of an order, the merchant's own included, in the order they were added. */
export function deliveriesOf(journey: Journey, orderId: string): SeenDelivery[] {
  const order = orderIn(journey, orderId);
  const single = order.shippingInfo?.deliveries ?? [];
  return [
    ...single.map((delivery) => seenDelivery(order, delivery)),
    ...order.shipping.flatMap(({ shippingKey, shippingInfo }) =>
      (shippingInfo.deliveries ?? []).map((delivery) => ({ ...seenDelivery(order, delivery), shippingKey })),
    ),
  ];
}

/** Tracking numbers of all parcels of an order, in the order they were added. */
export function trackingOf(journey: Journey, orderId: string): (string | undefined)[] {
  return deliveriesOf(journey, orderId).flatMap(({ parcels }) => parcels.map(({ tracking }) => tracking));
}

/** The returned items of an order, in the order they were added. */
export function returnsOf(journey: Journey, orderId: string): SeenReturn[] {
  const order = orderIn(journey, orderId);
  return (order.returnInfo ?? []).flatMap(({ items }) =>
    items.map((item) => ({
      key: item.key,
      sku: item.type === 'LineItemReturnItem' ? skuOf(order, item.lineItemId) : undefined,
      quantity: item.quantity,
      shipmentState: item.shipmentState,
    })),
  );
}

/** Id of the line item with this SKU. Throws when the order has none. */
export function lineItemOf(journey: Journey, orderId: string, sku: string): string {
  const line = orderIn(journey, orderId).lineItems.find((candidate) => candidate.variant.sku === sku);
  return found(line, `line item with SKU ${sku}`).id;
}

/** An order that both platforms have. */
export interface ExportedOrder {
  readonly id: string;
  readonly orderNumber: string;
  /** Of its Ordoro order. */
  readonly number: string;
}

/** Places an order that could go out as it stands but for what is changed in it, and delivers its messages: Ordoro has it. */
export async function exportedOrder(journey: Journey, changes: Partial<OrderSpec> = {}): Promise<ExportedOrder> {
  const { id, orderNumber = '' } = await placeAndDeliver(journey, changes);
  return { id, orderNumber, number: orderNumberOf(journey, id) };
}

/**
 * Makes an order in Ordoro that looks like the connector's export of it, although nothing in commercetools says so.
 * @returns the number of the Ordoro order
 */
export function appearInOrdoro(journey: Journey, { id, orderNumber, lineItems }: Order): string {
  const { ordoro } = journey.sandbox;
  const { order_number: number } = ordoro.createOrder({
    cart: found(
      ordoro.carts.find(({ name }) => name.startsWith('commercetools')),
      'sales channel of the connector',
    ).id,
    order_id: found(orderNumber, 'order number'),
    cart_order_id: id,
    shipping_address: {},
    billing_address: {},
    lines: lineItems.map(({ id: lineId, quantity, variant }) => ({
      cart_orderitem_id: lineId,
      quantity,
      product: { sku: found(variant.sku, 'SKU'), name: found(variant.sku, 'SKU') },
    })),
  });
  return number;
}

/** Number of the order's Ordoro order; of several the oldest that is no split parent. Throws when there is none. */
export function orderNumberOf(journey: Journey, orderId: string): string {
  const own = journey.ordoroOrders(orderId).find((order) => !order.is_order_parent);
  return found(own, `Ordoro order of ${orderId}`).order_number;
}

/** Ordoro's id of the line with this SKU in an Ordoro order. Throws when it has none. */
export function ordoroLineOf(journey: Journey, number: string, sku?: string): number {
  const { lines } = journey.sandbox.ordoro.order(number);
  const line = sku === undefined ? lines[0] : lines.find((candidate) => candidate.sku === sku);
  return found(line, `line with SKU ${sku} in ${number}`).id;
}

/**
 * Splits units by SKU off an Ordoro order into a child of their own.
 * @returns the numbers of that child and of the one with the rest
 */
export function splitOff(
  journey: Journey,
  number: string,
  units: Readonly<Record<string, number>>,
  options: SplitOptions = {},
): readonly [string, string] {
  const group = Object.entries(units).map(([sku, quantity]) => ({
    line_id: ordoroLineOf(journey, number, sku),
    quantity,
  }));
  const [first, rest] = journey.sandbox.ordoro.split(number, [group], options);
  return [found(first, 'first child').order_number, found(rest, 'child with the rest').order_number];
}

/** Ships the order's Ordoro order. @returns it, shipped */
export function shipOrder(journey: Journey, orderId: string, request: ShipmentRequest = {}): OrdoroOrder {
  return journey.sandbox.ordoro.ship(orderNumberOf(journey, orderId), request);
}

/**
 * Ships the Ordoro orders of many orders as the rules of the warehouse choose, one millisecond apart, so that no two have the
 * same `updated_date`. @returns what was really chosen, by order id
 */
export function shipEach(journey: Journey, orderIds: readonly string[]): ReadonlyMap<string, OrdoroOrder> {
  return new Map(
    orderIds.map((orderId) => {
      journey.time.advance(1);
      return [orderId, structuredClone(shipOrder(journey, orderId))];
    }),
  );
}

/** Id of Ordoro's account with a carrier, by vendor, e.g. `ups`. */
export function shipperId(journey: Journey, vendor: string): number {
  return found(
    journey.sandbox.ordoro.shippers.find((shipper) => shipper.vendor === vendor),
    `carrier account ${vendor}`,
  ).id;
}

/** Texts of the comments on an Ordoro order. */
export function commentsOn(journey: Journey, number: string): string[] {
  return journey.sandbox.ordoro.order(number).comments.map(({ text }) => text);
}

/** From now on a merchant's API Extension refuses every update of this order, or the next `times`. */
export function refuseUpdatesOf(journey: Journey, orderId: string, times?: number): void {
  const { commercetools } = journey.sandbox;
  commercetools.traffic.inject(extensionRefusal(commercetools.projectKey, orderId, times));
}

/** Units of a line item by key of their state; a state without key goes by its id. */
export function lineStatesOf(journey: Journey, orderId: string, sku: string): Record<string, number> {
  const id = lineItemOf(journey, orderId, sku);
  const line = orderIn(journey, orderId).lineItems.find((candidate) => candidate.id === id);
  const keys = new Map(journey.sandbox.commercetools.all('state').map((state) => [state.id, state.key ?? state.id]));
  return Object.fromEntries(
    (line?.state ?? []).map(({ quantity, state }) => [keys.get(state.id) ?? state.id, quantity]),
  );
}

/** One task of a run of the job with these tasks only. Throws when the run did not have it. */
export async function runTask(journey: Journey, name: 'fulfillments' | 'returns', options: object = {}) {
  const { tasks } = await journey.runJob({ tasks: [name], ...options });
  return found(
    tasks.find((task) => task.name === name),
    `task ${name} in the run`,
  );
}

function seenDelivery(order: Order, { key, items, parcels, custom }: Delivery): SeenDelivery {
  const units: Record<string, number> = {};
  for (const { id, quantity } of items) {
    const sku = skuOf(order, id) ?? id;
    units[sku] = (units[sku] ?? 0) + quantity;
  }
  return {
    key,
    items: units,
    parcels: parcels.map((parcel) => ({
      key: parcel.key,
      tracking: parcel.trackingData?.trackingId,
      carrier: parcel.trackingData?.carrier,
      fields: parcel.custom?.fields ?? {},
    })),
    fields: custom?.fields ?? {},
  };
}

function skuOf(order: Order, lineItemId: string): string | undefined {
  return order.lineItems.find(({ id }) => id === lineItemId)?.variant.sku;
}

function found<T>(one: T | undefined, what: string): T {
  if (one === undefined) throw new Error(`There is no ${what}.`);
  return one;
}
