import type { EditOutcome } from '../../ordoro/order-edits.ts';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import { PlatformError } from '../../problems/errors.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { latestSend } from '../claim.ts';
import type { OrderSyncPorts } from '../order-sync-ports.ts';
import { ordoroFailure } from '../ordoro-failure.ts';
import { type Failure, forgetFailures, withFailure } from '../record-changes.ts';
import type { Situation } from '../situation.ts';
import { isShown, rowAfter, withEditDone } from './after-edit.ts';
import { tracesOf, withNumberRead, withUnclear } from './attempts.ts';
import { changesOf } from './baselines.ts';
import type { OrdoroEdit } from './ordoro-edit.ts';

/** What carrying out an edit touches. */
export type EditPorts = Pick<
  OrderSyncPorts,
  'ordoroEdits' | 'ordoroOrders' | 'carriers' | 'clock' | 'sendTimeoutMs' | 'redact' | 'redactText'
>;

/**
 * Carries out one edit of an order that Ordoro has, once, and notes what came of it; nothing is sent without a rate token and
 * enough of the claim left. The first edit of an order under a claim is preceded by one more reading of it: then only the
 * reading is noted, and it is decided anew.
 * @throws PlatformError only for commercetools
 */
export async function editOrdoro(ports: EditPorts, situation: Situation, edit: OrdoroEdit): Promise<Situation> {
  const { record } = situation;
  if (record === undefined) return situation;
  const latest = Math.min(situation.sendBy, latestSend(record, ports.sendTimeoutMs));
  if (ports.clock() > latest) return withoutTime(situation, ports.clock());
  if (changesOf(record).attempt?.toRead.includes(edit.number) === true)
    return readAgain(ports, situation, { record, number: edit.number });
  const outcome = await carryOut(ports, edit, latest);
  const now = ports.clock();
  const evidence = ports.redact({
    request: contentOf(edit),
    response: 'response' in outcome ? outcome.response : undefined,
  });
  const row = situation.ordoroRows.find(({ orderNumber }) => orderNumber === edit.number);
  if (outcome.kind === 'not-sent') return withoutTime(situation, now);
  const after = { ...situation, now, evidence };
  return outcome.kind === 'done'
    ? afterDone(ports, after, { record, edit, outcome, row })
    : afterTrouble(ports, after, { record, edit, outcome });
}

/** What is sent; which order and why is for us, and nothing personal, so messages may name it. */
function contentOf(edit: OrdoroEdit): object {
  const { kind: _kind, number: _number, for: _purpose, ...content } = edit;
  return 'line' in content ? content.line : content;
}

/** No token or no time: the order is left to the job. */
function withoutTime(situation: Situation, now: number): Situation {
  return { ...situation, now, sendBy: Number.NEGATIVE_INFINITY };
}

/** When commercetools gives no rate token, nothing was sent. */
async function carryOut(ports: EditPorts, edit: OrdoroEdit, tokenBy: number): Promise<EditOutcome> {
  try {
    return await ports.ordoroEdits.carryOut(edit, { tokenBy, timeoutMs: ports.sendTimeoutMs });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'commercetools') throw error;
    return { kind: 'not-sent' };
  }
}

/** Between our reading and our write people may edit: the order is read as late as it can be. */
async function readAgain(
  ports: EditPorts,
  situation: Situation,
  { record, number }: { record: SyncRecord; number: string },
): Promise<Situation> {
  const others = situation.ordoroRows.filter(({ orderNumber }) => orderNumber !== number);
  try {
    const found = await ports.ordoroOrders.get(number, situation.readBy);
    const [row] = found === undefined ? [] : await ports.carriers.withNames([found], situation.readBy);
    const now = ports.clock();
    // Split, or not shown: the next step reads it again, with what it was split into.
    if (row === undefined || row.isParent) return { ...situation, now, ordoroRows: others };
    return { ...situation, now, record: withNumberRead(record, number), ordoroRows: [...others, row] };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
    const now = ports.clock();
    const failure: Failure = { ...ordoroFailure(error), isOfAccepted: true };
    const failed = withFailure(record, failure, { now, random: situation.random });
    return { ...situation, now, record: failed, failedNow: true };
  }
}

async function afterDone(
  ports: EditPorts,
  situation: Situation,
  done: {
    readonly record: SyncRecord;
    readonly edit: OrdoroEdit;
    readonly outcome: Extract<EditOutcome, { kind: 'done' }>;
    readonly row: OrdoroOrder | undefined;
  },
): Promise<Situation> {
  const { record, edit, outcome, row: before } = done;
  if (before === undefined || !isShown(edit, outcome))
    return afterTrouble(ports, situation, {
      record,
      edit,
      outcome: { kind: 'uncertain', message: `Ordoro's answer does not show what was sent (${edit.kind})` },
    });
  const after = rowAfter(before, edit, outcome);
  const at = new Date(situation.now).toISOString();
  return {
    ...situation,
    record: forgetFailures(withEditDone(record, edit, { before, after, at })),
    ordoroRows: [...situation.ordoroRows.filter(({ orderNumber }) => orderNumber !== edit.number), after],
  };
}

function afterTrouble(
  ports: EditPorts,
  situation: Situation,
  trouble: {
    readonly record: SyncRecord;
    readonly edit: OrdoroEdit;
    readonly outcome: Extract<EditOutcome, { kind: 'uncertain' | 'refused-for-now' | 'rejected' }>;
  },
): Situation {
  const { record, edit, outcome } = trouble;
  const message = ports.redactText(outcome.message, contentOf(edit));
  const failed = (failure: Failure) => withFailure(record, { ...failure, isOfAccepted: true }, situation);
  // What was read before says nothing any more.
  const ordoroRows = situation.ordoroRows.filter(({ orderNumber }) => orderNumber !== edit.number);
  switch (outcome.kind) {
    case 'rejected':
      // It is read once more before that is the verdict: it may have been shipped or split in between.
      return {
        ...situation,
        refusedEdits: [...situation.refusedEdits, { edit, message }],
        ordoroRows,
      };
    case 'refused-for-now':
      return {
        ...situation,
        failedNow: true,
        record: failed({ code: outcome.code, message, retryAfterMs: outcome.retryAfterMs }),
      };
    case 'uncertain': {
      const endsAt = new Date(Math.max(situation.now, outcome.endsAt ?? 0)).toISOString();
      const noted = failed({ code: 'ordoro-unavailable', message, retryAfterMs: outcome.retryAfterMs });
      return { ...situation, ordoroRows, failedNow: true, record: withUnclear(noted, tracesOf([edit]), endsAt) };
    }
  }
}
