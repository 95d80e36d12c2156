import type { Address, LineItem, Order, ShippingInfo } from '@commercetools/platform-sdk';
import { type Destination, type RoutedLine, routeLines } from './destinations.ts';
import { type LineAmounts, lineAmounts, lineShares, type TaxLine } from './line-amounts.ts';
import { sum } from './money.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';
import { type OwnAmounts, withAmounts } from './part-amounts.ts';
import { shippingAmounts } from './taxed-amounts.ts';

/** A line item, or some of its units, in one part of an order. */
export interface PartLine {
  readonly lineItem: LineItem;
  readonly quantity: number;
  /** Net total after line discounts, minor units. */
  readonly net: number;
  /** Net price of one unit, decimal. */
  readonly itemPrice: number;
  readonly taxLines: readonly TaxLine[];
}

/** What becomes one Ordoro order. */
export interface OrderPart {
  /** From 1; once given to a key it never changes and is never given to another. */
  readonly number: number;
  /** Shipping key or address key (empty: the order's own address); `undefined` for an undivided order. */
  readonly key: string | undefined;
  /** Appended to `order_id` and `cart_order_id`. */
  readonly suffix: '' | `-S${number}`;
  /** Only with shipping mode `Multiple`; deliveries of the part carry it. */
  readonly shippingKey?: string;
  readonly shippingInfo?: ShippingInfo;
  readonly shippingAddress?: Address;
  readonly lines: readonly PartLine[];
  readonly amounts: OrderAmounts;
}

/** An order as the parts it is sent in, and what is in none of them. */
export interface OrderParts {
  /** In the order of their numbers; empty when nothing ships. */
  readonly parts: readonly OrderPart[];
  /** Units that ship but have no shipping method; the order waits for one (`missing-shipping-method`). */
  readonly unassigned: readonly UnassignedUnits[];
  /** Lines that need no shipping. */
  readonly notShipped: readonly LineItem[];
}

/** Units of a line that ship but have no shipping method. */
export interface UnassignedUnits {
  readonly lineItem: LineItem;
  readonly quantity: number;
}

/** The number that a shipping key or address key was given. */
export interface PartNumber {
  readonly number: number;
  readonly key: string;
}

/** What the split depends on beside the order. */
export interface PartOptions {
  /** Whether a line item needs shipping. */
  readonly ships: (lineItem: LineItem) => boolean;
  /**
   * The numbers of the parts as first sent, for a divided order only. An order that has any stays divided, so that an
   * edit which leaves a single address does not rename it; new keys get the next number.
   */
  readonly numbering?: readonly PartNumber[];
}

/**
 * Divides an order into the parts that are sent as one Ordoro order each: one per shipping key with `Multiple`
 * shipping, one per address where the units of a `Single` order go to several, else the order as it is. The amounts of
 * the parts add up to those of the order exactly.
 */
export function orderParts(order: Order, options: PartOptions): OrderParts {
  const shipping = order.lineItems.filter((lineItem) => options.ships(lineItem));
  const shippingIds = new Set(shipping.map(({ id }) => id));
  const { destinations, lines } = routeLines(order, shipping);
  const numbering = options.numbering ?? [];
  const divided = order.shippingMode === 'Multiple' || destinations.length > 1 || numbering.length > 0;
  return {
    parts: divided
      ? dividedParts(order, lines, numbered(destinations, numbering))
      : destinations.map((destination) => undividedPart(order, shipping, destination)),
    unassigned: lines.flatMap(({ lineItem, units }) => {
      const quantity = units.get(undefined) ?? 0;
      return quantity === 0 ? [] : [{ lineItem, quantity }];
    }),
    notShipped: order.lineItems.filter(({ id }) => !shippingIds.has(id)),
  };
}

function undividedPart(order: Order, shipping: readonly LineItem[], destination: Destination): OrderPart {
  const { key: _, ...to } = destination;
  const lines = shipping.map((lineItem) => partLine(lineItem, lineAmounts(order, lineItem)));
  return { number: 1, key: undefined, suffix: '', ...to, lines, amounts: orderAmounts(order) };
}

interface NumberedDestination {
  readonly number: number;
  readonly destination: Destination;
}

/** Gives each destination its remembered number, or the next one after all remembered. */
function numbered(destinations: readonly Destination[], remembered: readonly PartNumber[]): NumberedDestination[] {
  const numbers = new Map(remembered.map(({ key, number }) => [key, number]));
  let last = Math.max(0, ...numbers.values());
  return destinations
    .map((destination) => {
      const known = numbers.get(destination.key);
      if (known === undefined) {
        last += 1;
      }
      return { number: known ?? last, destination };
    })
    .sort((a, b) => a.number - b.number);
}

function dividedParts(
  order: Order,
  routed: readonly RoutedLine[],
  destinations: readonly NumberedDestination[],
): OrderPart[] {
  const shares = routed.map(({ lineItem, units }) => ({ lineItem, amounts: lineShares(order, lineItem, units) }));
  const drafts = destinations.map(({ number, destination }) => {
    const own = shares.flatMap(({ lineItem, amounts }) => {
      const share = amounts.get(destination.key);
      return share === undefined ? [] : [{ lineItem, share }];
    });
    const lines = own.map(({ lineItem, share }) => partLine(lineItem, share));
    return { number, destination, lines, ...ownAmounts(order, destination, own) };
  });
  return withAmounts(order, drafts).map(({ part: { number, destination, lines }, amounts }) => {
    return { number, suffix: `-S${number}`, ...destination, lines, amounts };
  });
}

function ownAmounts(order: Order, destination: Destination, own: readonly { share: LineAmounts }[]): OwnAmounts {
  const { shippingKey, shippingInfo } = destination;
  const isOwn = shippingKey !== undefined && shippingInfo !== undefined;
  const shipping = isOwn ? shippingAmounts(order, shippingInfo) : { net: 0, tax: 0 };
  return {
    lineNet: sum(own.map(({ share }) => share.net)),
    lineTax: sum(own.map(({ share }) => share.tax)),
    shippingNet: shipping.net,
    shippingTax: shipping.tax,
  };
}

function partLine(lineItem: LineItem, { quantity, net, itemPrice, taxLines }: LineAmounts): PartLine {
  return { lineItem, quantity, net, itemPrice, taxLines };
}
