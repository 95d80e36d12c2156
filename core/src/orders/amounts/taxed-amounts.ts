import type {
  CustomLineItem,
  LineItem,
  Order,
  ShippingInfo,
  TaxedItemPrice,
  TaxRate,
} from '@commercetools/platform-sdk';
import { amountAt, apportion, netOfGross, sum, taxOnNet } from './money.ts';
import { unitsByDestination } from './units.ts';

/** The figures of a line, custom line or shipping, in minor units. */
export interface TaxedAmounts {
  /** As it counts into the order's `totalPrice`: with or without tax, as the tax rate says. */
  readonly total: number;
  readonly net: number;
  readonly tax: number;
}

/** What the net amount of anything with a price is worked out from. */
export interface Taxable {
  /** Minor units. */
  readonly total: number;
  readonly taxedPrice?: TaxedItemPrice | undefined;
  readonly taxRate?: TaxRate | undefined;
}

/** What of an order decides how amounts are taxed. */
export type TaxSettings = Pick<Order, 'taxedPrice' | 'taxRoundingMode' | 'shippingMode'>;

/**
 * Net and tax of a priced thing: from its own taxed price; without one from its tax rate, if the order is taxed; else
 * its total is net and there is no tax. A rate that is not included in the price leaves the total as the net amount.
 */
export function taxedAmounts(order: TaxSettings, priced: Taxable): TaxedAmounts {
  const { total, taxedPrice, taxRate } = priced;
  if (taxedPrice !== undefined) {
    const net = taxedPrice.totalNet.centAmount;
    return { total, net, tax: taxedPrice.totalGross.centAmount - net };
  }
  if (order.taxedPrice === undefined || taxRate === undefined) {
    return { total, net: total, tax: 0 };
  }
  if (taxRate.includedInPrice) {
    const net = netOfGross(total, taxRate.amount, order.taxRoundingMode);
    return { total, net, tax: total - net };
  }
  return { total, net: total, tax: taxOnNet(total, taxRate.amount, order.taxRoundingMode) };
}

/**
 * Net and tax of a line or custom line. With `Multiple` shipping the platform keeps taxed prices and rates per shipping
 * method; where the line has no taxed price of its own, those are added up instead.
 */
export function itemAmounts(order: TaxSettings, item: LineItem | CustomLineItem): TaxedAmounts {
  const total = item.totalPrice.centAmount;
  const units =
    order.shippingMode === 'Multiple' && item.taxedPrice === undefined
      ? [...unitsByDestination(item, (target) => target?.shippingMethodKey)]
      : [];
  if (units.length === 0) {
    return taxedAmounts(order, { total, taxedPrice: item.taxedPrice, taxRate: item.taxRate });
  }
  const totals = apportion(
    total,
    units.map(([, quantity]) => quantity),
  );
  const shares = units.map(([key], index) =>
    taxedAmounts(order, {
      total: amountAt(totals, index),
      taxedPrice: methodTaxedPrice(item, key),
      taxRate: methodTaxRate(item, key),
    }),
  );
  return addUp(shares);
}

/** Net and tax of a shipping: the price after its own discount, never the order's `taxedShippingPrice`. */
export function shippingAmounts(order: TaxSettings, shippingInfo: ShippingInfo): TaxedAmounts {
  const { discountedPrice, price, taxedPrice, taxRate } = shippingInfo;
  return taxedAmounts(order, { total: (discountedPrice?.value ?? price).centAmount, taxedPrice, taxRate });
}

/** Every shipping an order pays for: one per shipping key with `Multiple`, else the one or none of the order. */
export function shippingInfos(order: Order): ShippingInfo[] {
  if (order.shippingMode === 'Multiple') {
    return (order.shipping ?? []).map((shipping) => shipping.shippingInfo);
  }
  return order.shippingInfo === undefined ? [] : [order.shippingInfo];
}

/** The taxed price of the units a line sends by one shipping method; `undefined` where the platform gives none. */
export function methodTaxedPrice(
  item: Pick<LineItem, 'taxedPricePortions'>,
  shippingKey: string | undefined,
): TaxedItemPrice | undefined {
  return item.taxedPricePortions?.find((portion) => portion.shippingMethodKey === shippingKey)?.taxedPrice;
}

/** The tax rate of the units a line sends by one shipping method, else the line's own. */
export function methodTaxRate(
  item: Pick<LineItem, 'perMethodTaxRate' | 'taxRate'>,
  shippingKey: string | undefined,
): TaxRate | undefined {
  return item.perMethodTaxRate?.find((rate) => rate.shippingMethodKey === shippingKey)?.taxRate ?? item.taxRate;
}

/** The figures of several things together. */
export function addUp(amounts: readonly TaxedAmounts[]): TaxedAmounts {
  return {
    total: sum(amounts.map((one) => one.total)),
    net: sum(amounts.map((one) => one.net)),
    tax: sum(amounts.map((one) => one.tax)),
  };
}
