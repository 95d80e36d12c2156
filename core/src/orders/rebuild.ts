import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finish } from './finish.ts';
import { retryingMessage } from './merchant-texts.ts';
import { newRecord, withFailure } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/** Ordoro order numbers found on an order that has no record. `certain`: from our own `syncInfo`, so Ordoro has the order. */
export interface FoundNumbers {
  readonly numbers: readonly string[];
  readonly certain: boolean;
}

/**
 * An order that shows Ordoro order numbers but has no record (lost, wiped, or a copied cart): Ordoro is asked whose they are.
 * What is ours is taken over, never sent again; fields copied from another order are cleared and the order is new.
 */
export function decideTraced(situation: Situation, order: Order, found: FoundNumbers): Action {
  const { trace, now } = situation;
  const record = situation.record ?? newRecord(order, now);
  if (isTooEarly(record, now)) return finish(situation, stillUnknown(record), 'retrying');
  if (trace === undefined) return { do: 'find-trace', numbers: found.numbers };
  if (trace.parts.length > 0) return { do: 'note', record: rebuilt(record, situation, order) };
  if (trace.otherDeployment)
    return situation.logged ? { do: 'done', outcome: 'not-ours' } : reportOtherDeployment(found.numbers);
  if (!found.certain && trace.foreign.length === found.numbers.length)
    return { do: 'note', record: newRecord(order, now) };
  const failure = { code: 'ordoro-unavailable', message: `Ordoro does not show order ${found.numbers.join(', ')} yet` };
  return {
    do: 'note',
    record: { ...withFailure(record, failure, { now, random: situation.random }), rebuildFrom: found.numbers },
  };
}

function rebuilt(record: SyncRecord, { trace }: Situation, order: Order): SyncRecord {
  const { rebuildFrom: _numbers, ...rest } = record;
  return {
    ...rest,
    parts: trace?.parts ?? [],
    fingerprint: fingerprintOf(order),
    ...(trace?.channelId === undefined ? {} : { channel: { id: trace.channelId } }),
  };
}

function isTooEarly(record: SyncRecord, now: number): boolean {
  return (
    record.rebuildFrom !== undefined && record.nextAttemptAt !== undefined && Date.parse(record.nextAttemptAt) > now
  );
}

/** Ordoro has, or may have, the order: it is never sent from here, however long the answer takes. */
function stillUnknown(record: SyncRecord): SyncRecord {
  const issue: Issue = {
    code: 'ordoro-unavailable',
    detail: record.lastError?.message ?? 'the order could not be read',
  };
  return { ...record, status: 'retrying', due: true, issues: [issue], message: retryingMessage(issue) };
}

function reportOtherDeployment(numbers: readonly string[]): Action {
  return {
    do: 'log',
    level: 'warn',
    message: `Skipped: another deployment of the connector exported this order as ${numbers.join(', ')}.`,
  };
}
