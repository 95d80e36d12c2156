import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import {
  dividedOrder,
  NOW,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
  synced,
  syncRecord,
} from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import type { SyncRecord } from '../records/sync-record.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;
const ours = { cart: 7, order_id: 'A-1000', cart_order_id: ORDER_ID };
const copied = { ordoroSyncStatus: 'shipped', ordoroOrderNumbers: ['1-A-0900'], ordoroSyncMessage: 'Shipped.' };
const theirs = { cart: 7, order_id: 'A-0900', cart_order_id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };

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
      parts: [{ number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state: { orderNumber: '1-A-1000' } }],
      numbers: ['1-A-1000'],
      ordoroOrders: [
        { number: '1-A-1000', id: 501, lines: [{ lineItemId: 'line-1', lineId: 9001 }], inSyncInfo: true },
      ],
    });
    expect(world.record).not.toHaveProperty('rebuildFrom');
    expect(world.order?.syncInfo).toHaveLength(1);
  });

  it('keeps what was just read of its returns and other Ordoro orders until it can be rebuilt: neither comes again', async () => {
    const world = new OrderWorld(synced(shopOrder(), '1-A-1000'));
    const own = world.put(ours, ['line-1']);
    const merged: OrdoroOrder = {
      ...own,
      id: 900,
      orderNumber: '1-B-2000',
      lines: [...own.lines, { ...own.lines[0]!, id: 9099, cartOrderId: theirs.cart_order_id }],
    };
    world.inOrdoro.push({ order: merged, visibleFrom: NOW });
    const lines = [{ lineId: 9001, received: 1, restocked: 0 }];
    const returnRows = [{ reference: 'RMA-1', orderNumber: '1-A-1000', lines }];
    const first = { readsRecordFirst: true, ordoroDown: true, ordoroRows: [merged], returnRows };
    expect((await world.play(first)).outcome).toBe('retrying');
    world.now += DAY;
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.record).toMatchObject({ numbers: ['1-A-1000', '1-B-2000'], returns: returnRows });
    expect(world.order?.returnInfo).toMatchObject([{ items: [{ key: 'ordoro-RMA-1-9001-1', quantity: 1 }] }]);
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

  it('has a part that no number names looked up, and sent only when Ordoro certainly does not have it', async () => {
    const world = new OrderWorld(synced(dividedOrder(), '1-A-1000-S1'));
    world.put({ ...ours, order_id: 'A-1000-S1', cart_order_id: `${ORDER_ID}-S1` }, ['line-1']);
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record?.parts).toMatchObject([
      { number: 1, state: { step: 'accepted', orderNumber: '1-A-1000-S1' } },
      { number: 2, orderId: 'A-1000-S2', cartOrderId: `${ORDER_ID}-S2`, state: { step: 'uncertain', misses: 0 } },
    ]);
    for (const _minute of [1, 2]) {
      world.now += MINUTE;
      expect(world.posts).toHaveLength(0);
      await world.play();
    }
    expect(world.posts.map(({ order_id: orderId }) => orderId)).toEqual(['A-1000-S2']);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported' });
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

describe('an order without record of which Ordoro has lost some, but not all', () => {
  const HOUR = 60 * MINUTE;
  const [FIRST, SECOND] = ['1-A-1000-S1', '1-A-1000-S2'];
  const look = (world: OrderWorld) => world.play({ readsRecordFirst: true });
  const remove = (world: OrderWorld, number: string) => {
    const at = world.inOrdoro.findIndex(({ order }) => order.orderNumber === number);
    return world.inOrdoro.splice(at, 1);
  };

  /** A divided order that was exported; then its record is gone, and one of its Ordoro orders too. */
  async function halfGone(number: string = SECOND): Promise<OrderWorld> {
    const world = new OrderWorld(dividedOrder());
    await world.play();
    world.stored = { state: 'absent' };
    remove(world, number);
    return world;
  }

  async function lookHourly(world: OrderWorld, hours: number): Promise<void> {
    for (let hour = 0; hour < hours; hour += 1) {
      await look(world);
      world.now += HOUR;
    }
  }

  it.each([FIRST, SECOND])(
    'is made again without %s once that was missed for a day, and nothing is sent',
    async (number) => {
      const world = await halfGone(number);
      await lookHourly(world, 20);
      expect(world.record).toMatchObject({
        status: 'retrying',
        missing: [{ number, since: iso(NOW) }],
        lastError: { message: `Ordoro does not show order ${number}` },
      });
      await lookHourly(world, 20);
      expect(world.record).toMatchObject({
        status: 'needs-attention',
        due: false,
        numbers: [FIRST, SECOND],
        parts: [
          { number: 1, key: 'north', state: { step: 'accepted', orderNumber: FIRST } },
          { number: 2, key: 'south', state: { step: 'accepted', orderNumber: SECOND } },
        ],
        issues: [{ code: 'deleted-in-ordoro', detail: number }],
      });
      expect(world.record).not.toHaveProperty('rebuildFrom');
      expect(world.deadLetters.size).toBe(0);
      expect(world.order?.syncInfo).toHaveLength(2);
      await lookHourly(world, 30);
      expect(world.posts).toHaveLength(2);
    },
  );

  it('is not sent again on "retry", which only dismisses the problem', async () => {
    const world = await halfGone();
    await lookHourly(world, 40);
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    await lookHourly(world, 3);
    expect(world.record).toMatchObject({ status: 'exported', dismissed: [`deleted-in-ordoro: ${SECOND}`] });
    expect(world.posts).toHaveLength(2);
  });

  it('is whole again when Ordoro shows it within the day', async () => {
    const world = await halfGone();
    const removed = new OrderWorld(dividedOrder());
    await removed.play();
    await lookHourly(world, 10);
    world.inOrdoro.push(...removed.inOrdoro.slice(1));
    await lookHourly(world, 30);
    expect(world.record).toMatchObject({ status: 'exported', numbers: [FIRST, SECOND], issues: [] });
    expect(world.record).not.toHaveProperty('missing');
  });

  it('is whole again when Ordoro shows it later', async () => {
    const world = await halfGone();
    const other = new OrderWorld(dividedOrder());
    await other.play();
    await lookHourly(world, 40);
    const back = other.inOrdoro.slice(1);
    world.inOrdoro.push(...back);
    await world.play({ readsRecordFirst: true, ordoroRows: back.map(({ order }) => order) });
    expect(world.record).toMatchObject({ status: 'exported', issues: [] });
    expect(world.record.ordoroOrders?.[1]).toMatchObject({ number: SECOND, status: 'awaiting_fulfillment' });
  });

  it('goes on counting although Ordoro does not answer in between', async () => {
    const world = await halfGone();
    await lookHourly(world, 10);
    await world.play({ readsRecordFirst: true, ordoroDown: true });
    world.now += HOUR;
    await lookHourly(world, 20);
    expect(world.record.status).toBe('needs-attention');
  });

  it('misses nothing where staff merged it into the other one', async () => {
    const world = await halfGone();
    const [kept] = world.inOrdoro;
    const [line] = kept?.order.lines ?? [];
    if (kept === undefined || line === undefined) throw new Error('nothing is left');
    const merged = [line, { ...line, id: 9009, cartOrderId: `${ORDER_ID}-S2` }];
    world.inOrdoro[0] = { ...kept, order: { ...kept.order, lines: merged } };
    await lookHourly(world, 40);
    expect(world.record).toMatchObject({ status: 'exported', numbers: [FIRST], issues: [] });
    expect(world.record).not.toHaveProperty('missing');
    expect(world.posts).toHaveLength(2);
  });

  it('still sends a part that was never sent', async () => {
    const world = await halfGone();
    const order = world.order ?? shopOrder();
    const target = { shippingMethodKey: 'east', quantity: 1, addressKey: 'east' };
    const east = { ...order.shipping[1]!, shippingKey: 'east' };
    const [item] = order.lineItems;
    const targets = [...(item?.shippingDetails?.targets ?? []), target];
    world.order = {
      ...order,
      shipping: [...order.shipping, east],
      lineItems: [{ ...item!, quantity: 3, shippingDetails: { targets, valid: true } }],
    };
    await lookHourly(world, 40);
    expect(world.record.parts.map(({ state }) => state.step)).toEqual(['accepted', 'accepted', expect.any(String)]);
    expect(world.posts.slice(2).every(({ order_id: id }) => id === 'A-1000-S3')).toBe(true);
    expect(world.record.missing).toMatchObject([{ number: SECOND, isConfirmed: true }]);
  });

  it('does not send a part of which it is not clear whether the number that is gone was its own', async () => {
    const world = await halfGone();
    const order = world.order ?? shopOrder();
    const renamed = order.syncInfo.map((one) =>
      one.externalId === SECOND ? { ...one, externalId: '1-OLD-NAME' } : one,
    );
    world.order = showing(
      { ...order, syncInfo: renamed },
      { ...fieldsOf(world), ordoroOrderNumbers: [FIRST, '1-OLD-NAME'] },
    );
    await lookHourly(world, 40);
    expect(world.record.issues).toEqual([{ code: 'deleted-in-ordoro', detail: '1-OLD-NAME' }]);
    expect(world.posts).toHaveLength(2);
  });

  it('counts what the order shows as delivered as shipped', async () => {
    const world = new OrderWorld(dividedOrder());
    await world.play();
    const shipped = world.inOrdoro.map(({ order }) => ({
      ...order,
      status: 'shipped',
      updatedDate: iso(NOW + MINUTE),
      shippingInfo: readShippingInfo({ tracking_number: `1Z-${order.orderNumber}` }),
    }));
    world.inOrdoro.splice(0, 2, ...shipped.map((order) => ({ order, visibleFrom: NOW })));
    await world.play({ readsRecordFirst: true, ordoroRows: shipped });
    const { shipping } = world.order ?? shopOrder();
    world.stored = { state: 'absent' };
    remove(world, SECOND);
    await lookHourly(world, 40);
    expect(shipping.map(({ shippingInfo }) => shippingInfo.deliveries?.length)).toEqual([1, 1]);
    expect(world.order?.shipping).toEqual(shipping);
    expect(world.record).toMatchObject({ status: 'shipped', issues: [] });
  });
});

describe('a part of an order whose sales channel Ordoro does not name', () => {
  async function withoutChannel(): Promise<OrderWorld> {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', 'auth'] });
    world.stored = { state: 'absent' };
    const [first] = world.inOrdoro;
    if (first !== undefined) world.inOrdoro[0] = { ...first, order: { ...first.order, salesChannelId: undefined } };
    await world.play({ readsRecordFirst: true });
    world.now += 2 * MINUTE;
    return world;
  }

  it('is looked up where it would have been sent', async () => {
    const world = await withoutChannel();
    const { steps } = await world.play({ readsRecordFirst: true });
    expect(steps.filter((step) => step === 'look-up-part')).toHaveLength(1);
    expect(world.record).toMatchObject({ channel: { id: 7 }, parts: [{}, { state: { misses: 1 } }] });
  });

  it('waits as long as there is no sales channel at all', async () => {
    const world = await withoutChannel();
    const { salesChannel, ...without } = world.context;
    world.context = { ...without, salesChannel: undefined };
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('retrying');
    expect(world.record.parts[1]?.state).toMatchObject({ step: 'uncertain', misses: 0 });
    world.context = { ...without, salesChannel };
    for (const _minute of [1, 2, 3]) {
      world.now += 2 * MINUTE;
      await world.play({ readsRecordFirst: true });
    }
    expect(world.posts).toHaveLength(3);
  });
});

describe('an order without record that only shows Ordoro order numbers', () => {
  it('is not sent in part where one of its own numbers is gone', async () => {
    const shown = { ordoroOrderNumbers: ['1-A-1000-S1', '1-A-1000-S2'] };
    const world = new OrderWorld(showing(dividedOrder(), shown));
    world.put({ ...ours, order_id: 'A-1000-S1', cart_order_id: `${ORDER_ID}-S1` }, ['line-1']);
    for (let hour = 0; hour < 30; hour += 1) {
      await world.play({ readsRecordFirst: true });
      world.now += 60 * MINUTE;
    }
    expect(world.posts).toHaveLength(0);
    expect(world.record.issues).toEqual([{ code: 'deleted-in-ordoro', detail: '1-A-1000-S2' }]);
  });

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

describe('a record without parts, made only to write down trouble', () => {
  const troubled = (more: Partial<SyncRecord> = {}) =>
    ({ state: 'present', record: syncRecord({ due: true, ...more }), version: 1 }) as const;

  it('does not make an order new that has a number under our channel in syncInfo', async () => {
    const world = new OrderWorld(synced(shopOrder(), '1-A-1000'));
    world.stored = troubled();
    world.put(ours, ['line-1']);
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.record.parts).toMatchObject([{ number: 1, state: { orderNumber: '1-A-1000' } }]);
  });

  it('does not make an order new of which Ordoro had news that could not be taken in', async () => {
    const world = new OrderWorld();
    world.stored = troubled({ unread: ['1-A-1000'] });
    const row = world.put(ours, ['line-1']);
    world.inOrdoro.splice(0);
    await world.play({ readsRecordFirst: true, ordoroDown: true });
    world.now += DAY;
    // A read that misses proves nothing: lists and reads may be late.
    await world.play({ readsRecordFirst: true });
    world.now += DAY;
    world.inOrdoro.push({ order: row, visibleFrom: NOW });
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.record).not.toHaveProperty('unread');
  });

  it('does not make an order new of which Ordoro shows a row now', async () => {
    const world = new OrderWorld();
    world.stored = troubled();
    const row = world.put(ours, ['line-1']);
    expect((await world.play({ readsRecordFirst: true, ordoroRows: [row] })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.record).not.toHaveProperty('duplicates');
  });
});

describe('a provisional record, made only to write down trouble', () => {
  const provisional = (more: Partial<SyncRecord> = {}) =>
    ({ state: 'present', record: syncRecord({ due: true, isProvisional: true, ...more }), version: 1 }) as const;
  const look = (world: OrderWorld) => world.play({ readsRecordFirst: true });

  it('does not make an order new that shows a status of ours: it is looked up twice before it is sent', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroSyncStatus: 'retrying' }));
    world.stored = provisional();
    for (const _minute of [1, 2]) {
      expect((await look(world)).outcome).toBe('retrying');
      expect(world.posts).toHaveLength(0);
      world.now += MINUTE;
    }
    expect((await look(world)).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('does not make an order new that shows Ordoro order numbers: it is rebuilt', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroOrderNumbers: ['1-A-1000'] }));
    world.stored = provisional();
    expect((await world.play({ readsRecordFirst: true, ordoroDown: true })).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, rebuildFrom: { numbers: ['1-A-1000'], certain: false } });
    world.put(ours, ['line-1']);
    world.now += MINUTE;
    expect((await look(world)).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
    expect(world.record).not.toHaveProperty('isProvisional');
  });

  it('keeps what was noted, and the order goes out when it shows nothing of ours and its time has come', async () => {
    const world = new OrderWorld();
    world.stored = provisional({ attempts: 1, firstFailedAt: iso(NOW), retryAt: iso(NOW + MINUTE) });
    expect((await look(world)).outcome).toBe('retrying');
    world.now += MINUTE;
    expect((await look(world)).outcome).toBe('exported');
    expect(world.record).not.toHaveProperty('isProvisional');
  });

  it('does not make history ours: an order from before EXPORT_SINCE is left as it is, also at later looks', async () => {
    const order = { ...showing(shopOrder(), copied), createdAt: '2025-12-31T00:00:00.000Z' };
    const world = new OrderWorld(order);
    world.stored = provisional({ deadLetter: true });
    expect((await look(world)).steps).toEqual(['clear-dead-letter', 'save', 'done']);
    expect(world.record).toMatchObject({ open: false, due: false, status: 'waiting' });
    expect((await look(world)).steps).toEqual(['done']);
    expect(world.posts).toHaveLength(0);
    expect(world.order).toBe(order);
  });
});

describe('a provisional record of an order that a backfill has taken up', () => {
  const history = { ...shopOrder(), createdAt: '2025-12-31T00:00:00.000Z' };
  const admitted = {
    state: 'present',
    record: syncRecord({ due: true, isProvisional: true, isAdmitted: true }),
    version: 1,
  } as const;

  it('leads to its export, although the order is from before EXPORT_SINCE', async () => {
    const world = new OrderWorld(history);
    world.stored = admitted;
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(world.record).not.toHaveProperty('isAdmitted');
  });

  it('lifts no other rule: what is complete by now stays where it is', async () => {
    const world = new OrderWorld({ ...history, orderState: 'Complete' });
    world.stored = admitted;
    await world.play({ readsRecordFirst: true });
    expect(world.posts).toHaveLength(0);
    expect(world.record).toMatchObject({ open: false, due: false, status: 'waiting' });
  });
});

describe('an order without a record that shows a status of ours, but no number', () => {
  const tried = (status: string) => new OrderWorld(showing(shopOrder(), { ordoroSyncStatus: status }));

  it.each(['retrying', 'failed', 'exported'])('(%s) is looked up twice before it is sent', async (status) => {
    const world = tried(status);
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, open: true, units: [{ sku: 'SHIRT', quantity: 2 }] });
    world.now += MINUTE;
    expect((await world.play({ readsRecordFirst: true })).steps).toContain('look-up-part');
    expect(world.posts).toHaveLength(0);
    world.now += MINUTE;
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('is taken over where Ordoro has it', async () => {
    const world = tried('retrying');
    world.put(ours, ['line-1']);
    await world.play();
    world.now += MINUTE;
    expect((await world.play({ readsRecordFirst: true })).outcome).toBe('exported');
    expect(world.posts).toHaveLength(0);
  });

  it.each(['held', 'not-required'])('(%s) is new: such an order was never sent', async (status) => {
    const world = tried(status);
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });
});
