import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item } from '../src/seed/demo-lines.ts';
import { buildOrder } from '../src/seed/order-builder.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { Journey } from './connector-under-test.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/mapping-orders.md'), 'utf8');

const GERMANY = { country: 'DE', currency: 'EUR' };

/** The order of the page: gross prices, two tax rates, discounts on a line and on the total, a line that does not ship. */
const ORDER = buildOrder({
  id: '0b0f6a3e-5c1d-4b7e-9a52-3f1c2d4e5a6b',
  orderNumber: 'NS-1042',
  createdAt: '2026-11-23T10:00:00.000Z',
  ...GERMANY,
  locale: 'de-DE',
  store: 'eu',
  customerEmail: 'joerg.weissmann@example.com',
  paymentState: 'Paid',
  tax: 'gross',
  taxRate: 0.19,
  purchaseOrderNumber: 'PO-118',
  lines: [
    item('COF-ESP-1000', GERMANY, { quantity: 2, lineDiscountPerUnit: 200, supplyChannelId: SEED_IDS.channelEast }),
    item('MUG-ENAMEL-BLU', GERMANY, { quantity: 3, supplyChannelId: SEED_IDS.channelEast }),
    item('GIFT-CARD-50', GERMANY, { quantity: 1, unitPrice: 5000, taxRate: 0 }),
  ],
  customLines: [
    { name: { en: 'Gift wrapping', de: 'Geschenkverpackung' }, money: 250 },
    { name: { en: 'Loyalty points', de: 'Treuepunkte' }, money: -500 },
  ],
  shipping: { method: 'Express', price: 990, estimatedDelivery: { until: '2026-11-26T17:00:00.000Z' } },
  totalDiscount: 1000,
  discountCodes: [SEED_IDS.discountCodeWelcome],
  billingAddress: {
    ...sampleAddress('DE'),
    company: 'Weißmann & Töchter GmbH',
    streetName: 'Am Alten Speicher',
    streetNumber: '3',
    city: 'Bremen',
    postalCode: '28195',
  },
  custom: { type: { typeId: 'type', id: SEED_IDS.orderExtrasType }, fields: { giftMessage: 'Alles Gute!' } },
});

/** The JSON under "A whole sample". */
function documentedBody(): unknown {
  const block = /\n## A whole sample\n[\s\S]*?\n```json\n([\s\S]*?)\n```/.exec(DOCUMENT)?.[1];
  return JSON.parse(block ?? 'null');
}

/** Cells of the table row that begins with this text. */
function row(beginning: string): string[] {
  const line = DOCUMENT.split('\n').find((candidate) => candidate.startsWith(`| ${beginning}`));
  return (line ?? '').split('|').map((cell) => cell.trim().replaceAll('*', ''));
}

describe('docs/mapping-orders.md', () => {
  let journey: Journey;
  let sent: readonly unknown[];

  beforeAll(async () => {
    journey = await Journey.start();
    await journey.sandbox.commercetools.placeOrder(ORDER, 'OrderCreated');
    await journey.deliver();
    const posts = journey.sandbox.ordoro.traffic.calls.filter(({ method }) => method === 'POST');
    sent = posts.map(({ requestBody }) => requestBody);
  });

  afterAll(async () => {
    await journey.close();
  });

  it('shows the body that is sent for its sample order, field by field', () => {
    expect(sent).toEqual([documentedBody()]);
  });

  it('shows the gross and net amounts of its sample order', () => {
    const shown = ['2 × COF-ESP-1000', '3 × MUG-ENAMEL-BLU', '1 × GIFT-CARD-50', 'shipping "Express"', '**order**'];
    const taxed = [...ORDER.lineItems, ORDER.shippingInfo, ORDER].map((part) => part?.taxedPrice);
    const figures = taxed.map((price) => [price!.totalGross.centAmount, price!.totalNet.centAmount]);

    expect(shown.map((text) => row(text).slice(2, 4))).toEqual(
      figures.map((amounts) => amounts.map((amount) => (amount / 100).toFixed(2))),
    );
  });
});
