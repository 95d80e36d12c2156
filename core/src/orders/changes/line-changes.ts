import type { Issue } from '../../problems/issue.ts';
import type { SentLine } from '../../records/order-changes.ts';
import { sentOf } from './baselines.ts';
import { entanglementOf, standingOf, unitsOf } from './family.ts';
import { isOwnProgress, isSamePrice } from './line-balance.ts';
import { type LinePlan, type LineWrites, lineWrites } from './line-edits.ts';
import { type LineView, lineView, missingUnits } from './line-view.ts';
import { isSameEdit, type OrdoroEdit } from './ordoro-edit.ts';
import type { PartContent } from './part-content.ts';
import { type ChangeView, openOrdersOfPart, ordersOfPart } from './view.ts';

/** `ours` of a line that is not in the order any more. */
const REMOVED = 'removed';

/** What follows for one changed line of one part. */
type Finding =
  | { readonly kind: 'in-step' }
  /** Ordoro shows what an attempt of unknown outcome did: that is what was sent. */
  | { readonly kind: 'own-progress'; readonly before: SentLine }
  | { readonly kind: 'to-send'; readonly plan: LinePlan }
  /** The warehouse, or what staff did, stands in the way. */
  | { readonly kind: 'too-late'; readonly reason: string }
  /** The order itself lacks something, or Ordoro has refused it in this pass. */
  | { readonly kind: 'lacking'; readonly issue: Issue }
  /** Has to be looked up before the line can be added. */
  | { readonly kind: 'unknown-sku'; readonly sku: string };

/** A finding, and how the line is remembered when it is left as Ordoro shows it; undefined: not at all. */
export type LineVerdict = Finding & {
  readonly id: string;
  /** What people call the line. */
  readonly label: string;
  readonly after: SentLine | undefined;
};

/** What follows for the changed lines of one part. */
export interface LinesVerdict {
  readonly lines: readonly LineVerdict[];
  readonly edits: readonly OrdoroEdit[];
}

/** Compares the lines of a part one by one, by line item id, and says how its open Ordoro orders are brought in step. */
export function judgeLines(view: ChangeView, part: PartContent): LinesVerdict {
  const sent = sentOf(view.record, part.record.number)?.lines ?? {};
  const ids = [...new Set([...Object.keys(sent), ...part.lines.keys()])];
  const lines = ids
    .filter((id) => sent[id] === undefined || sent[id].ours !== (part.lines.get(id)?.ours ?? REMOVED))
    .map((id) => judgeLine(view, part, id));
  return withoutRefused(view, part, lines);
}

/** What Ordoro refuses of one line holds back no other. */
function withoutRefused(view: ChangeView, part: PartContent, lines: readonly LineVerdict[]): LinesVerdict {
  const { edits, kept } = writesOf(view, part, lines);
  for (const edit of edits) {
    const refusal = view.situation.refusedEdits.find((refused) => isSameEdit(refused.edit, edit));
    if (refusal === undefined) continue;
    const ids = (edit.for?.lines ?? []).map(({ lineItemId }) => lineItemId);
    const refused = lines.map((line): LineVerdict => {
      if (!ids.includes(line.id)) return line;
      const detail = `lines of ${edit.number}: ${line.label}: ${refusal.message}`;
      return { ...line, kind: 'lacking', issue: { code: 'ordoro-rejected', detail } };
    });
    return withoutRefused(view, part, refused);
  }
  const judged = lines.map((line): LineVerdict => {
    const number = kept.get(line.id);
    return number === undefined
      ? line
      : { ...line, kind: 'too-late', reason: `${line.label}: ${number} would be left without lines` };
  });
  return { lines: judged, edits };
}

function writesOf(view: ChangeView, part: PartContent, lines: readonly LineVerdict[]): LineWrites {
  const plans = lines.flatMap((line) => (line.kind === 'to-send' ? [line.plan] : []));
  const planned = new Set(plans.map(({ taken }) => taken.lineItemId));
  const { number } = part.record;
  const others = [...part.lines.keys()].filter((id) => !planned.has(id));
  return lineWrites(part, plans, {
    open: openOrdersOfPart(view, number),
    live: ordersOfPart(view, number).filter(({ known }) => standingOf(known) !== 'cancelled').length,
    isAwaiting: others.some((id) => missingUnits(view, part, id) > 0),
  });
}

/** The lines of a part, these remembered as Ordoro shows them now. */
export function withLinesRemembered(
  lines: Readonly<Record<string, SentLine>>,
  verdicts: readonly LineVerdict[],
): Readonly<Record<string, SentLine>> {
  const changed = new Map(verdicts.map(({ id, after }) => [id, after]));
  const kept = Object.entries(lines).filter(([id]) => !changed.has(id));
  const added = [...changed].flatMap(([id, after]) => (after === undefined ? [] : [[id, after] as const]));
  return Object.fromEntries([...kept, ...added]);
}

function judgeLine(view: ChangeView, part: PartContent, id: string): LineVerdict {
  const line = lineView(view, part, id);
  const checks = [withoutMethod, inStep, progressOf, hindered, lackingToAdd, homeless];
  const finding = checks.reduce<Finding | undefined>((found, check) => found ?? check(line), undefined);
  const { label } = line;
  return { id, label, after: rememberedAs(line), ...(finding ?? { kind: 'to-send', plan: planOf(line) }) };
}

function rememberedAs(line: LineView): SentLine | undefined {
  const { view, part, id, now, balance, wanted, open, before } = line;
  const orders = ordersOfPart(view, part.record.number);
  // One that the connector cancelled may be restored, with the lines it holds.
  if (now === undefined && orders.every((order) => unitsOf(order, part.record.number, id) === 0)) return undefined;
  const price = open.find(({ line }) => line.itemPrice !== undefined)?.line.itemPrice ?? before?.price;
  const surplus = balance.total - wanted;
  return {
    ours: now?.ours ?? REMOVED,
    wanted,
    units: balance.total,
    ...(surplus > 0 ? { surplus } : {}),
    ...(price === undefined ? {} : { price }),
  };
}

function withoutMethod({ view, id, label }: LineView): Finding | undefined {
  const units = view.content.unassigned.find(({ lineItem }) => lineItem.id === id);
  if (units === undefined) return undefined;
  return { kind: 'lacking', issue: { code: 'missing-shipping-method', detail: `${units.quantity} x ${label}` } };
}

function inStep(line: LineView): Finding | undefined {
  const { balance, target, open, wanted, label } = line;
  const isPriced = open.every(({ line: { itemPrice } }) => hasPrice(itemPrice, line));
  if (balance.open !== target || !isPriced) return undefined;
  if (wanted >= balance.closed) return { kind: 'in-step' };
  return { kind: 'too-late', reason: `${label}: ${balance.closed} on their way, ${wanted} wanted` };
}

/** Ordoro may round a price; what it answered to our last write of it counts as that price. */
function hasPrice(price: number | undefined, { now, before }: LineView): boolean {
  const wanted = now?.inPart?.itemPrice;
  if (wanted === undefined) return true;
  const { took } = before ?? {};
  if (took !== undefined && took.ours === now?.ours && (price === undefined || price === took.price)) return true;
  return price !== undefined && isSamePrice(price, wanted);
}

function progressOf({ before, balance }: LineView): Finding | undefined {
  if (before === undefined || balance.total === before.units || !isOwnProgress(balance.total, before)) return undefined;
  return { kind: 'own-progress', before: { ...before, units: balance.total } };
}

function hindered(line: LineView): Finding | undefined {
  const { balance, before, open, openOrders, label } = line;
  const tooLate = (reason: string): Finding => ({ kind: 'too-late', reason });
  for (const { known } of openOrders) {
    const entanglement = entanglementOf(known);
    if (entanglement !== undefined) return tooLate(`${known.number} ${entanglement}`);
  }
  if (balance.total !== (before?.units ?? 0)) return tooLate(`${label} was changed in Ordoro too`);
  if (open.some(({ line: { itemPrice } }) => isForeignPrice(itemPrice, line)))
    return tooLate(`the price of ${label} was changed in Ordoro too`);
  const shown = open.reduce((units, { line: { quantity } }) => units + quantity, 0);
  if (shown !== balance.open || open.some(({ line: { id } }) => id === undefined))
    return tooLate(`Ordoro does not show the id of ${label}`);
  return undefined;
}

function homeless({ openOrders, target, label }: LineView): Finding | undefined {
  if (openOrders.length > 0 || target === 0) return undefined;
  return { kind: 'too-late', reason: `${label}: no order in Ordoro can take it any more` };
}

function isForeignPrice(price: number | undefined, line: LineView): boolean {
  const { price: known, attempted } = line.before ?? {};
  if (price === undefined || known === undefined || hasPrice(price, line)) return false;
  const own = attempted?.price === undefined ? [known] : [known, attempted.price];
  return !own.some((one) => isSamePrice(one, price));
}

/** What is missing before the line can be added to an Ordoro order, one that would be restored for it included. */
function lackingToAdd({ view, part, open, openOrders, target, now, label, id }: LineView): Finding | undefined {
  if (open.length > 0 || target === 0 || now === undefined) return undefined;
  const orders = ordersOfPart(view, part.record.number);
  if (openOrders.length === 0 && !orders.some(({ known }) => known.cancelledByUs === true)) return undefined;
  const sku = now.lineItem.variant.sku?.trim() ?? '';
  if (sku === '') return { kind: 'lacking', issue: { code: 'missing-sku', detail: label === id ? id : label } };
  const fact = view.situation.skus.get(now.lineItem.variant.sku ?? '');
  if (fact === undefined) return { kind: 'unknown-sku', sku: now.lineItem.variant.sku ?? '' };
  return fact === 'unmapped' ? { kind: 'lacking', issue: { code: 'unmapped-sku', detail: label } } : undefined;
}

function planOf({ id, now, target, balance, open, part }: LineView): LinePlan {
  const price = now?.inPart?.itemPrice;
  return {
    taken: {
      lineItemId: id,
      ours: now?.ours ?? REMOVED,
      units: balance.total - balance.open + target,
      ...(price === undefined ? {} : { price }),
    },
    target,
    open,
    inPart: now?.inPart,
    draft: part.draft?.lines.find(({ cart_orderitem_id: lineItemId }) => lineItemId === id),
  };
}
