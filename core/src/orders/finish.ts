import { isDeepStrictEqual } from 'node:util';
import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { orderFieldActions, requestOf, syncedNumbersOf, syncInfoActions } from '../commercetools/order-fields.ts';
import { currentOrders } from '../fulfillments/known-orders.ts';
import { isAccepted, ordoroNumbers, type RecordStatus, type SyncRecord, withJournal } from '../records/sync-record.ts';
import { isClaimedByUs } from './claim.ts';
import { letterStep } from './letters.ts';
import { withStatesOfLostUpdate } from './lost-update.ts';
import { issueTexts } from './merchant-texts.ts';
import { fulfillmentOf } from './order-fulfillment.ts';
import { afterExpiredClaim, released, withSyncedNumbers } from './record-changes.ts';
import type { Action, Situation, SyncOutcome } from './situation.ts';

/** Most actions in one update. Source: commercetools API, order update. */
const MAX_ACTIONS = 500;

/** Statuses that somebody has to know of: each change to one of them goes into the log container. */
const TROUBLE: readonly RecordStatus[] = ['held', 'retrying', 'failed', 'needs-attention'];

/**
 * The next step towards the end of a pass: the record as it should stay, the order showing it, both durable. While the record
 * is not claimed it is saved before the order is touched, so that a crash in between is repaired by the job; a claimed one
 * is saved last, because its claim already leads back here.
 */
export function finish(situation: Situation, wanted: SyncRecord, outcome: SyncOutcome): Action {
  const claimed = isClaimedByUs(situation);
  const target = plain(withoutClaim(settled(situation, wanted), situation));
  if (!isDeepStrictEqual(target, situation.record)) return { do: 'note', record: target };
  const letter = letterStep(situation, target);
  if (letter !== undefined) return letter;
  if (!claimed && mustStandFirst(situation, target)) return { do: 'save', record: target };
  const actions = orderActions(situation, target);
  if (actions.length > 0) return { do: 'update-order', actions };
  if (isUnsaved(situation, target)) return { do: 'save', record: target };
  if (!situation.logged && isNewTrouble(situation, target)) return troubleLog(target);
  const cancelled = situation.logged ? [] : newlyCancelledDuplicates(situation, target);
  if (cancelled.length > 0) return duplicateLog(target, cancelled);
  return { do: 'done', outcome };
}

/**
 * Whether the record is saved before the order is touched. What an accepted order should show follows from Ordoro and the order
 * themselves, which a later look finds again: there one write at the end is enough, unless the update takes a merchant's request
 * off the order, or the order cannot be looked at again without the record.
 */
function mustStandFirst(situation: Situation, target: SyncRecord): boolean {
  if (!isUnsaved(situation, target)) return false;
  return situation.stored.state !== 'present' || !isAccepted(target) || target.absorbed !== undefined;
}

/** The update actions that bring the order in line with the record; none while the order cannot be written. */
export function orderActions(situation: Situation, record: SyncRecord): OrderUpdateAction[] {
  const waitsUntil = record.orderUpdate === undefined ? 0 : Date.parse(record.orderUpdate.nextAttemptAt);
  return situation.orderUpdateFailed || waitsUntil > situation.now ? [] : pendingActions(situation, record);
}

/** What the order does not show yet, whether it may be written now or not. */
function pendingActions(situation: Situation, record: SyncRecord): OrderUpdateAction[] {
  const { order, context, now } = situation;
  if (order === undefined) return [];
  const at = new Date(now).toISOString();
  const numbers = numbersToSync(order, record, context.own.exportChannelId);
  const fields =
    record.typeConflict === true
      ? []
      : orderFieldActions(order, wantedFields(order, record), { typeKey: context.settings.orderTypeKey, now: at });
  // What has no room follows at the next look, because it will still be missing.
  return [
    ...syncInfoActions(numbers, { channelKey: context.settings.connectorId, now: at }),
    ...fields,
    ...fulfillmentOf(order, record, context).actions,
  ].slice(0, MAX_ACTIONS);
}

/** The record with what follows from the order as read: which numbers it lists, and whether anything is left to write on it. */
function settled(situation: Situation, record: SyncRecord): SyncRecord {
  const { order, context } = situation;
  if (order === undefined) return record;
  const listed = new Set(syncedNumbersOf(order, context.own.exportChannelId));
  const noted = journalled(situation, withoutAnsweredRequest(withSyncedNumbers(record, listed), order));
  const isAllShown = pendingActions(situation, noted).length === 0;
  const known = withStatesOfLostUpdate(noted, situation, isAllShown);
  if (!isAllShown) return { ...known, due: true };
  // An update whose answer was lost, or that is not needed any more, has not failed.
  const { orderUpdate: _over, ...shown } = known;
  return shown;
}

/** The order shows no request any more: the same word may be asked for again. */
function withoutAnsweredRequest(record: SyncRecord, order: Order): SyncRecord {
  if (requestOf(order) !== undefined) return record;
  const { absorbed: _answered, ...rest } = record;
  return rest;
}

function journalled(situation: Situation, record: SyncRecord): SyncRecord {
  const { before } = situation;
  if (before?.status === record.status && isDeepStrictEqual(before.issues, record.issues)) return record;
  const issues = record.issues.length === 0 ? '' : ` (${issueTexts(record.issues).join('; ')})`;
  return withJournal(record, `${record.status}${issues}`, new Date(situation.now).toISOString());
}

function numbersToSync(order: Order, record: SyncRecord, exportChannelId: string | undefined): string[] {
  const listed = new Set(syncedNumbersOf(order, exportChannelId));
  return currentOrders(record.ordoroOrders)
    .filter(({ number, inSyncInfo }) => !inSyncInfo && !listed.has(number))
    .map(({ number }) => number);
}

/** An order that never showed anything of ours gets no status just because it was cancelled. */
function wantedFields(order: Order, record: SyncRecord) {
  const showsNothing = order.custom?.fields.ordoroSyncStatus === undefined;
  // Numbers that are not settled yet stay as they were found.
  const orderNumbers = record.rebuildFrom?.numbers ?? ordoroNumbers(record);
  if (record.status === 'waiting' || (record.status === 'cancelled' && showsNothing))
    return { status: undefined, orderNumbers, message: undefined, issues: [] };
  return { status: record.status, orderNumbers, message: record.message, issues: issueTexts(record.issues) };
}

/** As it comes back from commercetools: without fields that are undefined. */
function plain(record: SyncRecord): SyncRecord {
  return JSON.parse(JSON.stringify(record));
}

/** A part may only be claimed under a lease. Under our own it was not sent, else it would say so; under another it may have been. */
function withoutClaim(record: SyncRecord, situation: Situation): SyncRecord {
  const { lease, ...rest } = record;
  if (isClaimedByUs(situation)) return released(rest);
  return afterExpiredClaim(rest, lease ?? { owner: '', expiresAt: new Date(situation.now).toISOString() });
}

function isUnsaved({ stored }: Situation, record: SyncRecord): boolean {
  return stored.state !== 'present' || !isDeepStrictEqual(stored.record, record);
}

function isNewTrouble({ before }: Situation, record: SyncRecord): boolean {
  const isNew =
    before?.status !== record.status ||
    before.attempts !== record.attempts ||
    !isDeepStrictEqual(before.issues, record.issues);
  return isNew && TROUBLE.includes(record.status);
}

/** Duplicates that this pass has cancelled: afterwards nothing is wrong any more, but somebody may look for them. */
function newlyCancelledDuplicates({ before }: Situation, target: SyncRecord): string[] {
  const cancelledOf = (record: SyncRecord | undefined) =>
    (record?.changes?.duplicates ?? []).flatMap(({ number, isCancelled }) => (isCancelled === true ? [number] : []));
  const known = cancelledOf(before);
  return cancelledOf(target).filter((number) => !known.includes(number));
}

function duplicateLog(record: SyncRecord, numbers: readonly string[]): Action {
  const own = ordoroNumbers(record).join(', ');
  const message = `Ordoro had the order more than once: ${numbers.join(', ')} was cancelled there, ${own} is followed.`;
  return { do: 'log', level: 'warn', code: 'duplicate-in-ordoro', message };
}

function troubleLog(record: SyncRecord): Action {
  const [issue] = record.issues;
  return {
    do: 'log',
    level: record.status === 'failed' ? 'error' : 'warn',
    message: record.message ?? record.status,
    ...(issue === undefined ? {} : { code: issue.code }),
  };
}
