import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import { acceptedNumbers, type PartRecord, type SyncRecord } from '../records/sync-record.ts';
import { withIssuesBesides } from './besides.ts';
import { withClaimedContent } from './changes/baselines.ts';
import { isPendingBesides } from './changes/decide-change.ts';
import { claimedBy, isClaimedByUs, isReadLongAgo } from './claim.ts';
import { fingerprintOf, hashOf } from './fingerprint.ts';
import { finish } from './finish.ts';
import {
  configurationMessage,
  failedMessage,
  failureIssue,
  heldMessage,
  NOTHING_TO_SHIP_MESSAGE,
  waitingMessage,
} from './merchant-texts.ts';
import { openness, opennessAsRecorded } from './openness.ts';
import type { ChosenChannel, OrderContext } from './order-context.ts';
import { ordoroOrderDraft } from './ordoro-draft.ts';
import { chosenOrderId, ordoroOrderId } from './ordoro-order-id.ts';
import { type Preparation, type PreparedPart, prepare } from './preparation.ts';
import { forgetFailures, released, withoutUnsentParts } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

type Ready = Extract<Preparation, { kind: 'ready' }>;

/** The next step for an order that should go out now. */
export function decideExport(situation: Situation, order: Order, record: SyncRecord): Action {
  const { now, context, skus } = situation;
  const hasFailed = record.status === 'failed';
  if (hasFailed && (situation.failedNow || isAsItFailed(record, order)))
    return finish(situation, failed(situation, order, record), 'failed');
  // The order was changed since it failed: it gets a fresh start.
  if (hasFailed) return { do: 'note', record: { ...forgetFailures(record), status: 'waiting' } };
  if (situation.failedNow || (record.retryAt !== undefined && Date.parse(record.retryAt) > now))
    return finish(situation, retrying(situation, order, record), 'retrying');
  const preparation = prepare(order, record, { context, skus });
  switch (preparation.kind) {
    case 'unknown-skus':
      // Asking Ordoro takes time: the order must not be unknown to everybody if that time is not there.
      if (situation.stored.state !== 'present' && situation.skuLookUpMayTakeTime)
        return { do: 'save', record: { ...record, ...openness(situation, order, record), due: true } };
      return { do: 'look-up-skus', skus: preparation.skus };
    case 'nothing-to-ship':
      // What Ordoro has of it is dealt with like any change of an order that it has.
      if (acceptedNumbers(record).length > 0) return { do: 'note', record: withoutUnsentParts(record) };
      return finish(situation, notRequired(record), 'not-required');
    case 'held':
      return finish(situation, held(situation, order, { record, issues: preparation.issues }), 'held');
    case 'ready':
      if (context.obstacle !== undefined)
        return finish(situation, heldByConfiguration(situation, order, { record, obstacle: context.obstacle }), 'held');
      return decideSend(situation, order, { record, ready: preparation });
  }
}

function decideSend(situation: Situation, order: Order, known: { record: SyncRecord; ready: Ready }): Action {
  const { record, ready } = known;
  const { now } = situation;
  const channel = record.channel ?? channelFor(order, situation.context);
  if (channel === undefined)
    return finish(situation, heldByConfiguration(situation, order, { record, obstacle: NO_CHANNEL }), 'held');
  const planned = withParts(record, { order, ready, channel });
  const draftOf = (prepared: PreparedPart) => draftFor(situation, order, { record: planned, ready, prepared, channel });
  const parts = ready.parts.map((prepared) => ({ prepared, part: partOf(planned, prepared) }));

  const claimed = parts.find(({ part }) => part.state.step === 'claimed');
  if (claimed !== undefined && isClaimedByUs(situation) && now <= situation.sendBy)
    return { do: 'send', part: claimed.part.number, draft: draftOf(claimed.prepared) };
  if (claimed !== undefined) return { do: 'note', record: released(record) };

  const toSend = parts.filter(({ prepared, part }) => isToSend(part, () => hashOf(draftOf(prepared))));
  // What failed since was something else, and is over.
  if (toSend.length === 0) return finish(situation, failed(situation, order, forgetFailures(planned)), 'failed');
  if (now > situation.sendBy) return finish(situation, postponed(situation, order, planned), 'postponed');
  if (isStale(situation, record)) return { do: 'read-order' };
  const numbers = new Set(toSend.map(({ part }) => part.number));
  const claim = claimedBy(situation, {
    ...planned,
    ...openness(situation, order, planned),
    channel,
    fingerprint: fingerprintOf(order),
    parts: planned.parts.map((part) => (numbers.has(part.number) ? { ...part, state: { step: 'claimed' } } : part)),
  });
  const { context, skus } = situation;
  return { do: 'save', record: withClaimedContent(claim, order, { context, skus, parts: [...numbers] }) };
}

/** A record that another process left waiting says no more than the order itself. */
function isStale(situation: Situation, record: SyncRecord): boolean {
  return isReadLongAgo(situation) || (situation.orderInDoubt && record.status !== 'waiting');
}

const NO_CHANNEL = 'No Ordoro sales channel is set up: run the post-deploy script, or set ORDORO_SALES_CHANNEL_ID.';

/** The store's own channel, else the deployment's. */
export function channelFor(order: Order, context: OrderContext): ChosenChannel | undefined {
  const own = context.merchant.stores?.find(({ store }) => store === order.store?.key);
  if (own === undefined || own.salesChannelId === context.salesChannel?.id) return context.salesChannel;
  return { id: own.salesChannelId };
}

/** The record with an entry for every part; identities that were chosen before are kept. */
function withParts(record: SyncRecord, known: { order: Order; ready: Ready; channel: ChosenChannel }): SyncRecord {
  const { order, ready } = known;
  const base = chosenOrderId(record) ?? ordoroOrderId(order);
  const wanted = ready.parts.map(({ part, service }): PartRecord => {
    const existing = record.parts.find(({ number }) => number === part.number);
    if (existing?.state.step === 'accepted') return existing;
    return {
      number: part.number,
      // A part that was the whole order before an edit divided it takes its key, else its units would be numbered again.
      ...(part.key === undefined ? {} : { key: part.key }),
      orderId: existing?.orderId ?? `${base}${part.suffix}`,
      cartOrderId: existing?.cartOrderId ?? `${order.id}${part.suffix}`,
      ...(service.presetId === undefined ? {} : { presetId: service.presetId }),
      state: existing?.state ?? { step: 'planned' },
    };
  });
  const numbers = new Set(wanted.map(({ number }) => number));
  const accepted = record.parts.filter(({ number, state }) => !numbers.has(number) && state.step === 'accepted');
  return { ...record, channel: known.channel, parts: [...accepted, ...wanted].sort((a, b) => a.number - b.number) };
}

function partOf(record: SyncRecord, prepared: PreparedPart): PartRecord {
  const found = record.parts.find(({ number }) => number === prepared.part.number);
  if (found === undefined) throw new Error(`part ${prepared.part.number} of order ${record.orderId} has no entry`);
  return found;
}

function draftFor(
  situation: Situation,
  order: Order,
  known: { record: SyncRecord; ready: Ready; prepared: PreparedPart; channel: ChosenChannel },
) {
  const { orderId, cartOrderId } = partOf(known.record, known.prepared);
  return ordoroOrderDraft(order, known.prepared, {
    context: situation.context,
    skus: situation.skus,
    identity: { orderId, cartOrderId, salesChannelId: known.channel.id },
    notShipped: known.ready.notShipped,
  });
}

/** A part that Ordoro refused is only sent again when it would be sent differently. */
function isToSend(part: PartRecord, draftHash: () => string): boolean {
  return part.state.step === 'planned' || (part.state.step === 'rejected' && part.state.fingerprint !== draftHash());
}

function isAsItFailed(record: SyncRecord, order: Order): boolean {
  return record.fingerprint === undefined || record.fingerprint === fingerprintOf(order);
}

function postponed(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  return { ...record, ...openness(situation, order, record), due: true };
}

function notRequired(record: SyncRecord): SyncRecord {
  return {
    ...forgetFailures(record),
    status: 'not-required',
    open: false,
    due: false,
    issues: [{ code: 'nothing-to-ship', detail: '' }],
    message: NOTHING_TO_SHIP_MESSAGE,
  };
}

function held(situation: Situation, order: Order, known: { record: SyncRecord; issues: readonly Issue[] }): SyncRecord {
  const shown: SyncRecord = {
    ...forgetFailures(known.record),
    ...openness(situation, order, known.record),
    status: 'held',
    due: true,
    issues: known.issues,
    message: heldMessage(known.issues),
  };
  return withIssuesBesides(shown, order);
}

/** What the order would be sent like is not known; as long as it is not sent, nothing is wrong with it. */
function heldByConfiguration(
  situation: Situation,
  order: Order,
  { record, obstacle }: { readonly record: SyncRecord; readonly obstacle: string },
): SyncRecord {
  const shown: SyncRecord = {
    ...forgetFailures(record),
    ...opennessAsRecorded(situation, order, record),
    status: 'held',
    due: true,
    issues: [],
    message: configurationMessage(obstacle),
  };
  return withIssuesBesides(shown, order);
}

function retrying(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  const issue = failureIssue(record);
  const shown: SyncRecord = {
    ...record,
    ...opennessAsRecorded(situation, order, record),
    status: 'retrying',
    due: true,
    issues: [issue],
    message: waitingMessage(record, issue),
  };
  return withIssuesBesides(shown, order);
}

/** Nothing more is sent by itself until the order, or the merchant's request, changes. */
function failed(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  const issue = failureIssue(record);
  const shown: SyncRecord = {
    ...record,
    ...opennessAsRecorded(situation, order, record),
    status: 'failed',
    due: isPendingBesides(situation, order, record),
    fingerprint: fingerprintOf(order),
    issues: [issue],
    message: failedMessage(issue),
  };
  return withIssuesBesides(shown, order);
}
