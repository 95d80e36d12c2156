import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { dividedOrder, NOW, ORDER_ID, orderContext, shopOrder, showing } from '../../tests/generators/situations.ts';
import { targets } from '../../tests/generators/written-orders.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

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

  it('holds back its units while the merchant holds a part that was not sent', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    const { units } = world.record;
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('held');
    expect(world.posts.map((draft) => draft.order_id)).toEqual(['A-1000-S1', 'A-1000-S2']);
    expect(world.record).toMatchObject({ open: true, units });
    expect(units).not.toEqual([]);
  });

  it('shows no trouble of before while the merchant holds it, because nothing is tried', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    await world.play();
    expect(world.record).toMatchObject({ status: 'exported', due: true, attempts: 0, issues: [] });
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

  it('is cancelled in Ordoro as far as it went out, and the other part is never sent, when the order is cancelled', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    world.now += MINUTE;
    await world.play();
    expect(world.posts).toHaveLength(2);
    // The units of the part that never went out: the stock looks at their SKUs once more.
    expect(world.record).toMatchObject({ open: false, due: false, units: [{ part: 2 }] });
    expect(world.edits).toMatchObject([{ kind: 'cancel', number: '1-A-1000-S1' }]);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'cancelled', ordoroOrderNumbers: ['1-A-1000-S1'] });
  });

  it('is changed like any other once an edit takes out the part that did not go out yet', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    const [shirts] = dividedOrder().lineItems;
    world.order = {
      ...(world.order ?? shopOrder()),
      lineItems: [{ ...shirts!, ...targets('Multiple', ['north', 2]) }],
    };
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(2);
    expect(world.edits).toMatchObject([
      { kind: 'change-line', number: '1-A-1000-S1', update: { quantity: 2 } },
      { kind: 'financial', number: '1-A-1000-S1' },
    ]);
    expect(world.record).toMatchObject({ status: 'exported', due: false, parts: [{ number: 1 }] });
    expect(world.lettersWritten).toEqual([]);
  });

  it('is cancelled in Ordoro as far as it went out once an edit leaves nothing to ship', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), lineItems: [] };
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.edits).toMatchObject([{ kind: 'cancel', number: '1-A-1000-S1' }]);
    expect(world.record).toMatchObject({ due: false, parts: [{ number: 1 }] });
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
    expect(world.record).toMatchObject({ status: 'retrying', due: true, nextAttemptAt: iso(NOW + MINUTE) });
    expect(world.order?.custom?.fields).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now += MINUTE;
    // The order shows again that all is well.
    const steps = ['read-record', 'save', 'apply-preset', 'clear-dead-letter', 'update-order', 'save', 'done'];
    expect((await world.play()).steps).toEqual(steps);
    expect(world.record).toMatchObject({ status: 'exported', due: false, attempts: 0 });
    expect(world.order?.custom?.fields).toMatchObject({ ordoroSyncStatus: 'exported' });
  });

  it('is applied once by two processes at once', async () => {
    const world = withPreset();
    await world.play({ presets: ['unavailable'] });
    world.now += MINUTE;
    const slow = world.begin({ readsRecordFirst: true, stops: ['sending'] });
    while (world.record.lease === undefined) await slow.step();
    await slow.step();
    expect((await world.play()).outcome).toBe('held-by-another-instance');
    while ((await slow.step()) === undefined);
    expect(world.departures.filter(({ kind }) => kind === 'preset')).toHaveLength(2);
    expect(world.record).toMatchObject({ status: 'exported', due: false });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
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
