import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import { isoOf } from '../clock.ts';
import type { Issue } from '../problems/issue.ts';
import { type FoundNumbers, type PartRecord, type SyncRecord, withJournal } from '../records/sync-record.ts';
import { withBaselines } from './changes/baselines.ts';
import { orderContent } from './changes/part-content.ts';
import { channelFor } from './export.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finish } from './finish.ts';
import { goneNumberOf, goneOrders, notSurelyGone, withGone } from './gone.ts';
import { failedMessage, failureIssue, waitingMessage } from './merchant-texts.ts';
import { opennessAsRecorded } from './openness.ts';
import { ordoroOrderId } from './ordoro-order-id.ts';
import { dividedOrder } from './preparation.ts';
import { forgetFailures, newRecord, withFailure, withOrdoroOrders } from './record-changes.ts';
import type { Action, Situation, Trace } from './situation.ts';

/** Tries go on at this distance after the retries have ended. */
const LATE_TRY_MS = 60 * 60_000;

/**
 * An order that shows Ordoro order numbers but has no record (lost, wiped, or a copied cart): Ordoro is asked whose they are.
 * What is ours is taken over, never sent again; fields copied from another order are cleared and the order is new.
 */
export function decideTraced(situation: Situation, order: Order, found: FoundNumbers): Action {
  const { trace, now, random } = situation;
  const record = recordOf(situation, order);
  if (situation.failedNow || isTooEarly(record, now)) return finish(situation, stillUnknown(record, now), 'retrying');
  if (trace === undefined) return { do: 'find-trace', found };
  const asked = withGone(record, trace, now);
  // Ordoro has had every one of these numbers: a part that cannot be read now must not be forgotten.
  const open = [...(found.certain ? trace.unreadable : []), ...notSurelyGone(asked, trace)];
  if (trace.parts.length > 0 && open.length === 0)
    return { do: 'note', record: rebuilt(situation, order, { record: asked, trace }) };
  if (trace.otherDeployment) return leftToOthers(situation, found.numbers);
  if (!found.certain && trace.foreign.length === found.numbers.length)
    return { do: 'note', record: { ...withoutDoubts(forgetFailures(record)), status: 'waiting' } };
  const unseen = [...trace.unreadable, ...trace.gone];
  const shownAs = (unseen.length === 0 ? found.numbers : unseen).join(', ');
  const failure = trace.failure ?? {
    code: 'ordoro-unavailable',
    message: `Ordoro does not show order ${shownAs}`,
  };
  // Rows that carry the order's id may have taken the place of its fields, which name all.
  const numbers = [...new Set([...found.numbers, ...(trace.parts.length > 0 ? trace.gone : [])])];
  return {
    do: 'note',
    record: { ...withFailure(withoutDoubts(asked), failure, { now, random }), rebuildFrom: { ...found, numbers } },
    fails: true,
  };
}

/** What was last sent is not known any more, so a change that was still to be sent looks like an edit of the staff. */
const MADE_AGAIN = 'made again from what Ordoro has; changes of the shop that were not sent before are not known';

function rebuilt(situation: Situation, order: Order, known: { record: SyncRecord; trace: Trace }): SyncRecord {
  const { record, trace } = known;
  const noted = withJournal(withoutDoubts(record), MADE_AGAIN, isoOf(situation.now));
  const parts = allParts(situation, order, trace);
  const gone = goneOrders(situation, order, { trace, accepted: parts });
  const again = {
    ...withOrdoroOrders({ ...noted, ordoroOrders: [...(noted.ordoroOrders ?? []), ...gone] }, trace.orders),
    parts,
    fingerprint: fingerprintOf(order),
    ...(trace.channelId === undefined ? {} : { channel: { id: trace.channelId } }),
  };
  // Now, because what Ordoro shows has just been read: other parts may have to be settled first, and then it has not.
  return withBaselines(again, orderContent(order, again, situation), trace.orders);
}

/**
 * The parts that were found, with the keys that Ordoro does not know, and for a divided order the others: those that Ordoro has lost
 * it once had, so they count as accepted; whether it has those that no number names is as uncertain as after a lost answer.
 */
function allParts({ context, now }: Situation, order: Order, trace: Trace): PartRecord[] {
  const divided = dividedOrder(order, undefined, context).parts.filter(({ suffix }) => suffix !== '');
  const keyOf = (number: number) => divided.find((part) => part.number === number)?.key;
  const found = trace.parts.map((part) => ({ ...part, ...withKey(keyOf(part.number)) }));
  const unread = divided.filter(({ number }) => !trace.parts.some((part) => part.number === number));
  const numbers = unread.map(({ number }) => number);
  const others = unread.map(({ number, key, suffix }): PartRecord => {
    const part = uncertainPart(order, { number, suffix, now, ...withKey(key) });
    const orderNumber = goneNumberOf(number, numbers, trace);
    return orderNumber === undefined ? part : { ...part, state: { step: 'accepted', orderNumber } };
  });
  return [...found, ...others].sort((one, other) => one.number - other.number);
}

/**
 * The record of an order that has none, or a provisional one, and shows no number. Where it shows a status of ours something was
 * tried, and whether Ordoro has the order is as uncertain as after a lost answer: so it is looked up before anything is sent.
 */
export function firstRecord(situation: Situation, order: Order): SyncRecord {
  const { context, now } = situation;
  const known = withoutDoubts(recordOf(situation, order));
  const channel = channelFor(order, context);
  const { parts } = dividedOrder(order, undefined, context);
  if (channel === undefined || parts.length === 0 || !showsTry(order)) return known;
  const record: SyncRecord = {
    ...known,
    channel,
    parts: parts.map(({ number, key, suffix }) => uncertainPart(order, { number, suffix, now, ...withKey(key) })),
  };
  return { ...record, ...opennessAsRecorded(situation, order, record) };
}

/** A new order may show it too, because replicated carts copy fields: it is sent after the look-ups. */
function showsTry(order: Order): boolean {
  const status: unknown = order.custom?.fields.ordoroSyncStatus;
  return typeof status === 'string' && status !== 'held' && status !== 'not-required';
}

function uncertainPart(
  order: Order,
  part: { readonly number: number; readonly key?: string; readonly suffix: string; readonly now: number },
): PartRecord {
  const { number, key, suffix, now } = part;
  return {
    number,
    ...withKey(key),
    orderId: `${ordoroOrderId(order)}${suffix}`,
    cartOrderId: `${order.id}${suffix}`,
    state: { step: 'uncertain', answered: false, endedAt: isoOf(now), misses: 0 },
  };
}

function withKey(key: string | undefined): { key?: string } {
  return key === undefined ? {} : { key };
}

function recordOf({ record, now }: Situation, order: Order): SyncRecord {
  return record ?? newRecord(order, now);
}

/** The record once it is known what the order's numbers mean, or what else is in question. */
function withoutDoubts(record: SyncRecord): SyncRecord {
  const { rebuildFrom: _settled, isProvisional: _nor, isAdmitted: _known, ...rest } = record;
  return rest;
}

/** An order that is none of ours: a record that was made before that was known leads to nothing any more; the order is not touched. */
export function setAside({ stored, record }: Situation): Action {
  if (record === undefined) return { do: 'done', outcome: 'not-ours' };
  if (record.deadLetter === true) return { do: 'clear-dead-letter' };
  const { message: _none, ...rest } = forgetFailures(record);
  const left: SyncRecord = { ...rest, status: 'waiting', open: false, due: false, issues: [] };
  const isSaved = stored.state === 'present' && isDeepStrictEqual(stored.record, left);
  return isSaved ? { do: 'done', outcome: 'not-ours' } : { do: 'save', record: left };
}

/** Another deployment exported the order: it is skipped and reported. */
export function leftToOthers(situation: Situation, numbers: readonly string[]): Action {
  const step = setAside(situation);
  if (step.do !== 'done' || situation.logged) return step;
  const message = `Skipped: another deployment of the connector exported this order as ${numbers.join(', ')}.`;
  return { do: 'log', level: 'warn', message };
}

function isTooEarly(record: SyncRecord, now: number): boolean {
  return (
    record.rebuildFrom !== undefined && record.nextAttemptAt !== undefined && Date.parse(record.nextAttemptAt) > now
  );
}

/** Ordoro has, or may have, the order: it is not sent from here, however long the answer takes. */
function stillUnknown(record: SyncRecord, now: number): SyncRecord {
  const issue: Issue =
    record.lastError === undefined
      ? { code: 'ordoro-unavailable', detail: 'the order could not be read' }
      : failureIssue(record);
  const hasEnded = record.status === 'failed';
  return {
    ...record,
    status: hasEnded ? 'failed' : 'retrying',
    due: true,
    issues: [issue],
    message: hasEnded ? failedMessage(issue) : waitingMessage(record, issue),
    nextAttemptAt: record.nextAttemptAt ?? new Date(now + LATE_TRY_MS).toISOString(),
  };
}
