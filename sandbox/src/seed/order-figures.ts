import type { Order, TaxedItemPrice, TaxedPrice } from '@commercetools/platform-sdk';
import { buildOrder, type OrderSpec } from './order-builder.ts';

/** When the orders of the tests are created. */
export const CREATED_AT = '2026-11-02T09:30:00.000Z';

/** An order of the tests. */
export function order(spec: Omit<OrderSpec, 'createdAt'>): Order {
  return buildOrder({ createdAt: CREATED_AT, ...spec });
}

/** Net, gross and tax in minor units. */
export function figures(price: TaxedItemPrice | TaxedPrice | undefined) {
  return [price?.totalNet.centAmount, price?.totalGross.centAmount, price?.totalTax?.centAmount];
}

/** Rate and amount of each tax portion, in minor units. */
export function portions(price: TaxedItemPrice | TaxedPrice | undefined) {
  return price?.taxPortions.map((portion) => [portion.rate, portion.amount.centAmount]);
}
