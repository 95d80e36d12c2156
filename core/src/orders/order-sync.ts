import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { ConflictError, CredentialsError, PlatformError } from '../problems/errors.ts';
import type { KnownReturn } from '../records/known-return.ts';
import { acceptedNumbers, type SyncRecord } from '../records/sync-record.ts';
import { editOrdoro } from './changes/edit-ordoro.ts';
import { decide } from './decide.ts';
import { DryRun } from './dry-run.ts';
import { lookUpPart } from './look-up.ts';
import type { OrderContext } from './order-context.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { updateOrder } from './order-update.ts';
import { ordoroFailure } from './ordoro-failure.ts';
import { insteadWhilePaused, leadsToOrdoro } from './pause.ts';
import { applyPreset } from './presets.ts';
import { readOrdoroOrders } from './read-ordoro-orders.ts';
import { type Failure, withFailure } from './record-changes.ts';
import { sendPart } from './send.ts';
import type { Action, Situation, StoredRecord, SyncOutcome } from './situation.ts';
import { startedAnew } from './start-anew.ts';
import { findTrace, withTrace } from './trace.ts';

/** More steps than an order needs; reaching it means that two parties keep undoing each other's work. */
const MAX_STEPS = 80;

/** Steps that each further part of an order may add. */
const STEPS_PER_PART = 10;

/** Steps that each edit of an order that Ordoro has may add: itself, and what is learned from its answer. */
const STEPS_PER_EDIT = 3;

/** Edits in one pass; what is left is left to the job, like for want of time. */
const MAX_EDITS = 50;

/** Times an order that keeps changing under us is read again within one pass. */
const MAX_CONFLICTS = 5;

/** What the caller knows or demands of one pass. */
export interface SyncRequest {
  /** The order, when the caller has just read it. */
  readonly order?: Order;
  /** When the caller read it, epoch milliseconds. */
  readonly orderReadAt?: number;
  /** The record as just read, when the caller has it. */
  readonly stored?: StoredRecord;
  /** Ordoro orders of this order that the caller has just read, carriers by name. */
  readonly ordoroRows?: readonly OrdoroOrder[];
  /** Numbers of Ordoro orders of this order that Ordoro has just answered 404 for. */
  readonly notFound?: readonly string[];
  /** Returns of this order that the caller has just read. */
  readonly returnRows?: readonly KnownReturn[];
  /** Latest moment at which a POST to Ordoro may begin, epoch milliseconds; absent: any time. */
  readonly sendBy?: number;
  /** Latest moment at which a read from Ordoro may end, epoch milliseconds; absent: any time. */
  readonly readBy?: number;
}

/** How a pass over one order ended. */
export interface SyncResult {
  readonly outcome: SyncOutcome;
  /** Something was written: the record, the order, or an order in Ordoro. */
  readonly changed: boolean;
}

/** Actions that change one of the platforms. */
const WRITES: readonly Action['do'][] = ['save', 'send', 'apply-preset', 'edit-ordoro', 'update-order'];

/**
 * The one way an order is brought in step, whoever asks: a message, the sweep, a retry, the merchant or an operator. Reads
 * what is there, asks {@link decide} for the next step, carries it out, until nothing is left. Safe to run twice at once.
 */
export class OrderSync {
  readonly #ports: OrderSyncPorts;
  #passes = 0;

  constructor(ports: OrderSyncPorts) {
    this.#ports = ports;
  }

  /**
   * @returns how the pass ended; whatever it is, it is durable
   * @throws PlatformError when commercetools could not be read or written; then nothing is lost and the pass may be repeated
   */
  async sync(orderId: string, context: OrderContext, request: SyncRequest = {}): Promise<SyncResult> {
    const pass = new Pass(this.#ports, context.settings.dryRun ? new DryRun(this.#ports.logger, orderId) : undefined);
    return pass.run(await this.#begin(orderId, context, request));
  }

  async #begin(orderId: string, context: OrderContext, request: SyncRequest): Promise<Situation> {
    const ports = this.#ports;
    const order = request.order ?? (await ports.orders.get(orderId));
    const orderReadAt = request.orderReadAt ?? ports.clock();
    const stored = request.stored ?? { state: 'unread' };
    const record = stored.state === 'present' ? stored.record : undefined;
    this.#passes += 1;
    return {
      orderId,
      order,
      orderReadAt,
      orderInDoubt: false,
      stored,
      record,
      before: record,
      context,
      skus: ports.skus.remembered(skusOf(order)),
      skuLookUpMayTakeTime: ports.skus.mayAskOrdoro(skusOf(order)),
      now: ports.clock(),
      random: ports.random(),
      // A claim belongs to one pass, not to the process: two messages about one order may be dealt with side by side here.
      owner: `${ports.owner}.${this.#passes}`,
      sendBy: request.sendBy ?? Number.POSITIVE_INFINITY,
      readBy: request.readBy ?? Number.POSITIVE_INFINITY,
      ordoroRows: request.ordoroRows ?? [],
      returnRows: request.returnRows ?? [],
      notFound: request.notFound ?? [],
      refusedEdits: [],
      mayPresumeNew: stored.state === 'unread',
      failedNow: false,
      orderUpdateFailed: false,
      deadLetterDone: false,
      logged: false,
    };
  }
}

class Pass {
  readonly #ports: OrderSyncPorts;
  readonly #dryRun: DryRun | undefined;
  #conflicts = 0;
  #hasPreparedType = false;

  constructor(ports: OrderSyncPorts, dryRun: DryRun | undefined) {
    this.#ports = ports;
    this.#dryRun = dryRun;
  }

  async run(first: Situation): Promise<SyncResult> {
    let situation = first;
    let changed = false;
    let limit = MAX_STEPS + STEPS_PER_PART * destinationsOf(first.order);
    let edits = 0;
    for (let step = 0; step < limit; step += 1) {
      const action = await this.#unlessPaused(decide(situation), situation);
      if (action.do === 'done') return { outcome: action.outcome, changed };
      changed ||= WRITES.includes(action.do);
      const next = await this.#perform(action, situation);
      situation = { ...next, now: this.#ports.clock() };
      if (action.do !== 'edit-ordoro') continue;
      edits += 1;
      limit += STEPS_PER_EDIT;
      if (edits >= MAX_EDITS) situation = { ...situation, sendBy: Number.NEGATIVE_INFINITY };
    }
    throw new Error(
      `Order ${first.orderId}: no end after ${limit} steps; please report this with the log of the order`,
    );
  }

  /** An order is not claimed only to find out that nothing can be sent. */
  async #unlessPaused(action: Action, situation: Situation): Promise<Action> {
    if (!leadsToOrdoro(action, situation)) return action;
    const pause = await this.#ports.pause?.(situation.readBy);
    return pause === undefined ? action : insteadWhilePaused(situation, pause);
  }

  async #perform(action: Exclude<Action, { do: 'done' }>, situation: Situation): Promise<Situation> {
    const instead = this.#dryRun?.instead(action, situation);
    if (instead !== undefined) return instead;
    switch (action.do) {
      case 'note':
        return {
          ...situation,
          record: action.record,
          failedNow: situation.failedNow || action.fails === true,
        };
      case 'read-order':
        return this.#readOrder(situation);
      case 'read-record':
        return this.#readRecord(situation);
      case 'save':
        return this.#save(situation, action.record);
      case 'look-up-skus':
        return this.#askOrdoro(situation, async () => ({
          ...situation,
          skus: new Map([...situation.skus, ...(await this.#resolveSkus(situation, action.skus))]),
        }));
      case 'look-up-part':
        return this.#askOrdoro(situation, () => lookUpPart(this.#ports, situation, action.part), { isLookUp: true });
      case 'find-trace':
        return withTrace(situation, await findTrace(this.#ports, situation, action.found));
      case 'send':
        return sendPart(this.#ports, situation, action);
      case 'apply-preset':
        return applyPreset(this.#ports, situation, action);
      case 'read-ordoro-orders':
        return readOrdoroOrders(this.#ports, situation, action.numbers);
      case 'edit-ordoro':
        return editOrdoro(this.#ports, situation, action.edit);
      case 'update-order':
        return this.#updateOrder(situation, action.actions);
      case 'write-dead-letter':
        await this.#ports.deadLetters.write(action.letter);
        this.#ports.onDeadLetter(action.letter);
        return withDeadLetter(situation, true);
      case 'clear-dead-letter':
        await this.#ports.deadLetters.clear('order', situation.orderId);
        return withDeadLetter(situation, false);
      case 'log':
        await this.#log(situation, action);
        return { ...situation, logged: true };
    }
  }

  async #readRecord(situation: Situation): Promise<Situation> {
    const found = await this.#ports.records.get(situation.orderId);
    const stored: StoredRecord =
      found === undefined ? { state: 'absent' } : { state: 'present', record: found.value, version: found.version };
    return { ...situation, stored, record: found?.value, before: found?.value };
  }

  async #readOrder(situation: Situation): Promise<Situation> {
    const order = await this.#ports.orders.get(situation.orderId);
    return { ...situation, order, orderReadAt: this.#ports.clock(), orderInDoubt: false };
  }

  #resolveSkus({ readBy, context }: Situation, skus: readonly string[]) {
    return this.#ports.skus.resolve(skus, { readBy, dryRun: context.settings.dryRun });
  }

  async #save(situation: Situation, record: SyncRecord): Promise<Situation> {
    const version = situation.stored.state === 'present' ? situation.stored.version : 0;
    try {
      const written = await this.#ports.records.put(record, version);
      return { ...situation, record, stored: { state: 'present', record, version: written.version } };
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.#countConflict(situation, error);
      return this.#startAnew(situation);
    }
  }

  #startAnew(situation: Situation): Situation {
    const lost = acceptedNumbers(situation.record).filter(
      (number) => !acceptedNumbers(situation.before).includes(number),
    );
    if (lost.length > 0)
      this.#ports.logger.warn(
        'Ordoro accepted the order, but another process took it over meanwhile and looks it up.',
        {
          orderId: situation.orderId,
          orderNumbers: lost,
        },
      );
    return startedAnew(situation);
  }

  async #updateOrder(situation: Situation, actions: OrderUpdateAction[]): Promise<Situation> {
    const outcome = await updateOrder(this.#ports, situation, {
      actions,
      mayPrepareType: !this.#hasPreparedType,
      // An order that never stands still is left to the job: what Ordoro said of it must be saved first.
      isLastTry: this.#conflicts >= MAX_CONFLICTS,
    });
    this.#hasPreparedType ||= outcome.preparedType;
    if (outcome.conflict !== undefined) this.#countConflict(situation, outcome.conflict);
    return outcome.readAgain ? this.#readOrder(outcome.situation) : outcome.situation;
  }

  /** Trouble with Ordoro is written into the record and tried again later; trouble with commercetools ends the pass. */
  async #askOrdoro(
    situation: Situation,
    ask: () => Promise<Situation>,
    about: Pick<Failure, 'isLookUp'> = {},
  ): Promise<Situation> {
    try {
      return await ask();
    } catch (error) {
      const { record, now, random } = situation;
      if (!(error instanceof PlatformError) || error.platform !== 'ordoro' || record === undefined) throw error;
      const failure = { ...ordoroFailure(error), ...about };
      // The order only shows that it is uncertain: who asks why has to hear it elsewhere.
      if (about.isLookUp === true && error instanceof CredentialsError) this.#ports.onCredentialsRefused(error.message);
      return { ...situation, record: withFailure(record, failure, { now, random }), failedNow: true };
    }
  }

  #countConflict(situation: Situation, error: ConflictError): void {
    this.#conflicts += 1;
    this.#ports.logger.debug('Read again after a conflict.', {
      orderId: situation.orderId,
      conflicts: this.#conflicts,
    });
    if (this.#conflicts > MAX_CONFLICTS) throw error;
  }

  async #log(situation: Situation, action: Extract<Action, { do: 'log' }>): Promise<void> {
    // Every order runs into refused credentials, so they are worth an alert of their own, not one of each order.
    // While everything is paused for them, that was told when the pause began.
    const { status = 'skipped', lastError } = situation.record ?? {};
    if (action.code === 'ordoro-auth' && lastError?.paused !== true) this.#ports.onCredentialsRefused(action.message);
    await this.#ports.eventLog.write({
      level: action.level,
      event: `order-${status}`,
      subject: situation.orderId,
      message: action.message,
      ...(action.code === undefined ? {} : { code: action.code }),
      ...situation.evidence,
    });
  }
}

/** The record remembers whether a letter of the order stands, so that the letter can be cleared whatever happens in between. */
export function withDeadLetter(situation: Situation, stands: boolean): Situation {
  const { record } = situation;
  return {
    ...situation,
    deadLetterDone: true,
    ...(record === undefined ? {} : { record: { ...record, deadLetter: stands } }),
  };
}

function skusOf(order: Order | undefined): string[] {
  return (order?.lineItems ?? []).flatMap(({ variant }) => variant.sku ?? []);
}

function destinationsOf(order: Order | undefined): number {
  return (order?.shipping?.length ?? 0) + (order?.itemShippingAddresses?.length ?? 0);
}
