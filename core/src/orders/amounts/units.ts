import type { ItemShippingTarget, LineItem } from '@commercetools/platform-sdk';

/** How many units of a line go where; the key `undefined` holds the units that have no destination. */
export type UnitsByDestination = ReadonlyMap<string | undefined, number>;

/** What of a line or custom line tells where its units go. */
export type Targeted = Pick<LineItem, 'quantity' | 'shippingDetails'>;

/**
 * Counts the units of a line per destination, in the order of its shipping targets. `destinationOf` names the
 * destination of a target and, called without one, of the units that no target covers. Targets never claim more units
 * than the line has: what exceeds its quantity is left out. Only destinations with at least one unit are listed.
 */
export function unitsByDestination(
  line: Targeted,
  destinationOf: (target: ItemShippingTarget | undefined) => string | undefined,
): UnitsByDestination {
  const units = new Map<string | undefined, number>();
  let left = line.quantity;
  const assign = (destination: string | undefined, quantity: number) => {
    const claimed = Math.min(quantity, left);
    if (claimed > 0) {
      units.set(destination, (units.get(destination) ?? 0) + claimed);
      left -= claimed;
    }
  };
  for (const target of line.shippingDetails?.targets ?? []) {
    assign(destinationOf(target), target.quantity);
  }
  assign(destinationOf(undefined), left);
  return units;
}
