import { isRefused, statusStep } from './cancellation.ts';
import { type FamilyOrder, standingOf, unitsOf, unreadOf } from './family.ts';
import { missingUnits } from './line-view.ts';
import type { PartContent } from './part-content.ts';
import { type ChangeStep, readStep } from './step.ts';
import { withCancelledByUs } from './unclear-statuses.ts';
import { type ChangeView, ordersOfPart } from './view.ts';

/**
 * The next step for an order that is not cancelled (any more) in commercetools: what the connector cancelled, and the order
 * needs again, is restored. What staff cancelled stays cancelled.
 */
export function nextRestoring(view: ChangeView): ChangeStep | undefined {
  const { record, situation } = view;
  const restored = view.family.find(({ known }) => known.cancelledByUs === true && standingOf(known) !== 'cancelled');
  if (restored !== undefined) return { do: 'note', record: withCancelledByUs(record, restored.known.number, false) };
  if (record.requests.hold === true) return undefined;
  const needed = view.family.find(
    (order) =>
      order.known.cancelledByUs === true &&
      !isRefused(record, { number: order.known.number, to: 'restored' }) &&
      isNeeded(view, order),
  );
  if (needed === undefined) return undefined;
  const reading = readStep(unreadOf([needed], situation));
  return reading ?? statusStep(situation, record, { orders: [needed], to: 'restored' });
}

/**
 * Units are missing that it holds; or others, which can be added to it, and its part has no other order at all. What staff
 * cancelled is not missing.
 */
function isNeeded(view: ChangeView, order: FamilyOrder): boolean {
  return view.content.parts.some((part) => {
    const { number } = part.record;
    if (!order.parts.includes(number)) return false;
    const isOnlyOne = ordersOfPart(view, number).every(({ known }) => standingOf(known) === 'cancelled');
    return [...part.lines.keys()].some((id) => {
      if (missingUnits(view, part, id) <= 0) return false;
      return unitsOf(order, number, id) > 0 || (isOnlyOne && canBeAdded(view, part, id));
    });
  });
}

/** Restored for a line that it cannot get, it would go out with what nobody wants any more. */
function canBeAdded({ situation }: ChangeView, part: PartContent, id: string): boolean {
  const fact = situation.skus.get(part.lines.get(id)?.lineItem.variant.sku ?? '');
  return fact !== undefined && fact !== 'unmapped';
}
