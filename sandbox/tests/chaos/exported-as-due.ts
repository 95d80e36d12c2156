import type { Order } from '@commercetools/platform-sdk';
import type { SyncRecord } from '../../../core/src/records/sync-record.ts';
import type { Order as OrdoroOrder } from '../../src/ordoro/wire.ts';
import { orderIn } from '../warehouse.ts';
import { creationsTooMany, lateCreations } from './creations-sent.ts';
import type { ChaosWorld, PlacedOrder } from './world.ts';

/** What is wrong, as texts; none: nothing. */
export type Findings = readonly string[];

/** Exactly one Ordoro order per part of every order that is due to go out, none for others; what is not so, is visible. */
export function exportFindings(world: ChaosWorld): Findings {
  return world.orders.flatMap((one) => ofOrder(world, one));
}

function ofOrder(world: ChaosWorld, { id, kind }: PlacedOrder): Findings {
  const { journey } = world;
  const order = orderIn(journey, id);
  const record = journey.record(id);
  const fields = journey.fields(id);
  const parts = kind === 'divided' ? ['-S1', '-S2'] : [''];
  const made = parts.flatMap((part) => rootsOf(world, `${order.orderNumber}${part}`));
  const isHeld = record?.requests.hold === true;
  const isDue = order.paymentState === 'Paid' && order.orderState === 'Open' && hasAddress(order) && !isHeld;
  const say = (what: string) => `${kind} order ${order.orderNumber}: ${what}; ${JSON.stringify({ fields, record })}`;
  const findings: string[] = [];
  for (const part of parts) {
    const ofPart = rootsOf(world, `${order.orderNumber}${part}`);
    const tooMany = creationsTooMany(world, `${order.orderNumber}${part}`);
    if (tooMany > 0) findings.push(say(`${tooMany} creations too many were sent for part ${part}`));
    if (ofPart.length > 1) findings.push(...duplicateFindings(world, `${order.orderNumber}${part}`, record).map(say));
    if (ofPart.length === 0 && isDue && kind !== 'not ours') findings.push(say(`part ${part} is not in Ordoro`));
  }
  if (made.length > 0 && kind === 'not ours') findings.push(say('it is in Ordoro'));
  if (made.length > 0) world.tally.add('exported');
  if (fields.ordoroSyncStatus === 'held') world.tally.add('held in the end');
  return [...findings, ...visibilityFindings(world, order, say)];
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
function duplicateFindings(world: ChaosWorld, orderId: string, record: SyncRecord | undefined): Findings {
  const made = rootsOf(world, orderId);
  const numbers = made.map((root) => root.order_number);
  world.tally.add('duplicates', made.length - 1);
  if (made.length - 1 > lateCreations(world, orderId)) return [`${made.length} Ordoro orders: ${numbers}`];
  const shown = record?.duplicates ?? [];
  const standing = made.filter((root) => root.status !== 'cancelled' && !shown.includes(root.order_number));
  if (standing.length <= 1) return [];
  // Two with one number can only be shown by that number.
  return new Set(numbers).size < numbers.length && shown.length > 0 ? [] : [`nobody shows the duplicates: ${numbers}`];
}

/** What is not in step shows a reason; what is in step shows none. */
function visibilityFindings(world: ChaosWorld, order: Order, say: (what: string) => string): Findings {
  const { journey } = world;
  const { ordoroSyncStatus: status, ordoroIssues } = journey.fields(order.id) as {
    ordoroSyncStatus?: string;
    ordoroIssues?: readonly string[];
  };
  const record = journey.record(order.id);
  const letter = journey.deadLetter(order.id);
  const findings: string[] = [];
  if (status === 'retrying') findings.push(say('it is still being tried'));
  if (status === 'failed' && letter === undefined) findings.push(say('it failed without a dead letter'));
  if (letter !== undefined && status !== 'failed') findings.push(say(`a dead letter stands: ${letter.message}`));
  if (status === 'needs-attention' && ordoroIssues === undefined)
    findings.push(say('nobody says what needs attention'));
  if (record?.lease !== undefined) findings.push(say('a lease is left'));
  const leaves = journey.ordoroOrders(order.id).filter(({ is_order_parent: isParent }) => !isParent);
  const isGoingOut = leaves.some((leaf) => leaf.status === 'awaiting_fulfillment');
  if (order.orderState === 'Cancelled' && isGoingOut && ordoroIssues === undefined)
    findings.push(say('it is cancelled, Ordoro ships it, and nobody says so'));
  // Staff decide where an order goes that they merged into another, and where its children go.
  const own = leaves.filter(
    ({ lines, parent_order_number: parent }) =>
      lines.every((line) => line.cart_order_id?.startsWith(order.id)) && (parent === null || !world.hasMerged),
  );
  const isElsewhere = own.some(
    (leaf) => leaf.status === 'awaiting_fulfillment' && leaf.shipping_address.city !== order.shippingAddress?.city,
  );
  if (
    order.orderState === 'Open' &&
    order.shipping.length === 0 &&
    isElsewhere &&
    ordoroIssues === undefined &&
    record?.requests.hold !== true
  )
    findings.push(say('Ordoro ships it to another address, and nobody says so'));
  return findings;
}
