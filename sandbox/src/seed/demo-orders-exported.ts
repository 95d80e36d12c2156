import type { CustomFields } from '@commercetools/platform-sdk';
import { sampleAddress } from './addresses.ts';
import { item, type Market } from './demo-lines.ts';
import { type DemoOrderDraft, exported, WAITING } from './demo-order.ts';
import { SEED_IDS } from './seed-names.ts';

const US: Market = { country: 'US', currency: 'USD' };
const DE: Market = { country: 'DE', currency: 'EUR' };
const FR: Market = { country: 'FR', currency: 'EUR' };
const GB: Market = { country: 'GB', currency: 'GBP' };
const JP: Market = { country: 'JP', currency: 'JPY' };
const KW: Market = { country: 'KW', currency: 'KWD' };
const CA: Market = { country: 'CA', currency: 'CAD' };
const GR: Market = { country: 'GR', currency: 'EUR' };

function giftMessage(text: string): CustomFields {
  return { type: { typeId: 'type', id: SEED_IDS.orderExtrasType }, fields: { giftMessage: text } };
}

/** Orders that reach Ordoro as one order each. */
export const EXPORTED_ORDERS: readonly DemoOrderDraft[] = [
  {
    title: 'US order, born paid, sales tax on top of the prices',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...US,
      orderNumber: 'NS-1001',
      locale: 'en-US',
      store: 'us',
      customerEmail: 'dana.whitfield@example.com',
      paymentState: 'Paid',
      tax: 'net',
      lines: [
        item('COF-COL-250', US, { quantity: 2, supplyChannelId: SEED_IDS.channelEast }),
        item('GRD-HAND', US, { quantity: 1, supplyChannelId: SEED_IDS.channelEast }),
      ],
      shipping: { price: 799, taxRate: 0.08 },
    },
  },
  {
    title: 'German order at gross prices with two tax rates, paid after it was placed',
    placedAs: 'OrderCreated',
    later: {
      kind: 'pay',
      says: 'The bank transfer arrives.',
      actions: [{ action: 'changePaymentState', paymentState: 'Paid' }],
    },
    expectedAtFirst: WAITING,
    expected: exported(),
    order: {
      ...DE,
      orderNumber: 'NS-1002',
      locale: 'de-DE',
      store: 'eu',
      customerEmail: 'joerg.weissmann@example.com',
      paymentState: 'Pending',
      tax: 'gross',
      taxRate: 0.19,
      lines: [item('COF-ESP-1000', DE, { quantity: 3 }), item('MUG-ENAMEL-BLU', DE, { quantity: 2 })],
      shipping: { price: 490 },
    },
  },
  {
    title: 'French express order with a welcome code, a gift message and an order number of odd characters',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...FR,
      orderNumber: 'WEB/2026#1001 ü',
      locale: 'fr-FR',
      store: 'eu',
      customerEmail: 'heloise.garcon@example.com',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.2,
      lines: [
        item('COF-DEC-250', FR, { quantity: 3, lineDiscountPerUnit: 94 }),
        item('DRP-V60', FR, { quantity: 2, lineDiscountPerUnit: 249, discountedUnits: 1 }),
      ],
      shipping: { method: 'Express', price: 1490 },
      discountCodes: [SEED_IDS.discountCodeWelcome],
      custom: giftMessage('Joyeux anniversaire, Papi ! 🎂'),
    },
  },
  {
    title: 'British order with a discount on the total and a free mug',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...GB,
      orderNumber: 'NS-1003',
      locale: 'en-GB',
      customerEmail: 'orders@thimble.example',
      purchaseOrderNumber: 'PO-77-2026',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.2,
      lines: [
        item('COF-COL-1000', GB, { quantity: 2, unitPrice: 2650 }),
        item('GRD-ELEC', GB, { quantity: 1, unitPrice: 16900 }),
        item('MUG-ENAMEL-WHT', GB, { quantity: 1, unitPrice: 1250, gift: true }),
      ],
      shipping: { price: 695, discounted: 0 },
      totalDiscount: 2220,
    },
  },
  {
    title: 'Japanese order in yen with an address in Japanese script',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...JP,
      orderNumber: 'NS-1004',
      locale: 'ja-JP',
      customerEmail: 'misaki@example.com',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.1,
      lines: [item('COF-COL-250', JP, { quantity: 4 }), item('FLT-V60-100', JP, { quantity: 1 })],
      shipping: { price: 1200 },
      custom: giftMessage('お誕生日おめでとう 🎁'),
    },
  },
  {
    title: 'Order in Kuwaiti dinars, three digits after the point, without any taxes',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...KW,
      orderNumber: 'NS-1005',
      locale: 'en',
      customerEmail: 'fatima@example.com',
      paymentState: 'Paid',
      tax: 'none',
      lines: [
        item('GRD-HAND', KW, { quantity: 1, unitPrice: 24250 }),
        item('CUP-PAPER', KW, { quantity: 40, unitPrice: 45 }),
      ],
      shipping: { price: 6125 },
    },
  },
  {
    title: 'Canadian order that is released for shipping before it is paid',
    placedAs: 'OrderCreated',
    later: {
      kind: 'ship-ready',
      says: 'The shop releases the order on account.',
      actions: [{ action: 'changeShipmentState', shipmentState: 'Ready' }],
    },
    expectedAtFirst: WAITING,
    expected: exported(),
    order: {
      ...CA,
      orderNumber: 'NS-1006',
      locale: 'en-CA',
      customerEmail: 'noemie.belanger@example.com',
      paymentState: 'BalanceDue',
      tax: 'net',
      taxRate: 0.14,
      taxCalculationMode: 'UnitPriceLevel',
      lines: [
        item('DRP-V60', CA, { quantity: 3, unitPrice: 3795 }),
        item('FLT-V60-100', CA, { quantity: 5, unitPrice: 995 }),
      ],
      shipping: { price: 1150 },
    },
  },
  {
    title: 'Imported order with loyalty points as a negative custom line',
    placedAs: 'OrderImported',
    expected: exported(),
    order: {
      ...US,
      orderNumber: 'POS-88213',
      locale: 'en-US',
      origin: 'Merchant',
      customerEmail: 'dana.whitfield@example.com',
      paymentState: 'Paid',
      tax: 'net',
      taxRate: 0.08,
      lines: [item('GRD-ELEC', US, { quantity: 1, supplyChannelId: SEED_IDS.channelWest })],
      customLines: [
        { name: 'Loyalty points', money: -2500 },
        { name: 'Gift wrapping', money: 450 },
      ],
      shipping: { price: 1299 },
    },
  },
  {
    title: 'Monthly coffee of a recurring order',
    placedAs: 'OrderCreatedFromRecurringOrder',
    expected: exported(),
    order: {
      ...DE,
      orderNumber: 'ABO-2026-11-0007',
      locale: 'de-DE',
      store: 'eu',
      origin: 'RecurringOrder',
      recurringOrderId: SEED_IDS.recurringOrder,
      customerEmail: 'joerg.weissmann@example.com',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.19,
      lines: [item('COF-ESP-250', DE, { quantity: 4 })],
      shipping: { price: 0 },
    },
  },
  {
    title: 'Greek order without order number: paper cups at a price finer than a cent, emoji in the address',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...GR,
      orderNumber: null,
      locale: 'el-GR',
      customerEmail: 'eleni@example.com',
      paymentState: 'Paid',
      tax: 'gross',
      taxRate: 0.24,
      lines: [
        item('CUP-PAPER', GR, { quantity: 150, highPrecision: { preciseAmount: 13333, fractionDigits: 5 } }),
        item('COF-DEC-250', GR, { quantity: 1 }),
      ],
      shipping: { price: 890 },
    },
  },
  {
    title: 'Starter set, a kit in Ordoro, together with a gift card that is not shipped',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: {
      ...US,
      orderNumber: 'NS-1007',
      locale: 'en-US',
      store: 'us',
      customerEmail: 'sam.okafor@example.com',
      paymentState: 'Paid',
      tax: 'net',
      lines: [
        item('BND-STARTER', US, { quantity: 1, supplyChannelId: SEED_IDS.channelWest }),
        item('GIFT-CARD-50', US, { quantity: 1, taxRate: 0 }),
      ],
      shipping: { price: 799, taxRate: 0.08 },
      billingAddress: sampleAddress('US'),
      shippingAddress: {
        country: 'US',
        firstName: 'Sam',
        lastName: 'Okafor',
        streetNumber: '77',
        streetName: 'Mesa Vista Drive',
        city: 'Santa Fe',
        state: 'NM',
        postalCode: '87501',
        phone: '+1 505 555 0142',
      },
    },
  },
];
