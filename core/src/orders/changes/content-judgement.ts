import type { Issue } from '../../problems/issue.ts';
import { addressIssues } from '../addresses/address-issues.ts';
import { totalsMismatch } from '../amounts/order-amounts.ts';
import { standingOf } from './family.ts';
import { PLAIN_FIELDS, type PlainField } from './field-values.ts';
import { judgeLines, type LinesVerdict } from './line-changes.ts';
import type { OrdoroEdit } from './ordoro-edit.ts';
import type { PartContent } from './part-content.ts';
import { plainEdits } from './plain-edits.ts';
import { judgePlainField, type PlainVerdict } from './plain-fields.ts';
import { type ChangeView, isChanged, isToJudge, openOrdersOfPart, ordersOfPart } from './view.ts';

/** What follows for the changed fields of one part. */
export interface PartJudgement {
  readonly part: PartContent;
  readonly plain: readonly PlainVerdict[];
  /** Undefined: unchanged, or not to be dealt with now. */
  readonly lines: LinesVerdict | undefined;
  /** The shipping method was changed, which Ordoro takes at the creation only. */
  readonly isMethodChanged: boolean;
  /** What is to be sent, in this order. */
  readonly edits: readonly OrdoroEdit[];
}

/** What of a part is to be judged now. */
export interface PartWork {
  readonly part: PartContent;
  readonly plain: readonly PlainField[];
  readonly lines: boolean;
  readonly isMethodChanged: boolean;
}

/**
 * What of a part is to be judged now. Amounts follow the lines: while those cannot be dealt with, amounts wait.
 * @param areLinesHeld a part that an edit of the order added cannot go out: units that move there must not be taken away here
 */
export function workOf(view: ChangeView, part: PartContent, areLinesHeld: boolean): PartWork {
  const lines = isToJudge(view, part, 'lines') && !areLinesHeld;
  const isTurnOfAmounts = lines || !isChanged(view, part, 'lines');
  const plain = PLAIN_FIELDS.filter(
    (field) => isToJudge(view, part, field) && (field !== 'amounts' || isTurnOfAmounts),
  );
  return { part, plain, lines, isMethodChanged: isToJudge(view, part, 'shipping method') };
}

/** Judges what is to be judged of a part. Its open Ordoro orders have been read. */
export function judgePart(view: ChangeView, work: PartWork): PartJudgement {
  const { part, isMethodChanged } = work;
  const lines = work.lines ? judgeLines(view, part) : undefined;
  const lineEdits = lines?.edits ?? [];
  const areLinesStuck = lines?.lines.some(({ kind }) => kind === 'too-late' || kind === 'lacking') ?? false;
  const verdicts = work.plain.map((field) => judgeField(view, part, field));
  const others = verdicts.filter(({ field }) => field !== 'amounts');
  const amounts = areLinesStuck ? [] : verdicts.filter(({ field }) => field === 'amounts');
  const orders = ordersOfPart(view, part.record.number);
  return {
    part,
    plain: lineEdits.length > 0 ? others : [...others, ...amounts],
    lines,
    isMethodChanged,
    edits: [...plainEdits(part, others, orders), ...lineEdits, ...plainEdits(part, amounts, orders)],
  };
}

function judgeField(view: ChangeView, part: PartContent, field: PlainField): PlainVerdict {
  const verdict = judgePlainField(view, part, field);
  const issues = lackingFor(view, part, field);
  if (issues.length > 0) return { ...verdict, edits: [], reasons: [], issues };
  return isMoot(view, part, field) ? { ...verdict, reasons: [], isMoot: true } : verdict;
}

/** What the changed order lacks before the field can be sent; the same would hold a new order. */
function lackingFor({ order }: ChangeView, { part }: PartContent, field: PlainField): Issue[] {
  if (field === 'shipping address') return addressIssues(part?.shippingAddress);
  if (field !== 'amounts') return [];
  const mismatch = totalsMismatch(order);
  return mismatch === undefined ? [] : [{ code: 'totals-mismatch', detail: mismatch }];
}

/** Nothing open is left, and nobody needs to know: dates of what has left, amounts where the connector cancelled the rest. */
function isMoot(view: ChangeView, part: PartContent, field: PlainField): boolean {
  const { number } = part.record;
  const orders = ordersOfPart(view, number);
  const isReachable = orders.some(({ known }) => ['dropship', 'unknown'].includes(standingOf(known)));
  if (isReachable || openOrdersOfPart(view, number).length > 0) return false;
  if (field === 'dates') return true;
  return field === 'amounts' && orders.some(({ known }) => known.cancelledByUs === true);
}
