import { describe, expect, it } from '@jest/globals';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import {
  dividedOrder,
  NOW,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
  synced,
} from '../../tests/generators/situations.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;
const ours = { cart: 7, order_id: 'A-1000', cart_order_id: ORDER_ID };
const copied = { ordoroSyncStatus: 'shipped', ordoroOrderNumbers: ['1-A-0900'], ordoroSyncMessage: 'Shipped.' };
const theirs = { cart: 7, order_id: 'A-0900', cart_order_id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };

describe('an order of two parts', () => {
  it('is sent as two Ordoro orders under one claim and shown in one update', async () => {
    const world = new OrderWorld(dividedOrder());
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'send', 'send', 'update-order', 'save', 'done']);
    expect(world.posts.map((draft) => [draft.order_id, draft.cart_order_id])).toEqual([
      ['A-1000-S1', `${ORDER_ID}-S1`],
      ['A-1000-S2', `${ORDER_ID}-S2`],
    ]);
    expect(fieldsOf(world)).toMatchObject({
      ordoroOrderNumbers: ['1-A-1000-S1', '1-A-1000-S2'],
      ordoroSyncMessage: 'Sent to Ordoro as 1-A-1000-S1, 1-A-1000-S2.',
    });
  });

  it('shows what Ordoro has while the other part is tried again, and sends that part alone', async () => {
    const world = new OrderWorld(dividedOrder());
    expect((await world.play({ sends: ['accepted', 'rate-limited'] })).outcome).toBe('retrying');
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying', ordoroOrderNumbers: ['1-A-1000-S1'] });
    expect(world.order?.syncInfo.map(({ externalId }) => externalId)).toEqual(['1-A-1000-S1']);
    expect(world.record).toMatchObject({ due: true, open: true });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts.map((draft) => draft.order_id)).toEqual(['A-1000-S1', 'A-1000-S2', 'A-1000-S2']);
    expect(world.order?.syncInfo.map(({ externalId }) => externalId)).toEqual(['1-A-1000-S1', '1-A-1000-S2']);
  });

  it('sends its second part whatever the gate says by then', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), paymentState: 'CreditOwed' };
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
  });

  it('leaves no part claimed when the first one is uncertain', async () => {
    const world = new OrderWorld(dividedOrder());
    expect((await world.play({ sends: ['timeout'] })).outcome).toBe('retrying');
    expect(world.record.parts.map(({ state }) => state.step)).toEqual(['uncertain', 'planned']);
    world.now += 2 * MINUTE;
    await world.play();
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts.map((draft) => draft.order_id)).toEqual(['A-1000-S1', 'A-1000-S1', 'A-1000-S2']);
  });

  it('looks up both parts when the process died', async () => {
    const world = new OrderWorld(dividedOrder());
    world.lagMs = 30_000;
    await world.play({ diesAfter: 'send' });
    expect(world.posts).toHaveLength(1);
    for (let minute = 1; minute <= 4; minute += 1) {
      world.now = NOW + minute * MINUTE;
      await world.play();
    }
    expect(world.record.status).toBe('exported');
    expect(world.posts.map((draft) => draft.order_id)).toEqual(['A-1000-S1', 'A-1000-S2']);
  });

  it('needs attention when the order is cancelled before the other part went out', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    world.now += MINUTE;
    await world.play();
    expect(world.posts).toHaveLength(2);
    expect(world.record).toMatchObject({ open: false, due: false });
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroOrderNumbers: ['1-A-1000-S1'],
      ordoroIssues: ['too-late-to-cancel: 1-A-1000-S1'],
    });
  });

  it('keeps the number of its part when it was undivided at first', async () => {
    const world = new OrderWorld(shopOrder());
    await world.play({ sendBy: NOW - 1 });
    const { shippingInfo: _one, shippingAddress: _own, ...whole } = world.order ?? shopOrder();
    const { shipping, lineItems } = dividedOrder();
    world.order = { ...whole, shippingMode: 'Multiple', shipping: shipping ?? [], lineItems };
    await world.play({ sends: ['accepted', 'rate-limited'] });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts.map((draft) => draft.order_id)).toEqual(['A-1000', 'A-1000-S2', 'A-1000-S2']);
  });
});

describe('a cancelled order', () => {
  it('that was never shown is closed without a status', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    world.order = { ...shopOrder(), orderState: 'Cancelled' };
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('closed');
    expect(steps).toEqual(['read-record', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'cancelled', open: false, due: false, units: [] });
  });

  it('that was held before says that nothing was sent', async () => {
    const world = new OrderWorld(shopOrder({ shippingInfo: undefined }));
    await world.play();
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    expect((await world.play()).outcome).toBe('closed');
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'cancelled',
      ordoroSyncMessage: 'Cancelled before it was sent to Ordoro; nothing was sent.',
    });
    expect(fieldsOf(world)).not.toHaveProperty('ordoroIssues');
  });

  it('is not sent even on "export-now"', async () => {
    const world = new OrderWorld(showing(shopOrder({ orderState: 'Cancelled' }), { ordoroRequest: 'export-now' }));
    expect((await world.play()).outcome).toBe('not-ours');
    expect(world.posts).toHaveLength(0);
  });
});

describe('an order that may not be exported any more', () => {
  it('is closed when the merchant completes it at the gate', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    world.order = shopOrder({ orderState: 'Complete' });
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ status: 'waiting', open: false, due: false });
  });

  it('needs no shipping when no line ships', async () => {
    const skuRules = [{ sku: 'SHIRT', ship: false }];
    const world = new OrderWorld(shopOrder(), orderContext({ merchant: { skuRules } }));
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('not-required');
    expect(steps).toEqual(['save', 'update-order', 'save', 'done']);
    expect(world.record).toMatchObject({ open: false, due: false });
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'not-required',
      ordoroIssues: ['nothing-to-ship'],
    });
  });
});

describe('a deleted order', () => {
  it('that was exported becomes a dead letter, once, and is never cancelled', async () => {
    const world = new OrderWorld();
    await world.play();
    world.order = undefined;
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('closed');
    expect(steps).toEqual(['read-record', 'write-dead-letter', 'save', 'done']);
    expect(world.deadLetters.get(ORDER_ID)).toEqual({
      kind: 'order',
      subject: ORDER_ID,
      code: 'unknown-order',
      message: 'The order was deleted in commercetools, but Ordoro still has it as 1-A-1000. It was not cancelled.',
    });
    world.now += DAY;
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    expect(world.lettersWritten).toHaveLength(1);
  });

  it('that waited is closed and holds back no stock', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    world.order = undefined;
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ open: false, due: false, units: [] });
    expect(world.deadLetters.size).toBe(0);
  });

  it('that had failed takes its dead letter with it', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    expect(world.deadLetters.size).toBe(1);
    world.order = undefined;
    await world.play();
    expect(world.deadLetters.size).toBe(0);
  });

  it('without a record is none of ours', async () => {
    const world = new OrderWorld();
    world.order = undefined;
    expect(await world.play()).toMatchObject({ outcome: 'not-ours', steps: ['read-record', 'done'] });
  });
});

describe('an order without record that has a number under our channel in syncInfo', () => {
  it('is never sent; the record is rebuilt from Ordoro', async () => {
    const world = new OrderWorld(synced(showing(shopOrder(), { ordoroSyncStatus: 'exported' }), '1-A-1000'));
    world.put(ours, ['line-1']);
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['read-record', 'find-trace', 'save', 'update-order', 'save', 'done']);
    expect(world.posts).toHaveLength(0);
    expect(world.record).toMatchObject({
      status: 'exported',
      open: false,
      channel: { id: 7 },
      parts: [{ number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state: { ordoroId: 501, inSyncInfo: true } }],
    });
    expect(world.record).not.toHaveProperty('rebuildFrom');
    expect(world.order?.syncInfo).toHaveLength(1);
  });

  it('is rebuilt with all parts although syncInfo keeps only the last number', async () => {
    const shown = { ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000-S1', '1-A-1000-S2'] };
    const world = new OrderWorld(synced(showing(dividedOrder(), shown), '1-A-1000-S2'));
    world.put({ ...ours, order_id: 'A-1000-S1', cart_order_id: `${ORDER_ID}-S1` }, ['line-1']);
    world.put({ ...ours, order_id: 'A-1000-S2', cart_order_id: `${ORDER_ID}-S2` }, ['line-1']);
    expect((await world.play()).outcome).toBe('exported');
    expect(world.record.parts.map(({ number }) => number)).toEqual([1, 2]);
    expect(world.posts).toHaveLength(0);
  });

  it('lists the number of an Ordoro order once that staff merged from two parts', async () => {
    const world = new OrderWorld(synced(dividedOrder(), '1-A-1000-S1'));
    const merged = world.put({ ...ours, order_id: 'A-1000-S1', cart_order_id: `${ORDER_ID}-S1` }, ['line-1']);
    const [line] = merged.lines;
    world.inOrdoro.splice(0, 1, {
      visibleFrom: NOW,
      order: {
        ...merged,
        lines: [...merged.lines, ...(line ? [{ ...line, id: 9002, cartOrderId: `${ORDER_ID}-S2` }] : [])],
      },
    });
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).toMatchObject({ ordoroOrderNumbers: ['1-A-1000-S1'] });
  });

  it('is not sent while Ordoro does not show it, keeps its number, and is a dead letter after 24 hours', async () => {
    const shown = { ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000'] };
    const world = new OrderWorld(synced(showing(shopOrder(), shown), '1-A-1000'));
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({
      due: true,
      rebuildFrom: { numbers: ['1-A-1000'], certain: true },
      nextAttemptAt: iso(NOW + MINUTE),
    });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying', ordoroOrderNumbers: ['1-A-1000'] });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now += DAY;
    await world.play();
    expect(world.deadLetters.size).toBe(1);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'failed', ordoroOrderNumbers: ['1-A-1000'] });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);

    world.put(ours, ['line-1']);
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.deadLetters.size).toBe(0);
  });
});

describe('an order without record that only shows Ordoro order numbers', () => {
  it('is rebuilt when they are its own on a sales channel of ours', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroOrderNumbers: ['1-A-1000'] }));
    world.put(ours, ['line-1']);
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.order?.syncInfo.map(({ externalId }) => externalId)).toEqual(['1-A-1000']);
  });

  it('counts the channel of a store as ours', async () => {
    const stores = [{ store: 'us', salesChannelId: 9 }];
    const order = showing(shopOrder(), { ordoroOrderNumbers: ['1-A-1000'] });
    const world = new OrderWorld(order, orderContext({ merchant: { stores } }));
    world.put({ ...ours, cart: 9 }, ['line-1']);
    expect((await world.play()).outcome).toBe('exported');
    expect(world.record.channel).toEqual({ id: 9 });
  });

  it('is skipped and reported when another deployment exported it', async () => {
    const shown = showing(shopOrder(), { ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000'] });
    const world = new OrderWorld(shown);
    world.put({ ...ours, cart: 99 }, ['line-1']);
    const { outcome, steps, actions } = await world.play();
    expect(outcome).toBe('not-ours');
    expect(steps).toEqual(['read-record', 'find-trace', 'log', 'done']);
    expect(actions.find((action) => action.do === 'log')).toMatchObject({
      level: 'warn',
      message: 'Skipped: another deployment of the connector exported this order as 1-A-1000.',
    });
    expect(world.order).toBe(shown);
    expect(world.stored.state).toBe('absent');
  });

  it('that could not be read at first is left alone once it turns out to be of another deployment', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroOrderNumbers: ['1-A-1000'] }));
    await world.play({ ordoroDown: true });
    const shown = world.order;
    world.put({ ...ours, cart: 99 }, ['line-1']);
    world.now += MINUTE;
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('not-ours');
    expect(steps).toEqual(['read-record', 'find-trace', 'save', 'log', 'done']);
    expect(world.order).toBe(shown);
    expect(world.record).toMatchObject({ open: false, due: false });
    expect((await world.play()).outcome).toBe('not-ours');
    expect(world.posts).toHaveLength(0);
  });

  it('is new when they were copied from another order: the fields are cleared and it is sent', async () => {
    const world = new OrderWorld(showing(shopOrder(), copied));
    world.put(theirs, ['line-1']);
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000'] });
  });

  it('has the copied fields cleared while it waits at the gate', async () => {
    const world = new OrderWorld(showing(shopOrder({ paymentState: 'Pending' }), copied));
    world.put(theirs, ['line-1']);
    expect((await world.play()).outcome).toBe('waiting');
    expect(fieldsOf(world)).toEqual({ ordoroLastSyncedAt: iso(NOW) });
    expect(world.record).toMatchObject({ due: false, open: true });
  });

  it('and was copied before EXPORT_SINCE is history like any other', async () => {
    const order = { ...showing(shopOrder(), copied), createdAt: '2025-12-31T00:00:00.000Z' };
    const world = new OrderWorld(order);
    world.put(theirs, ['line-1']);
    expect((await world.play()).outcome).toBe('not-ours');
    expect(world.posts).toHaveLength(0);
    expect(world.order).toBe(order);
  });

  it('is held back while they cannot be read, and sent once they prove to be copied', async () => {
    const world = new OrderWorld(showing(shopOrder(), copied));
    expect((await world.play({ ordoroDown: true })).outcome).toBe('retrying');
    expect(world.posts).toHaveLength(0);
    expect(world.record).toMatchObject({ due: true, status: 'retrying' });
    world.put(theirs, ['line-1']);
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(fieldsOf(world)).toMatchObject({ ordoroOrderNumbers: ['1-A-1000'] });
  });

  it('and could not be read for more than a day is sent once they prove to be copied', async () => {
    const world = new OrderWorld(showing(shopOrder(), copied));
    await world.play({ ordoroDown: true });
    world.now += DAY;
    await world.play({ ordoroDown: true });
    expect(world.record.status).toBe('failed');
    world.put(theirs, ['line-1']);
    world.now += 60 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });
});

describe('an order whose update commercetools refuses', () => {
  it('is exported all the same, and the update is tried again, less and less often', async () => {
    const world = new OrderWorld();
    expect((await world.play({ updates: ['refused'] })).outcome).toBe('exported');
    expect(world.record).toMatchObject({
      status: 'exported',
      open: false,
      due: true,
      orderUpdate: { attempts: 1, nextAttemptAt: iso(NOW + MINUTE), message: 'an API Extension refused the update' },
    });
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['done']);
    world.now += MINUTE;
    await world.play({ updates: ['refused'] });
    expect(world.record).toMatchObject({
      due: true,
      orderUpdate: { attempts: 2, nextAttemptAt: iso(NOW + 6 * MINUTE) },
    });
    world.now += 5 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.record.due).toBe(false);
    expect(world.record).not.toHaveProperty('orderUpdate');
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported' });
    expect(world.posts).toHaveLength(1);
  });

  it('is a dead letter after 24 hours, which goes when the update succeeds', async () => {
    const world = new OrderWorld();
    await world.play({ updates: ['refused'] });
    world.now += DAY;
    expect((await world.play({ updates: ['refused'] })).outcome).toBe('exported');
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'commercetools-rejected', attempts: 2 });
    world.now += 60 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
    expect(world.record.due).toBe(false);
  });

  it('but was carried out all the same has nothing left to do', async () => {
    const world = new OrderWorld();
    await world.play({ updates: ['refused'] });
    const shown = new OrderWorld();
    await shown.play();
    world.order = shown.order;
    world.now += MINUTE;
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['save', 'done']);
    expect(world.record.due).toBe(false);
    expect(world.record).not.toHaveProperty('orderUpdate');
  });

  it('stays held with all its issues', async () => {
    const world = new OrderWorld(shopOrder({ shippingInfo: undefined }));
    expect((await world.play({ updates: ['refused'] })).outcome).toBe('held');
    expect(world.record).toMatchObject({
      status: 'held',
      due: true,
      issues: [{ code: 'missing-shipping-method' }, {}],
    });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('held');
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'held' });
  });

  it('does not send again sooner because of it', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['rate-limited'], updates: ['refused'] })).outcome).toBe('retrying');
    expect(world.posts).toHaveLength(1);
    expect(world.record).toMatchObject({ status: 'retrying', issues: [{ code: 'rate-limited' }] });
  });

  it('keeps the reason why it failed in Ordoro', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['rejected'], updates: ['refused'] })).outcome).toBe('failed');
    expect(world.record).toMatchObject({ status: 'failed', due: true, issues: [{ code: 'ordoro-rejected' }] });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('failed');
    expect(fieldsOf(world)?.ordoroSyncMessage).toContain('Ordoro refused the order.');
    expect(world.record.due).toBe(false);
  });

  it('that changed in between is decided anew', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ updates: ['conflict'] });
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'send', 'update-order', 'update-order', 'save', 'done']);
  });
});

describe('an order whose Type cannot take our fields', () => {
  it('shows only syncInfo, and is exported', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    if (world.stored.state === 'present')
      world.stored = { ...world.stored, record: { ...world.record, typeConflict: true } };
    world.order = shopOrder();
    expect((await world.play()).outcome).toBe('exported');
    expect(world.order.custom).toBeUndefined();
    expect(world.order.syncInfo).toHaveLength(1);
    expect(world.record).toMatchObject({ due: false, typeConflict: true });
  });
});

describe('a preset', () => {
  const shippingServices = [{ method: 'Standard', service: 'UPS Ground', presetId: 4 }];
  const withPreset = () => new OrderWorld(shopOrder(), orderContext({ merchant: { shippingServices } }));

  it('is applied once after the order was accepted', async () => {
    const world = withPreset();
    const { steps } = await world.play();
    expect(steps).toEqual(['save', 'send', 'apply-preset', 'update-order', 'save', 'done']);
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
  });

  it('that cannot be applied now is tried again', async () => {
    const world = withPreset();
    expect((await world.play({ presets: ['unavailable'] })).outcome).toBe('exported');
    expect(world.record).toMatchObject({ status: 'exported', due: true, nextAttemptAt: iso(NOW + MINUTE) });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now += MINUTE;
    expect((await world.play()).steps).toEqual(['read-record', 'apply-preset', 'save', 'done']);
    expect(world.record).toMatchObject({ due: false, attempts: 0 });
  });

  it('that could not be applied for 24 hours is left to the staff', async () => {
    const world = withPreset();
    await world.play({ presets: ['unavailable'] });
    world.now += DAY;
    await world.play({ presets: ['unavailable'] });
    expect(world.record).toMatchObject({ due: false, attempts: 0 });
    expect(world.record.message).toContain('preset 4');
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
  });

  it('is the one of the mapping that counts when the part goes out', async () => {
    const world = withPreset();
    await world.play({ sends: ['rate-limited'] });
    world.context = orderContext({
      merchant: { shippingServices: [{ method: 'Standard', service: 'UPS Ground', presetId: 5 }] },
    });
    world.now += MINUTE;
    const { actions } = await world.play();
    expect(actions.find((action) => action.do === 'apply-preset')).toMatchObject({ presetId: 5 });
  });
});
