import type {
  Address,
  Attribute,
  CartOrigin,
  CustomFields,
  Delivery,
  EstimatedDelivery,
  InventoryMode,
  LocalizedString,
  OrderState,
  PaymentState,
  RoundingMode,
  ShipmentState,
  TaxCalculationMode,
} from '@commercetools/platform-sdk';
import type { HighPrecision } from './money.ts';

/** Some units of a line to one address, and with `shippingMode: Multiple` by one shipping method. */
export interface TargetSpec {
  /** Key of an address in `itemShippingAddresses`. */
  readonly addressKey: string;
  readonly quantity: number;
  /** The `shippingKey` of one of `shippings`. */
  readonly shippingMethodKey?: string;
  /** Rate at this target's address; default: the line's. Only with `shippings`. */
  readonly taxRate?: number;
}

/** A line item as the shopper put it into the cart. Amounts in minor units of the order's currency. */
export interface LineSpec {
  readonly id?: string;
  readonly key?: string;
  /** Absent: a variant without SKU, which the platform allows. */
  readonly sku?: string;
  /** A plain text is the English name; default: the SKU. */
  readonly name?: string | LocalizedString;
  readonly productId?: string;
  readonly productKey?: string;
  readonly variantId?: number;
  readonly quantity: number;
  /** Price of one unit before discounts; with tax included when the order's `tax` is `gross`. */
  readonly unitPrice: number;
  /** Replaces `unitPrice` by a price finer than the minor unit. */
  readonly highPrecision?: HighPrecision;
  /** A fraction such as 0.19; default: the order's `taxRate`. */
  readonly taxRate?: number;
  /** Taken off each discounted unit by a cart discount. */
  readonly lineDiscountPerUnit?: number;
  /** How many units the line discount reaches; default all. Fewer: `discountedPricePerQuantity` has two entries. */
  readonly discountedUnits?: number;
  /** Added by a cart discount, total 0. */
  readonly gift?: boolean;
  readonly supplyChannelId?: string;
  readonly inventoryMode?: InventoryMode;
  readonly custom?: CustomFields;
  readonly attributes?: readonly Attribute[];
  readonly targets?: readonly TargetSpec[];
}

/** A custom line item, for example a fee, or with negative money a discount. Minor units. */
export interface CustomLineSpec {
  readonly id?: string;
  readonly name: string | LocalizedString;
  /** Money of one unit; may be negative. */
  readonly money: number;
  /** Default 1. */
  readonly quantity?: number;
  readonly taxRate?: number;
  readonly targets?: readonly TargetSpec[];
}

/** A shipping method as chosen. Minor units. */
export interface ShippingSpec {
  /** Name of the method; default `Standard`. */
  readonly method?: string;
  /** Id of the method; default: the seeded method of this name; null: a custom method, which has none. */
  readonly methodId?: string | null;
  readonly price: number;
  readonly taxRate?: number;
  /** What is left of the price after a cart discount on shipping. */
  readonly discounted?: number;
  readonly estimatedDelivery?: EstimatedDelivery;
  readonly deliveries?: readonly Delivery[];
}

/** One of several shipping methods (`shippingMode: Multiple`). */
export interface MultipleShippingSpec extends ShippingSpec {
  readonly shippingKey: string;
  readonly address: Address;
}

/** What `buildOrder` makes an order of. Amounts in minor units of `currency`; dates ISO 8601 in UTC. */
export interface OrderSpec {
  /** Default: an id made from the whole spec, so give one where two specs are alike. */
  readonly id?: string;
  /** Default: a number made from the id; null: the order has none. */
  readonly orderNumber?: string | null;
  readonly createdAt: string;
  readonly lastModifiedAt?: string;
  readonly version?: number;
  /** Default `US`. */
  readonly country?: string;
  /** ISO 4217, default `USD`. */
  readonly currency?: string;
  readonly locale?: string;
  readonly customerEmail?: string;
  /** Store key. */
  readonly store?: string;
  readonly origin?: CartOrigin;
  readonly recurringOrderId?: string;
  /** Default `Open`. */
  readonly orderState?: OrderState;
  readonly paymentState?: PaymentState;
  readonly shipmentState?: ShipmentState;
  /** State id. */
  readonly state?: string;
  /** `gross`: prices include tax; `net`: tax is added; `none`: no taxes at all (tax mode Disabled). Default `net`. */
  readonly tax?: 'gross' | 'net' | 'none';
  /** Rate of lines, custom lines and shipping that name none; default 0. */
  readonly taxRate?: number;
  readonly taxCalculationMode?: TaxCalculationMode;
  readonly taxRoundingMode?: RoundingMode;
  readonly priceRoundingMode?: RoundingMode;
  readonly inventoryMode?: InventoryMode;
  readonly lines: readonly LineSpec[];
  readonly customLines?: readonly CustomLineSpec[];
  /** Default: `Standard`, free of charge; null: no shipping method. Not together with `shippings`. */
  readonly shipping?: ShippingSpec | null;
  /** Given: `shippingMode` is Multiple. */
  readonly shippings?: readonly MultipleShippingSpec[];
  /** Discount on the total price, gross or net as `tax` says. */
  readonly totalDiscount?: number;
  /** Added to the order's totals alone, as an order import may carry them: the parts then no longer add up. */
  readonly totalsOffBy?: number;
  /** Default: a sample address in `country` (none with `shippings`); null: no address. */
  readonly shippingAddress?: Address | null;
  readonly billingAddress?: Address;
  readonly itemShippingAddresses?: readonly Address[];
  /** Ids of discount codes. */
  readonly discountCodes?: readonly string[];
  readonly purchaseOrderNumber?: string;
  readonly custom?: CustomFields;
  /** Deliveries of `shippingInfo`; with `shippings` give them there. */
  readonly deliveries?: readonly Delivery[];
}
