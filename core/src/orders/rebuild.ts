import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import type { FoundNumbers, SyncRecord } from '../records/sync-record.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finish } from './finish.ts';
import { failedMessage, retryingMessage } from './merchant-texts.ts';
import { forgetFailures, newRecord, withFailure } from './record-changes.ts';
import type { Action, Situation, Trace } from './situation.ts';

/** Tries go on at this distance after the retries have ended. */
const LATE_TRY_MS = 60 * 60_000;

/**
 * An order that shows Ordoro order numbers but has no record (lost, wiped, or a copied cart): Ordoro is asked whose they are.
 * What is ours is taken over, never sent again; fields copied from another order are cleared and the order is new.
 */
export function decideTraced(situation: Situation, order: Order, found: FoundNumbers): Action {
  const { trace, now, random } = situation;
  const record = situation.record ?? newRecord(order, now);
  if (situation.failedNow || isTooEarly(record, now)) return finish(situation, stillUnknown(record, now), 'retrying');
  if (trace === undefined) return { do: 'find-trace', found };
  // Ordoro has every one of these numbers: a part that cannot be read now must not be forgotten.
  const isWhole = !found.certain || trace.unreadable.length === 0;
  if (trace.parts.length > 0 && isWhole) return { do: 'note', record: rebuilt(record, trace, order) };
  if (trace.otherDeployment) return leftToOthers(situation, found.numbers);
  if (!found.certain && trace.foreign.length === found.numbers.length)
    return { do: 'note', record: { ...withoutNumbers(forgetFailures(record)), status: 'waiting' } };
  const failure = { code: 'ordoro-unavailable', message: `Ordoro does not show order ${found.numbers.join(', ')}` };
  return {
    do: 'note',
    record: { ...withFailure(record, failure, { now, random }), rebuildFrom: found },
    fails: true,
  };
}

function rebuilt(record: SyncRecord, trace: Trace, order: Order): SyncRecord {
  return {
    ...withoutNumbers(record),
    parts: trace.parts,
    fingerprint: fingerprintOf(order),
    ...(trace.channelId === undefined ? {} : { channel: { id: trace.channelId } }),
  };
}

function withoutNumbers(record: SyncRecord): SyncRecord {
  const { rebuildFrom: _settled, ...rest } = record;
  return rest;
}

/**
 * Another deployment exported the order: it is skipped and reported. A record that was made before that was known leads to
 * nothing any more; the order itself is not touched.
 */
export function leftToOthers({ stored, record, logged }: Situation, numbers: readonly string[]): Action {
  if (record !== undefined) {
    const { message: _none, ...rest } = forgetFailures(record);
    const left: SyncRecord = { ...rest, status: 'waiting', open: false, due: false, units: [], issues: [] };
    if (stored.state !== 'present' || !isDeepStrictEqual(stored.record, left)) return { do: 'save', record: left };
  }
  if (logged) return { do: 'done', outcome: 'not-ours' };
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
  const issue: Issue = {
    code: 'ordoro-unavailable',
    detail: record.lastError?.message ?? 'the order could not be read',
  };
  const hasEnded = record.status === 'failed';
  return {
    ...record,
    status: hasEnded ? 'failed' : 'retrying',
    due: true,
    issues: [issue],
    message: hasEnded ? failedMessage(issue) : retryingMessage(issue),
    nextAttemptAt: record.nextAttemptAt ?? new Date(now + LATE_TRY_MS).toISOString(),
  };
}
