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

/**
 * The writes that carry out the plans of one part: new lines first and removals last, so that no order is without lines in
 * between. An order that would lose its last line is cancelled instead.
 */
export function lineEdits(part: PartContent, plans: readonly LinePlan[], open: readonly FamilyOrder[]): OrdoroEdit[] {
  const additions = plans.flatMap((plan) => addition(part, plan, open[0]) ?? []);
  const planned = plans.map((plan) => changesAndRemovals(part, plan));
  return [
    ...additions,
    ...planned.flatMap(({ changes }) => changes),
    ...removalEdits(
      part,
      planned.flatMap(({ removals }) => removals),
      new Set(additions.map(({ number }) => number)),
    ),
  ];
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

function removalEdits(part: PartContent, removals: readonly Removal[], growing: ReadonlySet<string>): OrdoroEdit[] {
  const byNumber = Map.groupBy(removals, ({ order }) => order.known.number);
  return [...byNumber].flatMap(([number, own]): OrdoroEdit[] => {
    const left = (own[0]?.order.row?.lines ?? []).filter(
      (line) => line.quantity > 0 && !own.some((removal) => removal.line === line),
    );
    if (left.length === 0 && !growing.has(number))
      return [{ kind: 'cancel', number, for: purposeOf(part, distinct(own.map(({ taken }) => taken))) }];
    return own.flatMap(({ line, taken }): OrdoroEdit[] =>
      line.id === undefined ? [] : [{ kind: 'remove-line', number, lineId: line.id, for: purposeOf(part, [taken]) }],
    );
  });
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
