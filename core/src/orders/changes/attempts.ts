import type {
  ChangeAttempt,
  FieldAttempt,
  LineAttempt,
  SentField,
  SentLine,
  StatusChange,
} from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { isClaimedByUs } from '../claim.ts';
import type { Situation } from '../situation.ts';
import { changesOf, sentOf, withSentPart } from './baselines.ts';
import type { OrdoroEdit } from './ordoro-edit.ts';

/** What an edit may leave behind in Ordoro when nothing more is heard of it. */
type Traces = Pick<ChangeAttempt, 'statuses' | 'fields' | 'lines'>;

/** A request that nobody heard of again may be carried out for so long after its end, milliseconds. */
const SETTLING_MS = 60_000;

/** The traces that these edits may leave. */
export function tracesOf(edits: readonly OrdoroEdit[]): Traces {
  return {
    statuses: edits.flatMap((edit): StatusChange[] => {
      if (edit.kind !== 'cancel' && edit.kind !== 'uncancel') return [];
      return [{ number: edit.number, to: edit.kind === 'cancel' ? 'cancelled' : 'restored' }];
    }),
    fields: edits.flatMap(({ for: purpose }): FieldAttempt[] =>
      (purpose?.fields ?? []).map(({ field, value }) => ({ part: purpose?.part ?? 0, field, value })),
    ),
    lines: edits.flatMap(({ for: purpose }): LineAttempt[] =>
      (purpose?.lines ?? []).map(({ lineItemId, units, price }) => ({
        part: purpose?.part ?? 0,
        lineItemId,
        units,
        ...(price === undefined ? {} : { price }),
      })),
    ),
  };
}

/** The record that says, durably, what the holder of the claim is about to send. An earlier attempt of the same pass is kept. */
export function withAttempt(
  record: SyncRecord,
  edits: readonly OrdoroEdit[],
  claim: { readonly owner: string; readonly endsAt: string },
): SyncRecord {
  const changes = changesOf(record);
  const before = changes.attempt?.owner === claim.owner ? changes.attempt : undefined;
  const traces = tracesOf(edits);
  const numbers = edits.map(({ number }) => number);
  const isNew = (number: string) => before?.numbers.includes(number) !== true;
  const attempt: ChangeAttempt = {
    ...claim,
    statuses: distinct([...(before?.statuses ?? []), ...traces.statuses]),
    fields: distinct([...(before?.fields ?? []), ...traces.fields]),
    lines: distinct([...(before?.lines ?? []), ...traces.lines]),
    numbers: distinct([...(before?.numbers ?? []), ...numbers]),
    toRead: distinct([...(before?.toRead ?? []), ...numbers.filter(isNew)]),
  };
  return { ...record, changes: { ...changes, attempt } };
}

/** Whether the stored claim of this pass already says that this edit is about to be sent, and a comment's words are stored too. */
export function isCovered(situation: Situation, edit: OrdoroEdit): boolean {
  const { stored, owner } = situation;
  if (stored.state !== 'present' || !isClaimedByUs(situation)) return false;
  const { record } = stored;
  const attempt = record.changes?.attempt;
  if (attempt?.owner !== owner || !attempt.numbers.includes(edit.number)) return false;
  if (edit.kind === 'comment') return isNoted(record, edit.text);
  const { statuses, fields, lines } = tracesOf([edit]);
  return (
    includesAll(attempt.statuses, statuses) && includesAll(attempt.fields, fields) && includesAll(attempt.lines, lines)
  );
}

/** A comment names the moment at which it was thought of: whoever does not know its words would not find it, and say it twice. */
function isNoted(record: SyncRecord, text: string): boolean {
  return changesOf(record).comments?.some((comment) => comment.text === text) === true;
}

/** Whether the attempt in the record belongs to this pass, which knows what became of it. */
export function isLive(situation: Situation, attempt: ChangeAttempt): boolean {
  return attempt.owner === situation.owner && isClaimedByUs(situation);
}

/** The record without the attempt: nothing of it is unclear. */
export function withoutAttempt(record: SyncRecord): SyncRecord {
  const { attempt: _over, ...changes } = changesOf(record);
  return { ...record, changes };
}

/** The number was read under the claim. */
export function withNumberRead(record: SyncRecord, number: string): SyncRecord {
  const changes = changesOf(record);
  if (changes.attempt === undefined) return record;
  const toRead = changes.attempt.toRead.filter((other) => other !== number);
  return { ...record, changes: { ...changes, attempt: { ...changes.attempt, toRead } } };
}

/**
 * The record after something was sent of which nobody knows whether it arrived: what Ordoro shows decides, and it is not taken
 * for the work of staff where it is what was sent.
 */
export function withUnclear(record: SyncRecord, traces: Traces, endsAt: string): SyncRecord {
  const changes = changesOf(record);
  const numbers = new Set(traces.statuses.map(({ number }) => number));
  const unclear = [...(changes.unclear ?? []).filter(({ number }) => !numbers.has(number)), ...traces.statuses];
  const settles = Math.max(Date.parse(changes.settlesAt ?? endsAt), Date.parse(endsAt) + SETTLING_MS);
  const settlesAt = new Date(settles).toISOString();
  const noted: SyncRecord = {
    ...record,
    changes: { ...changes, settlesAt, ...(unclear.length === 0 ? {} : { unclear }) },
  };
  const withFields = traces.fields.reduce(withUnclearField, noted);
  return traces.lines.reduce(withUnclearLine, withFields);
}

function withUnclearField(record: SyncRecord, { part, field, value }: FieldAttempt): SyncRecord {
  const sent = sentOf(record, part);
  const before = sent?.fields[field];
  if (sent === undefined || before === undefined) return record;
  const attempted = [...new Set([...(before.attempted ?? []), value])];
  const to: SentField = { ...before, ours: '', attempted };
  return withSentPart(record, { ...sent, fields: { ...sent.fields, [field]: to } });
}

function withUnclearLine(record: SyncRecord, attempt: LineAttempt): SyncRecord {
  const { part, lineItemId, units, price } = attempt;
  const sent = sentOf(record, part);
  const field = sent?.fields.lines;
  if (sent === undefined || field === undefined) return record;
  const before: SentLine = sent.lines[lineItemId] ?? { ours: '', wanted: 0, units: 0 };
  const attempted = { units, ...(price === undefined ? {} : { price }) };
  return withSentPart(record, {
    ...sent,
    fields: { ...sent.fields, lines: { ...field, ours: '' } },
    lines: { ...sent.lines, [lineItemId]: { ...before, ours: '', attempted } },
  });
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function includesAll<T>(all: readonly T[], some: readonly T[]): boolean {
  const known = new Set(all.map((value) => JSON.stringify(value)));
  return some.every((value) => known.has(JSON.stringify(value)));
}
