import type { Issue } from '../problems/issue.ts';
import type { PartRecord, PartState, SyncRecord } from '../records/sync-record.ts';
import { withIssuesBesides } from './besides.ts';
import { finish } from './finish.ts';
import { failedMessage, retryingMessage } from './merchant-texts.ts';
import { isCertainlyMissing, lookUpDue, withPartState } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/** Look-ups go on at this distance after the retries have ended: what may be in Ordoro has to be settled some day. */
const LATE_LOOK_UP_MS = 60 * 60_000;

/** Whether it is unknown of some part if Ordoro has it. Nothing is sent before that is settled. */
export function isUnsettled(record: SyncRecord): boolean {
  return record.parts.some(({ state }) => isOpenQuestion(state));
}

/**
 * Settles what is unknown by looking it up: a hit at any time is a hit; "not there" needs as many spaced misses as the kind
 * of failure demands, because Ordoro's lists may lag behind its writes.
 */
export function decideUnsettled(situation: Situation, record: SyncRecord): Action {
  const { now } = situation;
  for (const part of record.parts) {
    if (part.state.step === 'uncertain' && isCertainlyMissing(part.state))
      return { do: 'note', record: withPartState(record, part.number, { step: 'planned' }) };
    if (isDue(part, now) && !situation.failedNow && !mustWait(record, now))
      return { do: 'look-up-part', part: part.number };
  }
  const waiting = waitingForLookUp(record, now);
  const shown = situation.order === undefined ? waiting : withIssuesBesides(waiting, situation.order);
  return finish(situation, shown, record.status === 'failed' ? 'failed' : 'retrying');
}

/** The record while a look-up is waited for: due, with the time of the next one. */
function waitingForLookUp(record: SyncRecord, now: number): SyncRecord {
  const issue: Issue = { code: 'ordoro-unavailable', detail: 'it is not certain whether Ordoro has the order' };
  const hasEnded = record.status === 'failed';
  return {
    ...record,
    status: hasEnded ? 'failed' : 'retrying',
    due: true,
    issues: [issue],
    message: hasEnded ? failedMessage(issue) : retryingMessage(issue),
    nextAttemptAt: new Date(nextLookUp(record, now, hasEnded)).toISOString(),
  };
}

function nextLookUp(record: SyncRecord, now: number, hasEnded: boolean): number {
  const times = record.parts.flatMap(({ state }) => (state.step === 'uncertain' ? [lookUpDue(state)] : []));
  const earliest = times.length === 0 ? now : Math.min(...times);
  if (record.lastError?.isLookUp !== true) return earliest;
  // The look-up itself did not come through: its own schedule counts, and after a day it is hourly.
  const waitUntil = hasEnded ? Date.parse(record.lastError.at) + LATE_LOOK_UP_MS : Date.parse(record.retryAt ?? '');
  return Math.max(earliest, Number.isNaN(waitUntil) ? 0 : waitUntil);
}

function isOpenQuestion(state: PartState): boolean {
  return state.step === 'uncertain' || (state.step === 'rejected' && !state.checked);
}

function isDue({ state }: PartRecord, now: number): boolean {
  return state.step === 'uncertain' ? now >= lookUpDue(state) : isOpenQuestion(state);
}

/** After a look-up that did not come through. */
function mustWait(record: SyncRecord, now: number): boolean {
  return record.lastError?.isLookUp === true && nextLookUp(record, now, record.status === 'failed') > now;
}
