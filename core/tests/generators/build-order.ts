import type { Address, CustomLineItem, Order, ShippingInfo } from '@commercetools/platform-sdk';
import { lineItem } from './build-line.ts';
import { type CustomLineRecipe, type OrderRecipe, type Priced, rateOf, type ShippingRecipe } from './order-recipe.ts';
import { cents, rounded, taxedPriceOf, taxedTotal, taxedUnits, taxRateOf } from './platform-pricing.ts';

/** The order a recipe describes. Destinations have the keys `to-0`, `to-1`, …; lines the ids `line-0`, `line-1`, … */
export function buildOrder(recipe: OrderRecipe): Order {
  const lines = recipe.lines.map((line, index) => lineItem(recipe, line, index));
  const lineTotals = lines.reduce((total, { item }) => total + item.totalPrice.centAmount, 0);
  const customLines = recipe.customLines.map((custom, index) => customLineItem(recipe, { custom, index, lineTotals }));
  const used = recipe.mode === 'Multiple' ? recipe.destinations : Math.min(recipe.shippings.length, 1);
  const shippings = recipe.shippings.slice(0, used).map((shipping) => shippingInfo(recipe, shipping));
  const summands = [...lines, ...customLines, ...shippings];
  const totals = {
    total: summands.reduce((all, one) => all + one.total, 0),
    net: summands.reduce((all, one) => all + one.net, 0),
    gross: summands.reduce((all, one) => all + one.gross, 0),
  };
  const infos = shippings.map(({ item }) => item);
  const addresses = Array.from({ length: recipe.destinations }, (_, index) => address(`to-${index}`));
  const shipping =
    recipe.mode === 'Multiple'
      ? {
          shipping: infos.map((info, index) => ({
            shippingKey: `to-${index}`,
            shippingInfo: info,
            shippingAddress: address(`to-${index}`),
          })),
        }
      : { shipping: [], shippingAddress: address(''), ...(infos[0] === undefined ? {} : { shippingInfo: infos[0] }) };
  return {
    id: 'b8a1f8f2-5b0a-4f3c-9c46-0a7d1c1a0001',
    version: 1,
    createdAt: '2026-01-02T03:04:05.678Z',
    lastModifiedAt: '2026-01-02T03:04:05.678Z',
    lineItems: lines.map(({ item }) => item),
    customLineItems: customLines.map(({ item }) => item),
    taxRoundingMode: recipe.rounding.mode,
    taxCalculationMode: recipe.rounding.perUnit ? 'UnitPriceLevel' : 'LineItemLevel',
    shippingMode: recipe.mode,
    ...shipping,
    ...(addresses.length === 0 ? {} : { itemShippingAddresses: addresses }),
    ...orderTotals(recipe, totals),
    refusedGifts: [],
    origin: 'Customer',
    orderState: 'Open',
    syncInfo: [],
  };
}

function orderTotals(recipe: OrderRecipe, totals: { total: number; net: number; gross: number }) {
  const { rounding } = recipe;
  const share = (amount: number) => rounded(BigInt(amount) * BigInt(recipe.discount), 10_000n, 'HalfEven');
  const off = { total: share(totals.total), net: share(totals.net), gross: share(totals.gross) };
  const taxed = recipe.taxed === 'yes';
  const netDiscount = taxed && !recipe.withoutNetDiscount;
  return {
    totalPrice: cents(totals.total - off.total, rounding),
    ...(taxed
      ? {
          taxedPrice: taxedPriceOf(
            { net: totals.net - off.net, gross: totals.gross - off.gross },
            rateOf(recipe, 0),
            rounding,
          ),
        }
      : {}),
    ...(recipe.discount === 0
      ? {}
      : {
          discountOnTotalPrice: {
            discountedAmount: cents(off.total, rounding),
            includedDiscounts: [],
            ...(netDiscount
              ? { discountedNetAmount: cents(off.net, rounding), discountedGrossAmount: cents(off.gross, rounding) }
              : {}),
          },
        }),
  };
}

function customLineItem(
  recipe: OrderRecipe,
  { custom, index, lineTotals }: { custom: CustomLineRecipe; index: number; lineTotals: number },
): Priced<CustomLineItem> {
  const { rounding } = recipe;
  const money = custom.percentOff === 0 ? custom.price : -Math.floor((lineTotals * custom.percentOff) / 100);
  const quantity = custom.percentOff === 0 ? custom.quantity : 1;
  const total = money * quantity;
  const rate = rateOf(recipe, custom.rate);
  const units = [{ quantity, amount: money, extraDigits: 0 }];
  const whole = recipe.taxed === 'no' ? { net: total, gross: total } : taxedUnits(units, rate, rounding);
  const item: CustomLineItem = {
    id: `custom-${index}`,
    name: { en: `Custom ${index}` },
    slug: `custom-${index}`,
    money: cents(money, rounding),
    quantity,
    totalPrice: cents(total, rounding),
    taxedPricePortions: [],
    perMethodTaxRate: [],
    discountedPricePerQuantity: [],
    state: [],
    priceMode: 'Standard',
    ...(recipe.taxed === 'no' ? {} : { taxedPrice: taxedPriceOf(whole, rate, rounding), taxRate: taxRateOf(rate) }),
  };
  return { item, total, ...whole };
}

function shippingInfo(recipe: OrderRecipe, shipping: ShippingRecipe): Priced<ShippingInfo> {
  const { rounding } = recipe;
  const total = rounded(BigInt(shipping.price) * BigInt(100 - shipping.discount), 100n, 'HalfEven');
  const rate = rateOf(recipe, shipping.rate);
  const taxes = recipe.taxed === 'yes';
  const whole = taxes ? taxedTotal(total, rate, rounding) : { net: total, gross: total };
  const item: ShippingInfo = {
    shippingMethodName: 'Standard',
    price: cents(shipping.price, rounding),
    shippingRate: { price: cents(shipping.price, rounding), tiers: [] },
    shippingMethodState: 'MatchesCart',
    ...(shipping.discount === 0 ? {} : { discountedPrice: { value: cents(total, rounding), includedDiscounts: [] } }),
    ...(taxes ? { taxedPrice: taxedPriceOf(whole, rate, rounding), taxRate: taxRateOf(rate) } : {}),
  };
  return { item, total, ...whole };
}

function address(key: string): Address {
  return { ...(key === '' ? {} : { key }), country: 'DE', city: key === '' ? 'Own' : `City ${key}` };
}
