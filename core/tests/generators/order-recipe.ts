import type { RateRecipe, Rounding } from './platform-pricing.ts';

/** A line of a test order. Prices in minor units, or in `extraDigits` more digits (a high-precision price). */
export interface LineRecipe {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly extraDigits: number;
  /** Discount in percent on the first half of the units, and on the others. */
  readonly discounts: readonly [number, number];
  readonly gift: boolean;
  readonly rate: number;
  /** Unit n goes to destination `route[n % route.length]`; -1 leaves it without a target. */
  readonly route: readonly number[];
  /** Leaves out `taxedPrice`, as orders taxed by other means may (with `Multiple`, its portions stay). */
  readonly withoutTaxedPrice: boolean;
  /** Leaves out the taxed price of its first shipping method, with `Multiple`. */
  readonly withoutPortions: boolean;
}

/** A custom line; a negative one takes `percentOff` of all line totals, another costs `price`. */
export interface CustomLineRecipe {
  readonly price: number;
  readonly percentOff: number;
  readonly quantity: number;
  readonly rate: number;
}

/** A shipping; `discount` in percent. */
export interface ShippingRecipe {
  readonly price: number;
  readonly discount: number;
  readonly rate: number;
}

/** An order in few words: `buildOrder` prices and taxes it as the platform does. */
export interface OrderRecipe {
  readonly rounding: Rounding;
  /** `lines`: the lines are taxed, the order is not, as when the shipping lacks a rate. */
  readonly taxed: 'no' | 'lines' | 'yes';
  readonly rates: readonly RateRecipe[];
  readonly lines: readonly LineRecipe[];
  readonly customLines: readonly CustomLineRecipe[];
  readonly mode: 'Single' | 'Multiple';
  /** Shipping keys with `Multiple`, item shipping addresses with `Single`. */
  readonly destinations: number;
  /** One per destination with `Multiple`, else the first one counts; none: no shipping. */
  readonly shippings: readonly ShippingRecipe[];
  /** Discount on the order's total, in hundredths of a percent; 0: none. */
  readonly discount: number;
  readonly withoutNetDiscount: boolean;
}

/** A line, custom line or shipping with what it adds to the order, minor units. */
export interface Priced<Item> {
  readonly item: Item;
  readonly total: number;
  readonly net: number;
  readonly gross: number;
}

const NO_RATE: RateRecipe = { hundredThousandths: 0, includedInPrice: false, inTwoPortions: false };

/** The rate with a number, counted round and round. */
export function rateOf(recipe: OrderRecipe, index: number): RateRecipe {
  return recipe.rates[index % recipe.rates.length] ?? NO_RATE;
}
