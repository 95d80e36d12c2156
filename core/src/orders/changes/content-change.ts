import { isDeepStrictEqual } from 'node:util';
import type { UnsentChange } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { changesOf, sentOf, theirsOf, withSentField, withSentPart } from './baselines.ts';
import { judgePart, type PartJudgement, type PartWork, workOf } from './content-judgement.ts';
import { withOutcome, withUnsentChanges } from './content-outcome.ts';
import { unreadOf } from './family.ts';
import { looseHash, PLAIN_FIELDS, shownValue, strictHash } from './field-values.ts';
import { newParts } from './new-parts.ts';
import { isSameEdit } from './ordoro-edit.ts';
import type { PartContent } from './part-content.ts';
import { type ChangeStep, editStep, readStep } from './step.ts';
import { type ChangeView, isChanged, openOrdersOfPart, unsentOf, waitingOrdersOfPart } from './view.ts';

/** The next step that brings the content of the order's parts in step, or says why it cannot be. */
export function nextContentChange(view: ChangeView): ChangeStep | undefined {
  const added = newParts(view);
  if (added.step !== undefined) return added.step;
  const swept = withoutStale(view, added.issues);
  if (!isDeepStrictEqual(swept, view.record)) return { do: 'note', record: swept };
  const isHeld = added.issues.length > 0;
  const skus = skusToLookUpAgain(view);
  if (skus.length > 0) return { do: 'look-up-skus', skus };
  const works = view.content.parts
    .filter(({ record: { state } }) => state.step === 'accepted')
    .map((part) => workOf(view, part, isHeld));
  return nextWork(view, works);
}

function nextWork(view: ChangeView, works: readonly PartWork[]): ChangeStep | undefined {
  const active = works.filter(({ plain, lines, isMethodChanged }) => plain.length > 0 || lines || isMethodChanged);
  const touched = active.filter(({ plain, lines }) => plain.length > 0 || lines);
  const reading = readStep(
    unreadOf(
      touched.flatMap(({ part }) => waitingOrdersOfPart(view, part.record.number)),
      view.situation,
    ),
  );
  if (reading !== undefined) return reading;
  const absorbed = touched.reduce(
    (record, { part }) => withOwnValues({ ...view, record: withOthersInStep({ ...view, record }, part) }, part),
    view.record,
  );
  if (!isDeepStrictEqual(absorbed, view.record)) return { do: 'note', record: absorbed };
  const judgements = active.map((work) => judgePart(view, work));
  return (
    progressStep(view, judgements) ??
    skuStep(judgements) ??
    refusalStep(view, judgements) ??
    editStep(judgements.flatMap(({ edits }) => edits)) ??
    outcomeStep(view, judgements)
  );
}

function outcomeStep(view: ChangeView, judgements: readonly PartJudgement[]): ChangeStep | undefined {
  const record = withOutcome(view, judgements);
  return isDeepStrictEqual(record, view.record) ? undefined : { do: 'note', record };
}

/** Remarks about values that the order does not have any more are dropped; those about new parts are made anew each time. */
function withoutStale(view: ChangeView, issues: ReturnType<typeof newParts>['issues']): SyncRecord {
  const { record, content, situation } = view;
  const unsent = changesOf(record).unsent ?? [];
  const kept = unsent.filter((change) => {
    const part = content.parts.find(({ record: { number } }) => number === change.part);
    return (
      part !== undefined && part.fields.get(change.field)?.ours === change.value && isChanged(view, part, change.field)
    );
  });
  const [added] = content.newParts;
  const news = added === undefined ? [] : issues.map(({ code, detail }) => ({ code, detail }));
  const held = news.map((issue): UnsentChange => {
    const same = unsent.find(
      ({ part, code, detail }) => part === added?.number && code === issue.code && detail === issue.detail,
    );
    const noticedAt = same?.noticedAt ?? new Date(situation.now).toISOString();
    return { part: added?.number ?? 0, field: 'lines', value: '', ...issue, noticedAt };
  });
  if (unsent.length === 0 && held.length === 0) return record;
  return withUnsentChanges(record, [...kept, ...held]);
}

/** SKUs of lines that could not be added for want of a product, as far as it is not known what became of that. */
function skusToLookUpAgain(view: ChangeView): string[] {
  const { situation, content } = view;
  return content.parts.flatMap((part) => {
    if (!unsentOf(view, part, 'lines').some(({ code }) => code === 'unmapped-sku')) return [];
    return [...part.lines.values()].flatMap(({ lineItem, inPart }) => {
      const sku = lineItem.variant.sku ?? '';
      return inPart === undefined || sku === '' || situation.skus.has(sku) ? [] : [sku];
    });
  });
}

/** A field that comes up again only for orders that could not take it before is in step on the others, whatever staff made of it there. */
function withOthersInStep(view: ChangeView, part: PartContent): SyncRecord {
  const { number } = part.record;
  const open = openOrdersOfPart(view, number).map(({ known }) => known.number);
  return PLAIN_FIELDS.reduce((record, field) => {
    const sent = sentOf(record, number)?.fields[field];
    const ours = part.fields.get(field)?.ours;
    const { behind } = sent ?? {};
    if (sent === undefined || behind === undefined || ours === undefined || sent.ours !== ours) return record;
    const by = open.filter((one) => !behind.includes(one));
    if (by.length === open.length) return record;
    return withSentField(record, number, { field, to: { ...sent, ours: '', taking: { ours, by } } });
  }, view.record);
}

/** Where Ordoro shows a value whose answer was lost, that is what it keeps of ours. */
function withOwnValues(view: ChangeView, part: PartContent): SyncRecord {
  const { number } = part.record;
  return openOrdersOfPart(view, number).reduce((record, { known, row }) => {
    if (row === undefined) return record;
    return PLAIN_FIELDS.reduce((noted, field) => {
      const sent = sentOf(noted, number)?.fields[field];
      const shown = shownValue(field, row.content);
      if (sent?.attempted === undefined || shown === undefined) return noted;
      if (!sent.attempted.includes(looseHash(field, shown))) return noted;
      if (theirsOf(sent, known.number, noted) === strictHash(shown)) return noted;
      const theirs = { ...sent.theirs, [known.number]: strictHash(shown) };
      return withSentField(noted, number, { field, to: { ...sent, theirs } });
    }, record);
  }, view.record);
}

function progressStep(view: ChangeView, judgements: readonly PartJudgement[]): ChangeStep | undefined {
  const record = judgements.reduce((noted, { part, lines }) => {
    const sent = sentOf(noted, part.record.number);
    const own = (lines?.lines ?? []).flatMap((line) =>
      line.kind === 'own-progress' ? [[line.id, line.before] as const] : [],
    );
    if (sent === undefined || own.length === 0) return noted;
    return withSentPart(noted, { ...sent, lines: { ...sent.lines, ...Object.fromEntries(own) } });
  }, view.record);
  return record === view.record ? undefined : { do: 'note', record };
}

function skuStep(judgements: readonly PartJudgement[]): ChangeStep | undefined {
  const skus = judgements.flatMap(({ lines }) =>
    (lines?.lines ?? []).flatMap((line) => (line.kind === 'unknown-sku' ? [line.sku] : [])),
  );
  return skus.length === 0 ? undefined : { do: 'look-up-skus', skus: [...new Set(skus)] };
}

/**
 * Ordoro refused the same edit of plain fields in this pass, and was read once more since: it is not tried again before `retry`.
 * Refusals of lines are seen to where lines are judged.
 */
function refusalStep(view: ChangeView, judgements: readonly PartJudgement[]): ChangeStep | undefined {
  const edits = judgements.flatMap((judgement) => judgement.edits.map((edit) => ({ edit, part: judgement.part })));
  for (const { edit, part } of edits) {
    const refusal = view.situation.refusedEdits.find((refused) => isSameEdit(refused.edit, edit));
    if (refusal === undefined) continue;
    const unsent = (edit.for?.fields ?? []).map(
      ({ field }): UnsentChange => ({
        part: part.record.number,
        field,
        value: part.fields.get(field)?.ours ?? '',
        code: 'ordoro-rejected',
        detail: `${field} of ${edit.number}: ${refusal.message}`,
        noticedAt: new Date(view.situation.now).toISOString(),
      }),
    );
    const fields = new Set(unsent.map(({ field }) => field));
    const others = (changesOf(view.record).unsent ?? []).filter(
      (change) => change.part !== part.record.number || !fields.has(change.field),
    );
    return { do: 'note', record: withUnsentChanges(view.record, [...others, ...unsent]) };
  }
  return undefined;
}
