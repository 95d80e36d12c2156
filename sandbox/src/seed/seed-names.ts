import { namedId } from './ids.ts';

/** Ids of seeded resources that orders refer to. */
export const SEED_IDS = {
  lineItemStateInitial: namedId('state:line-initial'),
  orderStateNew: namedId('state:order-new'),
  orderStateReady: namedId('state:order-ready-for-fulfillment'),
  productType: namedId('product-type:shop-article'),
  taxCategoryStandard: namedId('tax-category:standard'),
  taxCategoryReduced: namedId('tax-category:reduced'),
  orderExtrasType: namedId('type:order-extras'),
  channelEast: namedId('channel:us-east'),
  channelWest: namedId('channel:us-west'),
  discountCodeWelcome: namedId('discount-code:WELCOME10'),
  lineDiscount: namedId('cart-discount:line'),
  giftDiscount: namedId('cart-discount:gift'),
  shippingDiscount: namedId('cart-discount:shipping'),
  totalDiscount: namedId('cart-discount:total'),
  zoneWorld: namedId('zone:world'),
  recurringOrder: namedId('recurring-order:monthly-beans'),
} as const;

/** Id of the seeded shipping method with this name; a name that is not seeded has an id of its own. */
export function shippingMethodId(name: string): string {
  return namedId(`shipping-method:${name.toLowerCase()}`);
}

/** Id of the seeded product with this key. */
export function productId(key: string): string {
  return namedId(`product:${key}`);
}
