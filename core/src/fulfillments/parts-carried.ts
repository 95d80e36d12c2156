import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';

/** A part of a commercetools order, as its record numbers it. */
export interface PartOfOrder {
  readonly number: number;
  /** Shipping key, or address key; absent: the order is undivided. */
  readonly key?: string;
}

/**
 * The parts of the commercetools order that an Ordoro order carries, by number. Where its lines do not tell, because they lost
 * their ids, it is the first part of the order it was split from, else the first of all: its tracking is shown with a part
 * that it may not belong to rather than not at all.
 */
export function partsCarried(
  known: KnownOrdoroOrder,
  among: { readonly orders: readonly KnownOrdoroOrder[]; readonly parts: readonly PartOfOrder[] },
): PartOfOrder[] {
  const own = numbersOf(known);
  const numbers = own.length > 0 ? own : firstOf(inheritedNumbers(known, among.orders), among.parts);
  return numbers.map((number) => among.parts.find((part) => part.number === number) ?? { number });
}

function firstOf(inherited: readonly number[], parts: readonly PartOfOrder[]): number[] {
  const numbers = inherited.length > 0 ? inherited : parts.map(({ number }) => number);
  return [numbers.length > 0 ? Math.min(...numbers) : 1];
}

/** Parts of the nearest order it was split from that tells them. */
function inheritedNumbers(known: KnownOrdoroOrder, orders: readonly KnownOrdoroOrder[]): number[] {
  const seen = new Set([known.number]);
  let at: KnownOrdoroOrder | undefined = known;
  while (at !== undefined) {
    const numbers = numbersOf(at);
    if (numbers.length > 0) return numbers;
    const above: string | undefined = at.parentNumber;
    at = above === undefined || seen.has(above) ? undefined : orders.find(({ number }) => number === above);
    if (at !== undefined) seen.add(at.number);
  }
  return [];
}

function numbersOf({ lines }: KnownOrdoroOrder): number[] {
  return [...new Set(lines.map(({ part }) => part))].sort((a, b) => a - b);
}
