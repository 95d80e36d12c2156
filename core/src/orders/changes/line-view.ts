import type { SentLine } from '../../records/order-changes.ts';
import { sentOf } from './baselines.ts';
import { type FamilyOrder, rowLinesOf } from './family.ts';
import { type LineBalance, lineBalance, openTarget } from './line-balance.ts';
import type { OpenLine } from './line-edits.ts';
import type { LineContent, PartContent } from './part-content.ts';
import { type ChangeView, openOrdersOfPart, ordersOfPart } from './view.ts';

/** Everything about one line item of one part. */
export interface LineView {
  readonly view: ChangeView;
  readonly part: PartContent;
  readonly id: string;
  readonly before: SentLine | undefined;
  readonly now: LineContent | undefined;
  /** Units of the part that commercetools wants. */
  readonly wanted: number;
  /** Ordoro orders that can be written to. */
  readonly openOrders: readonly FamilyOrder[];
  readonly open: readonly OpenLine[];
  readonly balance: LineBalance;
  /** Units that the open orders should hold. */
  readonly target: number;
  /** What people call the line. */
  readonly label: string;
}

/** A line item of a part on both sides, whether it changed or not. */
export function lineView(view: ChangeView, part: PartContent, id: string): LineView {
  const { number, cartOrderId } = part.record;
  const before = sentOf(view.record, number)?.lines[id];
  const now = part.lines.get(id);
  const openOrders = openOrdersOfPart(view, number);
  const open = openOrders.flatMap((order) =>
    rowLinesOf(order, cartOrderId, id).map((line): OpenLine => ({ order, line })),
  );
  const balance = lineBalance(ordersOfPart(view, number), number, id);
  const wanted = now?.inPart?.quantity ?? 0;
  const target = openTarget(wanted, balance, before);
  const label = now?.lineItem.variant.sku ?? skuInOrdoro(view, id) ?? id;
  return { view, part, id, before, now, wanted, openOrders, open, balance, target, label };
}

function skuInOrdoro({ family }: ChangeView, id: string): string | undefined {
  return family.flatMap(({ known }) => known.lines).find(({ lineItemId }) => lineItemId === id)?.sku;
}

/** Units of a line item that belong into an open Ordoro order of the part and are in none. */
export function missingUnits(view: ChangeView, part: PartContent, id: string): number {
  const { target, balance } = lineView(view, part, id);
  return target - balance.open;
}
