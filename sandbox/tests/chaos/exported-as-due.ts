import type { Order } from '@commercetools/platform-sdk';
import type { SyncRecord } from '../../../core/src/records/sync-record.ts';
import type { Order as OrdoroOrder } from '../../src/ordoro/wire.ts';
import { orderIn } from '../warehouse.ts';
import { creationsOf, creationsTooMany, lateCreations } from './creations-sent.ts';
import type { Findings } from './findings.ts';
import type { ChaosWorld, PlacedOrder } from './world.ts';

/** Exactly one Ordoro order per part of every order that is due to go out, none for others; what is not so, is visible. */
export function exportFindings(world: ChaosWorld): Findings {
  return world.orders.flatMap((one) => ofOrder(world, one));
}

/** An order as the findings about it see it. */
interface Seen extends PlacedOrder {
  readonly order: Order;
  readonly record: SyncRecord | undefined;
  readonly status: string | undefined;
  /** Each begins with its code. */
  readonly issues: readonly string[];
  /** Its `order_id` in Ordoro, one for each part. */
  readonly orderIds: readonly string[];
  /** Ordoro orders with its goods, but those that were split into others. */
  readonly leaves: readonly OrdoroOrder[];
  /** Nothing keeps it from going out. */
  readonly isDue: boolean;
}

function ofOrder(world: ChaosWorld, placed: PlacedOrder): Findings {
  const seen = look(world, placed);
  const { order, record, status, orderIds, leaves } = seen;
  if (orderIds.some((orderId) => rootsOf(world, orderId).length > 0)) world.tally.add('exported');
  if (status === 'held') world.tally.add('held in the end');
  world.tally.add('creations', orderIds.flatMap((orderId) => creationsOf(world, orderId)).length);
  const findings = [
    ...orderIds.flatMap((orderId) => partFindings(world, seen, orderId)),
    ...goodsFindings(world, seen),
    ...visibilityFindings(world, seen),
    ...cancellationFindings(seen),
    ...addressFindings(world, seen),
  ];
  const said = JSON.stringify({ fields: world.journey.fields(order.id), record, leaves: leaves.map(textOf) });
  return findings.map((what) => `${placed.kind} order ${order.orderNumber}: ${what}; ${said}`);
}

function look({ journey }: ChaosWorld, placed: PlacedOrder): Seen {
  const { id, kind } = placed;
  const order = orderIn(journey, id);
  const record = journey.record(id);
  const fields = journey.fields(id) as { ordoroSyncStatus?: string; ordoroIssues?: readonly string[] };
  const isOpen = order.paymentState === 'Paid' && order.orderState === 'Open' && hasAddress(order);
  return {
    ...placed,
    order,
    record,
    status: fields.ordoroSyncStatus,
    issues: fields.ordoroIssues ?? [],
    orderIds: (kind === 'divided' ? ['-S1', '-S2'] : ['']).map((part) => `${order.orderNumber}${part}`),
    leaves: journey.ordoroOrders(id).filter(({ is_order_parent: isParent }) => !isParent),
    isDue: isOpen && kind !== 'not ours' && record?.requests.hold !== true,
  };
}

function textOf({ order_number: number, status, lines }: OrdoroOrder): string {
  return `${number} ${status} ${lines.map(({ quantity, sku }) => `${quantity}x${sku}`).join(' ')}`;
}

/** Exactly one Ordoro order was made where one is due, and none where none may be. */
function partFindings(world: ChaosWorld, seen: Seen, orderId: string): Findings {
  const { order, kind, isDue } = seen;
  const made = rootsOf(world, orderId);
  const tooMany = creationsTooMany(world, orderId);
  const mayBeThere = kind !== 'not ours' && order.paymentState === 'Paid' && hasAddress(order);
  return [
    ...(tooMany > 0 ? [`${tooMany} creations too many were sent for ${orderId}`] : []),
    ...(made.length > 1 ? duplicateFindings(world, seen, orderId) : []),
    ...(made.length === 0 && isDue ? [`${orderId} is not in Ordoro`] : []),
    ...(made.length > 0 && !mayBeThere ? [`${orderId} is in Ordoro`] : []),
  ];
}

/** Ordoro orders that were made under this `order_id`, not by splitting another; they may have lost their lines to a merge. */
function rootsOf(world: ChaosWorld, orderId: string): OrdoroOrder[] {
  const number = new RegExp(`^\\d+-${orderId}(-D\\d+)?$`);
  return world.journey.sandbox.ordoro.orders.filter(
    (one) => one.parent_order_number === null && number.test(one.order_number),
  );
}

function hasAddress({ shippingAddress, shipping }: Order): boolean {
  return shippingAddress !== undefined || shipping.length > 0;
}

/** Only a creation that was carried out long after its process gave it up may be one too many; it is resolved or shown. */
function duplicateFindings(world: ChaosWorld, { id, record }: Seen, orderId: string): Findings {
  const made = rootsOf(world, orderId);
  const numbers = made.map((root) => root.order_number);
  world.tally.add('duplicates', made.length - 1);
  if (made.length - 1 > lateCreations(world, orderId)) return [`${made.length} Ordoro orders: ${numbers}`];
  const shown = record?.duplicates ?? [];
  const going = made.filter((root) => root.status !== 'cancelled');
  if (going.length === 0 && !mayBeCancelled(world, id)) return [`nobody wanted all to be cancelled: ${numbers}`];
  const standing = going.filter((root) => !shown.includes(root.order_number));
  if (standing.length <= 1) return [];
  // Two with one number can only be shown by that number.
  return new Set(numbers).size < numbers.length && shown.length > 0 ? [] : [`nobody shows the duplicates: ${numbers}`];
}

function mayBeCancelled({ cancelled, hasMerged }: ChaosWorld, id: string): boolean {
  return cancelled.has(id) || hasMerged;
}

/** Ordoro sends what was ordered, or somebody says that it does not. */
function goodsFindings(world: ChaosWorld, seen: Seen): Findings {
  const { id, order, isDue, issues, leaves, orderIds } = seen;
  // What was not sent before the record was lost cannot be told from edits of the staff.
  if (!isDue || orderIds.every((orderId) => rootsOf(world, orderId).length === 0)) return [];
  const going = leaves.filter(({ status }) => status !== 'cancelled');
  if (going.length === 0 && !mayBeCancelled(world, id)) return ['nobody wanted it to be cancelled in Ordoro'];
  if (issues.length > 0) return [];
  if (going.length === 0) return ['all of it is cancelled in Ordoro, and nobody says so'];
  if (world.hasMerged || world.lostRecords.has(id)) return [];
  return order.lineItems.flatMap(({ id: line, variant, quantity }) => {
    const sent = going
      .flatMap(({ lines }) => lines)
      .filter((one) => one.cart_orderitem_id === line)
      .reduce((sum, one) => sum + one.quantity, 0);
    world.tally.add('lines compared');
    return sent === quantity
      ? []
      : [`Ordoro sends ${sent} of ${variant.sku} instead of ${quantity}, and nobody says so`];
  });
}

/** What is not in step shows a reason; what is in step shows none. */
function visibilityFindings({ journey }: ChaosWorld, { order, record, status, issues }: Seen): Findings {
  const letter = journey.deadLetter(order.id);
  const isHeld = record?.requests.hold === true;
  return [
    ...(status === 'retrying' ? ['it is still being tried'] : []),
    ...(status === 'failed' && letter === undefined ? ['it failed without a dead letter'] : []),
    ...(letter !== undefined && status !== 'failed' ? [`a dead letter stands: ${letter.message}`] : []),
    ...(status === 'needs-attention' && issues.length === 0 ? ['nobody says what needs attention'] : []),
    ...(status === 'held' && issues.length === 0 && !isHeld ? ['nobody says why it is held'] : []),
    ...(record?.lease !== undefined ? ['a lease is left'] : []),
  ];
}

/** Each Ordoro order of a cancelled order that goes out all the same is named. */
function cancellationFindings({ order, leaves, issues }: Seen): Findings {
  if (order.orderState !== 'Cancelled') return [];
  return leaves
    .filter(({ status, order_number: number }) => status === 'awaiting_fulfillment' && !isNamed(number, issues))
    .map(({ order_number: number }) => `it is cancelled, Ordoro ships ${number}, and nobody says so`);
}

function isNamed(number: string, issues: readonly string[]): boolean {
  return issues.some((issue) => issue.includes(number));
}

/** Staff decide where an order goes that they merged into another, and where its children go. */
function addressFindings(world: ChaosWorld, { id, order, record, leaves, issues }: Seen): Findings {
  const isToldApart = order.orderState !== 'Open' || order.shipping.length > 0 || record?.requests.hold === true;
  if (isToldApart || issues.length > 0) return [];
  const isElsewhere = leaves
    .filter(({ lines }) => lines.every((line) => line.cart_order_id?.startsWith(id)))
    .filter(({ parent_order_number: parent }) => parent === null || !world.hasMerged)
    .some((one) => one.status === 'awaiting_fulfillment' && one.shipping_address.city !== order.shippingAddress?.city);
  return isElsewhere ? ['Ordoro ships it to another address, and nobody says so'] : [];
}
