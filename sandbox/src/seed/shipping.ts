import type { Delivery, Shipping, ShippingInfo } from '@commercetools/platform-sdk';
import type { Built } from './line-items.ts';
import { centMoney, integer } from './money.ts';
import type { MultipleShippingSpec, ShippingSpec } from './order-spec.ts';
import { present } from './present.ts';
import type { OrderContext } from './priced-item.ts';
import { rational } from './rational.ts';
import { SEED_IDS, shippingMethodId } from './seed-names.ts';
import { taxed, taxedPrice, taxRateOf } from './tax.ts';

/** The shipping info of an order. The amount that counts, and is taxed, is the discounted price where there is one. */
export function buildShippingInfo(spec: ShippingSpec, context: OrderContext): Built<ShippingInfo> {
  const { currency, taxRules } = context;
  const name = spec.method ?? 'Standard';
  const price = integer(spec.price, 'shipping price');
  const total = spec.discounted === undefined ? price : integer(spec.discounted, 'discounted shipping price');
  const rate = spec.taxRate ?? context.defaultTaxRate;
  const groups = [{ quantity: 1n, unit: rational(total) }];
  const amount = taxRules === undefined ? undefined : taxed(total, groups, { rate, rules: taxRules });
  const methodId = spec.methodId === undefined ? shippingMethodId(name) : spec.methodId;
  const resource: ShippingInfo = {
    shippingMethodName: name,
    price: centMoney(price, currency),
    shippingRate: { price: centMoney(price, currency), tiers: [] },
    taxedPrice: amount === undefined ? undefined : taxedPrice(amount, currency),
    taxRate: taxRules === undefined ? undefined : taxRateOf(rate, taxRules),
    taxCategory: { typeId: 'tax-category', id: SEED_IDS.taxCategoryStandard },
    shippingMethod: methodId === null ? undefined : { typeId: 'shipping-method', id: methodId },
    deliveries: [...(spec.deliveries ?? ([] as Delivery[]))],
    discountedPrice: discountedPrice(spec, currency),
    shippingMethodState: 'MatchesCart',
    estimatedDelivery: spec.estimatedDelivery,
  };
  return { resource: present(resource), amounts: { total, taxed: amount } };
}

/** One of several shipping methods, with its own address. */
export function buildShipping(spec: MultipleShippingSpec, context: OrderContext): Built<Shipping> {
  const { resource, amounts } = buildShippingInfo(spec, context);
  return {
    resource: { shippingKey: spec.shippingKey, shippingInfo: resource, shippingAddress: spec.address },
    amounts,
  };
}

function discountedPrice(spec: ShippingSpec, currency: string): ShippingInfo['discountedPrice'] {
  if (spec.discounted === undefined) {
    return undefined;
  }
  return {
    value: centMoney(BigInt(spec.discounted), currency),
    includedDiscounts: [
      {
        discount: { typeId: 'cart-discount', id: SEED_IDS.shippingDiscount },
        discountedAmount: centMoney(BigInt(spec.price) - BigInt(spec.discounted), currency),
      },
    ],
  };
}
