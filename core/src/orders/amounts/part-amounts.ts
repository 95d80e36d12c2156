import type { Order } from '@commercetools/platform-sdk';
import { amountAt, apportion, sum } from './money.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';

/** What a part of an order brings of its own, in minor units. */
export interface OwnAmounts {
  /** Net total of its lines. */
  readonly lineNet: number;
  readonly lineTax: number;
  /** Net price and tax of its own shipping; zero where the parts share one. */
  readonly shippingNet: number;
  readonly shippingTax: number;
}

/**
 * Splits the amounts of an order over its parts. Each part keeps what is its own; what belongs to no part (positive
 * custom lines, lines that do not ship or have no shipping method, a shared shipping price) is spread in proportion to
 * the nets of the lines, tax in proportion to the parts' own taxes, the discount in proportion to product plus shipping
 * (so that it never exceeds what it is taken off). The identity of `OrderAmounts` holds for every part, and each of the
 * five amounts adds up to the order's exactly. No parts, no amounts.
 */
export function withAmounts<Part extends OwnAmounts>(
  order: Order,
  parts: readonly Part[],
): { part: Part; amounts: OrderAmounts }[] {
  if (parts.length === 0) {
    return [];
  }
  const whole = orderAmounts(order);
  const lineNets = parts.map((part) => part.lineNet);
  const shippingNets = parts.map((part) => part.shippingNet);
  const ownTaxes = parts.map((part) => part.lineTax + part.shippingTax);
  const products = plus(lineNets, inProportion(whole.product - sum(lineNets), lineNets));
  const shippings = plus(shippingNets, inProportion(whole.shipping - sum(shippingNets), lineNets));
  const merchandise = plus(products, shippings);
  const taxes = inProportion(whole.tax, ownTaxes.some((tax) => tax > 0) ? ownTaxes : merchandise);
  const discounts = inProportion(whole.discount, merchandise);
  return parts.map((part, index) => {
    const [product, shipping] = [amountAt(products, index), amountAt(shippings, index)];
    const [tax, discount] = [amountAt(taxes, index), amountAt(discounts, index)];
    const grandTotal = product + shipping + tax - discount;
    return { part, amounts: { ...whole, product, shipping, tax, discount, grandTotal } };
  });
}

function plus(left: readonly number[], right: readonly number[]): number[] {
  return left.map((amount, index) => amount + amountAt(right, index));
}

/** Like `apportion`; an amount below zero, which no sound order has, weighs nothing. */
function inProportion(total: number, weights: readonly number[]): number[] {
  return apportion(
    total,
    weights.map((weight) => Math.max(weight, 0)),
  );
}
