import type { Delivery, DeliveryItem, Order } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import { deliveryKey, isDeliveryKeyOf } from './delivery-keys.ts';
import { deliveriesOf, takesDelivery } from './order-deliveries.ts';
import { type PartOfOrder, partsCarried } from './parts-carried.ts';
import { isWithdrawn, type StandingShipment, standingShipments } from './standing-shipments.ts';
import { allotUnits } from './unit-allotment.ts';
import { type WantedFields, type WantedParcel, wantedParcels, withoutUnset } from './wanted-parcels.ts';

/** What the deliveries of an order are computed from. */
export interface DeliveryFacts {
  readonly connectorId: string;
  readonly order: Order;
  /** Every Ordoro order the record knows, in any order. */
  readonly orders: readonly KnownOrdoroOrder[];
  /** Parts of the record: the key of a part is its shipping key where the shipping mode is `Multiple`. */
  readonly parts: readonly PartOfOrder[];
}

/** A delivery as the order should show it. */
export interface WantedDelivery {
  readonly key: string;
  readonly orderNumber: string;
  /** Only with shipping mode `Multiple`. */
  readonly shippingKey?: string;
  /** In the order of the line items; empty: Ordoro does not tell what is inside. */
  readonly items: readonly DeliveryItem[];
  /** Of the Type `ordoro-delivery`. */
  readonly fields: WantedFields;
  readonly parcels: readonly WantedParcel[];
}

/** What an order should show of its shipments, and what follows from them. */
export interface WantedDeliveries {
  /** In the order they were shipped in. */
  readonly deliveries: readonly WantedDelivery[];
  /** Ids of deliveries on the order that the connector made and whose shipment Ordoro shows as undone, or elsewhere. */
  readonly obsolete: readonly string[];
  /** Ordoro orders that are shipped while commercetools takes no delivery for them: there is no such shipping method. */
  readonly undeliverable: readonly string[];
  /** `overshipped`, once per SKU. */
  readonly issues: readonly Issue[];
  /**
   * Units by line item id that Ordoro shipped, the undeliverable included; at most those that were ordered and that others did
   * not deliver.
   */
  readonly shipped: ReadonlyMap<string, number>;
  /** The same with the units in deliveries that others made. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Shipments that stand in Ordoro, the undeliverable included. */
  readonly shipments: number;
  /** The carriers say of every shipment that it was delivered, and nobody else made a delivery, of which nothing is known. */
  readonly allArrived: boolean;
}

/**
 * The deliveries an order should have: one for each shipped Ordoro order, and one for each of its parts where they have shipping
 * methods of their own. Units are counted in the order of shipping, after those in deliveries that others made, and never
 * beyond what was ordered; what is left over is `overshipped`. A pure function of what is known: it does not matter in which
 * order it became known, nor which of the deliveries are there already. A delivery of the connector for an Ordoro order of which
 * the record cannot say that it is undone stays and counts like those of others.
 */
export function wantedDeliveries(facts: DeliveryFacts): WantedDeliveries {
  const { order } = facts;
  const shipments = standingShipments(facts.orders);
  const planned = shipments.flatMap((shipment) => plannedDeliveries(facts, shipment));
  const present = sortedOut(facts, planned);
  const units = allotUnits(
    order.lineItems,
    present.foreign,
    planned.map(({ lines }) => lines),
  );
  const filled = planned.map((plan, index) => ({ plan, items: units.items[index] ?? [] }));
  const isPossible = ({ shippingKey }: PlannedDelivery) => takesDelivery(order, shippingKey);
  return {
    deliveries: filled.filter(({ plan }) => isPossible(plan)).map(({ plan, items }) => asDelivery(plan, items)),
    obsolete: present.obsolete.map(({ id }) => id),
    undeliverable: [...new Set(planned.filter((plan) => !isPossible(plan)).map(({ known }) => known.number))],
    issues: units.issues,
    shipped: units.shipped,
    delivered: units.delivered,
    shipments: shipments.length,
    allArrived: shipments.every(({ shipment }) => shipment.isDelivered === true) && present.foreign.length === 0,
  };
}

interface PlannedDelivery {
  readonly key: string;
  readonly known: StandingShipment;
  readonly shippingKey?: string;
  readonly lines: KnownOrdoroOrder['lines'];
}

function plannedDeliveries(facts: DeliveryFacts, known: StandingShipment): PlannedDelivery[] {
  const { connectorId, order } = facts;
  if (order.shippingMode !== 'Multiple')
    return [{ key: deliveryKey(connectorId, known.number), known, lines: known.lines }];
  const carried = partsCarried(known, facts);
  return carried.map(({ number, key }) => ({
    key: deliveryKey(connectorId, known.number, carried.length > 1 ? number : undefined),
    known,
    ...(key === undefined ? {} : { shippingKey: key }),
    lines: known.lines.filter(({ part }) => part === number),
  }));
}

function asDelivery({ key, known, shippingKey }: PlannedDelivery, items: readonly DeliveryItem[]): WantedDelivery {
  const { number, shipment } = known;
  return {
    key,
    orderNumber: number,
    ...(shippingKey === undefined ? {} : { shippingKey }),
    items,
    fields: withoutUnset({
      ordoroOrderNumber: number,
      shippedAt: shipment.shippedAt,
      warehouse: shipment.warehouseId === undefined ? undefined : String(shipment.warehouseId),
    }),
    parcels: wantedParcels(shipment, key),
  };
}

/** The other deliveries on the order: those that others made or that nothing shows as undone, and those that have to go. */
function sortedOut(facts: DeliveryFacts, planned: readonly PlannedDelivery[]) {
  const wantedKeys = new Set(planned.map(({ key }) => key));
  const others = deliveriesOf(facts.order).filter(({ delivery }) => !wantedKeys.has(delivery.key ?? ''));
  const deliveries = others.map(({ delivery }) => delivery);
  const settled = facts.orders.filter((known) => isWithdrawn(known) || planned.some((plan) => plan.known === known));
  const isObsolete = (delivery: Delivery) =>
    settled.some(({ number: orderNumber }) => isMadeFor(delivery, { connectorId: facts.connectorId, orderNumber }));
  return { foreign: deliveries.filter((one) => !isObsolete(one)), obsolete: deliveries.filter(isObsolete) };
}

/** Several deployments may share a beginning of their keys, so the field has to agree where it is there. */
function isMadeFor({ key, custom }: Delivery, of: { connectorId: string; orderNumber: string }): boolean {
  const shown: unknown = custom?.fields.ordoroOrderNumber;
  return key !== undefined && isDeliveryKeyOf(key, of) && (shown === undefined || shown === of.orderNumber);
}
