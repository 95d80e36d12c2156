import type { Address } from '@commercetools/platform-sdk';
import { sampleAddress } from './addresses.ts';
import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, exported } from './demo-order.ts';

const US: Market = { country: 'US', currency: 'USD' };
const DE: Market = { country: 'DE', currency: 'EUR' };

const HOME: Address = { ...sampleAddress('US'), key: 'home' };
const CABIN: Address = {
  key: 'cabin',
  country: 'US',
  firstName: 'Dana',
  lastName: 'Whitfield',
  streetNumber: '5120',
  streetName: 'Old Mill Road',
  city: 'Stowe',
  state: 'VT',
  postalCode: '05672',
  phone: '+1 802 555 0142',
};
const OFFICE: Address = {
  key: 'office',
  country: 'DE',
  company: 'Weißmann & Töchter GmbH',
  streetName: 'Am Alten Speicher',
  streetNumber: '3',
  city: 'Bremen',
  postalCode: '28195',
  phone: '+49 421 5550142',
};

/** Orders that become one Ordoro order per destination. */
export const SEVERAL_DESTINATIONS: readonly DemoOrderDraft[] = [
  {
    title: 'Order with two shipping methods (shippingMode Multiple)',
    placedAs: 'OrderCreated',
    expected: exported(2),
    order: {
      ...US,
      orderNumber: 'NS-1008',
      locale: 'en-US',
      store: 'us',
      customerEmail: 'dana.whitfield@example.com',
      paymentState: 'Paid',
      tax: 'net',
      taxRate: 0.08,
      itemShippingAddresses: [HOME, CABIN],
      lines: [
        item('COF-COL-250', US, {
          quantity: 3,
          targets: [
            { addressKey: 'home', quantity: 2, shippingMethodKey: 'to-home' },
            { addressKey: 'cabin', quantity: 1, shippingMethodKey: 'to-cabin' },
          ],
        }),
        item('MUG-ENAMEL-WHT', US, {
          quantity: 2,
          targets: [{ addressKey: 'cabin', quantity: 2, shippingMethodKey: 'to-cabin', taxRate: 0.06 }],
        }),
      ],
      shippings: [
        { shippingKey: 'to-home', method: 'Standard', price: 799, address: HOME },
        { shippingKey: 'to-cabin', method: 'Express', price: 1999, taxRate: 0.06, address: CABIN },
      ],
      totalDiscount: 500,
    },
  },
  {
    title: 'Order with one shipping method to two addresses',
    placedAs: 'OrderCreated',
    expected: exported(2),
    order: {
      ...DE,
      orderNumber: 'NS-1009',
      locale: 'de-DE',
      store: 'eu',
      customerEmail: 'einkauf@weissmann.example',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.19,
      itemShippingAddresses: [{ ...sampleAddress('DE'), key: 'home' }, OFFICE],
      lines: [
        item('COF-ESP-1000', DE, {
          quantity: 5,
          targets: [
            { addressKey: 'home', quantity: 1 },
            { addressKey: 'office', quantity: 4 },
          ],
        }),
        item('FLT-V60-100', DE, { quantity: 2, targets: [{ addressKey: 'office', quantity: 2 }] }),
      ],
      shipping: { price: 990 },
    },
  },
];
