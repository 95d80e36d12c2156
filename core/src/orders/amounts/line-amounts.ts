import type { LineItem, Order, TaxedItemPrice, TaxRate } from '@commercetools/platform-sdk';
import { amountAt, apportion, decimal, divideRounded, fractionDigitsOf } from './money.ts';
import { itemAmounts, methodTaxedPrice, methodTaxRate } from './taxed-amounts.ts';
import type { UnitsByDestination } from './units.ts';

/** One tax of a line: `amount` is a decimal in the order's currency, `rate` a fraction such as 0.19. */
export interface TaxLine {
  readonly name: string;
  readonly amount: number;
  readonly rate: number;
}

/** The figures of a line item, or of some of its units. */
export interface LineAmounts {
  readonly quantity: number;
  /** Net total after line discounts, minor units. */
  readonly net: number;
  /** Tax on that net total, minor units. */
  readonly tax: number;
  /** Net price of one unit as a decimal; rounded, so quantity × itemPrice may differ from the net total. */
  readonly itemPrice: number;
  readonly taxLines: readonly TaxLine[];
}

/** The figures of a whole line item. */
export function lineAmounts(order: Order, lineItem: LineItem): LineAmounts {
  return toLineAmounts(order, lineItem, wholeLine(order, lineItem));
}

/**
 * The figures of a line item per destination of its units. With `Multiple` shipping they are the taxed prices per
 * shipping method, where the platform gives one for each destination; else those of the whole line, split by quantity
 * so that they add up exactly, the units without destination (key `undefined`) included.
 */
export function lineShares(
  order: Order,
  lineItem: LineItem,
  units: UnitsByDestination,
): ReadonlyMap<string | undefined, LineAmounts> {
  const shares = sharesByMethod(order, lineItem, units) ?? sharesByQuantity(wholeLine(order, lineItem), units);
  return new Map(shares.map(({ key, share }) => [key, toLineAmounts(order, lineItem, share)]));
}

/** A tax of a line, its amount still in minor units. */
interface Tax {
  readonly name: string;
  readonly rate: number;
  readonly amount: number;
}

interface Share {
  readonly quantity: number;
  readonly net: number;
  readonly tax: number;
  readonly taxes: readonly Tax[];
}

interface KeyedShare {
  readonly key: string | undefined;
  readonly share: Share;
}

function wholeLine(order: Order, lineItem: LineItem): Share {
  const { net, tax } = itemAmounts(order, lineItem);
  return { quantity: lineItem.quantity, net, tax, taxes: taxesOf(lineItem.taxedPrice, lineItem.taxRate) };
}

function sharesByMethod(order: Order, lineItem: LineItem, units: UnitsByDestination): KeyedShare[] | undefined {
  if (order.shippingMode !== 'Multiple') {
    return undefined;
  }
  const shares: KeyedShare[] = [];
  for (const [key, quantity] of units) {
    const taxedPrice = methodTaxedPrice(lineItem, key);
    if (taxedPrice === undefined && key !== undefined) {
      return undefined;
    }
    if (taxedPrice !== undefined) {
      const net = taxedPrice.totalNet.centAmount;
      const taxes = taxesOf(taxedPrice, methodTaxRate(lineItem, key));
      shares.push({ key, share: { quantity, net, tax: taxedPrice.totalGross.centAmount - net, taxes } });
    }
  }
  return shares;
}

function sharesByQuantity(whole: Share, units: UnitsByDestination): KeyedShare[] {
  if (units.size === 0) {
    return [];
  }
  const quantities = [...units.values()];
  const split = (amount: number) => apportion(amount, quantities);
  const nets = split(whole.net);
  const taxTotals = split(whole.tax);
  const taxes = whole.taxes.map((tax) => ({ tax, amounts: split(tax.amount) }));
  return [...units].map(([key, quantity], index) => ({
    key,
    share: {
      quantity,
      net: amountAt(nets, index),
      tax: amountAt(taxTotals, index),
      taxes: taxes.map(({ tax, amounts }) => ({ ...tax, amount: amountAt(amounts, index) })),
    },
  }));
}

/** The taxes the platform lists; without a list the one tax of the rate. A portion may have no name of its own. */
function taxesOf(taxedPrice: TaxedItemPrice | undefined, taxRate: TaxRate | undefined): Tax[] {
  if (taxedPrice === undefined) {
    return [];
  }
  const nameOf = (own: string | undefined) => own || taxRate?.name || 'Tax';
  const portions = taxedPrice.taxPortions;
  if (portions.length > 0) {
    return portions.map(({ name, rate, amount }) => ({ name: nameOf(name), rate, amount: amount.centAmount }));
  }
  const amount = taxedPrice.totalGross.centAmount - taxedPrice.totalNet.centAmount;
  return taxRate === undefined ? [] : [{ name: nameOf(undefined), rate: taxRate.amount, amount }];
}

function toLineAmounts(order: Order, lineItem: LineItem, share: Share): LineAmounts {
  const { fractionDigits } = order.totalPrice;
  return {
    quantity: share.quantity,
    net: share.net,
    tax: share.tax,
    itemPrice: itemPrice(share, fractionDigits, fractionDigitsOf(lineItem.price.value, fractionDigits)),
    taxLines: share.taxes.map(({ name, rate, amount }) => ({ name, amount: decimal(amount, fractionDigits), rate })),
  };
}

function itemPrice(share: Share, currencyDigits: number, priceDigits: number): number {
  const net = BigInt(share.net) * 10n ** BigInt(priceDigits - currencyDigits);
  // A line without units has no unit price; dividing by one keeps the figure defined.
  return decimal(divideRounded(net, BigInt(share.quantity || 1)), priceDigits);
}
