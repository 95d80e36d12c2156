import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { creations, expectExportedOnce, failCreation, journeyOfOrders } from './exported-once.ts';
import { place, placeAndDeliver, US } from './shop.ts';

const journey = journeyOfOrders();

/** What the merchant does in the Merchant Center: picks a word in the field, which may bring the Type along. */
/** The merchant picks this in the field; nobody has been told yet. */
async function pick(orderId: string, value: string) {
  const { commercetools } = journey.sandbox;
  await commercetools.merchantUpdate(orderId, [
    commercetools.order(orderId)!.custom === undefined
      ? {
          action: 'setCustomType',
          type: { typeId: 'type', key: 'ordoro-order-sync' },
          fields: { ordoroRequest: value },
        }
      : { action: 'setCustomField', name: 'ordoroRequest', value },
  ]);
}

async function request(orderId: string, value: string) {
  await pick(orderId, value);
  await journey.deliver();
}

function expectCleared(orderId: string) {
  expect(journey.fields(orderId).ordoroRequest).toBeUndefined();
}

describe('export-now', () => {
  it('sends an order that waits at the gate', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await request(order.id, 'export-now');

    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });

  it.each([
    ['from before EXPORT_SINCE', {}],
    ['that is complete', { orderState: 'Complete' }],
    ['that is partly shipped', { shipmentState: 'Partial' }],
  ] as const)('sends an order %s', async (what, changes) => {
    const order = await place(journey, changes);
    journey.dropMessages();
    if (what === 'from before EXPORT_SINCE')
      journey.sandbox.commercetools.add('order', { ...order, createdAt: '2026-01-01T00:00:00.000Z' });
    await request(order.id, 'export-now');

    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });

  it('never sends a cancelled order', async () => {
    const order = await placeAndDeliver(journey, { orderState: 'Cancelled' });
    await request(order.id, 'export-now');
    await journey.runJob();

    expect(journey.ordoroOrders(order.id)).toEqual([]);
  });

  it('does not skip the validation, and holds until Ordoro has the order', async () => {
    const lines = [{ sku: 'SOON-1', quantity: 1, unitPrice: 500 }];
    const order = await placeAndDeliver(journey, { paymentState: 'Pending', lines });
    await request(order.id, 'export-now');
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroIssues: ['unmapped-sku: SOON-1'],
    });
    expectCleared(order.id);

    journey.sandbox.ordoro.addProduct({ sku: 'SOON-1', name: 'Soon' });
    await journey.runJob();

    expectExportedOnce(journey, order.id);
  });

  it('holds through a failed try', async () => {
    failCreation(journey, { kind: 'reset', when: 'before-work' });
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await request(order.id, 'export-now');
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(2);
  });
});

describe('hold and resume', () => {
  it('keep an order back before its export until it is resumed', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await request(order.id, 'hold');
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroSyncMessage: 'Not sent to Ordoro, because a hold was requested. Set ordoroRequest to "resume" to send it.',
    });
    expectCleared(order.id);

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changePaymentState', paymentState: 'Paid' },
    ]);
    await journey.deliver();
    await journey.runJobFor(10);
    expect(journey.ordoroOrders(order.id)).toEqual([]);
    expect(journey.record(order.id)).toMatchObject({ status: 'held', open: true });

    await request(order.id, 'resume');
    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });

  it('bring an order that still waits at the gate back to no status', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await request(order.id, 'hold');
    await request(order.id, 'resume');

    expect(journey.fields(order.id).ordoroSyncStatus).toBeUndefined();
    expect(journey.fields(order.id).ordoroSyncMessage).toBeUndefined();
    expectCleared(order.id);
  });

  it('hold an order that is born with the request', async () => {
    const type = journey.sandbox.commercetools.all('type').find(({ key }) => key === 'ordoro-order-sync')!;
    const order = await placeAndDeliver(journey, {
      custom: { type: { typeId: 'type', id: type.id }, fields: { ordoroRequest: 'hold' } },
    });

    expect(journey.ordoroOrders(order.id)).toEqual([]);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('held');
    expectCleared(order.id);
  });

  it('do not stop an order that may be in Ordoro already from being found', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    await request(order.id, 'hold');
    await journey.runJobFor(5);

    expect(journey.ordoroOrders(order.id)).toHaveLength(1);
    expect(journey.fields(order.id).ordoroOrderNumbers).toEqual([`2-${order.orderNumber}`]);
    expectCleared(order.id);
  });
});

describe('retry', () => {
  it('brings the next try forward', async () => {
    failCreation(journey, { kind: 'status', when: 'before-work', status: 401 });
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');
    await request(order.id, 'retry');

    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });

  it('does not send an order whose first creation is still in doubt', async () => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    await request(order.id, 'retry');
    expect(creations(journey, order.orderNumber)).toBe(1);
    expectCleared(order.id);
    await journey.runJobFor(5);

    expectExportedOnce(journey, order.id);
  });

  it('sends a refused order again, and it is failed again when nothing has changed', async () => {
    failCreation(journey, { kind: 'status', when: 'before-work', status: 400 }, 2);
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
    await request(order.id, 'retry');
    expect(creations(journey, order.orderNumber)).toBe(2);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
    expect(journey.deadLetter(order.id)).toBeDefined();
    expectCleared(order.id);
    await request(order.id, 'retry');

    expectExportedOnce(journey, order.id);
    expect(journey.deadLetter(order.id)).toBeUndefined();
  });

  it('looks again at a held order', async () => {
    const order = await placeAndDeliver(journey, { lines: [item('MUG-LTD-2026', US, { quantity: 1 })] });
    journey.sandbox.ordoro.addProduct({ sku: 'MUG-LTD-2026', name: 'Anniversary Mug' });
    await request(order.id, 'retry');

    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });

  it('of an exported order changes nothing but the field', async () => {
    const order = await placeAndDeliver(journey);
    await request(order.id, 'retry');

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expectCleared(order.id);
  });
});

describe('a request whose message was lost', () => {
  it('is found by the job', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await pick(order.id, 'export-now');
    journey.dropMessages();
    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expectCleared(order.id);
  });
});

describe('a request', () => {
  it('stays on the order until it stands in the record', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending' });
    await pick(order.id, 'hold');
    journey.dropMessages();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/custom-objects' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 2,
    });
    expect(await journey.poke(order.id)).toBe(503);
    expect(journey.fields(order.id).ordoroRequest).toBe('hold');
    journey.sandbox.commercetools.traffic.clearFaults();
    expect(await journey.poke(order.id)).toBe(204);

    expectCleared(order.id);
    expect(journey.record(order.id)).toMatchObject({ status: 'held', requests: { hold: true } });
  });
});
