import { CATALOGUE } from '../problems/catalogue.ts';
import { type Issue, issueText } from '../problems/issue.ts';
import { RETRY_WINDOW_MS } from '../records/retry-schedule.ts';
import { hasGivenUp, isAccepted, type SyncRecord } from '../records/sync-record.ts';
import { failedAdvice, failureIssue } from './merchant-texts.ts';
import type { Action, Situation } from './situation.ts';

/**
 * The next step towards the dead letter that a record should have: one that ended its tries has one, brought up to date when it ends
 * them anew; one that is well again has none.
 */
export function letterStep(situation: Situation, record: SyncRecord): Action | undefined {
  if (situation.deadLetterDone) return undefined;
  const issue = failureOf(record);
  if (issue !== undefined && (record.deadLetter !== true || isNewFailure(situation, record)))
    return failureLetter(situation, record, issue);
  const isUpdateGivenUp = situation.orderUpdateFailed && updatesFailForTooLong(record, situation.now);
  if (isUpdateGivenUp && record.deadLetter !== true) return updateLetter(situation, record);
  const isTrying = record.status === 'retrying' || (isAccepted(record) && record.attempts > 0);
  const isOver = issue === undefined && !isTrying && record.orderUpdate === undefined;
  // A letter about a deleted order stands until an operator has dealt with it.
  const mayBeOver = situation.order !== undefined || record.lastError?.code !== 'unknown-order';
  const mayStand = record.deadLetter === true || wasInTrouble(situation);
  return mayStand && isOver && mayBeOver ? { do: 'clear-dead-letter' } : undefined;
}

/** A pass that ended before it could note the letter it had written is known only by the trouble it met. */
function wasInTrouble({ before, now }: Situation): boolean {
  if (before === undefined) return false;
  const { status, attempts, lease } = before;
  const wasTried = status === 'retrying' || status === 'failed' || attempts > 0 || lease !== undefined;
  return wasTried || updatesFailForTooLong(before, now);
}

function failureLetter({ evidence }: Situation, record: SyncRecord, issue: Issue): Action {
  return {
    do: 'write-dead-letter',
    letter: {
      kind: 'order',
      subject: record.orderId,
      code: issue.code,
      message: record.message ?? issue.detail,
      howToFix: failedAdvice(issue.code),
      attempts: record.attempts,
      ...(record.firstFailedAt === undefined ? {} : { firstFailedAt: record.firstFailedAt }),
      ...evidence,
    },
  };
}

/** A letter from before a `retry` or a replay tells of the failure from then. */
function isNewFailure({ before }: Situation, record: SyncRecord): boolean {
  if (before === undefined) return false;
  return failureOf(before) === undefined || before.firstFailedAt !== record.firstFailedAt;
}

/** What will not be tried again by itself. On an order that Ordoro has, something else may be more urgent to show. */
function failureOf(record: SyncRecord): Issue | undefined {
  const [first] = record.issues;
  if (record.status === 'failed') return record.issues.find(isFailure) ?? first;
  if (!isAccepted(record)) return undefined;
  if (hasGivenUp(record)) return record.issues.find(isFailure) ?? failureIssue(record);
  const tried = record.lastError === undefined ? undefined : issueText(failureIssue(record));
  return record.issues.find((issue) => isFailure(issue) && issueText(issue) !== tried);
}

function isFailure({ code }: Issue): boolean {
  return CATALOGUE[code].leadsTo === 'failed';
}

/** The order could not be updated for as long as anything is retried; it still is tried hourly. */
function updatesFailForTooLong({ orderUpdate }: SyncRecord, now: number): boolean {
  return orderUpdate !== undefined && now - Date.parse(orderUpdate.firstFailedAt) >= RETRY_WINDOW_MS;
}

function updateLetter({ updateEvidence }: Situation, record: SyncRecord): Action {
  const { attempts = 0, firstFailedAt = '', message = '' } = record.orderUpdate ?? {};
  return {
    do: 'write-dead-letter',
    letter: {
      kind: 'order',
      subject: record.orderId,
      code: 'commercetools-rejected',
      message,
      attempts,
      firstFailedAt,
      ...updateEvidence,
    },
  };
}
