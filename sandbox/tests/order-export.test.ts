import { describe, expect, it } from 'vitest';
import { withoutPayload } from '../src/relay/envelope.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { expectExportedOnce, journeyOfOrders, syncedNumbers } from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';

let euChannel: { id: number; index: number };

const journey = journeyOfOrders({
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
