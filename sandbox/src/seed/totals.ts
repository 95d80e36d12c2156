import type { CentPrecisionMoney, DiscountOnTotalPrice, RoundingMode, TaxedPrice } from '@commercetools/platform-sdk';
import { centMoney } from './money.ts';
import { present } from './present.ts';
import type { PricedItem } from './priced-item.ts';
import { rational, rounded } from './rational.ts';
import { SEED_IDS } from './seed-names.ts';
import { type Portion, sumTaxed, type Taxed, taxedPrice } from './tax.ts';

type Amounts = Pick<PricedItem, 'total' | 'taxed'>;

/** What the totals of an order are made of. Minor units. */
export interface TotalsInput {
  readonly currency: string;
  /** Lines and custom lines. */
  readonly items: readonly Amounts[];
  readonly shippings: readonly Amounts[];
  /** Absent: the order carries no taxes. */
  readonly tax?: { readonly includedInPrice: boolean; readonly rounding: RoundingMode };
  /** Discount on the total price, gross or net like the prices; 0 for none. */
  readonly discount: bigint;
  /** Deliberate error in the totals, 0 for none. */
  readonly offBy: bigint;
}

/** The amounts on the order itself. */
export interface Totals {
  readonly totalPrice: CentPrecisionMoney;
  readonly taxedPrice?: TaxedPrice;
  readonly taxedShippingPrice?: TaxedPrice;
  readonly discountOnTotalPrice?: DiscountOnTotalPrice;
}

/**
 * Totals as the platform computes them: `totalPrice` = lines + custom lines + shipping - discount on total price;
 * `taxedPrice` the sum of the parts' taxed prices, both sides reduced by the same percentage. `taxedShippingPrice` is
 * reduced too. Raises a RangeError for a discount that is negative or exceeds the total.
 */
export function orderTotals(input: TotalsInput): Totals {
  const { currency, discount, offBy } = input;
  const parts = [...input.items, ...input.shippings];
  const total = parts.reduce((sum, part) => sum + part.total, 0n);
  if (discount < 0n || (discount > 0n && discount > total)) {
    throw new RangeError('totalDiscount must lie between 0 and the total of the order.');
  }
  const totalPrice = centMoney(total - discount + offBy, currency);
  if (input.tax === undefined) {
    const plainDiscount = discount === 0n ? undefined : discountOnTotal(discount, currency);
    return present({ totalPrice, discountOnTotalPrice: plainDiscount });
  }
  const share = { part: discount, of: total, mode: input.tax.rounding };
  const all = sumTaxed(parts.flatMap((part) => part.taxed ?? []));
  const shipping = sumTaxed(input.shippings.flatMap((part) => part.taxed ?? []));
  const reduced = lessShare(all, share);
  const off = { net: all.net - reduced.net, gross: all.gross - reduced.gross };
  return present({
    totalPrice,
    taxedPrice: taxedPrice({ ...reduced, net: reduced.net + offBy, gross: reduced.gross + offBy }, currency),
    taxedShippingPrice: input.shippings.length === 0 ? undefined : taxedPrice(lessShare(shipping, share), currency),
    discountOnTotalPrice: discount === 0n ? undefined : discountOnTotal(discount, currency, off),
  });
}

interface Share {
  readonly part: bigint;
  readonly of: bigint;
  readonly mode: RoundingMode;
}

/** The amount less part/of of it; the tax portions follow and still add up to the tax. */
function lessShare(amount: Taxed, share: Share): Taxed {
  if (share.part === 0n) {
    return amount;
  }
  const less = (value: bigint): bigint => value - rounded(rational(value * share.part, share.of), share.mode);
  const net = less(amount.net);
  const gross = less(amount.gross);
  const portions = amount.portions.map((portion) => ({ ...portion, amount: less(portion.amount) }));
  return { net, gross, portions: settled(portions, gross - net) };
}

/** Puts the rounding residue on the largest portion. */
function settled(portions: readonly Portion[], tax: bigint): Portion[] {
  const residue = portions.reduce((rest, portion) => rest - portion.amount, tax);
  const largest = portions.reduce<Portion | undefined>(
    (best, portion) => (best === undefined || portion.amount > best.amount ? portion : best),
    undefined,
  );
  return portions.map((portion) => (portion === largest ? { ...portion, amount: portion.amount + residue } : portion));
}

function discountOnTotal(
  discount: bigint,
  currency: string,
  off?: { readonly net: bigint; readonly gross: bigint },
): DiscountOnTotalPrice {
  const discountedAmount = centMoney(discount, currency);
  return present({
    discountedAmount,
    includedDiscounts: [{ discount: { typeId: 'cart-discount', id: SEED_IDS.totalDiscount }, discountedAmount }],
    discountedNetAmount: off === undefined ? undefined : centMoney(off.net, currency),
    discountedGrossAmount: off === undefined ? undefined : centMoney(off.gross, currency),
  });
}
