import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withoutPayload } from '../src/relay/envelope.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney, creations, expectExportedOnce, syncedNumbers } from './exported-once.ts';
import { orderOf, place, placeAndDeliver, US } from './shop.ts';

let journey: Journey;
let euChannel: { id: number; index: number };

beforeAll(async () => {
  journey = await Journey.start({
    before: async ({ commercetools, ordoro }) => {
      ordoro.addPreset({ id: 7, name: 'Fragile' });
      euChannel = ordoro.addCart({ name: 'EU shop' });
      await commercetools.putCustomObject('ordoro-config', 'stores', [{ store: 'eu', salesChannelId: euChannel.id }]);
      await commercetools.putCustomObject('ordoro-config', 'shipping-services', [
        { method: 'standard', service: 'UPS Ground' },
        { method: 'Express', service: 'UPS 2nd Day Air', tags: ['rush'], presetId: 7 },
      ]);
    },
  });
});

afterEach(() => {
  afterEachJourney(journey);
});

afterAll(async () => {
  await journey.close();
});

describe('an order that is born paid', () => {
  it.each(['OrderCreated', 'OrderImported', 'OrderCreatedFromRecurringOrder'] as const)(
    'is in Ordoro after its message %s, and says so on its fields',
    async (as) => {
      const order = await place(journey, {}, as);
      await journey.deliver();

      expectExportedOnce(journey, order.id);
      expect(journey.fields(order.id)).toEqual({
        ordoroSyncStatus: 'exported',
        ordoroOrderNumbers: [`2-${order.orderNumber}`],
        ordoroSyncMessage: `Sent to Ordoro as 2-${order.orderNumber}.`,
        ordoroLastSyncedAt: expect.stringMatching(/^2026-11-23T10:/),
      });
    },
  );

  it('carries identity, lines, amounts and addresses as Ordoro needs them', async () => {
    const order = await placeAndDeliver(journey);
    const [line] = order.lineItems;

    expect(journey.ordoroOrders(order.id)).toEqual([
      expect.objectContaining({
        order_number: `2-${order.orderNumber}`,
        requested_shipping_method: 'UPS Ground',
        internal_notes: `USD\ncommercetools order ${order.orderNumber} (${order.id})\nstore us`,
        lines: [
          expect.objectContaining({
            sku: 'COF-COL-250',
            quantity: 2,
            item_price: 10.5,
            cart_order_id: order.id,
            cart_orderitem_id: line!.id,
          }),
        ],
        financial: expect.objectContaining({
          product_amount: 21,
          shipping_amount: 7.99,
          tax_amount: 0.64,
          discount_amount: 0,
          grand_total: 29.63,
        }),
        shipping_address: expect.objectContaining({
          name: 'Dana Whitfield',
          street1: '418 Larkspur Avenue',
          city: 'Albany',
          state: 'NY',
          zip: '12203',
          country: 'US',
          email: 'dana.whitfield@example.com',
        }),
      }),
    ]);
  });

  it('is exported by a message that comes without payload', async () => {
    const order = await place(journey);
    const { notification } = journey.sandbox.relay.queue.splice(0, 1)[0]!;

    expect(await journey.post(JSON.stringify(withoutPayload(notification)))).toBe(204);

    expectExportedOnce(journey, order.id);
  });

  it('without an order number gets its id as number in Ordoro', async () => {
    const order = await placeAndDeliver(journey, { orderNumber: null });

    expectExportedOnce(journey, order.id);
    expect(syncedNumbers(journey, order.id)).toEqual([`2-${order.id}`]);
  });

  it('goes to the sales channel of its store', async () => {
    const order = await placeAndDeliver(journey, { store: 'eu' });

    expectExportedOnce(journey, order.id);
    expect(syncedNumbers(journey, order.id)).toEqual([`${euChannel.index}-${order.orderNumber}`]);
    expect(journey.record(order.id)?.channel).toEqual({ id: euChannel.id });
  });
});

describe('the gate', () => {
  it('keeps an unpaid order waiting without a status until it is paid', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    expect(journey.fields(order.id)).toEqual({});
    expect(journey.sandbox.commercetools.order(order.id)!.version).toBe(1);
    expect(journey.record(order.id)).toMatchObject({ status: 'waiting', open: true, due: false });

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changePaymentState', paymentState: 'Paid' },
    ]);
    await journey.deliver();

    expectExportedOnce(journey, order.id);
  });

  it('opens by a workflow state', async () => {
    const url = await journey.eventWith({ EXPORT_WHEN: 'state=ready-for-fulfillment' });
    const order = await place(journey, { state: SEED_IDS.orderStateNew });
    journey.dropMessages();
    await journey.poke(order.id, url);
    expect(journey.ordoroOrders(order.id)).toEqual([]);

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'transitionState', state: { typeId: 'state', key: 'ready-for-fulfillment' } },
    ]);
    const { notification } = journey.sandbox.relay.queue.splice(0, 1)[0]!;
    expect(notification.type).toBe('OrderStateTransition');
    await journey.post(JSON.stringify(notification), url);

    expectExportedOnce(journey, order.id);
  });

  it.each([
    ['cancelled', { orderState: 'Cancelled' }],
    ['complete', { orderState: 'Complete' }],
    ['already shipped', { shipmentState: 'Shipped' }],
    ['created before EXPORT_SINCE', {}],
  ] as const)('never lets through an order that is %s, and leaves no trace of it', async (what, changes) => {
    const order = await place(journey, changes);
    journey.dropMessages();
    if (what === 'created before EXPORT_SINCE')
      journey.sandbox.commercetools.add('order', { ...order, createdAt: '2026-11-22T23:59:59.999Z' });

    expect(await journey.poke(order.id)).toBe(204);
    await journey.runJob();

    expect(journey.ordoroOrders(order.id)).toEqual([]);
    expect(journey.record(order.id)).toBeUndefined();
    expect(journey.sandbox.commercetools.order(order.id)!.version).toBe(1);
  });

  it('is not asked again once Ordoro has the order', async () => {
    const order = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changePaymentState', paymentState: 'Failed' },
    ]);
    await journey.deliver();

    expectExportedOnce(journey, order.id);
  });
});

describe('an order with several destinations', () => {
  const home = { key: 'home', country: 'US', lastName: 'Whitfield', streetName: 'A Street', streetNumber: '1' };
  const rest = { city: 'Albany', state: 'NY', postalCode: '12203' };
  const addresses = [
    { ...home, ...rest },
    { ...home, ...rest, key: 'cabin', streetName: 'B Road' },
  ];

  it('becomes one Ordoro order per shipping method (shippingMode Multiple)', async () => {
    const order = await placeAndDeliver(journey, {
      itemShippingAddresses: addresses,
      taxRate: 0,
      lines: [
        item('COF-COL-250', US, {
          quantity: 3,
          targets: [
            { addressKey: 'home', quantity: 2, shippingMethodKey: 'to-home' },
            { addressKey: 'cabin', quantity: 1, shippingMethodKey: 'to-cabin' },
          ],
        }),
      ],
      shipping: undefined as never,
      shippings: [
        { shippingKey: 'to-home', method: 'Standard', price: 500, address: addresses[0]! },
        { shippingKey: 'to-cabin', method: 'Express', price: 900, address: addresses[1]! },
      ],
    });

    const parts = journey.ordoroOrders(order.id);
    expect(parts.map((part) => part.order_number)).toEqual([`2-${order.orderNumber}-S1`, `2-${order.orderNumber}-S2`]);
    expect(parts.map((part) => part.lines[0]!.cart_order_id)).toEqual([`${order.id}-S1`, `${order.id}-S2`]);
    expect(parts.map((part) => part.lines.map(({ quantity }) => quantity))).toEqual([[2], [1]]);
    expect(parts.map((part) => part.financial.grand_total)).toEqual([26, 19.5]);
    expect(parts.map((part) => part.requested_shipping_method)).toEqual(['UPS Ground', 'UPS 2nd Day Air']);
    expect(syncedNumbers(journey, order.id)).toEqual(parts.map((part) => part.order_number));
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('becomes one Ordoro order per address when one method serves several', async () => {
    const order = await placeAndDeliver(journey, {
      itemShippingAddresses: addresses,
      taxRate: 0,
      lines: [
        item('COF-COL-250', US, {
          quantity: 3,
          targets: [
            { addressKey: 'home', quantity: 1 },
            { addressKey: 'cabin', quantity: 2 },
          ],
        }),
      ],
    });

    const parts = journey.ordoroOrders(order.id);
    expect(parts.map((part) => part.lines.map(({ quantity }) => quantity))).toEqual([[1], [2]]);
    expect(parts.map((part) => part.shipping_address.street1)).toEqual(['1 A Street', '1 B Road']);
    expect(parts.reduce((sum, part) => sum + Math.round((part.financial.grand_total ?? 0) * 100), 0)).toBe(
      order.totalPrice.centAmount,
    );
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('sends only the missing part again when one of two failed', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'POST', path: /^\/v3\/order$/ },
      skip: 1,
      effect: { kind: 'status', when: 'before-work', status: 429 },
    });
    const order = await placeAndDeliver(journey, {
      itemShippingAddresses: addresses,
      lines: [
        item('COF-COL-250', US, {
          quantity: 2,
          targets: [
            { addressKey: 'home', quantity: 1 },
            { addressKey: 'cabin', quantity: 1 },
          ],
        }),
      ],
    });
    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(5);

    expect(creations(journey, `${order.orderNumber}-S1`)).toBe(1);
    expect(creations(journey, `${order.orderNumber}-S2`)).toBe(2);
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: [`2-${order.orderNumber}-S1`, `2-${order.orderNumber}-S2`],
    });
  });
});

describe('a shipping method with tags and a preset', () => {
  const express = { shipping: { method: 'Express', price: 1999 } };
  const presets = (number: string | undefined) =>
    journey.sandbox.ordoro.traffic.count({ method: 'POST', path: `/v3/order/2-${number}/shipment_preset/7` });

  it('puts the tags on the order and applies the preset once', async () => {
    const order = await placeAndDeliver(journey, express);
    await journey.poke(order.id);
    await journey.runJobFor(5);

    const [sent] = journey.ordoroOrders(order.id);
    expect(sent!.tags.map(({ text }) => text)).toEqual(['rush']);
    expect(sent!.shipping_info.presets).toEqual([7]);
    expect(presets(order.orderNumber)).toBe(1);
    expectExportedOnce(journey, order.id);
  });

  it.each([
    ['was refused for the moment', { kind: 'status', when: 'before-work', status: 503 }, 2],
    ['was carried out but not answered', { kind: 'reset', when: 'after-work' }, 1],
    ['never arrived', { kind: 'reset', when: 'before-work' }, 2],
  ] as const)('applies the preset once when the first try %s', async (_what, effect, tries) => {
    journey.sandbox.ordoro.traffic.inject({ match: { method: 'POST', path: /shipment_preset/ }, effect });
    const order = await placeAndDeliver(journey, express);
    expect(journey.record(order.id)).toMatchObject({ due: true });

    await journey.runJobFor(10);

    expect(journey.ordoroOrders(order.id)[0]!.shipping_info.presets).toEqual([7]);
    expect(presets(order.orderNumber)).toBe(tries);
    expectExportedOnce(journey, order.id);
  });

  it('says so when Ordoro refuses the preset, and leaves the order exported', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'POST', path: /shipment_preset/ },
      effect: { kind: 'status', when: 'before-work', status: 404 },
    });
    const order = await placeAndDeliver(journey, express);
    await journey.runJobFor(5);

    expectExportedOnce(journey, order.id);
    expect(journey.fields(order.id).ordoroSyncMessage).toBe(
      `Sent to Ordoro as 2-${order.orderNumber}. Ordoro refused preset 7 for 2-${order.orderNumber}: apply it there by hand.`,
    );
  });
});

describe("an order that carries the merchant's own Type", () => {
  const custom = { type: { typeId: 'type', id: SEED_IDS.orderExtrasType }, fields: { giftMessage: 'Enjoy!' } } as const;

  it('keeps Type and fields; ours are added to the Type once', async () => {
    const orders = [await placeAndDeliver(journey, { custom }), await placeAndDeliver(journey, { custom })];

    for (const { id } of orders) {
      expectExportedOnce(journey, id);
      expect(journey.sandbox.commercetools.order(id)!.custom!.type.id).toBe(SEED_IDS.orderExtrasType);
      expect(journey.fields(id).giftMessage).toBe('Enjoy!');
      expect(journey.ordoroOrders(id)[0]!.notes_from_customer).toBe('Enjoy!');
    }
    const updates = journey.sandbox.commercetools.traffic.count({
      method: 'POST',
      path: `/sandbox/types/${SEED_IDS.orderExtrasType}`,
    });
    expect(updates).toBe(1);
  });

  it('that cannot take our fields is exported all the same, and shows it in record and syncInfo only', async () => {
    const type = journey.sandbox.commercetools.add('type', {
      key: 'stubborn',
      name: { en: 'Stubborn' },
      resourceTypeIds: ['order'],
      fieldDefinitions: [
        { name: 'ordoroSyncStatus', label: { en: 'Taken' }, type: { name: 'Number' }, required: false },
      ],
    });
    const order = await placeAndDeliver(journey, { custom: { type: { typeId: 'type', id: type.id }, fields: {} } });
    await journey.runJobFor(5);

    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(syncedNumbers(journey, order.id)).toEqual([`2-${order.orderNumber}`]);
    expect(journey.fields(order.id)).toEqual({});
    expect(journey.sandbox.commercetools.order(order.id)!.custom!.type.id).toBe(type.id);
    expect(journey.record(order.id)).toMatchObject({ status: 'exported', due: false, typeConflict: true });
  });
});

describe('our own Type or channel that somebody deleted', () => {
  it('is put back when an order needs it', async () => {
    const whole = await Journey.start();
    try {
      const { commercetools } = whole.sandbox;
      const merchant = await merchantToken(whole);
      for (const [path, typeId] of [
        ['types', 'type'],
        ['channels', 'channel'],
      ] as const) {
        const ours = commercetools.all(typeId).find(({ key }) => key === 'ordoro-order-sync' || key === 'ordoro');
        const url = `${commercetools.apiUrl}/sandbox/${path}/${ours!.id}?version=${ours!.version}`;
        expect((await fetch(url, { method: 'DELETE', headers: { authorization: merchant } })).status).toBe(200);
      }
      const order = await placeAndDeliver(whole);

      expectExportedOnce(whole, order.id);
    } finally {
      await whole.close();
    }
  });
});

async function merchantToken({ sandbox: { commercetools } }: Journey): Promise<string> {
  const { id, secret } = commercetools.merchantClient;
  const response = await fetch(`${commercetools.authUrl}/oauth/token?grant_type=client_credentials`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return `Bearer ${token}`;
}

describe('settings of the deployment', () => {
  it('SKU_POLICY=create sends a SKU that Ordoro does not know, and Ordoro makes the product', async () => {
    const url = await journey.eventWith({ SKU_POLICY: 'create' });
    const order = await place(journey, { lines: [item('MUG-LTD-2026', US, { quantity: 1 })] });
    journey.dropMessages();
    const calls = await journey.calls(() => journey.poke(order.id, url));

    expectExportedOnce(journey, order.id);
    expect(calls.ordoro).toEqual(['POST /v3/order']);
    expect(journey.sandbox.ordoro.skus).toContain('MUG-LTD-2026');
  });

  it('SHIPPING_POLICY=pass sends an unmapped method by its name', async () => {
    const url = await journey.eventWith({ SHIPPING_POLICY: 'pass' });
    const order = await place(journey, { shipping: { method: 'Overnight', price: 3999 } });
    journey.dropMessages();
    await journey.poke(order.id, url);

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.requested_shipping_method).toBe('Overnight');
  });

  it('SHIPPING_POLICY=pass sends an order without shipping method and says that no delivery can be written', async () => {
    const url = await journey.eventWith({ SHIPPING_POLICY: 'pass' });
    const order = await place(journey, { shipping: null });
    journey.dropMessages();
    await journey.poke(order.id, url);

    expectExportedOnce(journey, order.id);
    expect(journey.fields(order.id).ordoroSyncMessage).toMatch(/can take no delivery/);
  });

  it('CURRENCIES holds an order in another currency, and lets the others go', async () => {
    const url = await journey.eventWith({ CURRENCIES: 'EUR GBP' });
    const euros = {
      currency: 'EUR',
      lines: [item('COF-COL-250', { country: 'US', currency: 'EUR' }, { quantity: 1 })],
    };
    const [dollars, taken] = [await place(journey), await place(journey, euros)];
    journey.dropMessages();
    await journey.poke(dollars.id, url);
    await journey.poke(taken.id, url);

    expect(journey.fields(dollars.id)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroIssues: ['unsupported-currency: USD'],
    });
    expect(journey.ordoroOrders(dollars.id)).toEqual([]);
    expectExportedOnce(journey, taken.id);
    // The usual deployment takes every currency: the order goes out, so that later tests find nothing due.
    await journey.poke(dollars.id);
    expectExportedOnce(journey, dollars.id);
  });

  it('DRY_RUN computes and logs everything and writes nothing anywhere', async () => {
    const usual = journey.environment;
    journey.environment = { ...usual, DRY_RUN: 'true' };
    const [eventUrl, jobUrl] = [`${await journey.startEvent()}/event`, `${await journey.startJob()}/job`];
    journey.environment = usual;
    const orders = [
      await place(journey),
      await place(journey, { paymentState: 'Pending' }),
      await place(journey, { lines: [item('MUG-LTD-2026', US, { quantity: 1 })], shippingAddress: null, tax: 'none' }),
      await place(journey, { shipping: { method: 'Express', price: 1999 } }),
      await place(journey, { lines: [{ sku: 'NOBODY-KNOWS', quantity: 1, unitPrice: 100 }] }),
    ];
    journey.dropMessages();
    await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'sku-rules', 'not a list');
    const before = journey.state();
    const lines = journey.logLines.length;

    for (const { id } of orders) expect(await journey.poke(id, eventUrl)).toBe(204);
    const answer = await fetch(jobUrl, { method: 'POST' });

    expect(answer.status).toBe(200);
    expect(journey.state()).toBe(before);
    expect(journey.logLines.slice(lines).join('')).toContain('Would create the order in Ordoro.');
    await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'sku-rules', [{ sku: 'GIFT-*', ship: false }]);
    journey.time.advance(60_000);
  });
});

describe('the first installation in a shop with a history', () => {
  it('exports no old order, keeps its beginning in orders.since, and exports what comes after', async () => {
    const old = Array.from({ length: 3 }, () => ({ ...orderOf(), createdAt: '2026-11-23T09:59:59.000Z' }));
    const fresh = await Journey.start({
      environment: { EXPORT_SINCE: '' },
      before: ({ commercetools }) => {
        for (const order of old) commercetools.add('order', { ...order, lastModifiedAt: order.createdAt });
      },
    });
    try {
      expect(fresh.sandbox.commercetools.customObject('ordoro-cursors', 'orders.since')?.value).toEqual({
        since: '2026-11-23T10:00:00.000Z',
      });
      fresh.time.advance(1_000);
      for (const { id } of old)
        await fresh.sandbox.commercetools.merchantUpdate(id, [{ action: 'setCustomerEmail', email: 'a@example.com' }]);
      await fresh.deliver();
      await fresh.runJob();
      expect(fresh.sandbox.ordoro.orders).toEqual([]);
      expect(fresh.sandbox.commercetools.customObjects('ordoro-orders')).toEqual([]);

      const order = await placeAndDeliver(fresh);
      expectExportedOnce(fresh, order.id);
      expect(fresh.sandbox.ordoro.orders).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });
});
