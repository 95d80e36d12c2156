import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { DuplicateVerdict } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { Situation } from '../situation.ts';
import { changesOf } from './baselines.ts';
import { isCancelledInShop } from './cancellation.ts';
import { isOlderThanOwn, isUnwanted, partOf, reasonToLeave } from './duplicate-judgement.ts';
import { familyOf, standingOf, unreadOf } from './family.ts';
import { withOlderFollowed } from './older-duplicate.ts';
import { isSameEdit, type OrdoroEdit } from './ordoro-edit.ts';
import { type ChangeStep, editStep, readStep } from './step.ts';

/**
 * The next step towards one Ordoro order for each part, where Ordoro holds unrelated ones too: those that the connector made
 * itself and nobody is at work on are cancelled, whatever is on hold; the others are left alone, and it is noted why. What was
 * decided stands until a row of the duplicate is read again, the order is cancelled, or `retry`.
 */
export function nextDuplicate(situation: Situation, order: Order, record: SyncRecord): ChangeStep | undefined {
  const judged = (record.duplicates ?? []).map((number) => ({
    number,
    ...judge({ situation, order, record }, number),
  }));
  const wanted = [
    ...verdictsOn(record).filter(({ isCancelled }) => isCancelled === true),
    ...judged.flatMap(({ verdict }) => verdict ?? []),
  ];
  if (!isDeepStrictEqual(wanted, verdictsOn(record))) return { do: 'note', record: withVerdicts(record, wanted) };
  const toRead = judged.flatMap(({ read }) => read ?? []);
  if (toRead.length > 0) return readStep({ toRead: [...new Set(toRead)], missing: [] });
  const adopted = judged.find(({ isToFollow }) => isToFollow === true);
  if (adopted !== undefined) {
    const followed = withOlderFollowed(record, adopted.number, situation);
    if (followed !== undefined) return { do: 'note', record: followed };
  }
  return editStep(
    judged.filter(({ isToCancel }) => isToCancel === true).map(({ number }) => ({ kind: 'cancel', number })),
  );
}

/** What was decided of the other Ordoro orders of this order. */
export function verdictsOn(record: SyncRecord): readonly DuplicateVerdict[] {
  return changesOf(record).duplicates ?? [];
}

/** The record that remembers that the connector cancelled a duplicate; as it is, where it knows no such order. */
export function withDuplicateCancelled(record: SyncRecord, number: string): SyncRecord {
  if ((record.ordoroOrders ?? []).some((known) => known.number === number)) return record;
  const others = verdictsOn(record).filter((verdict) => verdict.number !== number);
  return withVerdicts(record, [{ number, isCancelled: true }, ...others]);
}

interface View {
  readonly situation: Situation;
  readonly order: Order;
  readonly record: SyncRecord;
}

/** What is to be done about one duplicate. */
interface Judgement {
  readonly verdict?: DuplicateVerdict;
  readonly read?: readonly string[];
  readonly isToCancel?: true;
  /** It is the older one: the order should be followed there. */
  readonly isToFollow?: true;
}

function judge(view: View, number: string): Judgement {
  const { situation, order, record } = view;
  const isShopCancelled = isCancelledInShop(order);
  const known = verdictsOn(record).find(
    (verdict) =>
      verdict.number === number && verdict.why !== undefined && (verdict.isShopCancelled === true) === isShopCancelled,
  );
  const left = (why: string, more: Partial<DuplicateVerdict> = {}): Judgement => {
    const verdict = { number, why, ...more, ...(isShopCancelled ? { isShopCancelled: true as const } : {}) };
    return { verdict };
  };
  if ((record.ordoroOrders ?? []).some((own) => own.number === number)) return left(SAME_NUMBER);
  if (known?.isRefused === true) return { verdict: known };
  const row = situation.ordoroRows.find(({ orderNumber }) => orderNumber === number);
  if (row === undefined) {
    if (known !== undefined) return { verdict: known };
    return situation.notFound.includes(number) ? left(NOT_SHOWN) : { read: [number] };
  }
  const refusal = refusalOf(situation, number);
  if (refusal !== undefined) return left(`is one that Ordoro refuses to cancel: ${refusal}`, { isRefused: true });
  const why = reasonToLeave(view, row);
  if (why !== undefined) return left(why);
  // Nothing is to be shipped, so it does not matter which one counts.
  if (isUnwanted(order, record)) return { isToCancel: true };
  const { toRead, missing } = unreadOwn(view, row);
  if (toRead.length > 0) return { read: toRead };
  if (missing.length > 0) return left(OWN_NOT_SHOWN);
  if (!isOlderThanOwn(record, row)) return { isToCancel: true };
  // The older one counts, where nothing was done to either of them yet.
  return withOlderFollowed(record, number, situation) === undefined ? left(OLDER) : { isToFollow: true };
}

const SAME_NUMBER = 'bears the same number, so that a cancellation might hit the wrong one';
const NOT_SHOWN = 'is not shown by Ordoro at the moment';
const OWN_NOT_SHOWN = 'cannot be compared with the one that the shop follows, which Ordoro does not show at the moment';
const OLDER = 'is older than the one that the shop follows, and not the same';

/** Whether one is left alone only because Ordoro does not show it, or the own one, yet: as soon as it is read again, it is judged. */
export function isUndecided({ why }: DuplicateVerdict): boolean {
  return why === NOT_SHOWN || why === OWN_NOT_SHOWN;
}

/** Own orders that may not be what the record says any more: staff who found both may have cancelled just these. */
function unreadOwn({ situation, record }: View, row: OrdoroOrder) {
  const part = partOf(record, row)?.number ?? 0;
  const own = familyOf(record, situation.ordoroRows).filter(
    ({ known, parts }) => parts.includes(part) && standingOf(known) !== 'cancelled',
  );
  return unreadOf(own, situation);
}

function refusalOf({ refusedEdits }: Situation, number: string): string | undefined {
  const edit: OrdoroEdit = { kind: 'cancel', number };
  return refusedEdits.find((refused) => isSameEdit(refused.edit, edit))?.message;
}

function withVerdicts(record: SyncRecord, verdicts: readonly DuplicateVerdict[]): SyncRecord {
  const { duplicates: _before, ...changes } = changesOf(record);
  return { ...record, changes: { ...changes, ...(verdicts.length === 0 ? {} : { duplicates: verdicts }) } };
}
