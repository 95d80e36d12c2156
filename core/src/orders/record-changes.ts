import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { isoOf } from '../clock.ts';
import type { OrderRequest } from '../commercetools/order-fields.ts';
import { withRows } from '../fulfillments/known-orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { CATALOGUE } from '../problems/catalogue.ts';
import { issueText } from '../problems/issue.ts';
import { nextAttempt } from '../records/retry-schedule.ts';
import {
  hasGivenUp,
  type Lease,
  type PartRecord,
  type PartState,
  type SyncRecord,
  withJournal,
} from '../records/sync-record.ts';
import { onRetry } from './changes/on-retry.ts';

/** A missed look-up counts again only after this time, because Ordoro's lists may lag behind its writes. */
export const LOOK_UP_SPACING_MS = 60_000;

/** The record of an order at first sight. @param now epoch milliseconds */
export function newRecord(order: Order, now: number): SyncRecord {
  const at = new Date(now).toISOString();
  return {
    orderId: order.id,
    ...(order.orderNumber === undefined ? {} : { orderNumber: order.orderNumber }),
    status: 'waiting',
    open: true,
    due: false,
    firstSeenAt: at,
    units: [],
    parts: [],
    issues: [],
    attempts: 0,
    requests: {},
    journal: [{ at, what: 'first seen' }],
  };
}

/** The record with a merchant's request in force. */
export function withRequest(record: SyncRecord, request: OrderRequest, now: number): SyncRecord {
  const noted = withJournal(record, `requested: ${request}`, new Date(now).toISOString());
  switch (request) {
    case 'export-now':
      return triedAgain({ ...noted, requests: { ...record.requests, exportNow: true, hold: false } }, now);
    case 'hold':
      return { ...noted, requests: { ...record.requests, hold: true } };
    case 'resume':
      return { ...noted, requests: { ...record.requests, hold: false } };
    case 'retry':
      return triedAgain(onRetry(withEverythingOpen(noted)), now);
  }
}

/** `retry` takes up again what was given up, and dismisses the problems that the merchant has dealt with. */
function withEverythingOpen(record: SyncRecord): SyncRecord {
  const { lineStatesRefused: _refused, ...rest } = record;
  const seen = record.issues.filter(({ code }) => CATALOGUE[code].leadsTo === 'needs-attention').map(issueText);
  const dismissed = [...new Set([...(record.dismissed ?? []), ...seen])];
  return { ...rest, typeConflict: false, ...(dismissed.length === 0 ? {} : { dismissed }) };
}

/**
 * A refusal is worth another try when the merchant says so, even if nothing seems to have changed. One that was not looked up
 * yet may mean that Ordoro has the order already, so the look-up still comes first.
 */
function triedAgain(record: SyncRecord, now: number): SyncRecord {
  const parts = record.parts.map((part): PartRecord => {
    if (part.state.step !== 'rejected') return part;
    const state: PartState = part.state.checked
      ? { step: 'planned' }
      : { step: 'uncertain', answered: true, endedAt: isoOf(now), misses: 0 };
    return { ...part, state };
  });
  return forgetFailures({ ...record, status: record.status === 'failed' ? 'waiting' : record.status, parts });
}

/** The record without any memory of failed tries. */
export function forgetFailures(record: SyncRecord): SyncRecord {
  const { firstFailedAt: _first, nextAttemptAt: _next, retryAt: _retry, lastError: _last, ...rest } = record;
  return { ...rest, attempts: 0 };
}

/** The record without the parts that did not go out and never will. Only while nothing is uncertain. */
export function withoutUnsentParts(record: SyncRecord): SyncRecord {
  return { ...forgetFailures(record), parts: record.parts.filter(({ state }) => state.step === 'accepted') };
}

/** One failed try. `retryAfterMs`: what the platform asked to wait. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  /** Nothing was tried: since then (ISO 8601, UTC) everything to Ordoro is paused. */
  readonly pausedSince?: string;
  /** A look-up did not come through. */
  readonly isLookUp?: true;
  /** It was about what Ordoro has already. */
  readonly isOfAccepted?: true;
}

/**
 * The record after a failed try: counted, with the time of the next one; `failed` when the tries have ended. Those that Ordoro
 * refuses for want of credentials never end: it is not the order's fault.
 */
export function withFailure(record: SyncRecord, failure: Failure, moment: { now: number; random: number }): SyncRecord {
  const at = new Date(moment.now).toISOString();
  if (failure.pausedSince !== undefined) return withPause(record, { ...failure, since: failure.pausedSince }, at);
  const attempts = record.attempts + 1;
  const firstFailedAt = record.firstFailedAt ?? at;
  const next = nextAttempt(
    {
      attempts,
      firstFailedAt: failure.code === 'ordoro-auth' ? moment.now : Date.parse(firstFailedAt),
      retryAfterMs: failure.retryAfterMs,
    },
    moment.now,
    moment.random,
  );
  const { nextAttemptAt: _previous, retryAt: _earlier, ...rest } = record;
  return withJournal(
    {
      ...rest,
      status: next === undefined ? 'failed' : 'retrying',
      attempts,
      firstFailedAt,
      lastError: {
        code: failure.code,
        message: failure.message,
        at,
        ...(failure.isLookUp === true ? { isLookUp: true } : {}),
        ...(failure.isOfAccepted === true ? { isOfAccepted: true } : {}),
      },
      ...(next === undefined ? {} : { nextAttemptAt: isoOf(next), retryAt: isoOf(next) }),
    },
    `${failure.code}: ${failure.message}`,
    at,
  );
}

/**
 * The record while everything to Ordoro is paused. No try is counted, and afterwards a new day of tries begins. It waits for no time
 * of its own: the first look after the pause goes on. As long as the pause lasts it stays the same, so that it is written once.
 */
function withPause(
  record: SyncRecord,
  { code, message, since }: { readonly code: string; readonly message: string; readonly since: string },
  at: string,
): SyncRecord {
  if (record.status === 'failed' || hasGivenUp(record)) return record;
  const { firstFailedAt: _begunAnew, ...rest } = record;
  const lastError = { code, message, at: since, paused: true as const };
  const waiting: SyncRecord = { ...rest, status: 'retrying', lastError, nextAttemptAt: since, retryAt: since };
  const isKnown = record.lastError?.paused === true && record.lastError.message === message;
  return isKnown ? waiting : withJournal(waiting, `${code}: ${message}`, at);
}

/** The record after an update of the order that commercetools did not take. The last wait of the schedule repeats without end. */
export function withOrderUpdateFailure(
  record: SyncRecord,
  message: string,
  moment: { now: number; random: number },
): SyncRecord {
  const attempts = (record.orderUpdate?.attempts ?? 0) + 1;
  const next = nextAttempt({ attempts, firstFailedAt: moment.now }, moment.now, moment.random) ?? moment.now;
  const firstFailedAt = record.orderUpdate?.firstFailedAt ?? isoOf(moment.now);
  return withJournal(
    { ...record, orderUpdate: { attempts, firstFailedAt, nextAttemptAt: isoOf(next), message } },
    `order not updated: ${message}`,
    isoOf(moment.now),
  );
}

/** The record with another state of one part. */
export function withPartState(record: SyncRecord, partNumber: number, state: PartState): SyncRecord {
  return { ...record, parts: record.parts.map((part) => (part.number === partNumber ? { ...part, state } : part)) };
}

/** The state of a part that Ordoro has. */
export function acceptedState(
  order: OrdoroOrder,
  { presetId }: Pick<PartRecord, 'presetId'>,
): Extract<PartState, { step: 'accepted' }> {
  const presetToApply = presetId === undefined || order.presetIds.includes(presetId) ? undefined : presetId;
  return {
    step: 'accepted',
    orderNumber: order.orderNumber,
    ...(presetToApply === undefined ? {} : { presetToApply }),
    ...(order.addressWarning === undefined ? {} : { addressWarning: order.addressWarning }),
  };
}

/** The record with Ordoro orders that were just accepted or found, all of them this order's own. */
export function withOrdoroOrders(record: SyncRecord, rows: readonly OrdoroOrder[]): SyncRecord {
  const ordoroOrders = withRows(record.ordoroOrders ?? [], rows, record.orderId);
  return { ...record, ordoroOrders, numbers: ordoroOrders.map(({ number }) => number) };
}

/** The record with numbers of further, unrelated Ordoro orders that carry this order's id. */
export function withDuplicates(record: SyncRecord, numbers: readonly string[]): SyncRecord {
  if (numbers.length === 0) return record;
  return { ...record, duplicates: [...new Set([...(record.duplicates ?? []), ...numbers])] };
}

/** The record with what is remembered of these numbers: that they stand in the order's `syncInfo`. */
export function withSyncedNumbers(record: SyncRecord, numbers: ReadonlySet<string | undefined>): SyncRecord {
  const { ordoroOrders } = record;
  if (ordoroOrders === undefined) return record;
  return {
    ...record,
    ordoroOrders: ordoroOrders.map((order) =>
      numbers.has(order.number) && !order.inSyncInfo ? { ...order, inSyncInfo: true } : order,
    ),
  };
}

/** When an uncertain part may be looked up (again), epoch milliseconds. */
export function lookUpDue(state: Extract<PartState, { step: 'uncertain' }>): number {
  return Date.parse(state.lastMissAt ?? state.endedAt) + LOOK_UP_SPACING_MS;
}

/** Whether enough look-ups missed to be sure that an uncertain part is not in Ordoro. */
export function isCertainlyMissing(state: Extract<PartState, { step: 'uncertain' }>): boolean {
  return state.misses >= (state.answered ? 1 : 2);
}

/** The process that held the claim died or hung: whether it sent anything is unknown. */
export function afterExpiredClaim(record: SyncRecord, expired: Lease): SyncRecord {
  const { lease: _expired, ...rest } = record;
  return {
    ...rest,
    parts: record.parts.map(
      (part): PartRecord =>
        part.state.step === 'claimed'
          ? { ...part, state: { step: 'uncertain', answered: false, endedAt: expired.expiresAt, misses: 0 } }
          : part,
    ),
  };
}

/** The record with its claimed parts given back: they were not sent after all. Only for who holds the claim. */
export function released(record: SyncRecord): SyncRecord {
  return {
    ...record,
    parts: record.parts.map(
      (part): PartRecord => (part.state.step === 'claimed' ? { ...part, state: { step: 'planned' } } : part),
    ),
  };
}

/** The record after these actions were carried out on the order: each number is written to `syncInfo` only once. */
export function withOrderUpdated(before: SyncRecord, actions: readonly OrderUpdateAction[]): SyncRecord {
  const { orderUpdate: _over, ...record } = before;
  const written = new Set(actions.flatMap((action) => (action.action === 'updateSyncInfo' ? [action.externalId] : [])));
  const shown = withSyncedNumbers(record, written);
  const shipmentState = actions.findLast((action) => action.action === 'changeShipmentState')?.shipmentState;
  const orderStateSet = actions.findLast((action) => action.action === 'changeOrderState')?.orderState;
  return {
    ...shown,
    ...(shipmentState === undefined ? {} : { shipmentState }),
    ...(orderStateSet === undefined ? {} : { orderStateSet }),
  };
}
