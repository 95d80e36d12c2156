import type {
  CentPrecisionMoney,
  CustomLineItem,
  LineItem,
  Order,
  ShippingInfo,
  TaxedItemPrice,
  TaxRate,
} from '@commercetools/platform-sdk';

/** Orders whose every figure a test writes down itself. Amounts are minor units of EUR unless told otherwise. */

/** Cent-precision money. */
export function euro(centAmount: number): CentPrecisionMoney {
  return { type: 'centPrecision', centAmount, currencyCode: 'EUR', fractionDigits: 2 };
}

/** A taxed price; portions as `[rate, amount, name?]`. */
export function taxed(
  net: number,
  gross: number,
  portions: readonly (readonly [number, number, string?])[] = [],
): TaxedItemPrice {
  return {
    totalNet: euro(net),
    totalGross: euro(gross),
    taxPortions: portions.map(([rate, amount, name]) => ({
      rate,
      amount: euro(amount),
      ...(name === undefined ? {} : { name }),
    })),
  };
}

/** A tax rate. */
export function taxRate(amount: number, includedInPrice: boolean, name = 'VAT'): TaxRate {
  return { name, amount, includedInPrice, country: 'DE' };
}

/** A line of `quantity` units with the given total. */
export function line(id: string, quantity: number, total: number, more: Partial<LineItem> = {}): LineItem {
  return {
    id,
    productId: id,
    productType: { typeId: 'product-type', id: 'type' },
    name: { en: id },
    variant: { id: 1, sku: id },
    price: { id: 'price', value: euro(Math.trunc(total / quantity)) },
    quantity,
    totalPrice: euro(total),
    discountedPricePerQuantity: [],
    taxedPricePortions: [],
    perMethodTaxRate: [],
    state: [],
    priceMode: 'Platform',
    lineItemMode: 'Standard',
    ...more,
  };
}

/** A custom line of one unit. */
export function customLine(total: number, more: Partial<CustomLineItem> = {}): CustomLineItem {
  return {
    id: `custom ${total}`,
    name: { en: 'Custom' },
    slug: 'custom',
    money: euro(total),
    quantity: 1,
    totalPrice: euro(total),
    taxedPricePortions: [],
    perMethodTaxRate: [],
    discountedPricePerQuantity: [],
    state: [],
    priceMode: 'Standard',
    ...more,
  };
}

/** A shipping with the given price before its own discount. */
export function shippingInfo(price: number, more: Partial<ShippingInfo> = {}): ShippingInfo {
  return {
    shippingMethodName: 'Standard',
    price: euro(price),
    shippingRate: { price: euro(price), tiers: [] },
    shippingMethodState: 'MatchesCart',
    ...more,
  };
}

/** Targets of a line: `[key, quantity]`, as address keys and, with `Multiple`, as shipping method keys too. */
export function targets(
  mode: 'Single' | 'Multiple',
  ...to: readonly (readonly [string, number])[]
): Pick<LineItem, 'shippingDetails'> {
  return {
    shippingDetails: {
      valid: true,
      targets: to.map(([key, quantity]) => ({
        addressKey: key,
        quantity,
        ...(mode === 'Multiple' ? { shippingMethodKey: key } : {}),
      })),
    },
  };
}

/** An order with the given total; everything else is written down by the test. */
export function order(totalPrice: number, more: Partial<Order>): Order {
  return {
    id: 'order',
    version: 1,
    createdAt: '2026-01-02T03:04:05.678Z',
    lastModifiedAt: '2026-01-02T03:04:05.678Z',
    lineItems: [],
    customLineItems: [],
    totalPrice: euro(totalPrice),
    shippingMode: 'Single',
    shippingAddress: { country: 'DE', city: 'Own' },
    shipping: [],
    refusedGifts: [],
    origin: 'Customer',
    orderState: 'Open',
    syncInfo: [],
    ...more,
  };
}
