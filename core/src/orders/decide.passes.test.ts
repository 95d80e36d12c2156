import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { NOW, ORDER_ID, orderContext, shopOrder, showing } from '../../tests/generators/situations.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const unpaid = shopOrder({ paymentState: 'Pending' });
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

describe('a new order', () => {
  it('is claimed before it is sent, shown on the order, and saved last', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'send', 'update-order', 'save', 'done']);
    expect(JSON.parse(world.saved[0] ?? '')).toMatchObject({
      due: true,
      open: true,
      channel: { id: 7, index: 1 },
      parts: [{ number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state: { step: 'claimed' } }],
      lease: { owner: 'pass-1', expiresAt: '2026-01-02T04:01:00.000Z' },
      units: [{ sku: 'SHIRT', ordoroSku: 'SHIRT', quantity: 2 }],
    });
    expect(world.record).toMatchObject({
      status: 'exported',
      open: false,
      due: false,
      units: [],
      issues: [],
      attempts: 0,
      message: 'Sent to Ordoro as 1-A-1000.',
      parts: [{ state: { step: 'accepted', orderNumber: '1-A-1000' } }],
      numbers: ['1-A-1000'],
      ordoroOrders: [
        { number: '1-A-1000', id: 501, lines: [{ lineItemId: 'line-1', lineId: 9001, part: 1 }], inSyncInfo: true },
      ],
    });
    expect(world.record).not.toHaveProperty('lease');
  });

  it('with a SKU that was never looked up is on record before Ordoro is asked for it', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ coldSkus: true });
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'look-up-skus', 'save', 'send', 'update-order', 'save', 'done']);
  });

  it('shows number, status and message, and has the number in syncInfo', async () => {
    const world = new OrderWorld();
    await world.play();
    expect(fieldsOf(world)).toEqual({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: ['1-A-1000'],
      ordoroSyncMessage: 'Sent to Ordoro as 1-A-1000.',
      ordoroLastSyncedAt: '2026-01-02T04:00:00.000Z',
    });
    expect(world.order?.syncInfo).toMatchObject([{ externalId: '1-A-1000' }]);
  });

  it('costs nothing more when it is looked at again', async () => {
    const world = new OrderWorld();
    await world.play();
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['done']);
  });

  it('is exported once although the process that thinks it is new is late', async () => {
    const world = new OrderWorld();
    await world.play({ diesAfter: 'send' });
    const { outcome, steps } = await world.play();
    expect(world.posts).toHaveLength(1);
    expect(outcome).toBe('held-by-another-instance');
    expect(steps).toEqual(['save', 'read-record', 'done']);
  });

  it('is left to the job when no time is left to send it', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sendBy: NOW - 1 });
    expect(outcome).toBe('postponed');
    expect(steps).toEqual(['save', 'done']);
    expect(world.record).toMatchObject({ due: true, open: true, parts: [{ state: { step: 'planned' } }] });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is given back without a word on the order when there is no rate token', async () => {
    const world = new OrderWorld();
    const { outcome } = await world.play({ sends: ['no-token'] });
    expect(outcome).toBe('postponed');
    expect(world.record).toMatchObject({ due: true, attempts: 0, parts: [{ state: { step: 'planned' } }] });
    expect(world.record).not.toHaveProperty('lease');
    expect(world.order).toEqual(shopOrder());
  });
});

describe('an order at the gate', () => {
  it('waits with a record that holds back its units, and shows nothing', async () => {
    const world = new OrderWorld(unpaid);
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('waiting');
    expect(steps).toEqual(['read-record', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'waiting', open: true, due: false, parts: [] });
    expect(world.record.units).toEqual([{ sku: 'SHIRT', quantity: 2, part: 1 }]);
    expect(world.order).toBe(unpaid);
  });

  it('goes out when the gate opens', async () => {
    const world = new OrderWorld(unpaid);
    await world.play();
    world.order = { ...unpaid, version: 2, paymentState: 'Paid' };
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    // It looks new: the create-only claim finds the record, and the claim that counts takes its version.
    expect(steps).toEqual(['save', 'read-record', 'save', 'send', 'update-order', 'save', 'done']);
  });

  it('goes out on "export-now", and the request is cleared', async () => {
    const world = new OrderWorld(showing(unpaid, { ordoroRequest: 'export-now' }));
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect(world.record.requests).toEqual({});
  });

  it('keeps "export-now" in force until Ordoro has accepted the order', async () => {
    const world = new OrderWorld(showing(unpaid, { ordoroRequest: 'export-now' }));
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect(world.record.requests.exportNow).toBe(true);
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is history when it is older than EXPORT_SINCE, unless "export-now" asks for it', async () => {
    const old = { ...shopOrder(), createdAt: '2025-12-31T23:59:59.999Z' };
    const world = new OrderWorld(old);
    expect((await world.play()).outcome).toBe('not-ours');
    expect(world.stored.state).toBe('absent');
    world.order = showing(old, { ordoroRequest: 'export-now' });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is not tested against EXPORT_SINCE again once it has a record', async () => {
    const world = new OrderWorld(unpaid);
    await world.play();
    world.context = orderContext({ exportSince: NOW });
    world.order = { ...unpaid, paymentState: 'Paid' };
    expect((await world.play()).outcome).toBe('exported');
  });
});

describe('an order with problems', () => {
  const broken = shopOrder({ shippingInfo: undefined, shippingAddress: { country: 'UK' } });

  it('is held with all of them at once, and goes out when they are gone', async () => {
    const world = new OrderWorld(broken);
    world.skus = new Map([['SHIRT', 'unmapped']]);
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('held');
    expect(steps).toEqual(['save', 'look-up-skus', 'save', 'update-order', 'log', 'done']);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'held' });
    expect(world.record.issues.map(({ code }) => code)).toEqual([
      'unmapped-sku',
      'unsupported-country',
      'incomplete-address',
      'incomplete-address',
      'incomplete-address',
      'missing-shipping-method',
      'totals-mismatch',
    ]);
    expect(world.record).toMatchObject({ due: true, open: true });
    expect((await world.play()).steps).toEqual(['read-record', 'look-up-skus', 'done']);

    world.skus = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);
    world.order = { ...shopOrder(), version: 7, ...(world.order?.custom && { custom: world.order.custom }) };
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroIssues');
  });
});

describe('a hold', () => {
  it('keeps the order back until "resume"', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroRequest: 'hold' }));
    expect((await world.play()).outcome).toBe('held');
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroSyncMessage: 'Not sent to Ordoro, because a hold was requested. Set ordoroRequest to "resume" to send it.',
    });
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect((await world.play()).outcome).toBe('held');
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'resume' });
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('asked for while an order is uncertain waits until that is settled', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['server-error'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, requests: { hold: true } });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('held');
    expect(world.posts).toHaveLength(1);
  });

  it('of an exported order keeps its preset back', async () => {
    const mapping = { method: 'Standard', service: 'UPS Ground', presetId: 4 };
    const world = new OrderWorld(shopOrder(), orderContext({ merchant: { shippingServices: [mapping] } }));
    await world.play({ presets: ['unavailable'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    world.now += 10 * MINUTE;
    const { steps } = await world.play();
    expect(steps).not.toContain('apply-preset');
    expect(world.record).toMatchObject({ due: true, requests: { hold: true } });
    world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'resume' });
    expect((await world.play()).steps).toContain('apply-preset');
    expect(world.record.due).toBe(false);
  });
});
