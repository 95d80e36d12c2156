import type { LineItem, TypedMoney } from '@commercetools/platform-sdk';
import { type LineRecipe, type OrderRecipe, type Priced, rateOf } from './order-recipe.ts';
import {
  cents,
  type PricedUnits,
  rounded,
  type Taxed,
  taxedPriceOf,
  taxedUnits,
  taxRateOf,
  totalOf,
} from './platform-pricing.ts';

function unitPriceMoney(recipe: OrderRecipe, amount: number, extraDigits: number): TypedMoney {
  const { currencyCode, fractionDigits } = recipe.rounding;
  if (extraDigits === 0) {
    return cents(amount, recipe.rounding);
  }
  return {
    type: 'highPrecision',
    centAmount: totalOf([{ quantity: 1, amount, extraDigits }]),
    preciseAmount: amount,
    currencyCode,
    fractionDigits: fractionDigits + extraDigits,
  };
}

/** The price of every single unit of a line. */
function unitsOf(line: LineRecipe): PricedUnits[] {
  return Array.from({ length: line.quantity }, (_, unit) => {
    const percent = line.gift ? 100 : unit < line.quantity / 2 ? line.discounts[0] : line.discounts[1];
    if (percent === 0) {
      return { quantity: 1, amount: line.unitPrice, extraDigits: line.extraDigits };
    }
    const scale = 100n * 10n ** BigInt(line.extraDigits);
    const amount = rounded(BigInt(line.unitPrice) * BigInt(100 - percent), scale, 'HalfEven');
    return { quantity: 1, amount, extraDigits: 0 };
  });
}

/** The units of a line by destination; -1 for those without a target. */
function routedUnits({ route }: LineRecipe, units: readonly PricedUnits[]): Map<number, PricedUnits[]> {
  const routed = new Map<number, PricedUnits[]>();
  units.forEach((unit, at) => {
    const to = route.length === 0 ? -1 : (route[at % route.length] ?? -1);
    routed.set(to, [...(routed.get(to) ?? []), unit]);
  });
  return routed;
}

/** A line as the platform prices and taxes it. */
export function lineItem(recipe: OrderRecipe, line: LineRecipe, index: number): Priced<LineItem> {
  const units = unitsOf(line);
  const total = totalOf(units);
  const { net, gross, ...taxes } = taxesOf(recipe, line, units);
  const item: LineItem = {
    id: `line-${index}`,
    productId: `product-${index}`,
    productType: { typeId: 'product-type', id: 'product-type' },
    name: { en: `Product ${index}` },
    variant: { id: 1, sku: `SKU-${index}` },
    price: { id: `price-${index}`, value: unitPriceMoney(recipe, line.unitPrice, line.extraDigits) },
    quantity: line.quantity,
    totalPrice: cents(total, recipe.rounding),
    discountedPricePerQuantity: [],
    state: [],
    priceMode: line.extraDigits > 0 ? 'ExternalPrice' : 'Platform',
    lineItemMode: line.gift ? 'GiftLineItem' : 'Standard',
    ...shippingDetailsOf(recipe, line, units),
    ...taxes,
  };
  return { item, total, net, gross };
}

function shippingDetailsOf(
  recipe: OrderRecipe,
  line: LineRecipe,
  units: readonly PricedUnits[],
): Pick<LineItem, 'shippingDetails'> {
  const routed = [...routedUnits(line, units)];
  const targets = routed.flatMap(([to, { length: quantity }]) => {
    const shippingMethod = recipe.mode === 'Multiple' ? { shippingMethodKey: `to-${to}` } : {};
    return to < 0 ? [] : [{ addressKey: `to-${to}`, quantity, ...shippingMethod }];
  });
  return targets.length === 0 ? {} : { shippingDetails: { targets, valid: targets.length === routed.length } };
}

type LineTaxes = Taxed & Pick<LineItem, 'taxedPrice' | 'taxRate' | 'taxedPricePortions' | 'perMethodTaxRate'>;

const NO_PORTIONS = { taxedPricePortions: [], perMethodTaxRate: [] };

function taxesOf(recipe: OrderRecipe, line: LineRecipe, units: readonly PricedUnits[]): LineTaxes {
  if (recipe.taxed === 'no') {
    const total = totalOf(units);
    return { net: total, gross: total, ...NO_PORTIONS };
  }
  if (recipe.mode === 'Multiple') {
    return taxesPerMethod(recipe, line, units);
  }
  const rate = rateOf(recipe, line.rate);
  const whole = taxedUnits(units, rate, recipe.rounding);
  const taxedPrice = taxedPriceOf(whole, rate, recipe.rounding);
  const tells = !(line.withoutTaxedPrice && recipe.taxed === 'yes');
  return { ...whole, ...NO_PORTIONS, taxRate: taxRateOf(rate), ...(tells ? { taxedPrice } : {}) };
}

function taxesPerMethod(recipe: OrderRecipe, line: LineRecipe, units: readonly PricedUnits[]): LineTaxes {
  const { rounding } = recipe;
  const shares = [...routedUnits(line, units)].map(([to, share]) => {
    const rate = rateOf(recipe, line.rate + Math.max(to, 0));
    const taxed = taxedUnits(share, rate, rounding);
    return { to, rate, ...taxed, taxedPrice: taxedPriceOf(taxed, rate, rounding) };
  });
  const net = shares.reduce((all, share) => all + share.net, 0);
  const gross = shares.reduce((all, share) => all + share.gross, 0);
  const targeted = shares.filter(({ to }) => to >= 0);
  const tells = !(line.withoutTaxedPrice && recipe.taxed === 'yes' && targeted.length === shares.length);
  const taxPortions = shares.flatMap(({ taxedPrice }) => taxedPrice.taxPortions);
  const portions = targeted.map(({ to, taxedPrice }) => ({ shippingMethodKey: `to-${to}`, taxedPrice }));
  return {
    net,
    gross,
    taxedPricePortions: tells && line.withoutPortions ? portions.slice(1) : portions,
    perMethodTaxRate: targeted.map(({ to, rate }) => ({ shippingMethodKey: `to-${to}`, taxRate: taxRateOf(rate) })),
    ...(tells
      ? { taxedPrice: { totalNet: cents(net, rounding), totalGross: cents(gross, rounding), taxPortions } }
      : {}),
  };
}
