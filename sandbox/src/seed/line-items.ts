import type {
  CustomLineItem,
  DiscountedLineItemPriceForQuantity,
  LineItem,
  LocalizedString,
  Reference,
  TypedMoney,
} from '@commercetools/platform-sdk';
import { namedId } from './ids.ts';
import { centMoney, highPrecisionMoney, integer, lessMinorUnits, minorUnits } from './money.ts';
import type { CustomLineSpec, LineSpec } from './order-spec.ts';
import { present } from './present.ts';
import { type OrderContext, type PricedItem, pricedItem } from './priced-item.ts';
import { plus, rational } from './rational.ts';
import { SEED_IDS } from './seed-names.ts';
import type { UnitGroup } from './tax.ts';

/** A line together with the amounts the order's totals are made of. */
export interface Built<T> {
  readonly resource: T;
  readonly amounts: Pick<PricedItem, 'total' | 'taxed'>;
}

/** A line item with totals, taxes and discounted prices. Raises a RangeError for amounts that are not whole numbers. */
export function buildLineItem(spec: LineSpec, context: OrderContext): Built<LineItem> {
  const groups = unitGroups(spec, context.currency);
  const priced = pricedItem({ groups, taxRate: spec.taxRate, targets: spec.targets }, context);
  const value = unitValue(spec, context.currency);
  const id = spec.id ?? context.ids();
  const price = { id: namedId(`price:${id}`), value };
  const key = spec.productKey ?? spec.sku ?? id;
  const resource: LineItem = {
    id,
    key: spec.key,
    productId: spec.productId ?? namedId(`product:${key}`),
    productKey: spec.productKey,
    name: localized(spec.name ?? spec.sku ?? 'Article without SKU'),
    productType: { typeId: 'product-type', id: SEED_IDS.productType },
    variant: present({
      id: spec.variantId ?? 1,
      sku: spec.sku,
      prices: [price],
      attributes: [...(spec.attributes ?? [])],
      images: [],
      assets: [],
    }),
    price,
    quantity: spec.quantity,
    totalPrice: centMoney(priced.total, context.currency),
    discountedPricePerQuantity: discountedPrices(spec, value),
    ...priced.taxFields,
    state: initialState(spec.quantity),
    supplyChannel: spec.supplyChannelId === undefined ? undefined : { typeId: 'channel', id: spec.supplyChannelId },
    priceMode: 'Platform',
    lineItemMode: spec.gift === true ? 'GiftLineItem' : 'Standard',
    inventoryMode: spec.inventoryMode === context.inventoryMode ? undefined : spec.inventoryMode,
    shippingDetails: priced.shippingDetails,
    custom: spec.custom,
    addedAt: context.createdAt,
    lastModifiedAt: context.createdAt,
  };
  return { resource: present(resource), amounts: priced };
}

/** A custom line item. Its money may be negative. */
export function buildCustomLineItem(spec: CustomLineSpec, context: OrderContext): Built<CustomLineItem> {
  const quantity = spec.quantity ?? 1;
  const groups = [{ quantity: integer(quantity, 'quantity'), unit: rational(integer(spec.money, 'money')) }];
  const priced = pricedItem({ groups, taxRate: spec.taxRate, targets: spec.targets }, context);
  const id = spec.id ?? context.ids();
  const resource: CustomLineItem = {
    id,
    name: localized(spec.name),
    money: centMoney(BigInt(spec.money), context.currency),
    slug: `custom-${id.slice(0, 8)}`,
    quantity,
    totalPrice: centMoney(priced.total, context.currency),
    ...priced.taxFields,
    state: initialState(quantity),
    discountedPricePerQuantity: [],
    shippingDetails: priced.shippingDetails,
    priceMode: 'Standard',
  };
  return { resource: present(resource), amounts: priced };
}

function localized(name: string | LocalizedString): LocalizedString {
  return typeof name === 'string' ? { en: name } : name;
}

function initialState(quantity: number): LineItem['state'] {
  return [{ quantity, state: { typeId: 'state', id: SEED_IDS.lineItemStateInitial } }];
}

function unitValue(spec: LineSpec, currency: string): TypedMoney {
  return spec.highPrecision === undefined
    ? centMoney(integer(spec.unitPrice, 'unitPrice'), currency)
    : highPrecisionMoney(spec.highPrecision, currency);
}

/** The units with what each finally costs: discounted ones first. */
function unitGroups(spec: LineSpec, currency: string): UnitGroup[] {
  const quantity = integer(spec.quantity, 'quantity');
  if (quantity < 1n) {
    throw new RangeError('A line item needs a quantity of at least 1.');
  }
  if (spec.gift === true) {
    return [{ quantity, unit: rational(0n) }];
  }
  const unit =
    spec.highPrecision === undefined
      ? rational(integer(spec.unitPrice, 'unitPrice'))
      : minorUnits(spec.highPrecision, currency);
  const reached = discountedUnits(spec);
  const discount = rational(-integer(spec.lineDiscountPerUnit ?? 0, 'lineDiscountPerUnit'));
  if (plus(unit, discount).numerator < 0n) {
    throw new RangeError('lineDiscountPerUnit must not exceed the unit price.');
  }
  const groups = [
    { quantity: reached, unit: plus(unit, discount) },
    { quantity: quantity - reached, unit },
  ];
  return groups.filter((group) => group.quantity > 0n);
}

function discountedUnits(spec: LineSpec): bigint {
  if (spec.lineDiscountPerUnit === undefined) {
    return 0n;
  }
  const reached = spec.discountedUnits ?? spec.quantity;
  if (reached > spec.quantity) {
    throw new RangeError('discountedUnits must not exceed the quantity.');
  }
  return integer(reached, 'discountedUnits');
}

/** Undiscounted units get an entry of their own, with no included discount, as soon as others are discounted. */
function discountedPrices(spec: LineSpec, value: TypedMoney): DiscountedLineItemPriceForQuantity[] {
  if (spec.gift === true) {
    const free = centMoney(0n, value.currencyCode);
    return [discountedPrice(spec.quantity, free, { id: SEED_IDS.giftDiscount, amount: value })];
  }
  if (spec.lineDiscountPerUnit === undefined) {
    return [];
  }
  const reached = Number(discountedUnits(spec));
  const off = BigInt(spec.lineDiscountPerUnit);
  const discount = { id: SEED_IDS.lineDiscount, amount: centMoney(off, value.currencyCode) };
  const entries = [discountedPrice(reached, lessMinorUnits(value, off), discount)];
  return reached === spec.quantity
    ? entries
    : [...entries, { quantity: spec.quantity - reached, discountedPrice: { value, includedDiscounts: [] } }];
}

function discountedPrice(
  quantity: number,
  value: TypedMoney,
  discount: { id: string; amount: TypedMoney },
): DiscountedLineItemPriceForQuantity {
  const reference: Reference = { typeId: 'cart-discount', id: discount.id };
  return {
    quantity,
    discountedPrice: { value, includedDiscounts: [{ discount: reference, discountedAmount: discount.amount }] },
  };
}
