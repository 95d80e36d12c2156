import type { OrdoroLine } from '../../ordoro/readers.ts';
import type { OrdoroLineDraft } from '../../ordoro/wire.ts';
import { apportion, decimal } from '../amounts/money.ts';
import type { PartLine } from '../amounts/parts.ts';
import type { FamilyOrder } from './family.ts';
import { isSamePrice, spread } from './line-balance.ts';
import type { EditPurpose, OrdoroEdit, TakenLine } from './ordoro-edit.ts';
import type { PartContent } from './part-content.ts';

/** A line in an order that can be written to. */
export interface OpenLine {
  readonly order: FamilyOrder;
  readonly line: OrdoroLine;
}

/** What one line item is to become in the open Ordoro orders of its part. */
export interface LinePlan {
  readonly taken: TakenLine;
  /** Units in open orders. */
  readonly target: number;
  readonly open: readonly OpenLine[];
  /** The line as commercetools has it in this part; undefined: not (any more). */
  readonly inPart: PartLine | undefined;
  /** The line as it would be created now. */
  readonly draft: OrdoroLineDraft | undefined;
}

interface Removal extends OpenLine {
  readonly taken: TakenLine;
}

/** The Ordoro orders that lines are planned for. */
export interface LineTargets {
  /** Those that can be written to; new lines go to the first. */
  readonly open: readonly FamilyOrder[];
  /** Orders of the part that are not cancelled. */
  readonly live: number;
  /** The part has goods that belong into an open order and cannot be put there now. */
  readonly isAwaiting: boolean;
}

/** What carries out plans, and what of them cannot be. */
export interface LineWrites {
  readonly edits: readonly OrdoroEdit[];
  /** Number of the order that would be left without lines, by the id of a line item that therefore stays. */
  readonly kept: ReadonlyMap<string, string>;
}

/**
 * The writes that carry out the plans of one part: new lines first and removals last, so that no order is without lines in
 * between. An order that would lose its last line is cancelled instead, unless it is the last one and goods are awaited: it would
 * be restored for them at once, so it stays as it is.
 */
export function lineWrites(part: PartContent, plans: readonly LinePlan[], to: LineTargets): LineWrites {
  const additions = plans.flatMap((plan) => addition(part, plan, to.open[0]) ?? []);
  const planned = plans.map((plan) => changesAndRemovals(part, plan));
  const removed = removalWrites(
    part,
    planned.flatMap(({ removals }) => removals),
    { growing: new Set(additions.map(({ number }) => number)), to },
  );
  return {
    edits: [...additions, ...planned.flatMap(({ changes }) => changes), ...removed.edits],
    kept: removed.kept,
  };
}

function addition(part: PartContent, plan: LinePlan, to: FamilyOrder | undefined): OrdoroEdit | undefined {
  const { open, target, draft, taken } = plan;
  if (open.length > 0 || target === 0 || draft === undefined || to === undefined) return undefined;
  return {
    kind: 'add-line',
    number: to.known.number,
    line: {
      sku: draft.product.sku,
      quantity: target,
      item_price: draft.item_price,
      total_price: totalOf(part, plan, target),
      product_name: draft.product.name,
      ...(draft.selected_option === undefined ? {} : { details: draft.selected_option }),
      cart_order_id: part.record.cartOrderId,
      cart_orderitem_id: draft.cart_orderitem_id,
    },
    for: purposeOf(part, [taken]),
  };
}

function changesAndRemovals(part: PartContent, plan: LinePlan): { changes: OrdoroEdit[]; removals: Removal[] } {
  const { open, target, draft, taken } = plan;
  const quantities = spread(
    open.map(({ line }) => line.quantity),
    target,
  );
  const changes: OrdoroEdit[] = [];
  const removals: Removal[] = [];
  for (const [at, { order, line }] of open.entries()) {
    const quantity = quantities[at] ?? line.quantity;
    if (quantity === 0) removals.push({ order, line, taken });
    else if (line.id !== undefined && draft !== undefined && isToChange(line, quantity, draft))
      changes.push({
        kind: 'change-line',
        number: order.known.number,
        lineId: line.id,
        update: { quantity, item_price: draft.item_price, total_price: totalOf(part, plan, quantity) },
        for: purposeOf(part, [taken]),
      });
  }
  return { changes, removals };
}

function isToChange(line: OrdoroLine, quantity: number, { item_price: price }: OrdoroLineDraft): boolean {
  return line.quantity !== quantity || line.itemPrice === undefined || !isSamePrice(line.itemPrice, price);
}

function removalWrites(
  part: PartContent,
  removals: readonly Removal[],
  { growing, to }: { readonly growing: ReadonlySet<string>; readonly to: LineTargets },
): LineWrites {
  const edits: OrdoroEdit[] = [];
  const kept = new Map<string, string>();
  let { live } = to;
  for (const [number, own] of Map.groupBy(removals, ({ order }) => order.known.number)) {
    if (growing.has(number) || isAnyLeft(own)) edits.push(...own.flatMap((removal) => removalEdit(part, removal)));
    else if (to.isAwaiting && live === 1) for (const { taken } of own) kept.set(taken.lineItemId, number);
    else {
      edits.push({ kind: 'cancel', number, for: purposeOf(part, distinct(own.map(({ taken }) => taken))) });
      live -= 1;
    }
  }
  return { edits, kept };
}

/** Whether the order of these removals has other lines. */
function isAnyLeft(own: readonly Removal[]): boolean {
  const lines = own[0]?.order.row?.lines ?? [];
  return lines.some((line) => line.quantity > 0 && !own.some((removal) => removal.line === line));
}

function removalEdit(part: PartContent, { order, line, taken }: Removal): OrdoroEdit[] {
  const { number } = order.known;
  return line.id === undefined ? [] : [{ kind: 'remove-line', number, lineId: line.id, for: purposeOf(part, [taken]) }];
}

function purposeOf(part: PartContent, lines: readonly TakenLine[]): EditPurpose {
  return { part: part.record.number, lines };
}

function distinct(lines: readonly TakenLine[]): TakenLine[] {
  return [...new Map(lines.map((line) => [line.lineItemId, line])).values()];
}

/** The net of so many of the line's units, a decimal; the whole net for all of them. */
function totalOf(part: PartContent, { inPart }: LinePlan, quantity: number): number {
  if (inPart === undefined) return 0;
  const rest = Math.max(0, inPart.quantity - quantity);
  const [net = 0] = apportion(inPart.net, [quantity, rest]);
  return decimal(net, part.part?.amounts.fractionDigits ?? 2);
}
