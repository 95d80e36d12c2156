import type { Order } from '@commercetools/platform-sdk';
import type { Order as OrdoroOrder } from '../../src/ordoro/wire.ts';
import { CREATION } from '../exported-once.ts';
import { orderIn } from '../warehouse.ts';
import type { ChaosWorld, PlacedOrder } from './world.ts';

/** What is wrong, as texts; none: nothing. */
export type Findings = readonly string[];

/** Exactly one Ordoro order per part of every order that is due to go out, none for others; what is not so, is visible. */
export function exportFindings(world: ChaosWorld): Findings {
  return [...world.orders.flatMap((one) => ofOrder(world, one)), ...tooManyCreations(world)];
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
    const standing = ofPart.filter(({ status }) => status !== 'cancelled');
    if (ofPart.length > 1 && !isExplained(world, record?.duplicates ?? [], standing.length))
      findings.push(say(`${ofPart.length} Ordoro orders of part ${part}: ${ofPart.map((root) => root.order_number)}`));
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
function isExplained(world: ChaosWorld, known: readonly string[], standing: number): boolean {
  const isFromStuckCall = world.stuckCalls.some((call) => call === 'POST /v3/order');
  if (isFromStuckCall) world.tally.add('duplicates');
  return isFromStuckCall && (standing <= 1 || known.length > 0);
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
  if (status === 'retrying' && record?.requests.hold !== true) findings.push(say('it is still being tried'));
  if (status === 'failed' && letter === undefined) findings.push(say('it failed without a dead letter'));
  if (letter !== undefined && status !== 'failed' && status !== 'needs-attention')
    findings.push(say(`a dead letter stands: ${letter.message}`));
  if (status === 'needs-attention' && ordoroIssues === undefined)
    findings.push(say('nobody says what needs attention'));
  if (record?.lease !== undefined) findings.push(say('a lease is left'));
  const leaves = journey.ordoroOrders(order.id).filter(({ is_order_parent: isParent }) => !isParent);
  const isGoingOut = leaves.some((leaf) => leaf.status === 'awaiting_fulfillment');
  if (order.orderState === 'Cancelled' && isGoingOut && ordoroIssues === undefined)
    findings.push(say('it is cancelled, Ordoro ships it, and nobody says so'));
  // Staff decide where an order goes that they merged into another.
  const own = leaves.filter(({ lines }) => lines.every((line) => line.cart_order_id?.startsWith(order.id)));
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

/** A creation is sent again only after something went wrong with the one before. */
function tooManyCreations(world: ChaosWorld): Findings {
  const { journey, mishaps, orders } = world;
  const sent = journey.sandbox.ordoro.traffic.count(CREATION);
  const parts = orders.reduce((sum, { kind }) => sum + (kind === 'divided' ? 2 : 1), 0);
  const allowed = parts + mishaps + world.stuckCalls.length + world.crashes;
  world.tally.add('creations', sent);
  return sent > allowed ? [`${sent} creations for ${parts} parts and ${mishaps} faults`] : [];
}
