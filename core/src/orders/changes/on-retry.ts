import type { SyncRecord } from '../../records/sync-record.ts';

/**
 * The record after the merchant asked for `retry`: every change that was not sent is tried once more. What is still too late
 * then counts as dealt with by hand; what Ordoro refuses, or the order lacks, is shown again. Duplicates are judged anew.
 */
export function onRetry(record: SyncRecord): SyncRecord {
  if (record.changes === undefined) return record;
  const { refused: _again, gaveUpOn: _anew, unsent, duplicates, ...changes } = record.changes;
  const retried = unsent?.map((change) => ({ ...change, isRetried: true as const }));
  const cancelled = duplicates?.filter(({ isCancelled }) => isCancelled === true) ?? [];
  return {
    ...record,
    changes: {
      ...changes,
      ...(retried === undefined ? {} : { unsent: retried }),
      ...(cancelled.length === 0 ? {} : { duplicates: cancelled }),
    },
  };
}
