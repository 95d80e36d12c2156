import { describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import { expectExportedOnce, journeyOfOrders } from './exported-once.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

const SERVICES = [
  { method: 'Standard', service: 'UPS Ground' },
  { method: 'Express', service: 'UPS 2nd Day Air', tags: ['rush'] },
];

const journey = journeyOfOrders();

function configure(key: string, value: unknown) {
  return journey.sandbox.commercetools.putCustomObject('ordoro-config', key, value);
}

function expectHeld(orderId: string, issues: unknown[]) {
  expect(journey.fields(orderId)).toMatchObject({ ordoroSyncStatus: 'held', ordoroIssues: issues });
  expect(journey.fields(orderId).ordoroSyncMessage).toMatch(/^Not sent to Ordoro\. /);
  expect(journey.record(orderId)).toMatchObject({ status: 'held', open: true, due: true });
  expect(journey.ordoroOrders(orderId)).toEqual([]);
  expect(journey.deadLetter(orderId)).toBeUndefined();
}

describe('an order with a problem', () => {
  const { postalCode: _zip, ...withoutZip } = sampleAddress('US');

  it.each<[string, Partial<OrderSpec>]>([
    ['unmapped-sku: MUG-LTD-2026', { lines: [item('MUG-LTD-2026', US, { quantity: 1 })] }],
    ['missing-sku: Tasting Box', { lines: [{ name: 'Tasting Box', quantity: 1, unitPrice: 2900 }] }],
    ['missing-address: .+', { shippingAddress: null, tax: 'none' }],
    ['incomplete-address: .+', { shippingAddress: withoutZip }],
    ['unsupported-country: .+', { shippingAddress: { ...sampleAddress('US'), country: 'ZZ' } }],
    ['unsupported-shipping-service: Overnight', { shipping: { method: 'Overnight', price: 3999 } }],
    ['missing-shipping-method: .+', { shipping: null }],
    ['totals-mismatch: .+', { totalsOffBy: -700 }],
  ])('is held as %s', async (issue, changes) => {
    const order = await placeAndDeliver(journey, changes);

    expectHeld(order.id, [expect.stringMatching(new RegExp(`^${issue}$`))]);
  });

  it('names all its problems at once', async () => {
    const url = await journey.eventWith({ CURRENCIES: 'EUR' });
    const order = await place(journey, {
      lines: [
        item('MUG-LTD-2026', US, { quantity: 1 }),
        { sku: 'NOBODY-KNOWS', quantity: 1, unitPrice: 100 },
        { name: 'Tasting Box', quantity: 1, unitPrice: 2900 },
      ],
      shippingAddress: null,
      tax: 'none',
      shipping: { method: 'Overnight', price: 3999 },
      totalsOffBy: 700,
    });
    journey.dropMessages();
    await journey.poke(order.id, url);

    const issues = journey.fields(order.id).ordoroIssues as string[];
    expect(issues.map((issue) => issue.split(':')[0]).sort()).toEqual([
      'missing-address',
      'missing-sku',
      'totals-mismatch',
      'unmapped-sku',
      'unmapped-sku',
      'unsupported-currency',
      'unsupported-shipping-service',
    ]);
    expect(journey.fields(order.id).ordoroSyncMessage).toMatch(/^Not sent to Ordoro\. 7 problems: /);
  });

  it('is looked at in vain without being written again', async () => {
    const order = await placeAndDeliver(journey, { shipping: null });
    await journey.runJob();
    const [held, record] = [journey.sandbox.commercetools.order(order.id), journey.record(order.id)];

    await journey.poke(order.id);
    await journey.runJobFor(15);

    expect(journey.sandbox.commercetools.order(order.id)).toEqual(held);
    expect(journey.record(order.id)).toEqual(record);
  });

  it('shows the problems that are left when one is solved', async () => {
    const order = await placeAndDeliver(journey, { shippingAddress: withoutZip, totalsOffBy: -700 });
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'setShippingAddress', address: sampleAddress('US') },
    ]);
    await journey.deliver();

    expectHeld(order.id, [expect.stringMatching(/^totals-mismatch: /)]);
  });
});

describe('a held order goes out', () => {
  it('when the order is put right, by the message of that change', async () => {
    const { city: _city, ...withoutCity } = sampleAddress('US');
    const order = await placeAndDeliver(journey, { shippingAddress: withoutCity });
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('held');

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'setShippingAddress', address: sampleAddress('US') },
    ]);
    await journey.deliver();

    expectExportedOnce(journey, order.id);
    expect(journey.fields(order.id).ordoroIssues).toBeUndefined();
  });

  it('when its SKU is mapped, by the next run of the job', async () => {
    const order = await placeAndDeliver(journey, { lines: [item('COF/ETH-250', US, { quantity: 1 })] });
    expectHeld(order.id, ['unmapped-sku: COF/ETH-250']);

    const mapping = { sku: 'COF/ETH-250', ordoroSku: 'COF-ETH-250' };
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'COF~2fETH-250', mapping);
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.lines[0]!.sku).toBe('COF-ETH-250');
  });

  it('not when its SKU is mapped to a product that Ordoro does not have', async () => {
    const order = await placeAndDeliver(journey, { lines: [{ sku: 'TYPO-1', quantity: 1, unitPrice: 500 }] });
    const mapping = { sku: 'TYPO-1', ordoroSku: 'TYPO-MAPPED' };
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'TYPO-1', mapping);
    await journey.runJob();

    expectHeld(order.id, ['unmapped-sku: TYPO-1']);
  });

  it('when its product appears in Ordoro, and the SKU is remembered for the next order', async () => {
    const lines = [{ sku: 'FRESH-1', quantity: 1, unitPrice: 500 }];
    const order = await placeAndDeliver(journey, { lines });
    expectHeld(order.id, ['unmapped-sku: FRESH-1']);
    expect(journey.sandbox.commercetools.customObject('ordoro-skus', 'FRESH-1')).toBeUndefined();

    journey.sandbox.ordoro.addProduct({ sku: 'FRESH-1', name: 'Fresh' });
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expect(journey.sandbox.commercetools.customObject('ordoro-skus', 'FRESH-1')?.value).toEqual({
      sku: 'FRESH-1',
      ordoroSku: 'FRESH-1',
    });
  });

  it('when its shipping method is mapped: by the next run of the job', async () => {
    const order = await placeAndDeliver(journey, { shipping: { method: 'Overnight', price: 3999 } });
    await configure('shipping-services', [...SERVICES, { method: 'Overnight', service: 'UPS Next Day Air' }]);
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.requested_shipping_method).toBe('UPS Next Day Air');
    await configure('shipping-services', SERVICES);
    journey.time.advance(MINUTE);
  });

  it('when its shipping method is mapped: by a message a minute later', async () => {
    const order = await placeAndDeliver(journey, { shipping: { method: 'Overnight', price: 3999 } });
    await configure('shipping-services', [...SERVICES, { method: 'overnight', service: 'UPS Next Day Air' }]);
    journey.time.advance(MINUTE);
    await journey.poke(order.id);

    expectExportedOnce(journey, order.id);
    await configure('shipping-services', SERVICES);
    journey.time.advance(MINUTE);
  });

  it('when a rule says that its only unknown line does not ship', async () => {
    const lines = [item('COF-COL-250', US, { quantity: 1 }), { sku: 'EBOOK-1', quantity: 1, unitPrice: 500 }];
    const order = await placeAndDeliver(journey, { lines });
    expectHeld(order.id, ['unmapped-sku: EBOOK-1']);
    await configure('sku-rules', [
      { sku: 'GIFT-*', ship: false },
      { sku: 'EBOOK-*', ship: false },
    ]);
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.lines.map(({ sku }) => sku)).toEqual(['COF-COL-250']);
    expect(journey.ordoroOrders(order.id)[0]!.internal_notes).toContain('not shipped: 1 x EBOOK-1');
  });

  it('not any more when it was cancelled meanwhile', async () => {
    const order = await placeAndDeliver(journey, { lines: [{ sku: 'LATER-1', quantity: 1, unitPrice: 500 }] });
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changeOrderState', orderState: 'Cancelled' },
    ]);
    journey.sandbox.ordoro.addProduct({ sku: 'LATER-1', name: 'Later' });
    await journey.deliver();
    await journey.runJob();

    expect(journey.ordoroOrders(order.id)).toEqual([]);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'cancelled' });
    expect(journey.fields(order.id).ordoroIssues).toBeUndefined();
    expect(journey.record(order.id)).toMatchObject({ status: 'cancelled', open: false, due: false });
  });
});

describe('a configuration object that cannot be used', () => {
  const letter = () => journey.deadLetter('shipping-services', 'config');

  it('is reported, and the last good one stays in force, also in a fresh process, until it is corrected', async () => {
    await configure('shipping-services', [{ method: 'Standard' }]);
    journey.time.advance(MINUTE);
    const first = await placeAndDeliver(journey);
    expectExportedOnce(journey, first.id);
    expect(journey.ordoroOrders(first.id)[0]!.requested_shipping_method).toBe('UPS Ground');
    expect(letter()).toMatchObject({
      kind: 'config',
      subject: 'shipping-services',
      code: 'config-invalid',
      message: expect.stringMatching(/shipping-services.*service.*last good version stays in force/s),
    });

    const second = await place(journey, { shipping: { method: 'Express', price: 1999 } });
    journey.dropMessages();
    await journey.poke(second.id, `${await journey.startEvent()}/event`);
    expectExportedOnce(journey, second.id);
    expect(journey.ordoroOrders(second.id)[0]!.requested_shipping_method).toBe('UPS 2nd Day Air');

    await configure('shipping-services', [{ method: 'Standard', service: 'UPS Ground Saver' }]);
    journey.time.advance(MINUTE);
    const third = await placeAndDeliver(journey);
    expect(journey.ordoroOrders(third.id)[0]!.requested_shipping_method).toBe('UPS Ground Saver');
    expect(letter()).toBeUndefined();
    await configure('shipping-services', SERVICES);
    journey.time.advance(MINUTE);
  });

  it('is cleared from the dead letters by a fresh process, should the one that reported it be gone', async () => {
    await configure('fields', { not: 'a list' });
    journey.time.advance(MINUTE);
    await placeAndDeliver(journey);
    expect(journey.deadLetter('fields', 'config')).toBeDefined();

    await configure('fields', [{ from: 'order.custom.giftMessage', to: 'notes_from_customer' }]);
    const order = await place(journey);
    journey.dropMessages();
    await journey.poke(order.id, `${await journey.startEvent()}/event`);

    expect(journey.deadLetter('fields', 'config')).toBeUndefined();
  });

  it('counts no more when it is deleted', async () => {
    await configure('line-states', 'nonsense');
    journey.time.advance(MINUTE);
    await placeAndDeliver(journey);
    expect(journey.deadLetter('line-states', 'config')).toBeDefined();

    await journey.sandbox.commercetools.deleteCustomObject('ordoro-config', 'line-states');
    journey.time.advance(MINUTE);
    await placeAndDeliver(journey);

    expect(journey.deadLetter('line-states', 'config')).toBeUndefined();
  });

  it('does not keep the other objects from being used', async () => {
    await configure('stores', 'nonsense');
    await configure('sku-rules', [{ sku: 'TOTE-*', ship: false }]);
    journey.time.advance(MINUTE);
    const order = await placeAndDeliver(journey, { lines: [{ sku: 'TOTE-1', quantity: 1, unitPrice: 500 }] });

    expect(journey.fields(order.id).ordoroSyncStatus).toBe('not-required');
    expect(journey.deadLetter('stores', 'config')).toMatchObject({ code: 'config-invalid' });
  });
});
