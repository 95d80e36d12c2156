import type { DiscountOnTotalPrice, Order } from '@commercetools/platform-sdk';
import { decimalText, multiplied, sum } from './money.ts';
import { addUp, itemAmounts, shippingAmounts, shippingInfos, type TaxedAmounts } from './taxed-amounts.ts';

/**
 * The five amounts of an order or of a part of one, in minor units of `currencyCode`.
 * Always: product + shipping + tax − discount = grandTotal.
 */
export interface OrderAmounts {
  /** Net total of the lines, shipped or not, and of the positive custom lines. */
  readonly product: number;
  /** Net shipping after its own discount. */
  readonly shipping: number;
  readonly tax: number;
  /** Discount on the order's total and negative custom lines, net; zero or more. */
  readonly discount: number;
  readonly grandTotal: number;
  readonly fractionDigits: number;
  readonly currencyCode: string;
}

/** The amounts of a whole order in minor units; they balance whatever the order says (`totalsMismatch` judges that). */
export function orderAmounts(order: Order): OrderAmounts {
  const { lines, customLines, shippings } = summandsOf(order);
  const product = addUp([...lines, ...customLines.filter((custom) => custom.net > 0)]).net;
  const shipping = addUp(shippings).net;
  const tax = taxOf(order);
  const grandTotal = grandTotalOf(order);
  const discount = product + shipping + tax - grandTotal;
  return {
    // A total above its summands cannot be told as a negative discount: the surplus counts as product.
    product: discount < 0 ? product - discount : product,
    shipping,
    tax,
    discount: Math.max(discount, 0),
    grandTotal,
    fractionDigits: order.totalPrice.fractionDigits,
    currencyCode: order.totalPrice.currencyCode,
  };
}

/**
 * Says in a plain sentence that the summands of an order do not come to its total, or nothing when they do. Allowed is a
 * difference of one minor unit per amount summed: each line, custom line, shipping and the order discount; with
 * `UnitPriceLevel`, where the platform rounds tax per unit, each unit of a line. A taxed order whose discount has no
 * net amount is checked with an estimate, and the allowance is widened by what that may be off.
 */
export function totalsMismatch(order: Order): string | undefined {
  const { lines, customLines, shippings } = summandsOf(order);
  const summands = addUp([...lines, ...customLines, ...shippings]);
  const discount = orderDiscount(order, summands);
  const tax = taxOf(order);
  const grandTotal = grandTotalOf(order);
  // In an order that is not taxed as a whole, single lines may be: its total counts them with their tax.
  const amount = order.taxedPrice === undefined ? summands.total : summands.net;
  const result = amount + tax - discount.amount;
  if (Math.abs(result - grandTotal) <= allowance(order) + discount.uncertainty) {
    return undefined;
  }
  const told = (minorUnits: number) =>
    `${decimalText(minorUnits, order.totalPrice.fractionDigits)} ${order.totalPrice.currencyCode}`;
  return `the lines, shipping, tax and discounts of the order come to ${told(result)}, its total says ${told(grandTotal)}`;
}

interface Summands {
  readonly lines: readonly TaxedAmounts[];
  readonly customLines: readonly TaxedAmounts[];
  readonly shippings: readonly TaxedAmounts[];
}

function summandsOf(order: Order): Summands {
  return {
    lines: order.lineItems.map((line) => itemAmounts(order, line)),
    customLines: order.customLineItems.map((custom) => itemAmounts(order, custom)),
    shippings: shippingInfos(order).map((shippingInfo) => shippingAmounts(order, shippingInfo)),
  };
}

function grandTotalOf(order: Order): number {
  return (order.taxedPrice?.totalGross ?? order.totalPrice).centAmount;
}

function taxOf(order: Order): number {
  const taxed = order.taxedPrice;
  return taxed === undefined ? 0 : taxed.totalGross.centAmount - taxed.totalNet.centAmount;
}

/** How far rounding may put the sum off, in minor units. */
function allowance(order: Order): number {
  const items = [...order.lineItems, ...order.customLineItems];
  const rounded =
    order.taxCalculationMode === 'UnitPriceLevel' ? sum(items.map((item) => item.quantity)) : items.length;
  return rounded + shippingInfos(order).length + (order.discountOnTotalPrice === undefined ? 0 : 1);
}

/** The discount on the total, on the basis the check adds up (net when taxed), and how far an estimate may be off. */
function orderDiscount(order: Order, summands: TaxedAmounts): { amount: number; uncertainty: number } {
  const discount: DiscountOnTotalPrice | undefined = order.discountOnTotalPrice;
  if (discount === undefined) {
    return { amount: 0, uncertainty: 0 };
  }
  const amount = discount.discountedAmount.centAmount;
  if (order.taxedPrice === undefined) {
    return { amount, uncertainty: 0 };
  }
  if (discount.discountedNetAmount !== undefined) {
    return { amount: discount.discountedNetAmount.centAmount, uncertainty: 0 };
  }
  if (summands.total <= 0) {
    return { amount, uncertainty: allowance(order) };
  }
  // The platform takes the same percentage off net and total. The amount we scale is rounded itself, so its rounding is
  // scaled too; one more unit per amount covers a platform that rounds the discount of each of them.
  const ratio = { numerator: BigInt(summands.net), denominator: BigInt(summands.total) };
  return {
    amount: multiplied(amount, ratio),
    uncertainty: allowance(order) + Math.ceil(Math.abs(summands.net) / summands.total),
  };
}
