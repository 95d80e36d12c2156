import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { CATALOGUE } from '../problems/catalogue.ts';
import { ConflictError, NotFoundError, PlatformError, RejectedError } from '../problems/errors.ts';
import { type SyncRecord, withJournal } from '../records/sync-record.ts';
import { lineStatesHash } from './order-fulfillment.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { withOrderUpdated, withOrderUpdateFailure } from './record-changes.ts';
import type { Situation } from './situation.ts';

/** What came of an update of the order. */
export interface OrderUpdateOutcome {
  readonly situation: Situation;
  /** The order has to be read again before anything else is decided. */
  readonly readAgain: boolean;
  /** The order changed since it was read. */
  readonly conflict?: ConflictError;
  readonly preparedType: boolean;
}

/** What is to be written, and what may be done when it is refused. */
export interface OrderUpdateRequest {
  readonly actions: OrderUpdateAction[];
  /** A refusal may be answered by preparing the Type first. */
  readonly mayPrepareType: boolean;
  /** A conflict is not worth another reading of the order in this pass. */
  readonly isLastTry: boolean;
}

/**
 * Writes the order. A refused update may only mean that our Type, its fields or our channel are not there (yet): they are
 * prepared, once. What commercetools does not take is noted in the record, and the export goes on without it.
 */
export async function updateOrder(
  ports: OrderSyncPorts,
  situation: Situation,
  request: OrderUpdateRequest,
): Promise<OrderUpdateOutcome> {
  const { order, record } = situation;
  if (order === undefined) return settled(situation);
  try {
    const updated = await ports.orders.update(order, request.actions);
    const noted = record && withOrderUpdated(record, request.actions);
    return settled({ ...situation, order: updated, orderWritten: true, record: noted });
  } catch (error) {
    if (error instanceof ConflictError && !request.isLastTry)
      return { ...settled(situation), readAgain: true, conflict: error };
    if (!(error instanceof PlatformError)) throw error;
    return (
      (await withoutLineStates(ports, { situation, order, error }, request.actions)) ??
      afterRefusal(ports, { situation, order, error }, request)
    );
  }
}

/**
 * States of line items are a nicety: a workflow that does not allow a transition must not keep shipments from the order. Where
 * the update works without them, the record remembers that they were refused.
 * @returns undefined when they are not to blame
 */
async function withoutLineStates(
  ports: OrderSyncPorts,
  { situation, order, error }: Refused,
  actions: readonly OrderUpdateAction[],
): Promise<OrderUpdateOutcome | undefined> {
  const { record, context } = situation;
  const others = actions.filter(({ action }) => action !== 'transitionLineItemState');
  if (!(error instanceof RejectedError) || record === undefined || others.length === actions.length) return undefined;
  try {
    const updated = others.length === 0 ? order : await ports.orders.update(order, others);
    ports.logger.warn('commercetools refuses the configured line states for this order; it goes on without them.', {
      orderId: situation.orderId,
      reason: ports.redactText(error.message, order),
    });
    const noted = { ...withOrderUpdated(record, others), lineStatesRefused: lineStatesHash(context) };
    return settled({ ...situation, order: updated, orderWritten: true, record: noted });
  } catch (again) {
    // Not the states, or not only: what is to be done about the refusal of the whole update is decided as for any other.
    if (again instanceof PlatformError) return undefined;
    throw again;
  }
}

interface Refused {
  readonly situation: Situation;
  readonly order: Order;
  readonly error: PlatformError;
}

async function afterRefusal(
  ports: OrderSyncPorts,
  refused: Refused,
  request: OrderUpdateRequest,
): Promise<OrderUpdateOutcome> {
  const { situation, order, error } = refused;
  const mayLackOurs = error instanceof RejectedError || error instanceof NotFoundError;
  if (!mayLackOurs || !request.mayPrepareType)
    return settled(notUpdated(ports, { situation, error, actions: request.actions }));
  // Not found may also be the order itself: reading it again tells.
  const readAgain = error instanceof NotFoundError;
  const readiness = await prepareType(ports, order);
  const { record } = situation;
  if (readiness === 'ready') return { situation, readAgain, preparedType: true };
  if (readiness === 'refused' && record !== undefined)
    return {
      situation: { ...situation, record: withTypeConflict(record, situation.now) },
      readAgain,
      preparedType: true,
    };
  return {
    situation: notUpdated(ports, { situation, error, actions: request.actions }),
    readAgain,
    preparedType: true,
  };
}

function withTypeConflict(record: SyncRecord, now: number): SyncRecord {
  const what = `type-conflict: ${CATALOGUE['type-conflict'].meaning}`;
  return withJournal({ ...record, typeConflict: true }, what, new Date(now).toISOString());
}

async function prepareType(ports: OrderSyncPorts, order: Order): Promise<'ready' | 'refused' | undefined> {
  try {
    return await ports.prepareOrderType(order.custom?.type.id);
  } catch (error) {
    // The order stays as it is for now; when something is missing for good, post-deploy says what.
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

/** The record keeps what could not be shown, and the order is tried again by the job. */
function notUpdated(
  ports: OrderSyncPorts,
  refused: Pick<Refused, 'situation' | 'error'> & { readonly actions: readonly OrderUpdateAction[] },
): Situation {
  const { situation, error, actions } = refused;
  const { record, now, random } = situation;
  if (record === undefined) throw error;
  // The answer may quote what the merchant's extensions or validations complain about.
  const message = ports.redactText(error.message, situation.order);
  ports.logger.warn('The order could not be updated; the record keeps its status.', {
    orderId: situation.orderId,
    status: error.status,
    codes: error.codes,
    reason: message,
  });
  const { status, codes } = error;
  return {
    ...situation,
    record: withOrderUpdateFailure(record, message, { now, random }),
    orderUpdateFailed: true,
    updateEvidence: ports.redact({ request: actions, response: { message, status, codes } }),
  };
}

function settled(situation: Situation): OrderUpdateOutcome {
  return { situation, readAgain: false, preparedType: false };
}
