import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import { acceptedNumbers, hasGivenUp, type SyncRecord } from '../../records/sync-record.ts';
import { claimedBy, isReadLongAgo } from '../claim.ts';
import { forgetFailures, withFailure } from '../record-changes.ts';
import type { Action, Situation } from '../situation.ts';
import { isCovered, isLive, withAttempt, withoutAttempt, withUnclear } from './attempts.ts';
import { changesOf, withBaselines } from './baselines.ts';
import { isCancelledInShop, nextCancellation } from './cancellation.ts';
import { nextComment } from './comments.ts';
import { nextContentChange } from './content-change.ts';
import { nextDuplicate } from './duplicates.ts';
import { familyOf } from './family.ts';
import { shortHash } from './field-values.ts';
import { type OrderContent, orderContent } from './part-content.ts';
import { nextRestoring } from './restoring.ts';
import type { ChangeStep } from './step.ts';
import { nextUnclear } from './unclear-statuses.ts';
import type { ChangeView } from './view.ts';

/**
 * The next step towards Ordoro for an order that Ordoro has: cancellations, what changed since it was sent, comments for the
 * warehouse. The record has taken in what was read in this pass. Nothing is written without a claim that says, durably, what is
 * about to be written; so whoever comes after a crash knows what may be in Ordoro, and reads before anything else.
 * @returns undefined when nothing is left to do, or not now; `isChangePending` tells which
 */
export function decideChange(situation: Situation, order: Order, record: SyncRecord): Action | undefined {
  const { attempt } = changesOf(record);
  if (attempt !== undefined && !isLive(situation, attempt))
    return { do: 'note', record: withUnclear(withoutAttempt(record), attempt, attempt.endsAt) };
  const content = orderContent(order, record, situation);
  const step = nextStep(situation, order, { record, content });
  if (step?.do === 'note') return step;
  const action =
    step !== undefined && hasGivenUp(record)
      ? afterGivingUp(record, keyOf(order, content))
      : actionFor(step, situation, record);
  return action ?? atRest(situation, record);
}

/**
 * The same for an order that Ordoro has in part, while it is waited for the rest: the warehouse ships what it has, so duplicates of
 * that are dealt with and comments posted before anything else. What changed of the order follows when all of it is accepted.
 */
export function decideBesides(situation: Situation, order: Order, record: SyncRecord): Action | undefined {
  // What was claimed is sent first: nothing may come between the claim and the creation.
  if (acceptedNumbers(record).length === 0 || record.parts.some(({ state }) => state.step === 'claimed'))
    return undefined;
  const { attempt } = changesOf(record);
  if (attempt !== undefined && !isLive(situation, attempt))
    return { do: 'note', record: withUnclear(withoutAttempt(record), attempt, attempt.endsAt) };
  const step = nextBesides(situation, order, record);
  if (step?.do === 'note') return step;
  const action = hasGivenUp(record) ? undefined : actionFor(step, situation, record);
  return action ?? atRest(situation, record);
}

/** Whether {@link decideBesides} has something left to do, now or later. */
export function isPendingBesides(situation: Situation, order: Order, record: SyncRecord): boolean {
  const isInPart = acceptedNumbers(record).length > 0 && !hasGivenUp(record);
  return isInPart && nextBesides(situation, order, record) !== undefined;
}

function nextBesides(situation: Situation, order: Order, record: SyncRecord): ChangeStep | undefined {
  return (
    nextInDoubt(situation, record) ?? nextDuplicate(situation, order, record) ?? nextComment(situation, order, record)
  );
}

/** What came of earlier edits is known before anything else is done. */
function nextInDoubt(situation: Situation, record: SyncRecord): ChangeStep | undefined {
  const settlesAt = Date.parse(changesOf(record).settlesAt ?? '');
  return settlesAt > situation.now ? { do: 'wait', until: settlesAt } : nextUnclear(situation, record);
}

/** Whether something is left to be done about changes, now or later. */
export function isChangePending(situation: Situation, order: Order, record: SyncRecord): boolean {
  const content = orderContent(order, record, situation);
  return nextStep(situation, order, { record, content }) !== undefined || waitsForConfiguration(record, order, content);
}

/** What a configuration object may solve: no change of the order would bring it up again. */
function waitsForConfiguration(record: SyncRecord, order: Order, { newParts }: OrderContent): boolean {
  return (
    !isCancelledInShop(order) &&
    record.requests.hold !== true &&
    (changesOf(record).unsent ?? []).some(
      ({ part, code }) => code === 'unmapped-sku' || newParts.some(({ number }) => number === part),
    )
  );
}

/** The next step, whether its time has come or not. */
function nextStep(
  situation: Situation,
  order: Order,
  { record, content }: { record: SyncRecord; content: OrderContent },
): ChangeStep | undefined {
  const inDoubt = nextInDoubt(situation, record);
  if (inDoubt !== undefined) return inDoubt;
  const tidied = tidy(withReopened(record, order), order);
  if (tidied !== record) return { do: 'note', record: tidied };
  const duplicate = nextDuplicate(situation, order, record);
  if (duplicate !== undefined) return duplicate;
  const view = (): ChangeView => ({
    situation,
    order,
    record,
    content,
    family: familyOf(record, situation.ordoroRows),
  });
  const change = isCancelledInShop(order)
    ? nextCancellation(situation, record)
    : (baselineStep(situation, record, content) ?? nextRestoring(view()) ?? contentStep(view()));
  return change ?? nextComment(situation, order, record);
}

function baselineStep(situation: Situation, record: SyncRecord, content: OrderContent): ChangeStep | undefined {
  const noted = withBaselines(record, content, situation.ordoroRows);
  return isDeepStrictEqual(noted.changes?.sent, record.changes?.sent) ? undefined : { do: 'note', record: noted };
}

/** The merchant's hold keeps every change back. */
function contentStep(view: ChangeView): ChangeStep | undefined {
  return view.record.requests.hold === true ? undefined : nextContentChange(view);
}

/** Open again on both sides, an order that was cancelled by policy is like any other: cancelled anew, it is cancelled there too. */
function withReopened(record: SyncRecord, order: Order): SyncRecord {
  const isOpen = familyOf(record, []).some(({ known }) => known.status !== 'cancelled');
  if (record.orderStateSet !== 'Cancelled' || isCancelledInShop(order) || !isOpen) return record;
  const { orderStateSet: _over, ...rest } = record;
  return rest;
}

/** Without what has no meaning any more. */
function tidy(record: SyncRecord, order: Order): SyncRecord {
  const changes = changesOf(record);
  const wanted = isCancelledInShop(order) ? 'cancelled' : 'restored';
  const refused = (changes.refused ?? []).filter(({ to }) => to === wanted);
  const isGivenUp = hasGivenUp(record);
  // The time until which nothing is sent goes with the next change; alone it is not worth a write.
  const isTidy = refused.length === (changes.refused?.length ?? 0) && (isGivenUp || changes.gaveUpOn === undefined);
  if (isTidy) return record;
  const { refused: _refused, settlesAt: _over, gaveUpOn, ...rest } = changes;
  return {
    ...record,
    changes: {
      ...rest,
      ...(refused.length === 0 ? {} : { refused }),
      ...(isGivenUp && gaveUpOn !== undefined ? { gaveUpOn } : {}),
    },
  };
}

/** The action for a step whose time has come; undefined when it has not. */
function actionFor(
  step: Exclude<ChangeStep, { do: 'note' }> | undefined,
  situation: Situation,
  record: SyncRecord,
): Action | undefined {
  if (step === undefined || step.do === 'wait') return undefined;
  const { now } = situation;
  if (situation.failedNow || (record.retryAt !== undefined && Date.parse(record.retryAt) > now)) return undefined;
  switch (step.do) {
    case 'look-up-skus':
      return step;
    case 'read':
      return now > situation.readBy ? undefined : { do: 'read-ordoro-orders', numbers: step.numbers };
    case 'fail': {
      const message = `Ordoro does not show order ${step.missing.join(', ')}, or shows another one under that number`;
      const failure = { code: 'ordoro-unavailable', message, isOfAccepted: true } as const;
      return { do: 'note', record: withFailure(record, failure, situation), fails: true };
    }
    case 'edit':
      return editAction(situation, record, step);
  }
}

function editAction(
  situation: Situation,
  record: SyncRecord,
  { edits }: Extract<ChangeStep, { do: 'edit' }>,
): Action | undefined {
  if (situation.now > situation.sendBy) return undefined;
  const [edit] = edits;
  if (isCovered(situation, edit)) return { do: 'edit-ordoro', edit };
  if (isReadLongAgo(situation) || situation.orderInDoubt) return { do: 'read-order' };
  const claimed = claimedBy(situation, record);
  return {
    do: 'save',
    record: withAttempt(claimed, edits, { owner: claimed.lease.owner, endsAt: claimed.lease.expiresAt }),
  };
}

/** The tries have ended; they begin anew when the order looks different. */
function afterGivingUp(record: SyncRecord, key: string): Action | undefined {
  const { gaveUpOn, ...changes } = changesOf(record);
  if (gaveUpOn === key) return undefined;
  if (gaveUpOn === undefined) return { do: 'note', record: { ...record, changes: { ...changes, gaveUpOn: key } } };
  return { do: 'note', record: forgetFailures({ ...record, changes }) };
}

function keyOf(order: Order, { parts, newParts }: OrderContent): string {
  const fields = parts.map(({ fields: all }) => [...all.values()].map(({ ours }) => ours));
  return shortHash([isCancelledInShop(order), fields, newParts.map(({ key }) => key ?? null)]);
}

/** At the end of a pass what was claimed but not sent is nobody's worry. */
function atRest(situation: Situation, record: SyncRecord): Action | undefined {
  const { attempt } = changesOf(record);
  if (attempt === undefined || !isLive(situation, attempt)) return undefined;
  return { do: 'note', record: withoutAttempt(record) };
}
