import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import type { Order as OrdoroOrder } from '../../src/ordoro/wire.ts';
import { SEED_IDS } from '../../src/seed/seed-names.ts';
import { CANCEL, change, MOVE, REOPEN, requested } from '../after-export.ts';
import { place } from '../shop.ts';
import { count } from '../stock-room.ts';
import { MINUTE } from '../virtual-time.ts';
import { orderIn } from '../warehouse.ts';
import { happen } from '../warehouse-stories.ts';
import type { MerchantStep, OrderKind, Step, WarehouseStep } from './history.ts';
import { COUNTED, OWNED, orderSpec } from './shop-orders.ts';
import { outage, work } from './work.ts';
import type { ChaosWorld } from './world.ts';

const PAY: OrderUpdateAction = { action: 'changePaymentState', paymentState: 'Paid' };

/** Lets one step of a history happen. */
export async function take(world: ChaosWorld, step: Step): Promise<void> {
  await world.pass(1_000);
  if (step.what !== 'outage' && step.what !== 'time passes') world.wholeRuns = 0;
  switch (step.what) {
    case 'is ordered':
      return order(world, step.kind);
    case 'work':
      return work(world, step);
    case 'outage':
      return outage(world, step);
    case 'messages are lost':
      return world.loseMessages();
    case 'all is well for a while':
      return allIsWell(world);
    case 'time passes':
      return world.pass(step.minutes * MINUTE);
    case 'is counted':
      world.tally.add('is counted');
      return count(world.journey, COUNTED[step.sku % COUNTED.length] ?? COUNTED[0], { [step.side]: step.onHand });
    case 'is set':
      world.tally.add('is set');
      return setStock(world, step);
    case 'is paid':
    case 'is cancelled':
    case 'is reopened':
    case 'gets another address':
    case 'is held':
    case 'is resumed':
    case 'is to be tried again':
      return merchantActs(world, step);
    default:
      return warehouseActs(world, step);
  }
}

async function setStock({ journey }: ChaosWorld, { side, units }: Extract<Step, { what: 'is set' }>): Promise<void> {
  const channelId = side === 'east' ? SEED_IDS.channelEast : SEED_IDS.channelWest;
  await journey.sandbox.commercetools.merchantSetsStock({ sku: OWNED, channelId }, units);
}

/** Long enough for look-ups after an uncertain creation. */
async function allIsWell(world: ChaosWorld): Promise<void> {
  const calm = { passing: { order: 'as sent', isDoubled: false, hasPayload: true }, faults: [] } as const;
  await world.pass(2 * MINUTE);
  await work(world, { what: 'work', workers: ['messages'], ...calm });
  const { journey, orders } = world;
  if (orders.some(({ id }) => journey.record(id)?.due !== false))
    await work(world, { what: 'work', workers: ['job'], ...calm });
}

/** A shopper orders. */
export async function order(world: ChaosWorld, kind: OrderKind): Promise<void> {
  const at = world.orders.length;
  const { id } = await place(world.journey, orderSpec(kind, { at, isTracked: world.subject === 'stock' }));
  world.orders.push({ id, kind });
  world.tally.add(`ordered: ${kind}`);
}

async function merchantActs(world: ChaosWorld, { what, order: at }: MerchantStep): Promise<void> {
  const { journey } = world;
  const id = world.orders.at(at % world.orders.length)?.id;
  if (id === undefined) return;
  const { orderState, paymentState, shipping, custom } = orderIn(journey, id);
  const act = (...actions: OrderUpdateAction[]) => change(journey, id, ...actions);
  switch (what) {
    case 'is paid':
      return paymentState === 'Paid' ? undefined : act(PAY);
    case 'is cancelled':
      world.cancelled.add(id);
      return orderState === 'Open' ? act(CANCEL) : undefined;
    case 'is reopened':
      return orderState === 'Cancelled' ? act(REOPEN) : undefined;
    case 'gets another address':
      return shipping.length === 0 ? act(MOVE) : undefined;
    default:
      // The field exists once the connector has given the order its Type.
      return custom === undefined ? undefined : act(requested(REQUESTS[what]));
  }
}

const REQUESTS = { 'is held': 'hold', 'is resumed': 'resume', 'is to be tried again': 'retry' } as const;

/** Ordoro orders that staff would do this to. */
const FIT: Readonly<
  Record<WarehouseStep['what'], (order: OrdoroOrder, returned: readonly (string | null)[]) => boolean>
> = {
  ships: isWaiting,
  'ships without tracking': isWaiting,
  'ships in two packages': isWaiting,
  splits: isWaiting,
  merges: isWaiting,
  cancels: isWaiting,
  'merchant edits': isWaiting,
  voids: isShipped,
  'takes back': isShipped,
  restocks: ({ order_number: number }, returned) => returned.includes(number),
  restores: ({ status }) => status === 'cancelled',
  'record is lost': () => true,
};

function isWaiting({ status }: OrdoroOrder): boolean {
  return status === 'awaiting_fulfillment';
}

function isShipped({ status }: OrdoroOrder): boolean {
  return status === 'shipped';
}

/** An operator only deletes the record of an order that is in Ordoro, shows so, and is not being worked at. */
function isAtRest({ journey }: ChaosWorld, id = ''): boolean {
  return journey.record(id)?.due === false && journey.fields(id).ordoroOrderNumbers !== undefined;
}

/** Of all Ordoro orders that it can be done to, one; the step's own figures say which. */
async function warehouseActs(world: ChaosWorld, step: WarehouseStep): Promise<void> {
  const { journey, orders, tally } = world;
  const returned = journey.sandbox.ordoro.returns.map(({ original_order_number: number }) => number);
  const fit = orders.flatMap(({ id, kind }, order) =>
    journey
      .ordoroOrders(id)
      .filter(({ is_order_parent: isParent }) => !isParent)
      .flatMap((one, at) => (FIT[step.what](one, returned) ? [{ order, at, kind }] : [])),
  );
  const aim = step.order + ('at' in step ? step.at : 'line' in step ? step.line : 0);
  const one = fit.at(aim % Math.max(1, fit.length));
  if (one === undefined || (step.what === 'record is lost' && !isAtRest(world, orders[one.order]?.id))) return;
  // Parts of a divided order and lines that take stock cannot be edited in the sandbox shop.
  if (step.what === 'merchant edits' && (one.kind === 'divided' || world.subject === 'stock')) return;
  tally.add(step.what);
  world.hasMerged ||= step.what === 'merges';
  const { order, at } = one;
  if (step.what === 'cancels') world.cancelled.add(orders[order]?.id ?? '');
  if (step.what === 'record is lost') world.lostRecords.add(orders[order]?.id ?? '');
  const aimed = 'at' in step ? { ...step, order, at } : { ...step, order };
  await happen(
    journey,
    orders.map(({ id }) => id),
    aimed,
  );
}
