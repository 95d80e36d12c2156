import { isRefused, statusStep } from './cancellation.ts';
import { type FamilyOrder, standingOf, unitsOf, unreadOf } from './family.ts';
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

/** It holds units that no other Ordoro order covers, or its part has units but no other order at all. */
function isNeeded(view: ChangeView, order: FamilyOrder): boolean {
  return view.content.parts.some((part) => {
    const { number } = part.record;
    if (!order.parts.includes(number)) return false;
    const others = ordersOfPart(view, number).filter(({ known }) => standingOf(known) !== 'cancelled');
    const wanted = [...part.lines].map(([id, { inPart }]) => ({ id, units: inPart?.quantity ?? 0 }));
    if (others.length === 0) return wanted.some(({ units }) => units > 0);
    return wanted.some(({ id, units }) => {
      const covered = others.reduce((sum, other) => sum + unitsOf(other, number, id), 0);
      return unitsOf(order, number, id) > 0 && covered < units;
    });
  });
}
