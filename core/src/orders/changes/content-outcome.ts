import type { IssueCode } from '../../problems/catalogue.ts';
import type { ContentField, SentField, UnsentChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { changesOf, isPlain, sentField, sentOf, withSentField, withSentPart } from './baselines.ts';
import { changeComment, withComments } from './comments.ts';
import type { PartJudgement } from './content-judgement.ts';
import { type FamilyOrder, standingOf } from './family.ts';
import { draftValue, looseHash, type PlainField, shownValue, strictHash } from './field-values.ts';
import { withLinesRemembered } from './line-changes.ts';
import type { PartContent } from './part-content.ts';
import { type ChangeView, ordersOfPart, unsentOf } from './view.ts';

/** One problem that keeps a field from being sent. */
export interface Obstacle {
  readonly code: IssueCode;
  readonly detail: string;
}

/** Fields of one part that are in step, and those that are not. */
interface PartOutcome {
  readonly part: PartContent;
  readonly settled: readonly ContentField[];
  readonly obstacles: ReadonlyMap<ContentField, readonly Obstacle[]>;
}

/**
 * The record after nothing more can be sent: what is in step is the new baseline; what is not is remembered as unsent, with one
 * comment for the warehouse where that is too late. What the merchant has seen and asked to try again counts as dealt with.
 */
export function withOutcome(view: ChangeView, judgements: readonly PartJudgement[]): SyncRecord {
  return judgements.reduce((record, judgement) => {
    const outcome = outcomeOf(view, judgement);
    const settled = withSettled(view, record, { judgement, outcome });
    return withUnsent(view, settled, outcome);
  }, view.record);
}

function outcomeOf(view: ChangeView, { part, plain, lines, isMethodChanged }: PartJudgement): PartOutcome {
  const obstacles = new Map<ContentField, readonly Obstacle[]>();
  const late = (field: ContentField, reasons: readonly string[]): Obstacle[] =>
    reasons.length === 0 ? [] : [{ code: 'too-late-to-change', detail: `${field}: ${reasons.join(', ')}` }];
  for (const { field, issues, reasons } of plain) obstacles.set(field, [...issues, ...late(field, reasons)]);
  if (lines !== undefined) {
    const reasons = lines.lines.flatMap((line) => (line.kind === 'too-late' ? [line.reason] : []));
    const issues = lines.lines.flatMap((line) => (line.kind === 'lacking' ? [line.issue] : []));
    obstacles.set('lines', [...issues, ...late('lines', [...new Set(reasons)])]);
  }
  if (isMethodChanged) obstacles.set('shipping method', late('shipping method', [METHOD_IS_FIXED]));
  const settled = [...obstacles].filter(
    ([field, found]) => found.length === 0 || isDismissed(view, part, { field, found }),
  );
  for (const [field] of settled) obstacles.delete(field);
  return { part, settled: settled.map(([field]) => field), obstacles };
}

const METHOD_IS_FIXED = 'Ordoro takes it at the creation of an order only';

/** The merchant has read that it is too late, dealt with it, and said so. What the order lacks cannot be dismissed. */
function isDismissed(
  view: ChangeView,
  part: PartContent,
  { field, found }: { field: ContentField; found: readonly Obstacle[] },
): boolean {
  const isLate = found.every(({ code }) => code === 'too-late-to-change');
  return isLate && unsentOf(view, part, field).some(({ isRetried }) => isRetried === true);
}

function withSettled(
  view: ChangeView,
  record: SyncRecord,
  known: { judgement: PartJudgement; outcome: PartOutcome },
): SyncRecord {
  const { judgement, outcome } = known;
  const { part, plain, lines } = judgement;
  const { number } = part.record;
  const moot = plain.filter(({ isMoot }) => isMoot === true).map(({ field }): ContentField => field);
  const inStep = outcome.settled.filter((field) => !moot.includes(field));
  const withFields = inStep.reduce((noted, field) => {
    const to = settledField(view, part, field);
    return to === undefined ? noted : withSentField(noted, number, { field, to });
  }, record);
  const sent = sentOf(withFields, number);
  if (lines === undefined || sent === undefined) return withFields;
  // Lines in step are settled one by one, so that one that cannot be sent does not bring the others up again.
  const isSettled = outcome.settled.includes('lines');
  const settled = lines.lines.filter(({ kind }) => isSettled || kind === 'in-step');
  return withSentPart(withFields, { ...sent, lines: withLinesRemembered(sent.lines, settled) });
}

/** The field as it stands on both sides now. */
function settledField(view: ChangeView, part: PartContent, field: ContentField): SentField | undefined {
  const fresh = sentField(part, field);
  if (fresh === undefined || !isPlain(field)) return fresh;
  const before = sentOf(view.record, part.record.number)?.fields[field];
  const shown = ordersOfPart(view, part.record.number).flatMap(({ known, row }) => {
    const value = row === undefined ? undefined : shownValue(field, row.content);
    return value === undefined ? [] : [[known.number, strictHash(value)] as const];
  });
  const theirs = { ...before?.theirs, ...Object.fromEntries(shown) };
  const behind = behindWith(view, part, field);
  return {
    ...fresh,
    ...(Object.keys(theirs).length === 0 ? {} : { theirs }),
    ...(behind.length === 0 ? {} : { behind }),
  };
}

/** Amounts of what is left of an order are Ordoro's own to divide. */
function behindWith(view: ChangeView, part: PartContent, field: PlainField): string[] {
  if (field === 'amounts' || part.draft === undefined) return [];
  const wanted = looseHash(field, draftValue(field, part.draft));
  return ordersOfPart(view, part.record.number)
    .filter(({ known, row }) => {
      const shown = row === undefined ? undefined : shownValue(field, row.content);
      return standingOf(known) !== 'open' && (shown === undefined || looseHash(field, shown) !== wanted);
    })
    .map(({ known }) => known.number);
}

function withUnsent(view: ChangeView, record: SyncRecord, outcome: PartOutcome): SyncRecord {
  const { part, settled, obstacles } = outcome;
  const { number } = part.record;
  const judged = new Set([...settled, ...obstacles.keys()]);
  const changes = changesOf(record);
  const others = (changes.unsent ?? []).filter(({ part: of, field }) => of !== number || !judged.has(field));
  const own = [...obstacles].flatMap(([field, found]) =>
    found.map((obstacle) => unsentChange(view, part, { field, obstacle })),
  );
  const noted = withUnsentChanges(record, [...others, ...own]);
  const at = new Date(view.situation.now).toISOString();
  const isNew = ({ noticedAt, code }: UnsentChange) => noticedAt === at && code === 'too-late-to-change';
  const comment = changeComment(view.order, own.filter(isNew), numbersToComment(ordersOfPart(view, number)));
  const comments = changes.comments ?? [];
  if (comment === undefined || comments.some(({ reason }) => reason === comment.reason)) return noted;
  return withComments(noted, [...comments, comment]);
}

function unsentChange(
  view: ChangeView,
  part: PartContent,
  { field, obstacle }: { field: ContentField; obstacle: Obstacle },
): UnsentChange {
  const before = (changesOf(view.record).unsent ?? []).find(
    (unsent) =>
      unsent.part === part.record.number &&
      unsent.field === field &&
      unsent.value === part.fields.get(field)?.ours &&
      unsent.code === obstacle.code,
  );
  return {
    part: part.record.number,
    field,
    value: part.fields.get(field)?.ours ?? '',
    ...obstacle,
    noticedAt: before?.noticedAt ?? new Date(view.situation.now).toISOString(),
  };
}

/** The record with these remarks, always in the same order. */
export function withUnsentChanges(record: SyncRecord, unsent: readonly UnsentChange[]): SyncRecord {
  const { unsent: _before, ...changes } = changesOf(record);
  const keyed = unsent.map((change) => ({ change, key: JSON.stringify([change.part, change.code, change.detail]) }));
  const inOrder = keyed
    .sort((one, other) => (one.key < other.key ? -1 : one.key === other.key ? 0 : 1))
    .map(({ change }) => change);
  return { ...record, changes: { ...changes, ...(unsent.length === 0 ? {} : { unsent: inOrder }) } };
}

function numbersToComment(orders: readonly FamilyOrder[]): string[] {
  return orders.filter(({ known }) => standingOf(known) !== 'cancelled').map(({ known }) => known.number);
}
