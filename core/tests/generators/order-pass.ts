import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { editOrdoro } from '../../src/orders/changes/edit-ordoro.ts';
import { decide } from '../../src/orders/decide.ts';
import { lookUpPart } from '../../src/orders/look-up.ts';
import { withDeadLetter } from '../../src/orders/order-sync.ts';
import type { OrderSyncPorts } from '../../src/orders/order-sync-ports.ts';
import { ordoroFailure } from '../../src/orders/ordoro-failure.ts';
import { applyPreset } from '../../src/orders/presets.ts';
import { readOrdoroOrders } from '../../src/orders/read-ordoro-orders.ts';
import { withFailure, withOrderUpdated, withOrderUpdateFailure } from '../../src/orders/record-changes.ts';
import { sendPart } from '../../src/orders/send.ts';
import type { Action, Situation, SyncOutcome } from '../../src/orders/situation.ts';
import { startedAnew } from '../../src/orders/start-anew.ts';
import { findTrace, withTrace } from '../../src/orders/trace.ts';
import type { EditOutcome, OrderEdit } from '../../src/ordoro/order-edits.ts';
import type { CreateOutcome } from '../../src/ordoro/orders.ts';
import type { OrdoroOrder } from '../../src/ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../../src/ordoro/wire.ts';
import type { WriteLimits } from '../../src/ordoro/write-outcome.ts';
import { PlatformError, RejectedError, TransientError } from '../../src/problems/errors.ts';
import type { KnownReturn } from '../../src/records/known-return.ts';
import { redactText } from '../../src/telemetry/redaction.ts';
import type { OrderWorld } from './order-world.ts';
import { updated } from './update-order.ts';

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

/** How an edit ends. `lost`: nothing more is heard of it; `lost-stored`: Ordoro carried it out all the same. */
export type EditEnd = 'answered' | 'rate-limited' | 'no-token' | 'rejected' | 'lost' | 'lost-stored';

/** Where a process is stopped while it writes to Ordoro; it goes on at the next step of its pass. */
export type Stop =
  /** While it waits for a rate token. */
  | 'token'
  /** After its last look at the clock, before the request arrives: nothing on our side can close that. */
  | 'sending';

/** How an update of the order ends. */
type UpdateEnd = 'done' | 'refused' | 'conflict' | 'lost';

/** What goes wrong in one pass; each list is used up from its beginning, then all goes well. */
export interface Script {
  readonly sends?: readonly SendEnd[];
  readonly edits?: readonly EditEnd[];
  /** `conflict`: somebody changed the order in between. `lost`: it was carried out, but nothing is heard of it. */
  readonly updates?: readonly UpdateEnd[];
  readonly presets?: readonly ('done' | 'unavailable' | 'refused')[];
  /** One for each write to Ordoro; undefined: it is not stopped. */
  readonly stops?: readonly (Stop | undefined)[];
  /** Ordoro answers no read. */
  readonly ordoroDown?: boolean;
  /** Only look-ups of parts get no answer. */
  readonly lookUpsFail?: boolean;
  /** The process dies after so many actions, or after the first of this kind. */
  readonly diesAfter?: number | Action['do'];
  /** The caller has the record already, as the job does; else it is read. */
  readonly readsRecordFirst?: boolean;
  /** Ordoro orders that the caller has just read. */
  readonly ordoroRows?: readonly OrdoroOrder[];
  /** Returns that the caller has just read. */
  readonly returnRows?: readonly KnownReturn[];
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

/** More actions than any pass needs. */
export const MAX_ACTIONS = 40;

/** One pass under way. */
export class WorldPass {
  readonly #world: OrderWorld;
  readonly #script: Script;
  readonly #sends: SendEnd[];
  readonly #edits: EditEnd[];
  readonly #updates: UpdateEnd[];
  readonly #presets: ('done' | 'unavailable' | 'refused')[];
  readonly #stops: (Stop | undefined)[];

  readonly #actions: Action[] = [];
  #current: Situation;
  #running: Promise<Played | undefined> | undefined;
  #resume: () => void = () => undefined;
  #onStop: () => void = () => undefined;

  constructor(world: OrderWorld, script: Script, first: Situation) {
    this.#world = world;
    this.#current = first;
    this.#script = script;
    this.#sends = [...(script.sends ?? [])];
    this.#edits = [...(script.edits ?? [])];
    this.#updates = [...(script.updates ?? [])];
    this.#presets = [...(script.presets ?? [])];
    this.#stops = [...(script.stops ?? [])];
  }

  /**
   * Decides and carries out the next action, or goes on with the one that was stopped, to its end or its next stop.
   * @returns what happened, once the pass has ended
   */
  async step(): Promise<Played | undefined> {
    const stopped = new Promise<undefined>((resolve) => {
      this.#onStop = () => resolve(undefined);
    });
    this.#resume();
    this.#running ??= this.#act().finally(() => {
      this.#running = undefined;
    });
    return Promise.race([this.#running, stopped]);
  }

  async #act(): Promise<Played | undefined> {
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
          failedNow: current.failedNow || action.fails === true,
        };
      case 'read-order':
        return this.#readOrder(current);
      case 'read-record': {
        const record = world.stored.state === 'present' ? world.stored.record : undefined;
        return { ...current, stored: world.stored, record, before: record };
      }
      case 'save':
        return this.#save(current, action.record);
      case 'look-up-skus':
        return this.#ask(current, async () => ({ ...current, skus: new Map([...current.skus, ...world.skus]) }));
      case 'look-up-part':
        return this.#ask(current, () => this.#lookUp(current, action.part), { isLookUp: true });
      case 'find-trace':
        return withTrace(current, await findTrace(this.#ports(), current, action.found));
      case 'send':
        world.posts.push(action.draft);
        return sendPart(this.#ports(), current, action);
      case 'apply-preset':
        return applyPreset(this.#ports(), current, action);
      case 'read-ordoro-orders':
        return readOrdoroOrders(this.#ports(), current, action.numbers);
      case 'edit-ordoro':
        return editOrdoro(this.#ports(), current, action.edit);
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
    if (expected !== version) return startedAnew(current);
    const text = JSON.stringify(record);
    world.saved.push(text);
    world.stored = { state: 'present', record: JSON.parse(text), version: version + 1 };
    return { ...current, record, stored: { state: 'present', record, version: version + 1 } };
  }

  #readOrder(current: Situation): Situation {
    return { ...current, order: this.#world.order, orderReadAt: this.#world.now, orderInDoubt: false };
  }

  async #ask(current: Situation, ask: () => Promise<Situation>, about: { isLookUp?: true } = {}): Promise<Situation> {
    try {
      if (this.#script.ordoroDown === true) throw unavailable();
      return await ask();
    } catch (error) {
      if (!(error instanceof PlatformError) || current.record === undefined) throw error;
      const failure = { ...ordoroFailure(error), ...about };
      return { ...current, record: withFailure(current.record, failure, current), failedNow: true };
    }
  }

  async #lookUp(current: Situation, part: number): Promise<Situation> {
    if (this.#script.lookUpsFail === true) throw unavailable();
    return lookUpPart(this.#ports(), current, part);
  }

  #updateOrder(current: Situation, actions: readonly OrderUpdateAction[]): Situation {
    const world = this.#world;
    const { record } = current;
    if (world.order === undefined) return { ...current, order: undefined };
    const end = this.#updates.shift() ?? 'done';
    if (end === 'conflict' || current.order?.version !== world.order.version) return this.#readOrder(current);
    if (end === 'lost') world.order = updated(world.order, actions);
    if (end === 'refused' || end === 'lost') {
      if (record === undefined) throw new Error('an order without record was to be updated');
      const failed = withOrderUpdateFailure(record, 'an API Extension refused the update', current);
      return { ...current, record: failed, orderUpdateFailed: true };
    }
    world.order = updated(world.order, actions);
    const noted = record && withOrderUpdated(record, actions);
    return { ...current, order: world.order, orderWritten: true, record: noted };
  }

  /** A write leaves for Ordoro. @returns false when its time was over after the wait for a rate token */
  async #depart(kind: string, latest: number): Promise<boolean> {
    const stop = this.#stops.shift();
    if (stop === 'token') await this.#stop();
    const { stored, now } = this.#world;
    if (now > latest) return false;
    const lease = stored.state === 'present' ? stored.record.lease : undefined;
    const isOurs = lease?.owner === this.#current.owner;
    const leaseEnds = isOurs ? Date.parse(lease.expiresAt) : Number.NEGATIVE_INFINITY;
    if (stop === 'sending') await this.#stop();
    this.#world.departures.push({ kind, leftMs: leaseEnds - now, lateMs: this.#world.now - leaseEnds });
    return true;
  }

  #stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#onStop();
    });
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
        create: async (draft: OrdoroOrderDraft, { tokenBy }: WriteLimits) =>
          (await this.#depart('creation', tokenBy)) ? this.#create(draft) : { kind: 'no-token' },
        ofCartOrder: async (channelId: number, cartOrderId: string) =>
          world
            .visible()
            .filter(
              (order) =>
                order.salesChannelId === channelId && order.lines.some((line) => line.cartOrderId === cartOrderId),
            ),
        applyPreset: async (_number: string, _preset: number, endBy: number) => {
          if (!(await this.#depart('preset', endBy))) throw unavailable();
          const end = this.#presets.shift() ?? 'done';
          if (end === 'refused') throw new RejectedError('no such preset', { platform: 'ordoro', status: 400 });
          if (end === 'unavailable') throw unavailable();
          return true;
        },
        get: async (number: string) => {
          if (this.#script.ordoroDown === true) throw unavailable();
          return world.visible().find(({ orderNumber }) => orderNumber === number);
        },
        childNumbers: async (number: string) => {
          if (this.#script.ordoroDown === true) throw unavailable();
          return world
            .visible()
            .filter(({ parentOrderNumber }) => parentOrderNumber === number)
            .map(({ orderNumber }) => orderNumber);
        },
      },
      ordoroEdits: {
        carryOut: async (edit: OrderEdit, { tokenBy }: WriteLimits) =>
          (await this.#depart(edit.kind, tokenBy)) ? this.#edit(edit) : { kind: 'not-sent' },
      },
      carriers: { withNames: async (rows: readonly OrdoroOrder[]) => rows },
    } as unknown as OrderSyncPorts;
  }

  #edit(edit: OrderEdit): EditOutcome {
    const end = this.#edits.shift() ?? 'answered';
    if (end === 'no-token') return { kind: 'not-sent' };
    if (end === 'rate-limited') return { kind: 'refused-for-now', code: 'rate-limited', message: 'status 429' };
    this.#world.edits.push(edit);
    if (end === 'rejected') return { kind: 'rejected', message: 'status 400' };
    const outcome = end === 'lost' ? undefined : this.#world.edit(edit);
    const lost: EditOutcome = { kind: 'uncertain', message: 'no usable answer (ECONNRESET)' };
    return end === 'answered' && outcome !== undefined ? outcome : lost;
  }

  #create(draft: OrdoroOrderDraft): CreateOutcome {
    const end = this.#sends.shift() ?? 'accepted';
    const isStored = end === 'accepted' || end === 'timeout-late' || end.endsWith('-stored');
    const stored = isStored ? this.#world.create(draft, end === 'timeout-late' ? 55_000 : 0) : undefined;
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

function unavailable(): TransientError {
  return new TransientError('status 503', { platform: 'ordoro', status: 503 });
}
