import { isDeepStrictEqual } from 'node:util';
import { decideChange, isChangePending } from '../../src/orders/changes/decide-change.ts';
import { type EditPorts, editOrdoro } from '../../src/orders/changes/edit-ordoro.ts';
import type { OrdoroEdit } from '../../src/orders/changes/ordoro-edit.ts';
import { numbersToRead, withNews } from '../../src/orders/news.ts';
import type { OrderSyncPorts } from '../../src/orders/order-sync-ports.ts';
import { readOrdoroOrders } from '../../src/orders/read-ordoro-orders.ts';
import { forgetFailures } from '../../src/orders/record-changes.ts';
import type { Action, Situation } from '../../src/orders/situation.ts';
import type { EditOutcome } from '../../src/ordoro/order-edits.ts';
import type { OrdoroLine, OrdoroOrder } from '../../src/ordoro/readers.ts';
import { hasGivenUp, liveLease } from '../../src/records/sync-record.ts';
import type { ChangeWorld, StoredOrdoroOrder } from './change-world.ts';
import { amountsOf, kept } from './change-world.ts';
import { situation } from './situations.ts';

/** How one write to Ordoro ends. `…-done`: it was carried out although the answer does not say so. */
export type EditEnd =
  | 'done'
  | 'lost'
  | 'lost-done'
  /** Ordoro still works on it, and is done before the minute is over. */
  | 'lost-late'
  | 'dies'
  | 'dies-done'
  | 'server-error'
  | 'rate-limited'
  | 'no-token'
  | 'rejected';

/** What goes wrong in one pass; each list is used up from its beginning, then all goes well. */
export interface ChangeScript {
  readonly edits?: readonly EditEnd[];
  /** The process dies after so many actions. */
  readonly diesAfter?: number;
  /** Rows that the caller has read, as the job does from a list. */
  readonly rows?: readonly OrdoroOrder[];
  /** Staff acts right before the first write of the pass. */
  readonly beforeFirstEdit?: () => void;
}

/** More actions than any pass needs. */
const MAX_ACTIONS = 90;

class Died extends Error {}

/** One pass over an exported order, as far as changes go. @returns the actions but changes of the working copy */
export async function playChanges(world: ChangeWorld, script: ChangeScript = {}): Promise<Action['do'][]> {
  world.passes += 1;
  const pass = new ChangePass(world, script);
  try {
    return await pass.run();
  } catch (error) {
    if (error instanceof Died) return pass.steps;
    throw error;
  }
}

class ChangePass {
  readonly steps: Action['do'][] = [];
  readonly #world: ChangeWorld;
  readonly #script: ChangeScript;
  readonly #ends: EditEnd[];
  #version: number;
  #hasEdited = false;

  constructor(world: ChangeWorld, script: ChangeScript) {
    this.#world = world;
    this.#script = script;
    this.#ends = [...(script.edits ?? [])];
    this.#version = world.stored.version;
  }

  async run(): Promise<Action['do'][]> {
    const world = this.#world;
    let current: Situation = situation({
      order: world.order,
      orderReadAt: world.now,
      stored: { state: 'present', ...world.stored },
      before: world.record,
      record: world.record,
      context: world.context,
      skus: world.skus,
      now: world.now,
      owner: `pass-${world.passes}`,
      ordoroRows: this.#script.rows ?? [],
    });
    for (let count = 0; count < MAX_ACTIONS; count += 1) {
      if (this.#script.diesAfter === count) throw new Died();
      const action = this.#next(current);
      if (action === undefined) return this.steps;
      if (action.do !== 'note') this.steps.push(action.do);
      const next = await this.#perform(action, current);
      if (next === undefined) return this.steps;
      current = next;
    }
    throw new Error(`no end: ${this.steps.join(' ')}`);
  }

  /** What `decide` does around the decision about changes. */
  #next(current: Situation): Action | undefined {
    const { record, order, now, stored } = current;
    if (record === undefined || order === undefined || stored.state !== 'present') return undefined;
    const lease = liveLease(stored.record, now);
    if (lease !== undefined && lease.owner !== current.owner) return undefined;
    if (lease === undefined && record.lease !== undefined) {
      const { lease: _expired, ...rest } = record;
      return { do: 'note', record: rest };
    }
    const informed = withNews(record, current);
    if (!isDeepStrictEqual(informed, record)) return { do: 'note', record: informed };
    const unread = numbersToRead(record, current);
    const mayRead = !current.failedNow && (record.retryAt === undefined || Date.parse(record.retryAt) <= now);
    if (unread.length > 0 && mayRead) return { do: 'read-ordoro-orders', numbers: unread };
    const change = decideChange(current, order, record);
    if (change !== undefined) return change;
    const isPending = isChangePending(current, order, record);
    const base = isPending ? record : forgetFailures(record);
    const { lease: _over, ...rest } = base;
    const final = JSON.parse(JSON.stringify({ ...rest, due: isPending && !hasGivenUp(base) }));
    return isDeepStrictEqual(final, stored.record) ? undefined : { do: 'save', record: final };
  }

  async #perform(action: Action, current: Situation): Promise<Situation | undefined> {
    const world = this.#world;
    switch (action.do) {
      case 'note':
        return { ...current, record: action.record, failedNow: current.failedNow || action.fails === true };
      case 'save': {
        if (this.#version !== world.stored.version) return undefined;
        const record = JSON.parse(JSON.stringify(action.record));
        this.#version += 1;
        world.stored = { record, version: this.#version };
        return { ...current, record, stored: { state: 'present', record, version: this.#version } };
      }
      case 'read-order':
        return { ...current, order: world.order, orderReadAt: world.now };
      case 'look-up-skus':
        return { ...current, skus: new Map([...current.skus, ...world.skus]) };
      case 'read-ordoro-orders':
        return readOrdoroOrders(this.#ports(), current, action.numbers);
      case 'edit-ordoro':
        if (!this.#hasEdited) this.#script.beforeFirstEdit?.();
        this.#hasEdited = true;
        return editOrdoro(this.#ports() as EditPorts, current, action.edit);
      default:
        throw new Error(`changes do not ${action.do}`);
    }
  }

  #ports(): OrderSyncPorts {
    const world = this.#world;
    return {
      clock: () => world.now,
      sendTimeoutMs: 5_000,
      redact: (exchange: unknown) => exchange,
      redactText: (text: string) => text,
      carriers: { withNames: async (rows: readonly OrdoroOrder[]) => rows },
      ordoroOrders: {
        get: async (number: string) => {
          world.reads.push(number);
          return structuredClone(world.ordoro.get(number));
        },
        childNumbers: async (number: string) =>
          [...world.ordoro.values()]
            .filter(({ parentOrderNumber }) => parentOrderNumber === number)
            .map(({ orderNumber }) => orderNumber),
      },
      ordoroEdits: { carryOut: async (edit: OrdoroEdit) => this.#carryOut(edit) },
    } as unknown as OrderSyncPorts;
  }

  #carryOut(edit: OrdoroEdit): EditOutcome {
    const end = this.#ends.shift() ?? 'done';
    if (end !== 'no-token') this.#world.sent.push(edit);
    switch (end) {
      case 'no-token':
        return { kind: 'not-sent' };
      case 'lost':
        return { kind: 'uncertain', message: 'Ordoro gave no answer in time' };
      case 'server-error':
        return { kind: 'uncertain', message: 'status 502 without an explanation' };
      case 'rate-limited':
        return { kind: 'refused-for-now', code: 'rate-limited', message: 'status 429' };
      case 'rejected':
        return { kind: 'rejected', message: 'status 400, no' };
      case 'dies':
        throw new Died();
      case 'done':
        return applied(this.#world, edit);
      case 'lost-late':
        this.#world.underWay.push(() => void applied(this.#world, edit));
        return { kind: 'uncertain', message: 'Ordoro gave no answer in time' };
      case 'lost-done':
        applied(this.#world, edit);
        return { kind: 'uncertain', message: 'Ordoro gave no answer in time' };
      case 'dies-done':
        applied(this.#world, edit);
        throw new Died();
    }
  }
}

/** What Ordoro does with a write: open orders take it, others refuse what would change the goods. */
function applied(world: ChangeWorld, edit: OrdoroEdit): EditOutcome {
  const order = world.ordoro.get(edit.number);
  if (order === undefined || order.isParent) return { kind: 'rejected', message: 'status 404, no such order' };
  const isFree = edit.kind === 'comment' || edit.kind === 'cancel' || edit.kind === 'uncancel';
  if (!isFree && order.status !== 'awaiting_fulfillment')
    return { kind: 'rejected', message: `status 400, order is ${order.status}` };
  if (edit.kind === 'cancel' && order.status === 'shipped') return { kind: 'rejected', message: 'status 400, shipped' };
  world.edits.push(edit);
  world.change(edit.number, (changed) => write(world, changed, edit));
  const copy = structuredClone(order);
  if (edit.kind === 'shipping_address') return { kind: 'done', address: copy.content.shippingAddress ?? {} };
  if (edit.kind === 'billing_address') return { kind: 'done', address: copy.content.billingAddress ?? {} };
  if (edit.kind === 'financial') return { kind: 'done', financial: copy.content.financial ?? {} };
  return edit.kind === 'comment' ? { kind: 'done' } : { kind: 'done', order: copy };
}

function write(world: ChangeWorld, order: StoredOrdoroOrder, edit: OrdoroEdit): void {
  const { content } = order;
  switch (edit.kind) {
    case 'cancel':
      order.status = 'cancelled';
      break;
    case 'uncancel':
      order.status = 'awaiting_fulfillment';
      break;
    case 'shipping_address':
      order.content = { ...content, shippingAddress: kept(edit.address, content.shippingAddress) };
      break;
    case 'billing_address':
      order.content = { ...content, billingAddress: kept(edit.address, content.billingAddress) };
      break;
    case 'order':
      order.content = {
        ...content,
        notesFromCustomer: edit.update.notes_from_customer ?? content.notesFromCustomer,
        internalNotes: edit.update.internal_notes ?? content.internalNotes,
        ...('ship_by_date' in edit.update ? { shipByDate: edit.update.ship_by_date ?? undefined } : {}),
        ...('deliver_by_date' in edit.update ? { deliverByDate: edit.update.deliver_by_date ?? undefined } : {}),
      };
      break;
    case 'financial':
      order.content = {
        ...content,
        financial: { ...amountsOf(edit.amounts), credit_card_issuer: edit.creditCardIssuer ?? undefined },
      };
      break;
    case 'comment':
      order.content = { ...content, comments: [...content.comments, edit.text] };
      break;
    case 'add-line':
      order.lines = [
        ...order.lines,
        {
          id: world.nextId(),
          quantity: edit.line.quantity,
          sku: edit.line.sku,
          itemPrice: edit.line.item_price,
          cartOrderId: edit.line.cart_order_id,
          lineItemId: edit.line.cart_orderitem_id,
        },
      ];
      break;
    case 'change-line':
      order.lines = order.lines.map(
        (line): OrdoroLine =>
          line.id === edit.lineId
            ? { ...line, quantity: edit.update.quantity, itemPrice: edit.update.item_price }
            : line,
      );
      break;
    case 'remove-line':
      order.lines = order.lines.filter(({ id }) => id !== edit.lineId);
      break;
  }
}
