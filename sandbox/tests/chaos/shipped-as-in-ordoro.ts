import type { Delivery } from '@commercetools/platform-sdk';
import type { SyncRecord } from '../../../core/src/records/sync-record.ts';
import type { Order as OrdoroOrder, ShippingInfo } from '../../src/ordoro/wire.ts';
import { orderIn } from '../warehouse.ts';
import type { Findings } from './findings.ts';
import type { ChaosWorld } from './world.ts';

/** Deliveries, tracking numbers and returns are those of Ordoro's orders as they stand, computed here in the plainest way. */
export function shipmentFindings(world: ChaosWorld): Findings {
  return world.orders.flatMap(({ id }) => [...deliveryFindings(world, id), ...returnFindings(world, id)]);
}

function deliveryFindings(world: ChaosWorld, id: string): Findings {
  const { journey } = world;
  const order = orderIn(journey, id);
  const shipped = journey.ordoroOrders(id).filter((one) => isWanted(one) && !isDuplicate(one, journey.record(id)));
  const wanted: Record<string, number> = {};
  let isClamped = false;
  for (const line of shipped.flatMap(({ lines }) => lines)) {
    if (line.cart_order_id?.slice(0, 36) !== id || line.cart_orderitem_id === null) continue;
    const ordered = order.lineItems.find((item) => item.id === line.cart_orderitem_id)?.quantity ?? 0;
    const sum = (wanted[line.cart_orderitem_id] ?? 0) + line.quantity;
    isClamped ||= sum > ordered;
    if (Math.min(sum, ordered) > 0) wanted[line.cart_orderitem_id] = Math.min(sum, ordered);
  }
  const deliveries = [order.shippingInfo, ...order.shipping.map(({ shippingInfo }) => shippingInfo)].flatMap(
    (info) => info?.deliveries ?? [],
  );
  const shown: Record<string, number> = {};
  for (const { id: line, quantity } of deliveries.flatMap(({ items }) => items))
    shown[line] = (shown[line] ?? 0) + quantity;
  world.tally.add('deliveries', deliveries.length);
  const say = (what: string, is: unknown, should: unknown) =>
    `order ${order.orderNumber}: ${what} ${JSON.stringify(is)} instead of ${JSON.stringify(should)}; ${JSON.stringify(journey.record(id))}`;
  if (canonical(shown) !== canonical(wanted)) return [say('delivered', shown, wanted)];
  const [is, should] = [trackingIn(deliveries), trackingOf(shipped)];
  return isClamped || canonical(is) === canonical(should) ? [] : [say('tracking', is, should)];
}

/** Two may bear one number; the id says which of them the record follows. */
function isDuplicate({ id, order_number: number }: OrdoroOrder, record: SyncRecord | undefined): boolean {
  const isOwn = record?.ordoroOrders?.some((own) => own.number === number && own.id === id) === true;
  return record?.duplicates?.includes(number) === true && !isOwn;
}

function isWanted({ status, is_order_parent: isParent, shipping_info: info }: OrdoroOrder): boolean {
  return status === 'shipped' && !isParent && (info as Partial<ShippingInfo>).void !== true;
}

function trackingIn(deliveries: readonly Delivery[]): string[] {
  const numbers = deliveries.flatMap(({ parcels }) =>
    parcels.map(({ trackingData }) => trackingData?.trackingId ?? ''),
  );
  return [...new Set(numbers)].sort();
}

function trackingOf(shipped: readonly OrdoroOrder[]): string[] {
  const numbers = shipped.flatMap(({ shipping_info: info }) => {
    const { packages, tracking_number: tracking } = info as Partial<ShippingInfo>;
    const ofPackages = (packages ?? []).flatMap(({ tracking_number: number }) => (number ? [number] : []));
    if (ofPackages.length > 0) return ofPackages;
    return tracking ? [tracking] : [];
  });
  return [...new Set(numbers)].sort();
}

function returnFindings(world: ChaosWorld, id: string): Findings {
  const { journey } = world;
  const numbers = journey.ordoroOrders(id).map(({ order_number: number }) => number);
  const returned = journey.sandbox.ordoro.returns
    .filter(({ original_order_number: number }) => numbers.includes(number ?? ''))
    .flatMap(({ reference_id: reference, original_order_number: number, lines }) => {
      const order = journey.sandbox.ordoro.order(number ?? '');
      const own = order.lines.filter((one) => one.cart_order_id?.startsWith(id)).map((one) => one.id);
      return lines.filter(({ line_id: line }) => own.includes(line)).map((line) => ({ reference, ...line }));
    });
  const items = (orderIn(journey, id).returnInfo ?? []).flatMap((info) => info.items);
  world.tally.add('returned items', items.length);
  const received = returned.reduce((sum, line) => sum + line.received_quantity, 0);
  const shown = items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (shown !== received) return [`order ${id}: ${shown} units returned instead of ${received}`];
  return returned.flatMap(({ reference, line_id: line, restocked_quantity: restocked }) => {
    const own = items.filter(({ key }) => key?.startsWith(`ordoro-${reference}-${line}-`));
    const is = own.filter(({ shipmentState }) => shipmentState === 'BackInStock').map(({ quantity }) => quantity);
    const should = coveredBy(
      restocked,
      own.map(({ quantity }) => quantity),
    );
    world.tally.add('returned items back in stock', should.length);
    return canonical(is) === canonical(should) ? [] : [`order ${id}: ${is} units back in stock instead of ${should}`];
  });
}

/** An item is back in stock once all its units are, and those of the items before it. */
function coveredBy(restocked: number, quantities: readonly number[]): readonly number[] {
  const upTo = quantities.map((_, at) => quantities.slice(0, at + 1).reduce((sum, one) => sum + one, 0));
  return quantities.filter((_, at) => (upTo[at] ?? 0) <= restocked);
}

function canonical(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value : Object.entries(value as object).sort());
}
