import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import { orderNumbersOf, requestOf, syncedNumbersOf } from '../commercetools/order-fields.ts';
import { partOfCartOrderId } from '../fulfillments/known-orders.ts';
import type { Issue } from '../problems/issue.ts';
import { type FoundNumbers, hasGivenUp, isAccepted, liveLease, type SyncRecord } from '../records/sync-record.ts';
import { decideBesides } from './changes/decide-change.ts';
import { decideDeleted } from './deleted.ts';
import { couldBeOurs, couldPassGate, type ExportRules, exclusionOf, gateIsOpen } from './eligibility.ts';
import { decideExport } from './export.ts';
import { decideExported, exported } from './exported.ts';
import { finish } from './finish.ts';
import { CANCELLED_BEFORE_EXPORT_MESSAGE, MERCHANT_HOLD_MESSAGE } from './merchant-texts.ts';
import { withMissing } from './missing-in-ordoro.ts';
import { numbersToRead, withNews, withNewsForLater } from './news.ts';
import { opennessAsRecorded } from './openness.ts';
import { decideTraced, firstRecord, leftToOthers, setAside } from './rebuild.ts';
import { afterExpiredClaim, forgetFailures, withoutUnsentParts, withRequest } from './record-changes.ts';
import { decideUnsettled, isUnsettled } from './settle.ts';
import type { Action, Situation } from './situation.ts';

/**
 * The next step for one order. Called again with the result of each step until it says `done`; reads nothing but its argument.
 */
export function decide(situation: Situation): Action {
  const { order, record, stored, now } = situation;
  if (stored.state === 'unread' && !(order !== undefined && mayBeTakenForNew(situation, order)))
    return { do: 'read-record' };
  if (order !== undefined && (record === undefined || record.isProvisional === true))
    return decideUnknown(situation, order);
  if (record === undefined) return { do: 'done', outcome: 'not-ours' };
  const lease = stored.state === 'present' ? liveLease(stored.record, now) : undefined;
  if (lease !== undefined && lease.owner !== situation.owner)
    return { do: 'done', outcome: 'held-by-another-instance' };
  if (lease === undefined && record.lease !== undefined)
    return { do: 'note', record: afterExpiredClaim(record, record.lease) };
  return order === undefined ? decideDeleted(situation, record) : decideKnown(situation, order, record);
}

/** No record tells what was sent, so the order and Ordoro have to. */
function decideUnknown(situation: Situation, order: Order): Action {
  const { context } = situation;
  const shown = certainNumbers(situation, order);
  if (shown.length > 0) return decideTraced(situation, order, { numbers: shown, certain: true });
  const wantedNow = requestOf(order) === 'export-now' && order.orderState !== 'Cancelled';
  if (!wantedNow && !couldBeOurs(order, rulesOfUnknown(situation))) return setAside(situation);
  const numbers = orderNumbersOf(order);
  if (numbers.length === 0) return { do: 'note', record: firstRecord(situation, order) };
  const others = numbersOfOthers(order, context.own.exportChannelId);
  if (others.length > 0) return leftToOthers(situation, others);
  return decideTraced(situation, order, { numbers, certain: false });
}

/** An order that a backfill has taken up is no history, although the trouble with it left only a provisional record. */
function rulesOfUnknown(situation: Situation): ExportRules {
  const rules = rulesOf(situation);
  return situation.record?.isAdmitted === true ? { ...rules, exportSince: Number.NEGATIVE_INFINITY } : rules;
}

/** Numbers that prove that the order was sent, whatever became of its record; none: it may be new. */
function certainNumbers(situation: Situation, order: Order): string[] {
  const { context, record } = situation;
  const synced = syncedNumbersOf(order, context.own.exportChannelId);
  // Where syncInfo keeps one entry per channel it names the last part only; the fields name all.
  const shown = synced.length > 0 ? [...synced, ...orderNumbersOf(order)] : numbersCarrying(situation);
  return [...new Set([...shown, ...(record?.unread ?? [])])];
}

/** Ordoro shows orders of our sales channels that carry this order's id. */
function numbersCarrying({ ordoroRows, orderId }: Situation): string[] {
  return ordoroRows
    .filter(({ lines }) => lines.some(({ cartOrderId }) => partOfCartOrderId(cartOrderId, orderId) !== undefined))
    .map(({ orderNumber }) => orderNumber);
}

function decideKnown(situation: Situation, order: Order, record: SyncRecord): Action {
  const request = requestOf(order);
  // A word that could not be cleared yet is in force already; another word is a new request.
  if (request !== undefined && request !== record.absorbed)
    return { do: 'note', record: { ...withRequest(record, request, situation.now), absorbed: request } };
  const found = record.rebuildFrom ?? untoldBy(record, situation, order);
  if (found !== undefined) {
    const noted = withNewsForLater(record, situation);
    return isDeepStrictEqual(noted, record) ? decideTraced(situation, order, found) : { do: 'note', record: noted };
  }
  const informed = withMissing(withNews(record, situation), situation);
  if (!isDeepStrictEqual(informed, record)) return { do: 'note', record: informed };
  const unread = numbersToRead(record, situation);
  const reading = unread.length === 0 ? undefined : readingStep(situation, record, unread);
  if (reading !== undefined) return reading;
  if (isAccepted(record)) return decideExported(situation, order, record);
  const besides = isTurnOfTheRest(record) ? undefined : decideBesides(situation, order, record);
  if (besides !== undefined) return besides;
  if (isUnsettled(record)) return decideUnsettled(situation, record);
  return decideOpen(situation, order, record);
}

/**
 * What the warehouse has comes first, because it may be shipped at any moment; but after a failure with that it is the turn of what
 * is still to be sent, so that neither keeps the other back. Edits that are under way are ended before.
 */
function isTurnOfTheRest({ lastError, changes, parts }: SyncRecord): boolean {
  const hasRest = parts.some(({ state }) => state.step === 'planned' || state.step === 'uncertain');
  return hasRest && lastError?.isOfAccepted === true && changes?.attempt === undefined;
}

/** A record without parts knows of no Ordoro order; the order or Ordoro may show one all the same. */
function untoldBy(record: SyncRecord, situation: Situation, order: Order): FoundNumbers | undefined {
  const numbers = record.parts.length > 0 ? [] : certainNumbers(situation, order);
  return numbers.length === 0 ? undefined : { numbers, certain: true };
}

/** Reads these Ordoro orders; when it is not the time, they are noted, and tries that have ended begin anew with new ones. */
function readingStep(situation: Situation, record: SyncRecord, numbers: readonly string[]): Action | undefined {
  const { failedNow, now } = situation;
  const { nextAttemptAt, unread = [] } = record;
  const isTime = nextAttemptAt === undefined || Date.parse(nextAttemptAt) <= now;
  if (!failedNow && !hasGivenUp(record) && isTime) return { do: 'read-ordoro-orders', numbers };
  if (numbers.every((number) => unread.includes(number))) return undefined;
  const beginsAnew = isAccepted(record) && hasGivenUp(record) && !failedNow;
  const base = beginsAnew ? forgetFailures(record) : record;
  return { do: 'note', record: { ...base, unread: numbers } };
}

/** Numbers that the order shows and lists under another channel: a deployment with another CONNECTOR_ID exported it. */
export function numbersOfOthers(order: Order, exportChannelId: string | undefined): string[] {
  const theirs = new Set(
    order.syncInfo.filter(({ channel }) => channel.id !== exportChannelId).map(({ externalId }) => externalId),
  );
  return orderNumbersOf(order).filter((number) => theirs.has(number));
}

/** Nothing of the order is in doubt; it may still be kept out, wait, or go out. */
function decideOpen(situation: Situation, order: Order, record: SyncRecord): Action {
  const rules = rulesOf(situation);
  const exportNow = record.requests.exportNow === true;
  const exclusion = exclusionOf(order, { connectorId: rules.connectorId, exportNow });
  // Once Ordoro has a part, the rest follows whatever the gate says now.
  const begun = record.parts.some(({ state }) => state.step === 'accepted');
  const others = begun ? [] : numbersOfOthers(order, situation.context.own.exportChannelId);
  if (others.length > 0) return leftToOthers(situation, others);
  // What was not sent never is; what Ordoro has can be cancelled there.
  if (begun && exclusion === 'cancelled') return { do: 'note', record: withoutUnsentParts(record) };
  if (exclusion === 'cancelled')
    return finish(
      situation,
      { ...closed(record), status: 'cancelled', message: CANCELLED_BEFORE_EXPORT_MESSAGE },
      'closed',
    );
  if (!begun && exclusion !== undefined) return finish(situation, closed(record), 'closed');
  // What was not sent is still bought: its units stay held back from the stock.
  if (record.requests.hold === true && begun) return finish(situation, heldPartly(situation, order, record), 'held');
  if (record.requests.hold === true) return finish(situation, heldByMerchant(situation, order, record), 'held');
  if (!begun && !exportNow && !gateIsOpen(order, rules)) {
    if (!couldPassGate(order, rules)) return finish(situation, closed(record), 'closed');
    return finish(situation, waiting(situation, order, record), 'waiting');
  }
  return decideExport(situation, order, record);
}

function waiting(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  const { message: _none, ...rest } = forgetFailures(record);
  return { ...rest, ...opennessAsRecorded(situation, order, record), status: 'waiting', due: false, issues: [] };
}

/** Nothing is tried that could fail, so what failed before is over; only readings go on. */
function heldPartly(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  const quiet = record.unread === undefined ? forgetFailures(record) : record;
  return { ...exported(situation, order, quiet), ...opennessAsRecorded(situation, order, record), due: true };
}

function heldByMerchant(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  return {
    ...forgetFailures(record),
    ...opennessAsRecorded(situation, order, record),
    status: 'held',
    due: true,
    issues: [] as readonly Issue[],
    message: MERCHANT_HOLD_MESSAGE,
  };
}

/**
 * A record that leads to nothing as order and gate are now; another gate has it judged anew. Its units stay in it: they tell the stock
 * of which SKUs less is held back by now.
 */
function closed(record: SyncRecord): SyncRecord {
  const { message: _none, ...rest } = forgetFailures(record);
  return { ...rest, status: 'waiting', open: false, due: false, issues: [] };
}

/** An order whose gate is open and that carries no sign of us is most likely new: the create-only claim will tell. */
function mayBeTakenForNew(situation: Situation, order: Order): boolean {
  return (
    situation.mayPresumeNew &&
    order.syncInfo.length === 0 &&
    order.custom?.fields.ordoroSyncStatus === undefined &&
    orderNumbersOf(order).length === 0 &&
    couldBeOurs(order, rulesOf(situation)) &&
    gateIsOpen(order, rulesOf(situation))
  );
}

/** The rules of eligibility in the situation's context. */
export function rulesOf({ context }: Pick<Situation, 'context'>): ExportRules {
  return {
    exportWhen: context.settings.exportWhen,
    exportSince: context.exportSince,
    stateKeys: context.keys.states,
    connectorId: context.settings.connectorId,
  };
}
