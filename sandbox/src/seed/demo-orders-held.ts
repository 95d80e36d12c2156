import { sampleAddress } from './addresses.ts';
import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, exported, held } from './demo-order.ts';
import type { OrderSpec } from './order-builder.ts';

const US: Market = { country: 'US', currency: 'USD' };
const CH: Market = { country: 'CH', currency: 'CHF' };

/** A paid US order that would go out, were it not for what is changed in it. */
function paidInUs(orderNumber: string, changed: Partial<OrderSpec>): DemoOrderDraft['order'] {
  return {
    ...US,
    orderNumber,
    locale: 'en-US',
    store: 'us',
    customerEmail: 'dana.whitfield@example.com',
    paymentState: 'Paid',
    tax: 'net',
    lines: [item('COF-COL-250', US, { quantity: 1 })],
    shipping: { price: 799, taxRate: 0.08 },
    ...changed,
  };
}

const { postalCode: _postalCode, ...WITHOUT_ZIP } = sampleAddress('US');

/** Paid orders that are held, each for one reason. Two of them are put right later. */
export const HELD_ORDERS: readonly DemoOrderDraft[] = [
  {
    title: 'A SKU that Ordoro does not know',
    placedAs: 'OrderCreated',
    expected: held('unmapped-sku'),
    order: paidInUs('NS-2001', {
      lines: [item('MUG-LTD-2026', US, { quantity: 1 }), item('COF-COL-250', US, { quantity: 1 })],
    }),
  },
  {
    title: 'A line item without SKU',
    placedAs: 'OrderCreated',
    expected: held('missing-sku'),
    order: paidInUs('NS-2002', {
      lines: [{ name: { en: 'Tasting Box', de: 'Probierkiste' }, quantity: 1, unitPrice: 2900 }],
    }),
  },
  {
    title: 'A country code that is not an ISO code (XK for Kosovo)',
    placedAs: 'OrderCreated',
    expected: held('unsupported-country'),
    order: {
      ...US,
      orderNumber: 'NS-2009',
      paymentState: 'Paid',
      tax: 'none',
      lines: [item('COF-COL-250', US, { quantity: 1 })],
      shippingAddress: {
        country: 'XK',
        firstName: 'Arta',
        lastName: 'Berisha',
        streetName: 'Rruga Agim Ramadani',
        streetNumber: '12',
        postalCode: '10000',
        city: 'Prishtina',
      },
    },
  },
  {
    title: 'No shipping address',
    placedAs: 'OrderCreated',
    expected: held('missing-address'),
    // Without an address the platform knows no tax rate.
    order: paidInUs('NS-2003', { shippingAddress: null, tax: 'none' }),
  },
  {
    title: 'A US address without ZIP code, completed later',
    placedAs: 'OrderCreated',
    later: {
      kind: 'fix-address',
      says: 'The shop asks the customer for the ZIP code.',
      actions: [{ action: 'setShippingAddress', address: sampleAddress('US') }],
    },
    expectedAtFirst: held('incomplete-address'),
    expected: exported(),
    order: paidInUs('NS-2004', { shippingAddress: WITHOUT_ZIP }),
  },
  {
    title: 'A shipping method that is not mapped to a service',
    placedAs: 'OrderCreated',
    expected: held('unsupported-shipping-service'),
    order: paidInUs('NS-2005', { shipping: { method: 'Overnight', price: 3999, taxRate: 0.08 } }),
  },
  {
    title: 'No shipping method',
    placedAs: 'OrderCreated',
    expected: held('missing-shipping-method'),
    order: paidInUs('NS-2006', { shipping: null }),
  },
  {
    title: 'A currency that is not configured',
    placedAs: 'OrderCreated',
    expected: held('unsupported-currency'),
    order: {
      ...CH,
      orderNumber: 'NS-2007',
      locale: 'de-CH',
      customerEmail: 'reto.buenzli@example.com',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.081,
      lines: [item('GRD-HAND', CH, { quantity: 1, unitPrice: 7250 })],
      shipping: { price: 900 },
    },
  },
  {
    title: 'An imported order whose total is not the sum of its parts',
    placedAs: 'OrderImported',
    expected: held('totals-mismatch'),
    order: paidInUs('POS-88214', { origin: 'Merchant', totalsOffBy: -700 }),
  },
  {
    title: 'A SKU written differently in Ordoro, mapped later',
    placedAs: 'OrderCreated',
    later: {
      kind: 'map-sku',
      says: 'The merchant maps COF/ETH-250 to COF-ETH-250.',
      actions: [],
      mapping: { key: 'COF~2fETH-250', value: { sku: 'COF/ETH-250', ordoroSku: 'COF-ETH-250' } },
    },
    expectedAtFirst: held('unmapped-sku'),
    expected: exported(),
    order: paidInUs('NS-2008', { lines: [item('COF/ETH-250', US, { quantity: 2 })] }),
  },
];
