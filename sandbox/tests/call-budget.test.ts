import { beforeEach, describe, expect, it } from 'vitest';
import { Journey, orderMessage } from './connector-under-test.ts';
import { journeyOfOrders } from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';

const NO_CALLS = { commercetools: [], ordoro: [] };

const journey = journeyOfOrders();

beforeEach(async () => {
  // Warm: configuration just read, SKU known, connections and tokens there.
  await placeAndDeliver(journey);
});

describe('an order that is exportable at first sight', () => {
  it('costs four calls to commercetools and one to Ordoro', async () => {
    const order = await place(journey);
    const message = journey.sandbox.relay.queue[0]!.notification;

    const calls = await journey.calls(() => journey.post(JSON.stringify(message)));

    expect(calls.commercetools).toEqual([
      `GET /sandbox/orders/${order.id}`,
      'POST /sandbox/custom-objects',
      `POST /sandbox/orders/${order.id}`,
      'POST /sandbox/custom-objects',
    ]);
    expect(calls.ordoro).toEqual(['POST /v3/order']);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });
});

describe('an order that waited at the gate', () => {
  it('costs at most six calls to commercetools and one to Ordoro when the gate opens', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changePaymentState', paymentState: 'Paid' },
    ]);

    const calls = await journey.calls(() => journey.deliver());

    expect(calls.commercetools.length).toBeLessThanOrEqual(6);
    expect(calls.ordoro).toEqual(['POST /v3/order']);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('costs at most two calls and none for each message while it waits', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });

    const calls = await journey.calls(() => journey.poke(order.id));

    expect(calls.commercetools.length).toBeLessThanOrEqual(2);
    expect(calls.ordoro).toEqual([]);
  });
});

describe('a message about an order with nothing to do', () => {
  it('costs at most two reads and no call to Ordoro for an exported order', async () => {
    const order = await placeAndDeliver(journey);

    const calls = await journey.calls(() => journey.poke(order.id));

    expect(calls).toEqual({
      commercetools: [`GET /sandbox/orders/${order.id}`, `GET /sandbox/custom-objects/ordoro-orders/${order.id}`],
      ordoro: [],
    });
  });

  it('costs at most two reads when it comes without payload', async () => {
    const order = await placeAndDeliver(journey);
    const { type: _type, ...message } = orderMessage(order.id) as { type: string };
    const bare = { ...message, payloadNotIncluded: { reason: 'too large', payloadType: 'OrderCustomFieldChanged' } };

    const calls = await journey.calls(() => journey.post(JSON.stringify(bare)));

    expect(calls.commercetools.length).toBeLessThanOrEqual(2);
    expect(calls.ordoro).toEqual([]);
  });

  it('costs at most two reads for an order from before the installation', async () => {
    const order = journey.sandbox.commercetools.order((await place(journey)).id)!;
    journey.dropMessages();
    journey.sandbox.commercetools.add('order', { ...order, createdAt: '2026-10-01T00:00:00.000Z' });

    const calls = await journey.calls(() => journey.poke(order.id));

    expect(calls.commercetools.length).toBeLessThanOrEqual(2);
    expect(calls.ordoro).toEqual([]);
  });
});

describe('a message that cannot matter', () => {
  it.each([
    ['of a type that changes nothing in Ordoro', { type: 'OrderReturnInfoAdded' }],
    ['about a custom field of the merchant', { type: 'OrderCustomFieldChanged', name: 'giftMessage', value: 'Hi' }],
    [
      'about a custom field of the connector',
      { type: 'OrderCustomFieldAdded', name: 'ordoroSyncStatus', value: 'held' },
    ],
    ['about a request that was cleared', { type: 'OrderCustomFieldChanged', name: 'ordoroRequest', value: '' }],
    [
      'about a Type that was set without a request',
      {
        type: 'OrderCustomTypeSet',
        customFields: { type: { typeId: 'type', id: 't' }, fields: { giftMessage: 'Hi' } },
      },
    ],
    [
      'about a shipment state that the connector set',
      { type: 'OrderShipmentStateChanged', shipmentState: 'Shipped', createdBy: { clientId: 'connector-client' } },
    ],
    ['about another project', { projectKey: 'another-project' }],
  ])('costs no call when it is %s', async (_what, fields) => {
    const order = await placeAndDeliver(journey);
    let status = 0;

    const calls = await journey.calls(async () => {
      status = await journey.post(JSON.stringify(orderMessage(order.id, fields)));
    });

    expect(status).toBe(204);
    expect(calls).toEqual(NO_CALLS);
  });

  it('costs no call when the connector itself caused it', async () => {
    await place(journey);
    const [first] = journey.sandbox.relay.queue.splice(0, 1);
    await journey.post(JSON.stringify(first!.notification));
    expect(journey.sandbox.relay.queue.map(({ notification }) => notification.type)).toEqual(['OrderCustomTypeSet']);

    expect(await journey.calls(() => journey.deliver())).toEqual(NO_CALLS);
  });
});

describe('a SKU', () => {
  it('costs no call when it is known, and is looked up once for all when it is not', async () => {
    journey.sandbox.ordoro.addProduct({ sku: 'NEW-1', name: 'New' });
    const lines = [{ sku: 'NEW-1', quantity: 1, unitPrice: 500 }];
    await place(journey, { lines });
    const first = await journey.calls(() => journey.deliver());
    await place(journey, { lines });
    const second = await journey.calls(() => journey.deliver());

    expect(first.ordoro).toEqual(['GET /product/NEW-1/', 'POST /v3/order']);
    expect(second.ordoro).toEqual(['POST /v3/order']);
    expect(second.commercetools).toHaveLength(4);
  });

  it('costs one read of its mapping, and no call to Ordoro, when it was last read a minute ago', async () => {
    await placeAndDeliver(journey);
    journey.time.advance(60_000);
    const order = await place(journey);

    const calls = await journey.calls(() => journey.deliver());

    expect(calls.ordoro).toEqual(['POST /v3/order']);
    expect(calls.commercetools).toHaveLength(5);
    expect(calls.commercetools).toContain('GET /sandbox/custom-objects/ordoro-skus');
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('exported');
  });

  it('costs no call to Ordoro in another process once one has verified it', async () => {
    await place(journey);
    const url = `${await journey.startEvent()}/event`;
    const { notification } = journey.sandbox.relay.queue.splice(0, 1)[0]!;

    const calls = await journey.calls(() => journey.post(JSON.stringify(notification), url));

    expect(calls.ordoro).toEqual(['POST /v3/order']);
  });
});

describe('the job', () => {
  it('sweeps a hundred unchanged orders with at most three calls more than none, and none to Ordoro', async () => {
    const quiet = await Journey.start();
    try {
      await quiet.runJob();
      const onNone = await quiet.calls(() => quiet.sweep({ tasks: ['orders'] }));
      await Promise.all(Array.from({ length: 5 }, () => place(quiet)));
      await Promise.all(Array.from({ length: 95 }, () => place(quiet, { paymentState: 'Pending' })));
      quiet.dropMessages();
      await quiet.runJob();
      expect(quiet.sandbox.ordoro.orders).toHaveLength(5);

      let examined = 0;
      const onHundred = await quiet.calls(async () => {
        examined = (await quiet.sweep({ tasks: ['orders'] })).examined;
      });

      expect(examined).toBe(100);
      expect(onHundred.commercetools.length - onNone.commercetools.length).toBeLessThanOrEqual(3);
      expect(onHundred.ordoro).toEqual([]);
    } finally {
      await quiet.close();
    }
  });
});
