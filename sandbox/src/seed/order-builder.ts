import type { Address, Order, Reference } from '@commercetools/platform-sdk';
import { sampleAddress } from './addresses.ts';
import { idSequence, namedId } from './ids.ts';
import { buildCustomLineItem, buildLineItem } from './line-items.ts';
import { integer } from './money.ts';
import type { OrderSpec, ShippingSpec } from './order-spec.ts';
import { present } from './present.ts';
import type { OrderContext } from './priced-item.ts';
import { buildShipping, buildShippingInfo } from './shipping.ts';
import { orderTotals } from './totals.ts';

export type {
  CustomLineSpec,
  LineSpec,
  MultipleShippingSpec,
  OrderSpec,
  ShippingSpec,
  TargetSpec,
} from './order-spec.ts';

/**
 * The order that commercetools would make of this: totals, taxes and discounts computed with exact fractions and rounded
 * per line (per unit with `UnitPriceLevel`). The same spec gives the same order with the same ids.
 * Raises a RangeError for amounts that are no whole minor units, or a discount larger than the total.
 */
export function buildOrder(spec: OrderSpec): Order {
  const id = spec.id ?? namedId(`order:${JSON.stringify(spec)}`);
  const context = contextOf(spec, id);
  const lines = spec.lines.map((line) => buildLineItem(line, context));
  const customLines = (spec.customLines ?? []).map((line) => buildCustomLineItem(line, context));
  const single = singleShipping(spec);
  const info = single === undefined ? undefined : buildShippingInfo(single, context);
  const shippings = (spec.shippings ?? []).map((shipping) => buildShipping(shipping, context));
  const totals = orderTotals({
    currency: context.currency,
    items: [...lines, ...customLines].map((line) => line.amounts),
    shippings: [...(info === undefined ? [] : [info]), ...shippings].map((shipping) => shipping.amounts),
    tax: context.taxRules,
    discount: integer(spec.totalDiscount ?? 0, 'totalDiscount'),
    offBy: integer(spec.totalsOffBy ?? 0, 'totalsOffBy'),
  });
  return present({
    ...header(spec, id),
    ...settings(spec, context),
    ...references(spec),
    lineItems: lines.map((line) => line.resource),
    customLineItems: customLines.map((line) => line.resource),
    ...totals,
    shippingAddress: shippingAddressOf(spec),
    billingAddress: spec.billingAddress,
    itemShippingAddresses: [...(spec.itemShippingAddresses ?? [])],
    shippingMode: context.multiple ? 'Multiple' : 'Single',
    shippingInfo: info?.resource,
    shipping: shippings.map((shipping) => shipping.resource),
    syncInfo: [],
    returnInfo: [],
    refusedGifts: [],
    custom: spec.custom,
  } satisfies Order);
}

function contextOf(spec: OrderSpec, id: string): OrderContext {
  const country = spec.country ?? 'US';
  const tax = spec.tax ?? 'net';
  return {
    currency: spec.currency ?? 'USD',
    createdAt: spec.createdAt,
    taxRules:
      tax === 'none'
        ? undefined
        : {
            includedInPrice: tax === 'gross',
            calculation: spec.taxCalculationMode ?? 'LineItemLevel',
            rounding: spec.taxRoundingMode ?? 'HalfEven',
            country,
          },
    defaultTaxRate: spec.taxRate ?? 0,
    priceRounding: spec.priceRoundingMode ?? 'HalfEven',
    multiple: spec.shippings !== undefined,
    inventoryMode: spec.inventoryMode ?? 'None',
    ids: idSequence(`lines of order ${id}`),
  };
}

function header(spec: OrderSpec, id: string) {
  const made = `W-${id.slice(0, 8).toUpperCase()}`;
  return {
    id,
    version: spec.version ?? 1,
    createdAt: spec.createdAt,
    lastModifiedAt: spec.lastModifiedAt ?? spec.createdAt,
    orderNumber: spec.orderNumber === undefined ? made : (spec.orderNumber ?? undefined),
    purchaseOrderNumber: spec.purchaseOrderNumber,
    customerEmail: spec.customerEmail,
    country: spec.country ?? 'US',
    locale: spec.locale,
    origin: spec.origin ?? 'Customer',
    orderState: spec.orderState ?? 'Open',
    paymentState: spec.paymentState,
    shipmentState: spec.shipmentState,
  };
}

function settings(spec: OrderSpec, context: OrderContext) {
  return {
    taxMode: context.taxRules === undefined ? 'Disabled' : 'Platform',
    taxRoundingMode: spec.taxRoundingMode ?? 'HalfEven',
    taxCalculationMode: spec.taxCalculationMode ?? 'LineItemLevel',
    priceRoundingMode: context.priceRounding,
    inventoryMode: context.inventoryMode,
  };
}

function references(spec: OrderSpec) {
  return {
    store: spec.store === undefined ? undefined : { typeId: 'store' as const, key: spec.store },
    state: reference('state', spec.state),
    recurringOrder: reference('recurring-order', spec.recurringOrderId),
    discountCodes: (spec.discountCodes ?? []).map((id) => ({
      discountCode: { typeId: 'discount-code' as const, id },
      state: 'MatchesCart',
    })),
  };
}

function reference<T extends Reference['typeId']>(typeId: T, id: string | undefined) {
  return id === undefined ? undefined : { typeId, id };
}

function singleShipping(spec: OrderSpec): ShippingSpec | undefined {
  if (spec.shippings !== undefined || spec.shipping === null) {
    return undefined;
  }
  const shipping = spec.shipping ?? { price: 0 };
  return spec.deliveries === undefined ? shipping : { ...shipping, deliveries: spec.deliveries };
}

function shippingAddressOf(spec: OrderSpec): Address | undefined {
  if (spec.shippingAddress !== undefined) {
    return spec.shippingAddress ?? undefined;
  }
  return spec.shippings === undefined ? sampleAddress(spec.country ?? 'US') : undefined;
}
