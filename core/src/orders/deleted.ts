import { ordoroNumbers, type RecordStatus, type SyncRecord } from '../records/sync-record.ts';
import { finish } from './finish.ts';
import { forgetFailures } from './record-changes.ts';
import { decideUnsettled, isUnsettled } from './settle.ts';
import type { Action, Situation } from './situation.ts';

/**
 * The order is gone from commercetools. What may be in Ordoro is still settled; an order that Ordoro has is never cancelled
 * because of the deletion: a person has to decide, so it becomes a dead letter.
 */
export function decideDeleted(situation: Situation, record: SyncRecord): Action {
  const { now } = situation;
  if (isUnsettled(record)) return decideUnsettled(situation, record);
  const numbers = [
    ...ordoroNumbers(record),
    ...(record.rebuildFrom?.certain === true ? record.rebuildFrom.numbers : []),
  ];
  const { duplicates = [] } = record;
  const besides = duplicates.length === 0 ? '' : `, and once more as ${duplicates.join(', ')}`;
  if (numbers.length > 0 && !situation.deadLetterDone && record.lastError?.code !== 'unknown-order')
    return {
      do: 'write-dead-letter',
      letter: {
        kind: 'order',
        subject: record.orderId,
        code: 'unknown-order',
        message: `The order was deleted in commercetools, but Ordoro still has it as ${numbers.join(', ')}${besides}. It was not cancelled.`,
      },
    };
  return finish(situation, afterDeletion(record, numbers, now), 'closed');
}

const UNFINISHED: readonly RecordStatus[] = ['waiting', 'held', 'retrying', 'failed'];

function afterDeletion(record: SyncRecord, numbers: readonly string[], now: number): SyncRecord {
  const base = { ...forgetFailures(record), open: false, due: false };
  if (numbers.length === 0)
    return { ...base, issues: [], status: record.status === 'cancelled' ? 'cancelled' : 'waiting' };
  // What was still to be sent, or tried again, is not any more: the record counts no longer as trouble.
  const status = UNFINISHED.includes(record.status) ? 'exported' : record.status;
  const at = record.lastError?.code === 'unknown-order' ? record.lastError.at : new Date(now).toISOString();
  return { ...base, status, lastError: { code: 'unknown-order', message: 'deleted in commercetools', at } };
}
