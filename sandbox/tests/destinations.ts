import type { Address } from '@commercetools/platform-sdk';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import { COFFEE, US } from './shop.ts';

const ALBANY = { country: 'US', lastName: 'Whitfield', city: 'Albany', state: 'NY', postalCode: '12203' };

/** Where orders with two addresses go. */
export const HOME: Address = { ...ALBANY, key: 'home', streetName: 'A Street', streetNumber: '1' };
export const CABIN: Address = { ...ALBANY, key: 'cabin', streetName: 'B Road', streetNumber: '2' };

/** Bags of coffee for each of the two addresses. */
export interface Bags {
  readonly home: number;
  readonly cabin: number;
}

/** An order to both addresses by one shipping method. */
export function toBoth({ home, cabin }: Bags): Partial<OrderSpec> {
  const targets = [
    { addressKey: 'home', quantity: home },
    { addressKey: 'cabin', quantity: cabin },
  ];
  return {
    itemShippingAddresses: [HOME, CABIN],
    lines: [item(COFFEE, US, { quantity: home + cabin, targets })],
  };
}

/** An order over one bag to each of the two addresses: two Ordoro orders. */
export const TWO_ADDRESSES: Partial<OrderSpec> = toBoth({ home: 1, cabin: 1 });

/** An order to both addresses, to each by a shipping method of its own; without a bag for the cabin it goes home only. */
export function byTwoMethods({ home, cabin }: Bags) {
  const targets = [
    { addressKey: 'home', quantity: home, shippingMethodKey: 'to-home' },
    ...(cabin === 0 ? [] : [{ addressKey: 'cabin', quantity: cabin, shippingMethodKey: 'to-cabin' }]),
  ];
  const toHome = { shippingKey: 'to-home', method: 'Standard', price: 500, address: HOME };
  const toCabin = { shippingKey: 'to-cabin', method: 'Express', price: 900, address: CABIN };
  return {
    itemShippingAddresses: [HOME, CABIN],
    lines: [item(COFFEE, US, { quantity: home + cabin, targets })],
    shipping: undefined as never,
    shippings: cabin === 0 ? [toHome] : [toHome, toCabin],
  };
}
