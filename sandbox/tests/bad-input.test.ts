import { afterEach, describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { CREATION, expectExportedOnce, failCreation, journeyOfOrders, syncedNumbers } from './exported-once.ts';
import { holdCall } from './held-call.ts';
import { place, placeAndDeliver, US } from './shop.ts';

const journey = journeyOfOrders();

afterEach(() => {
  expect(journey.sandbox.relay.abandoned).toEqual([]);
});

function wellFormed(value: unknown): boolean {
  // JSON.stringify escapes what is not well-formed.
  return !/\\ud[89a-f]/i.test(JSON.stringify(value));
}

describe('an order that is deleted in commercetools', () => {
  it('before its message arrives leaves no trace', async () => {
    const order = await place(journey);
    await journey.sandbox.commercetools.deleteOrder(order.id);
    await journey.deliver();

    expect(journey.ordoroOrders(order.id)).toEqual([]);
    expect(journey.record(order.id)).toBeUndefined();
    expect(journey.deadLetter(order.id)).toBeUndefined();
  });

  it.each([
    ['waiting', { paymentState: 'Pending' }],
    ['held', { shipping: null }],
  ] as const)('while it is %s no longer holds back stock and is not looked at again', async (_status, changes) => {
    const order = await placeAndDeliver(journey, changes);
    await journey.sandbox.commercetools.deleteOrder(order.id);
    await journey.deliver();

    expect(journey.record(order.id)).toMatchObject({ open: false, due: false });
    expect(journey.deadLetter(order.id)).toBeUndefined();
    const calls = await journey.calls(() => journey.runJob());
    expect(calls.commercetools.filter((call) => call.includes(order.id))).toEqual([]);
  });

  it('while it is being sent is not cancelled in Ordoro; a person is told', async () => {
    const order = await place(journey);
    journey.dropMessages();
    const held = holdCall(journey.sandbox.ordoro.traffic, CREATION);
    const status = journey.poke(order.id);
    await held.arrived;
    await journey.sandbox.commercetools.deleteOrder(order.id);
    held.release();
    expect(await status).toBe(204);
    await journey.deliver();
    await journey.runJobFor(5);

    expect(journey.ordoroOrders(order.id).map((sent) => sent.status)).toEqual(['awaiting_fulfillment']);
    expect(journey.deadLetter(order.id)).toMatchObject({
      code: 'unknown-order',
      message: `The order was deleted in commercetools, but Ordoro still has it as 2-${order.orderNumber}. It was not cancelled.`,
    });
    expect(journey.record(order.id)).toMatchObject({ open: false, due: false });
  });

  it('after its export is not cancelled in Ordoro; a person is told once', async () => {
    const order = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.deleteOrder(order.id);
    await journey.deliver();
    await journey.poke(order.id);

    expect(journey.ordoroOrders(order.id)[0]!.status).toBe('awaiting_fulfillment');
    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'unknown-order', attempts: 1 });
  });

  it('while it is unknown whether Ordoro has it is still settled', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.deleteOrder(order.id);
    await journey.deliver();
    expect(journey.record(order.id)).toMatchObject({ due: true });

    await journey.runJobFor(5);

    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'unknown-order' });
    expect(journey.record(order.id)).toMatchObject({ open: false, due: false });
  });
});

describe('an order that lacks something', () => {
  it.each<[string, Partial<OrderSpec>, string]>([
    ['SKU', { lines: [{ name: 'Tasting Box', quantity: 1, unitPrice: 2900 }] }, 'missing-sku: Tasting Box'],
    ['SKU but a blank', { lines: [{ sku: '  ', name: 'Blank', quantity: 1, unitPrice: 2900 }] }, 'missing-sku: Blank'],
    ['shipping address', { shippingAddress: null, tax: 'none' }, 'missing-address: '],
    ['shipping method', { shipping: null }, 'missing-shipping-method: '],
    ['known country', { shippingAddress: { ...sampleAddress('US'), country: 'XX' } }, 'unsupported-country: '],
  ])('is held for want of a %s', async (_what, changes, issue) => {
    const order = await placeAndDeliver(journey, changes);

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('held');
    expect(journey.fields(order.id).ordoroIssues).toEqual([expect.stringMatching(new RegExp(`^${issue}`))]);
    expect(journey.ordoroOrders(order.id)).toEqual([]);
  });

  it('is not sent when no line of it ships', async () => {
    const order = await placeAndDeliver(journey, { lines: [item('GIFT-CARD-50', US, { quantity: 1 })] });

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('not-required');
    expect(journey.deadLetter(order.id)).toBeUndefined();
    expect(journey.record(order.id)).toMatchObject({ open: false, due: false });
  });

  it('is not sent when it has no line at all', async () => {
    const order = await placeAndDeliver(journey, { lines: [] });

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('not-required');
  });
});

describe('an order with absurd texts', () => {
  const LONG = 'x'.repeat(100_000);
  const address = sampleAddress('US');

  it.each<[string, Partial<OrderSpec>]>([
    ['a line name', { lines: [item('COF-COL-250', US, { quantity: 1, name: LONG })] }],
    ['an address', { shippingAddress: { ...address, lastName: LONG, streetName: LONG, additionalStreetInfo: LONG } }],
    ['an e-mail address', { customerEmail: `${LONG}@example.com` }],
    ['a PO number', { purchaseOrderNumber: LONG }],
    [
      'a gift message',
      { custom: { type: { typeId: 'type', id: SEED_IDS.orderExtrasType }, fields: { giftMessage: LONG } } },
    ],
  ])('of 100 000 characters in %s is exported', async (_where, changes) => {
    const order = await placeAndDeliver(journey, changes);

    expectExportedOnce(journey, order.id);
  });

  it('whose SKU of 256 characters Ordoro knows is exported', async () => {
    const sku = `LONG-${'s'.repeat(251)}`;
    journey.sandbox.ordoro.addProduct({ sku, name: 'Long' });
    const lines = [{ sku, quantity: 1, unitPrice: 500 }];
    const orders = [await placeAndDeliver(journey, { lines }), await placeAndDeliver(journey, { lines })];

    for (const { id } of orders) expectExportedOnce(journey, id);
    expect(journey.sandbox.ordoro.traffic.count({ path: '/product/LONG-' })).toBe(1);
  });

  it('whose SKU of 256 characters Ordoro does not know is held, and its issue fits the field', async () => {
    const sku = 'u'.repeat(256);
    const order = await placeAndDeliver(journey, { lines: [{ sku, quantity: 1, unitPrice: 500 }] });

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('held');
    const [issue] = journey.fields(order.id).ordoroIssues as string[];
    expect(issue).toMatch(/^unmapped-sku: u+…$/);
    expect(issue!.length).toBeLessThanOrEqual(256);
  });

  it.each(['A/1', 'A 1', 'Größe-1', '..', '.', '%2F', 'a?b#c', 'O\'Neil"1', 'SKU\\1', '測試'])(
    'whose SKU is %s is exported when Ordoro has it',
    async (sku) => {
      journey.sandbox.ordoro.addProduct({ sku, name: 'Odd' });
      const order = await placeAndDeliver(journey, { lines: [{ sku, quantity: 1, unitPrice: 500 }] });

      expectExportedOnce(journey, order.id);
      expect(journey.ordoroOrders(order.id)[0]!.lines[0]!.sku).toBe(sku);
    },
  );

  it.each(['B/1', 'B 1', '...', '%2G', 'b?b#c'])('whose SKU is %s is held when Ordoro has it not', async (sku) => {
    const order = await placeAndDeliver(journey, { lines: [{ sku, quantity: 1, unitPrice: 500 }] });

    expect(journey.fields(order.id).ordoroIssues).toEqual([`unmapped-sku: ${sku}`]);
  });

  it.each([
    ['256 characters', 'N'.repeat(256), `2-${'N'.repeat(256)}`],
    ['a slash and blanks', 'J 7/8', /^2-J-7-8-[0-9a-f]{6}$/],
    ['other letters', '注文-7', /^2----7-[0-9a-f]{6}$/],
  ])('whose number has %s is exported', async (_what, orderNumber, expected) => {
    const order = await placeAndDeliver(journey, { orderNumber });

    expectExportedOnce(journey, order.id);
    expect(syncedNumbers(journey, order.id)).toEqual([
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]);
  });

  it('tells two numbers apart that become the same by replacing characters', async () => {
    const orders = [
      await placeAndDeliver(journey, { orderNumber: 'T/1' }),
      await placeAndDeliver(journey, { orderNumber: 'T 1' }),
    ];

    for (const { id } of orders) expectExportedOnce(journey, id);
  });
});

describe('an order with very many lines', () => {
  it('whose SKUs are all unknown is acknowledged, and finished by the job', async () => {
    const skus = Array.from({ length: 80 }, (_, index) => `BULK-${index}`);
    for (const sku of skus) journey.sandbox.ordoro.addProduct({ sku, name: sku });
    const order = await place(journey, { lines: skus.map((sku) => ({ sku, quantity: 1, unitPrice: 100 })) });
    journey.dropMessages();
    expect(await journey.poke(order.id)).toBe(204);
    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.lines).toHaveLength(80);
    expect(journey.sandbox.ordoro.traffic.count({ path: '/product/BULK-' })).toBe(80);
  });

  it('that all name the same SKU is exported with every line', async () => {
    const order = await placeAndDeliver(journey, {
      lines: Array.from({ length: 300 }, () => item('COF-COL-250', US, { quantity: 1 })),
    });

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.lines).toHaveLength(300);
    expect(journey.record(order.id)?.ordoroOrders?.[0]?.lines).toHaveLength(300);
  });

  it('of nine million units and a line for nothing is exported with its amounts', async () => {
    const lines = [
      item('COF-COL-250', US, { quantity: 9_000_000 }),
      item('CUP-PAPER', US, { quantity: 1, unitPrice: 0 }),
    ];
    const order = await placeAndDeliver(journey, { lines, taxRate: 0, shipping: { price: 0 } });

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.financial.grand_total).toBe(94_500_000);
  });
});

describe('an order with texts from all over the world', () => {
  it.each(['DE', 'FR', 'GB', 'JP', 'CA', 'GR', 'KW', 'CH'])('to %s reaches Ordoro unchanged', async (country) => {
    const shippingAddress = sampleAddress(country);
    const order = await placeAndDeliver(journey, { country, shippingAddress, store: 'us' });

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.shipping_address).toMatchObject({
      name: expect.stringContaining(shippingAddress.lastName!),
      city: shippingAddress.city!,
      zip: shippingAddress.postalCode!,
      country,
    });
  });

  it('keeps emoji and other characters outside the basic plane', async () => {
    const order = await placeAndDeliver(journey, {
      shippingAddress: { ...sampleAddress('US'), lastName: 'O’Brien 🦄', company: '𠮷野家' },
      lines: [item('COF-COL-250', US, { quantity: 1, name: 'Café ☕️ 👩‍🚀' })],
    });

    expectExportedOnce(journey, order.id);
    const [sent] = journey.ordoroOrders(order.id);
    expect(sent!.shipping_address).toMatchObject({ name: 'Dana O’Brien 🦄', company: '𠮷野家' });
    expect(sent!.lines[0]!.order_line_product_name).toBe('Café ☕️ 👩‍🚀');
  });

  it('with halves of surrogate pairs and control characters is exported with texts that are well-formed', async () => {
    const order = await placeAndDeliver(journey, {
      purchaseOrderNumber: 'PO\udc00',
      customerEmail: 'dana\ud800@example.com',
      shippingAddress: { ...sampleAddress('US'), lastName: 'Whit\ud83dfield\u0000', city: 'Al\udfffbany\t' },
      lines: [item('COF-COL-250', US, { quantity: 1, name: 'Bag\ud800\u0007' })],
    });

    expectExportedOnce(journey, order.id);
    expect(wellFormed(journey.ordoroOrders(order.id))).toBe(true);
    expect(wellFormed(journey.record(order.id))).toBe(true);
    expect(wellFormed(journey.fields(order.id))).toBe(true);
  });

  it.each([
    ['SKU', { lines: [{ sku: 'HALF\ud800', name: 'Half', quantity: 1, unitPrice: 500 }] }],
    ['name of a line without SKU', { lines: [{ name: 'Half\ud800', quantity: 1, unitPrice: 500 }] }],
    ['shipping method', { shipping: { method: 'Slow\udc00', methodId: null, price: 100 } }],
  ])('with half of a surrogate pair in a %s is held with fields that are well-formed', async (_where, changes) => {
    const order = await placeAndDeliver(journey, changes);

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('held');
    expect(wellFormed(journey.fields(order.id))).toBe(true);
  });
});
