import type { Issue } from '../problems/issue.ts';
import type { PartRecord, PartState, SyncRecord } from '../records/sync-record.ts';
import { finish } from './finish.ts';
import { retryingMessage } from './merchant-texts.ts';
import { isCertainlyMissing, lookUpDue, withPartState } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

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
    if (isDue(part, now) && !hasFailedJustNow(record, now)) return { do: 'look-up-part', part: part.number };
  }
  return finish(situation, waitingForLookUp(record), 'retrying');
}

/** The record while a look-up is waited for: due, with the time of the next one. */
function waitingForLookUp(record: SyncRecord): SyncRecord {
  const issue: Issue = { code: 'ordoro-unavailable', detail: 'it is not certain whether Ordoro has the order' };
  const nextLookUp = Math.min(
    ...record.parts.flatMap(({ state }) => (state.step === 'uncertain' ? [lookUpDue(state)] : [])),
  );
  const failureWait = record.nextAttemptAt === undefined ? 0 : Date.parse(record.nextAttemptAt);
  const next = Math.max(Number.isFinite(nextLookUp) ? nextLookUp : 0, lookUpsFail(record) ? failureWait : 0);
  return {
    ...record,
    status: 'retrying',
    due: true,
    issues: [issue],
    message: retryingMessage(issue),
    ...(next === 0 ? {} : { nextAttemptAt: new Date(next).toISOString() }),
  };
}

function isOpenQuestion(state: PartState): boolean {
  return state.step === 'uncertain' || (state.step === 'rejected' && !state.checked);
}

function isDue({ state }: PartRecord, now: number): boolean {
  return state.step === 'uncertain' ? now >= lookUpDue(state) : isOpenQuestion(state);
}

/** A look-up of this pass failed (it is later than the part's own time, so the failure's wait counts). */
function hasFailedJustNow(record: SyncRecord, now: number): boolean {
  return lookUpsFail(record) && record.nextAttemptAt !== undefined && Date.parse(record.nextAttemptAt) > now;
}

function lookUpsFail(record: SyncRecord): boolean {
  return record.lastError?.code === LOOK_UP_FAILED;
}

/** `lastError.code` of a look-up that did not come through; it counts neither as hit nor as miss. */
export const LOOK_UP_FAILED = 'look-up-failed';
