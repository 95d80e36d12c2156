import type {
  ItemShippingDetails,
  MethodTaxedPrice,
  MethodTaxRate,
  RoundingMode,
  TaxedItemPrice,
  TaxRate,
} from '@commercetools/platform-sdk';
import type { IdSource } from './ids.ts';
import { integer } from './money.ts';
import type { TargetSpec } from './order-spec.ts';
import { plus, rational, rounded, times } from './rational.ts';
import { sumTaxed, type Taxed, type TaxRules, taxed, taxedPrice, taxRateOf, type UnitGroup } from './tax.ts';

/** What all parts of one order share. */
export interface OrderContext {
  readonly currency: string;
  readonly createdAt: string;
  /** Absent: the order carries no taxes. */
  readonly taxRules?: TaxRules;
  readonly defaultTaxRate: number;
  readonly priceRounding: RoundingMode;
  readonly multiple: boolean;
  readonly inventoryMode: string;
  readonly ids: IdSource;
}

/** A line or custom line reduced to what its amounts depend on. */
export interface Item {
  readonly groups: readonly UnitGroup[];
  readonly taxRate?: number;
  readonly targets?: readonly TargetSpec[];
}

/** The amounts of an item. Minor units. */
export interface PricedItem {
  readonly total: bigint;
  /** Absent: no taxes. */
  readonly taxed?: Taxed;
  /** The tax fields as line items and custom line items share them. */
  readonly taxFields: {
    readonly taxedPrice?: TaxedItemPrice;
    readonly taxRate?: TaxRate;
    readonly taxedPricePortions: MethodTaxedPrice[];
    readonly perMethodTaxRate: MethodTaxRate[];
  };
  readonly shippingDetails?: ItemShippingDetails;
}

interface MethodPart {
  readonly shippingMethodKey: string;
  readonly rate: number;
  readonly taxed: Taxed;
}

/**
 * Totals and taxes of an item. With several shipping methods the tax is rounded per method and `taxedPrice` is the sum of
 * the portions; an item that is not wholly assigned to methods is taxed as a whole.
 */
export function pricedItem(item: Item, context: OrderContext): PricedItem {
  const total = totalOf(item.groups, context.priceRounding);
  const shippingDetails = detailsOf(item);
  const rules = context.taxRules;
  if (rules === undefined) {
    return { total, taxFields: { taxedPricePortions: [], perMethodTaxRate: [] }, shippingDetails };
  }
  const parts = context.multiple ? methodParts(item, context, rules) : [];
  const whole = parts.length > 0 && shippingDetails?.valid === true;
  const rate = item.taxRate ?? context.defaultTaxRate;
  const sum = whole ? sumTaxed(parts.map((part) => part.taxed)) : taxed(total, item.groups, { rate, rules });
  return {
    total,
    taxed: sum,
    taxFields: {
      taxedPrice: taxedPrice(sum, context.currency),
      taxRate: context.multiple && parts.length > 0 ? undefined : taxRateOf(rate, rules),
      taxedPricePortions: parts.map((part) => ({
        shippingMethodKey: part.shippingMethodKey,
        taxedPrice: taxedPrice(part.taxed, context.currency),
      })),
      perMethodTaxRate: parts.map((part) => ({
        shippingMethodKey: part.shippingMethodKey,
        taxRate: taxRateOf(part.rate, rules),
      })),
    },
    shippingDetails,
  };
}

/** All units of the groups. */
export function unitsOf(groups: readonly UnitGroup[]): bigint {
  return groups.reduce((sum, group) => sum + group.quantity, 0n);
}

function totalOf(groups: readonly UnitGroup[], mode: RoundingMode): bigint {
  const exact = groups.reduce((sum, group) => plus(sum, times(rational(group.quantity), group.unit)), rational(0n));
  return rounded(exact, mode);
}

function detailsOf(item: Item): ItemShippingDetails | undefined {
  if (item.targets === undefined) {
    return undefined;
  }
  const targets = item.targets.map(({ taxRate: _taxRate, ...target }) => target);
  const assigned = targets.reduce((sum, target) => sum + BigInt(target.quantity), 0n);
  return { targets, valid: assigned === unitsOf(item.groups) };
}

/**
 * One part per shipping method, in order of first mention. A part's price is the difference of the rounded running totals,
 * so that the parts of a high-precision line add up to its total.
 */
function methodParts(item: Item, context: OrderContext, rules: TaxRules): MethodPart[] {
  const parts: MethodPart[] = [];
  const before: UnitGroup[] = [];
  let rest: readonly UnitGroup[] = item.groups;
  let billed = 0n;
  for (const [shippingMethodKey, { quantity, rate }] of quantityPerMethod(item, context.defaultTaxRate)) {
    const { first, rest: left } = splitUnits(rest, quantity);
    before.push(...first);
    const upTo = totalOf(before, context.priceRounding);
    parts.push({ shippingMethodKey, rate, taxed: taxed(upTo - billed, first, { rate, rules }) });
    rest = left;
    billed = upTo;
  }
  return parts;
}

function quantityPerMethod(item: Item, defaultRate: number): Map<string, { quantity: bigint; rate: number }> {
  const methods = new Map<string, { quantity: bigint; rate: number }>();
  for (const target of item.targets ?? []) {
    if (target.shippingMethodKey !== undefined) {
      const known = methods.get(target.shippingMethodKey);
      const quantity = (known?.quantity ?? 0n) + integer(target.quantity, 'quantity of a target');
      const rate = known?.rate ?? target.taxRate ?? item.taxRate ?? defaultRate;
      methods.set(target.shippingMethodKey, { quantity, rate });
    }
  }
  return methods;
}

/** The first `count` units, in the order of the groups, and what is left of them. */
function splitUnits(groups: readonly UnitGroup[], count: bigint): { first: UnitGroup[]; rest: UnitGroup[] } {
  const first: UnitGroup[] = [];
  const rest: UnitGroup[] = [];
  let wanted = count;
  for (const group of groups) {
    // biome-ignore lint/complexity/useMathMinMax: the quantities are bigint
    const taken = wanted > group.quantity ? group.quantity : wanted;
    first.push({ ...group, quantity: taken });
    rest.push({ ...group, quantity: group.quantity - taken });
    wanted -= taken;
  }
  const some = (group: UnitGroup): boolean => group.quantity > 0n;
  return { first: first.filter(some), rest: rest.filter(some) };
}
