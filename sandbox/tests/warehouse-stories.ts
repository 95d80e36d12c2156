import { Refusal } from '../src/ordoro/refusal.ts';
import type { Order as OrdoroOrder } from '../src/ordoro/wire.ts';
import { item } from '../src/seed/demo-lines.ts';
import type { Journey } from './connector-under-test.ts';
import { place, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { orderIn } from './warehouse.ts';
import type { Happening, Story } from './warehouse-happenings.ts';

/** SKUs of every order of a story. */
const SKUS = ['COF-COL-250', 'MUG-ENAMEL-WHT'] as const;

/** What of the job takes part. */
export const TASKS = ['orders', 'fulfillments', 'returns'];

/** Tells a story on both platforms. @returns the ids of its orders, exported before anything else happened */
export async function tell(journey: Journey, story: Story): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 0; count < story.orders; count += 1) {
    const lines = SKUS.map((sku, index) => item(sku, US, { quantity: 2 + index }));
    ids.push((await place(journey, { lines })).id);
  }
  await journey.deliver();
  let hasUnseenVoid = false;
  for (const happening of story.happenings) {
    journey.time.advance(1_000);
    // See the exceptions: an order that is cancelled does not show that its shipment was undone before.
    if (hasUnseenVoid && CANCELLING.includes(happening.what)) await runJob(journey);
    if (CANCELLING.includes(happening.what) || happening.what === 'job runs') hasUnseenVoid = false;
    if (happening.what === 'voids' && happening.leaves === 'nothing') hasUnseenVoid = true;
    await happen(journey, ids, happening);
  }
  return ids;
}

/** What cancels an order in Ordoro. */
const CANCELLING: readonly string[] = ['cancels', 'merges'] satisfies readonly Happening['what'][];

function runJob(journey: Journey): Promise<unknown> {
  return journey.runJob({ tasks: TASKS });
}

/** Lets one thing happen. What is not possible at that moment does not happen. */
export async function happen(journey: Journey, ids: readonly string[], happening: Happening): Promise<void> {
  switch (happening.what) {
    case 'job runs':
      await runJob(journey);
      return;
    case 'messages arrive':
      return journey.deliver();
    case 'messages are lost':
      return journey.dropMessages();
    case 'time passes':
      return journey.time.advance(happening.minutes * MINUTE);
    case 'record is lost':
      return loseRecord(journey, pick(ids, happening.order));
    case 'merchant cancels':
    case 'merchant reopens':
    case 'merchant edits':
    case 'merchant delivers':
      return merchantActs(journey, pick(ids, happening.order), happening);
    default:
      return unlessRefused(() => warehouseActs(journey, pick(ids, happening.order), happening));
  }
}

async function loseRecord(journey: Journey, id: string): Promise<void> {
  if (journey.record(id) !== undefined) await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', id);
}

type MerchantAct = Extract<Happening, { what: `merchant ${string}` }>;

async function merchantActs(journey: Journey, id: string, act: MerchantAct): Promise<void> {
  const { commercetools } = journey.sandbox;
  const { orderState, lineItems } = orderIn(journey, id);
  switch (act.what) {
    case 'merchant cancels':
      if (orderState === 'Cancelled') return;
      await commercetools.merchantUpdate(id, [{ action: 'changeOrderState', orderState: 'Cancelled' }]);
      return;
    case 'merchant reopens':
      if (orderState !== 'Cancelled') return;
      await commercetools.merchantUpdate(id, [{ action: 'changeOrderState', orderState: 'Open' }]);
      return;
    case 'merchant edits':
      await commercetools.merchantEditsOrder(id, { quantities: { [pick(lineItems, act.line).id]: act.units } });
      return;
    case 'merchant delivers': {
      const items = [{ id: pick(lineItems, act.line).id, quantity: act.units }];
      await commercetools.merchantUpdate(id, [{ action: 'addDelivery', items }]);
    }
  }
}

type WarehouseAct = Exclude<
  Happening,
  MerchantAct | { what: 'job runs' | 'messages arrive' | 'messages are lost' | 'record is lost' | 'time passes' }
>;

/** Throws a Refusal, or does nothing, where staff could not do that. */
function warehouseActs(journey: Journey, id: string, act: WarehouseAct): void {
  const { ordoro } = journey.sandbox;
  const open = journey.ordoroOrders(id).filter((candidate) => !candidate.is_order_parent);
  if (open.length === 0) return;
  const order = pick(open, act.at);
  const number = order.order_number;
  switch (act.what) {
    case 'ships':
      ordoro.ship(number);
      return;
    case 'ships without tracking':
      ordoro.ship(number, { tracking: null });
      return;
    case 'ships in two packages':
      ordoro.ship(number, { packages: [{ weight: 8 }, { weight: 16 }] });
      return;
    case 'voids':
      ordoro.voidLabel(number, act.leaves);
      return;
    case 'splits': {
      const line = pick(order.lines, act.line);
      ordoro.split(number, [[{ line_id: line.id, quantity: Math.min(act.units, line.quantity) }]]);
      return;
    }
    case 'merges': {
      const others = ordoro.orders.filter((other) => !other.is_order_parent && other.order_number !== number);
      if (others.length > 0) ordoro.merge([pick(others, act.into).order_number, number], { leaves: act.leaves });
      return;
    }
    case 'cancels':
      // Cancelled after it was shipped: see the exceptions.
      if (order.status !== 'shipped') ordoro.cancel(number);
      return;
    case 'restores':
      ordoro.uncancel(number);
      return;
    case 'takes back':
      takeBack(journey, order, act.units);
      return;
    case 'restocks':
      restock(journey, order, act.units);
  }
}

/** Goods of a shipped order come back: more of a return there is already, else a new one. */
function takeBack(journey: Journey, order: OrdoroOrder, units: number): void {
  const { ordoro } = journey.sandbox;
  if (order.status !== 'shipped') return;
  const [known] = ordoro.returns.filter(({ original_order_number: number }) => number === order.order_number);
  const [line] = known?.lines ?? [];
  if (known !== undefined && line !== undefined)
    ordoro.progressReturn(known.reference_id, { lineId: line.line_id, received: line.received_quantity + units });
  else if (order.lines[0] !== undefined)
    ordoro.addReturn({
      orderNumber: order.order_number,
      lines: [{ lineId: order.lines[0].id, expected: 9, received: units }],
    });
}

function restock(journey: Journey, order: OrdoroOrder, units: number): void {
  const { ordoro } = journey.sandbox;
  const [known] = ordoro.returns.filter(({ original_order_number: number }) => number === order.order_number);
  const [line] = known?.lines ?? [];
  if (known === undefined || line === undefined) return;
  const restocked = Math.min(line.received_quantity, line.restocked_quantity + units);
  ordoro.progressReturn(known.reference_id, { lineId: line.line_id, restocked });
}

function unlessRefused(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function pick<T>(all: readonly T[], at: number): T {
  const one = all[at % all.length];
  if (one === undefined) throw new Error('There is nothing to pick from.');
  return one;
}
