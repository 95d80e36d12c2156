import type { Address, LineItem, Order, ShippingInfo } from '@commercetools/platform-sdk';
import { type UnitsByDestination, unitsByDestination } from './units.ts';

/** A place or shipping method that units of an order go to. */
export interface Destination {
  /** The shipping key with `Multiple`; else the key of the item shipping address, empty for the order's own address. */
  readonly key: string;
  /** Only with `Multiple`. */
  readonly shippingKey?: string;
  readonly shippingInfo?: ShippingInfo;
  readonly shippingAddress?: Address;
}

/** A shipping line and where its units go. */
export interface RoutedLine {
  readonly lineItem: LineItem;
  readonly units: UnitsByDestination;
}

/** Where the shipping lines of an order go. */
export interface Routing {
  /** Every destination that gets at least one unit, in the order of the order's own list. */
  readonly destinations: readonly Destination[];
  readonly lines: readonly RoutedLine[];
}

/**
 * Finds where each unit of the given lines goes. With `Multiple` shipping that is the shipping method its target names;
 * units whose target names none of the order go nowhere (key `undefined`). Else it is the item shipping address its
 * target names; units without a target, or with one that names no address of the order, go to the order's own address.
 */
export function routeLines(order: Order, lineItems: readonly LineItem[]): Routing {
  const candidates = order.shippingMode === 'Multiple' ? shippingDestinations(order) : addressDestinations(order);
  const keys = new Set(candidates.map(({ key }) => key));
  const known = (key: string | undefined) => (key !== undefined && keys.has(key) ? key : undefined);
  const lines = lineItems.map((lineItem) => ({
    lineItem,
    units: unitsByDestination(lineItem, (target) =>
      order.shippingMode === 'Multiple' ? known(target?.shippingMethodKey) : (known(target?.addressKey) ?? ''),
    ),
  }));
  return { destinations: candidates.filter(({ key }) => lines.some(({ units }) => units.has(key))), lines };
}

function shippingDestinations(order: Order): Destination[] {
  return (order.shipping ?? []).map(({ shippingKey, shippingInfo, shippingAddress }) => ({
    key: shippingKey,
    shippingKey,
    shippingInfo,
    shippingAddress,
  }));
}

function addressDestinations(order: Order): Destination[] {
  const withInfo = order.shippingInfo === undefined ? {} : { shippingInfo: order.shippingInfo };
  const own = order.shippingAddress === undefined ? {} : { shippingAddress: order.shippingAddress };
  const others = (order.itemShippingAddresses ?? []).flatMap((address) =>
    address.key === undefined || address.key === ''
      ? []
      : [{ key: address.key, ...withInfo, shippingAddress: address }],
  );
  return [{ key: '', ...withInfo, ...own }, ...others];
}
