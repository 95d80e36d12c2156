import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { decide } from '../../src/orders/decide.ts';
import { lookUpPart } from '../../src/orders/look-up.ts';
import type { OrderContext, SkuFacts } from '../../src/orders/order-context.ts';
import { withDeadLetter } from '../../src/orders/order-sync.ts';
import type { OrderSyncPorts } from '../../src/orders/order-sync-ports.ts';
import { ordoroFailure } from '../../src/orders/ordoro-failure.ts';
import {
  withFailure,
  withOrderUpdated,
  withOrderUpdateFailure,
  withPartState,
} from '../../src/orders/record-changes.ts';
import { sendPart } from '../../src/orders/send.ts';
import { LOOK_UP_FAILED } from '../../src/orders/settle.ts';
import type { Action, Situation, StoredRecord, SyncOutcome } from '../../src/orders/situation.ts';
import { findTrace } from '../../src/orders/trace.ts';
import type { CreateOutcome } from '../../src/ordoro/orders.ts';
import type { OrdoroOrder } from '../../src/ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../../src/ordoro/wire.ts';
import { PlatformError, TransientError } from '../../src/problems/errors.ts';
import type { DeadLetterDraft } from '../../src/records/dead-letters.ts';
import { redactText } from '../../src/telemetry/redaction.ts';
import { EXPORT_CHANNEL_ID, NOW, orderContext, shopOrder, situation } from './situations.ts';

/** How a POST ends. `…-stored`: Ordoro has the order although the answer does not say so. */
export type SendEnd =
  | 'accepted'
  | 'rate-limited'
  | 'auth'
  | 'unreachable'
  | 'no-token'
  | 'rejected'
  | 'rejected-stored'
  | 'timeout'
  | 'timeout-stored'
  /** Ordoro still works on it, and stores it within the minute after. */
  | 'timeout-late'
  | 'server-error'
  | 'server-error-stored';

/** What goes wrong in one pass; each list is used up from its beginning, then all goes well. */
export interface Script {
  readonly sends?: readonly SendEnd[];
  /** `conflict`: somebody changed the order in between. */
  readonly updates?: readonly ('done' | 'refused' | 'conflict')[];
  readonly presets?: readonly ('done' | 'unavailable' | 'refused')[];
  /** Ordoro answers no read. */
  readonly ordoroDown?: boolean;
  /** Only look-ups of parts get no answer. */
  readonly lookUpsFail?: boolean;
  /** The process dies after so many actions, or after the first of this kind. */
  readonly diesAfter?: number | Action['do'];
  /** The caller has the record already, as the job does; else it is read. */
  readonly readsRecordFirst?: boolean;
  /** No SKU was looked up before. */
  readonly coldSkus?: boolean;
  readonly sendBy?: number;
  readonly owner?: string;
}

/** What happened in one pass. */
export interface Played {
  /** `died`: the process did. */
  readonly outcome: SyncOutcome | 'died';
  /** Every action but changes of the working copy. */
  readonly steps: readonly Action['do'][];
  readonly actions: readonly Action[];
}

interface StoredOrder {
  readonly order: OrdoroOrder;
  /** Ordoro's lists and reads show it from then on, epoch milliseconds. */
  readonly visibleFrom: number;
}

/** More actions than any pass needs. */
export const MAX_ACTIONS = 40;

/** commercetools and Ordoro in memory, as far as one order touches them. Time stands still until it is moved. */
export class OrderWorld {
  now = NOW;
  order: Order | undefined;
  context: OrderContext;
  skus: SkuFacts = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);
  stored: StoredRecord = { state: 'absent' };
  /** Time from the storing of an Ordoro order until it is shown, milliseconds. */
  lagMs = 0;
  readonly inOrdoro: StoredOrder[] = [];
  readonly posts: OrdoroOrderDraft[] = [];
  readonly deadLetters = new Map<string, DeadLetterDraft>();
  readonly lettersWritten: DeadLetterDraft[] = [];
  /** Every version of the record that was ever saved. */
  readonly saved: string[] = [];
  #passes = 0;

  constructor(order: Order | undefined = shopOrder(), context: OrderContext = orderContext()) {
    this.order = order;
    this.context = context;
  }

  /** The saved record; a test fails where there is none. */
  get record() {
    if (this.stored.state !== 'present') throw new Error('there is no record');
    return this.stored.record;
  }

  /** Puts an order into Ordoro behind the connector's back. */
  put(
    draft: Pick<OrdoroOrderDraft, 'cart' | 'order_id' | 'cart_order_id'>,
    lineIds: readonly string[],
    lateMs = 0,
  ): OrdoroOrder {
    const id = 501 + this.inOrdoro.length;
    const order: OrdoroOrder = {
      id,
      orderNumber: `1-${draft.order_id}`,
      status: 'new',
      createdDate: undefined,
      updatedDate: undefined,
      salesChannelId: draft.cart,
      lines: lineIds.map((lineItemId, index) => ({
        id: 9001 + index,
        quantity: 1,
        sku: undefined,
        cartOrderId: draft.cart_order_id,
        lineItemId,
      })),
      addressWarning: undefined,
      presetIds: [],
      isParent: false,
      parentOrderNumber: undefined,
    };
    this.inOrdoro.push({ order, visibleFrom: this.now + lateMs + this.lagMs });
    return order;
  }

  /** One pass over the order, as `OrderSync` makes it. */
  async play(script: Script = {}): Promise<Played> {
    const pass = this.begin(script);
    for (;;) {
      const played = await pass.step();
      if (played !== undefined) return played;
    }
  }

  /** A pass that is taken step by step, so that others may come between. */
  begin(script: Script = {}): WorldPass {
    this.#passes += 1;
    const record = this.stored.state === 'present' ? this.stored.record : undefined;
    return new WorldPass(
      this,
      script,
      situation({
        order: this.order,
        orderReadAt: this.now,
        stored: script.readsRecordFirst === true ? this.stored : { state: 'unread' },
        record: script.readsRecordFirst === true ? record : undefined,
        before: script.readsRecordFirst === true ? record : undefined,
        context: this.context,
        skus: script.coldSkus === true ? new Map() : new Map([...this.skus].filter(([, fact]) => fact !== 'unmapped')),
        now: this.now,
        owner: script.owner ?? `pass-${this.#passes}`,
        sendBy: script.sendBy ?? Number.POSITIVE_INFINITY,
        mayPresumeNew: script.readsRecordFirst !== true,
      }),
    );
  }

  /** A world of its own that begins as this one is now. */
  copy(): OrderWorld {
    const world = new OrderWorld(this.order, this.context);
    Object.assign(world, { now: this.now, order: this.order, skus: this.skus, stored: this.stored, lagMs: this.lagMs });
    world.inOrdoro.push(...this.inOrdoro);
    for (const [subject, letter] of this.deadLetters) world.deadLetters.set(subject, letter);
    return world;
  }

  visible(): OrdoroOrder[] {
    return this.inOrdoro.filter(({ visibleFrom }) => visibleFrom <= this.now).map(({ order }) => order);
  }
}

/** One pass under way. */
export class WorldPass {
  readonly #world: OrderWorld;
  readonly #script: Script;
  readonly #sends: SendEnd[];
  readonly #updates: ('done' | 'refused' | 'conflict')[];
  readonly #presets: ('done' | 'unavailable' | 'refused')[];

  readonly #actions: Action[] = [];
  #current: Situation;

  constructor(world: OrderWorld, script: Script, first: Situation) {
    this.#world = world;
    this.#current = first;
    this.#script = script;
    this.#sends = [...(script.sends ?? [])];
    this.#updates = [...(script.updates ?? [])];
    this.#presets = [...(script.presets ?? [])];
  }

  /** Decides and carries out the next action. @returns what happened, once the pass has ended */
  async step(): Promise<Played | undefined> {
    const { diesAfter } = this.#script;
    this.#current = { ...this.#current, now: this.#world.now };
    const action = decide(this.#current);
    this.#actions.push(action);
    if (action.do === 'done') return this.#played(action.outcome);
    this.#current = await this.#perform(action, this.#current);
    if (diesAfter === this.#actions.length || diesAfter === action.do) return this.#played('died');
    if (this.#actions.length < MAX_ACTIONS) return undefined;
    throw new Error(`no end: ${this.#actions.map((one) => one.do).join(' ')}`);
  }

  #played(outcome: SyncOutcome | 'died'): Played {
    const steps = this.#actions.map((action) => action.do).filter((name) => name !== 'note');
    return { outcome, actions: this.#actions, steps };
  }

  async #perform(action: Exclude<Action, { do: 'done' }>, current: Situation): Promise<Situation> {
    const world = this.#world;
    switch (action.do) {
      case 'note':
        return {
          ...current,
          record: action.record,
          absorbed: action.absorbs ?? current.absorbed,
          failedNow: current.failedNow || action.fails === true,
        };
      case 'read-order':
        return this.#readOrder(current);
      case 'read-record': {
        const record = world.stored.state === 'present' ? world.stored.record : undefined;
        return { ...current, stored: world.stored, record, before: record, absorbed: undefined };
      }
      case 'save':
        return this.#save(current, action.record);
      case 'look-up-skus':
        return this.#ask(current, async () => ({ ...current, skus: new Map([...current.skus, ...world.skus]) }));
      case 'look-up-part':
        return this.#ask(current, () => this.#lookUp(current, action.part), LOOK_UP_FAILED);
      case 'find-trace':
        return { ...current, trace: await findTrace(this.#ports(), current, action.numbers) };
      case 'send':
        world.posts.push(action.draft);
        return sendPart(this.#ports(), current, action);
      case 'apply-preset':
        return this.#applyPreset(current, action);
      case 'update-order':
        return this.#updateOrder(current, action.actions);
      case 'write-dead-letter':
        world.deadLetters.set(action.letter.subject, action.letter);
        world.lettersWritten.push(action.letter);
        return withDeadLetter(current, true);
      case 'clear-dead-letter':
        world.deadLetters.delete(current.orderId);
        return withDeadLetter(current, false);
      case 'log':
        return { ...current, logged: true };
    }
  }

  #save(current: Situation, record: Extract<Action, { do: 'save' }>['record']): Situation {
    const world = this.#world;
    const expected = current.stored.state === 'present' ? current.stored.version : 0;
    const version = world.stored.state === 'present' ? world.stored.version : 0;
    if (expected !== version) return this.#startAnew(current);
    const text = JSON.stringify(record);
    world.saved.push(text);
    world.stored = { state: 'present', record: JSON.parse(text), version: version + 1 };
    return { ...current, record, stored: { state: 'present', record, version: version + 1 } };
  }

  #readOrder(current: Situation): Situation {
    return { ...current, order: this.#world.order, orderReadAt: this.#world.now, orderInDoubt: false };
  }

  #startAnew(current: Situation): Situation {
    return {
      ...current,
      orderInDoubt: true,
      owner: `${current.owner}+`,
      stored: { state: 'unread' },
      record: undefined,
      before: undefined,
      mayPresumeNew: false,
      absorbed: undefined,
      failedNow: false,
      orderUpdateFailed: false,
      deadLetterDone: false,
      logged: false,
    };
  }

  async #ask(current: Situation, ask: () => Promise<Situation>, code?: string): Promise<Situation> {
    try {
      if (this.#script.ordoroDown === true) throw unavailable();
      return await ask();
    } catch (error) {
      if (!(error instanceof PlatformError) || current.record === undefined) throw error;
      const failure = { ...ordoroFailure(error), ...(code === undefined ? {} : { code }) };
      return { ...current, record: withFailure(current.record, failure, current), failedNow: true };
    }
  }

  async #lookUp(current: Situation, part: number): Promise<Situation> {
    if (this.#script.lookUpsFail === true) throw unavailable();
    return lookUpPart(this.#ports(), current, part);
  }

  #applyPreset(current: Situation, action: Extract<Action, { do: 'apply-preset' }>): Situation {
    const { record } = current;
    const state = record?.parts.find(({ number }) => number === action.part)?.state;
    if (record === undefined || state?.step !== 'accepted') return current;
    const { presetToApply: _done, ...applied } = state;
    switch (this.#presets.shift() ?? 'done') {
      case 'done':
        return { ...current, record: withPartState(record, action.part, applied) };
      case 'refused':
        return {
          ...current,
          record: withPartState(record, action.part, { ...applied, presetRefused: action.presetId }),
        };
      case 'unavailable':
        return {
          ...current,
          record: withFailure(record, ordoroFailure(unavailable()), current),
          failedNow: true,
        };
    }
  }

  #updateOrder(current: Situation, actions: readonly OrderUpdateAction[]): Situation {
    const world = this.#world;
    const { record } = current;
    if (world.order === undefined) return { ...current, order: undefined };
    const end = this.#updates.shift() ?? 'done';
    if (end === 'conflict' || current.order?.version !== world.order.version) return this.#readOrder(current);
    if (end === 'refused') {
      if (record === undefined) throw new Error('an order without record was to be updated');
      const failed = withOrderUpdateFailure(record, 'an API Extension refused the update', current);
      return { ...current, record: failed, orderUpdateFailed: true };
    }
    world.order = updated(world.order, actions);
    return { ...current, order: world.order, record: record && withOrderUpdated(record, actions) };
  }

  #ports(): OrderSyncPorts {
    const world = this.#world;
    return {
      clock: () => world.now,
      sendTimeoutMs: 5_000,
      redact: (exchange: unknown) => exchange,
      redactText: (text: string, context: unknown) => redactText(text, context),
      salesChannels: { get: async () => ({ index: 1 }) },
      ordoroOrders: {
        create: async (draft: OrdoroOrderDraft) => this.#create(draft),
        ofCartOrder: async (channelId: number, cartOrderId: string) =>
          world
            .visible()
            .filter(
              (order) =>
                order.salesChannelId === channelId && order.lines.some((line) => line.cartOrderId === cartOrderId),
            ),
        get: async (number: string) => {
          if (this.#script.ordoroDown === true) throw unavailable();
          return world.visible().find(({ orderNumber }) => orderNumber === number);
        },
      },
    } as unknown as OrderSyncPorts;
  }

  #create(draft: OrdoroOrderDraft): CreateOutcome {
    const end = this.#sends.shift() ?? 'accepted';
    const lineIds = draft.lines.map((line) => line.cart_orderitem_id);
    const isStored = end === 'accepted' || end === 'timeout-late' || end.endsWith('-stored');
    const stored = isStored ? this.#world.put(draft, lineIds, end === 'timeout-late' ? 55_000 : 0) : undefined;
    switch (end) {
      case 'accepted':
        return stored === undefined ? { kind: 'no-token' } : { kind: 'accepted', order: stored };
      case 'rate-limited':
        return { kind: 'refused', code: 'rate-limited', message: 'status 429' };
      case 'auth':
        return { kind: 'refused', code: 'ordoro-auth', message: 'status 401' };
      case 'unreachable':
        return { kind: 'refused', code: 'ordoro-unavailable', message: 'Ordoro cannot be reached' };
      case 'no-token':
        return { kind: 'no-token' };
      case 'rejected':
      case 'rejected-stored':
        return { kind: 'rejected', message: 'the address of Ada Lovelace, Hauptweg 42 is wrong' };
      case 'timeout':
      case 'timeout-stored':
      case 'timeout-late':
        return { kind: 'uncertain', answered: false, message: 'no usable answer (ECONNRESET)' };
      case 'server-error':
      case 'server-error-stored':
        return { kind: 'uncertain', answered: true, message: 'status 502' };
    }
  }
}

/** The order after update actions as the connector uses them. */
export function updated(order: Order, actions: readonly OrderUpdateAction[]): Order {
  return actions.reduce<Order>(applied, { ...order, version: order.version + 1 });
}

function applied(order: Order, action: OrderUpdateAction): Order {
  switch (action.action) {
    case 'setCustomType':
      return { ...order, custom: { type: { typeId: 'type', id: 'our-type' }, fields: { ...action.fields } } };
    case 'setCustomField': {
      if (order.custom === undefined) throw new Error('the order has no Type');
      const { [action.name]: _before, ...others } = order.custom.fields;
      const fields = action.value === undefined ? others : { ...others, [action.name]: action.value };
      return { ...order, custom: { ...order.custom, fields } };
    }
    case 'updateSyncInfo': {
      const channel = { typeId: 'channel' as const, id: EXPORT_CHANNEL_ID };
      const entry = { channel, externalId: action.externalId, syncedAt: action.syncedAt ?? '' };
      return { ...order, syncInfo: [...order.syncInfo, entry] };
    }
    default:
      throw new Error(`the connector does not use ${action.action}`);
  }
}

function unavailable(): TransientError {
  return new TransientError('status 503', { platform: 'ordoro', status: 503 });
}
