import type { CustomLineItem, LineItem, Order, ShippingInfo, TypedMoney } from '@commercetools/platform-sdk';
import { lessMinorUnits } from './money.ts';
import type { CustomLineSpec, LineSpec, OrderSpec, ShippingSpec, TargetSpec } from './order-spec.ts';
import { present } from './present.ts';

/**
 * What `buildOrder` would make this order of again: the inverse of `buildOrder` for everything that amounts depend on.
 * Totals that are wrong on purpose come out right, and a discount on the total that exceeds the new total is the caller's
 * concern.
 */
export function specOf(order: Order): OrderSpec {
  const tax = taxOf(order);
  return present<OrderSpec>({
    id: order.id,
    orderNumber: order.orderNumber ?? null,
    createdAt: order.createdAt,
    country: order.country,
    currency: order.totalPrice.currencyCode,
    tax,
    taxCalculationMode: order.taxCalculationMode,
    taxRoundingMode: order.taxRoundingMode,
    priceRoundingMode: order.priceRoundingMode,
    inventoryMode: order.inventoryMode,
    lines: order.lineItems.map(lineSpec),
    customLines: order.customLineItems.map(customLineSpec),
    ...shippingOf(order),
    totalDiscount: order.discountOnTotalPrice?.discountedAmount.centAmount,
  });
}

function taxOf(order: Order): OrderSpec['tax'] {
  if (order.taxMode === 'Disabled') return 'none';
  const rates = [...order.lineItems, ...order.customLineItems].flatMap((line) => [
    ...(line.taxRate === undefined ? [] : [line.taxRate]),
    ...line.perMethodTaxRate.flatMap(({ taxRate }) => taxRate ?? []),
  ]);
  return rates.some(({ includedInPrice }) => includedInPrice) ? 'gross' : 'net';
}

function shippingOf(order: Order): Partial<OrderSpec> {
  if (order.shippingMode !== 'Multiple') {
    return { shipping: order.shippingInfo === undefined ? null : shippingSpec(order.shippingInfo) };
  }
  return {
    shippings: order.shipping.map(({ shippingKey, shippingInfo, shippingAddress }) => ({
      shippingKey,
      address: shippingAddress,
      ...shippingSpec(shippingInfo),
    })),
  };
}

function shippingSpec(info: ShippingInfo): ShippingSpec {
  return present<ShippingSpec>({
    method: info.shippingMethodName,
    methodId: info.shippingMethod?.id ?? null,
    price: info.price.centAmount,
    taxRate: info.taxRate?.amount,
    discounted: info.discountedPrice?.value.centAmount,
    estimatedDelivery: info.estimatedDelivery,
    deliveries: info.deliveries,
  });
}

function lineSpec(line: LineItem): LineSpec {
  const { value } = line.price;
  return present<LineSpec>({
    id: line.id,
    key: line.key,
    sku: line.variant.sku,
    name: line.name,
    productId: line.productId,
    productKey: line.productKey,
    variantId: line.variant.id,
    quantity: line.quantity,
    unitPrice: value.centAmount,
    ...preciseOf(value),
    taxRate: line.taxRate?.amount,
    ...discountOf(line, value),
    gift: line.lineItemMode === 'GiftLineItem' ? true : undefined,
    supplyChannelId: line.supplyChannel?.id,
    inventoryMode: line.inventoryMode,
    custom: line.custom,
    attributes: line.variant.attributes,
    targets: targetsOf(line),
  });
}

function customLineSpec(line: CustomLineItem): CustomLineSpec {
  return present<CustomLineSpec>({
    id: line.id,
    name: line.name,
    money: line.money.centAmount,
    quantity: line.quantity,
    taxRate: line.taxRate?.amount,
    targets: targetsOf(line),
  });
}

function preciseOf(value: TypedMoney): Pick<LineSpec, 'highPrecision'> {
  if (value.type !== 'highPrecision') return {};
  return { highPrecision: { preciseAmount: value.preciseAmount, fractionDigits: value.fractionDigits } };
}

function discountOf(line: LineItem, value: TypedMoney): Pick<LineSpec, 'lineDiscountPerUnit' | 'discountedUnits'> {
  const [reached] = line.discountedPricePerQuantity;
  const [discount] = reached?.discountedPrice.includedDiscounts ?? [];
  if (reached === undefined || discount === undefined || line.lineItemMode === 'GiftLineItem') return {};
  const off = BigInt(discount.discountedAmount.centAmount);
  // Only discounts of the builder's own kind can be built again.
  const again = lessMinorUnits(value, off);
  if (again.centAmount !== reached.discountedPrice.value.centAmount) return {};
  return { lineDiscountPerUnit: Number(off), discountedUnits: reached.quantity };
}

function targetsOf(line: LineItem | CustomLineItem): readonly TargetSpec[] | undefined {
  return line.shippingDetails?.targets.map((target) => {
    const rate = line.perMethodTaxRate.find(({ shippingMethodKey }) => shippingMethodKey === target.shippingMethodKey);
    return present<TargetSpec>({ ...target, taxRate: rate?.taxRate?.amount });
  });
}
