import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import {
  acceptedRecord,
  knownOrder,
  NOW,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
  synced,
} from '../../tests/generators/situations.ts';
import { parseGateExpression } from '../config/gate-expression.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the order held back while it waited. A closed record keeps it, so that the stock looks at its SKU once more. */
const SHIRTS = { sku: 'SHIRT', quantity: 2, part: 1 };

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

describe('a cancelled order', () => {
  it('that was never shown is closed without a status', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    world.order = { ...shopOrder(), orderState: 'Cancelled' };
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('closed');
    expect(steps).toEqual(['read-record', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'cancelled', open: false, due: false, units: [SHIRTS] });
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

  it('is closed when the gate was changed so that it can never open for it', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending', country: 'DE' }));
    await world.play();
    world.context = orderContext({ settings: { exportWhen: parseGateExpression('country=US') } });
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ open: false, due: false, units: [SHIRTS] });
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

  it('that was split and is there twice is told of with all numbers', async () => {
    const world = new OrderWorld();
    world.stored = {
      state: 'present',
      version: 1,
      record: acceptedRecord(
        [
          knownOrder({ isParent: true, lines: [] }),
          knownOrder({ number: '1-A-1000-1' }),
          knownOrder({ number: '1-A-1000-2' }),
        ],
        { duplicates: ['1-A-1000-D2'] },
      ),
    };
    world.order = undefined;
    await world.play();
    expect(world.deadLetters.get(ORDER_ID)?.message).toBe(
      'The order was deleted in commercetools, but Ordoro still has it as 1-A-1000-1, 1-A-1000-2, and once more as 1-A-1000-D2. It was not cancelled.',
    );
  });

  it('that waited is closed and holds back no stock', async () => {
    const world = new OrderWorld(shopOrder({ paymentState: 'Pending' }));
    await world.play();
    world.order = undefined;
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ open: false, due: false, units: [SHIRTS] });
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

  it('whose record was lost is a dead letter too when its syncInfo named a number', async () => {
    const world = new OrderWorld(synced(shopOrder(), '1-A-1000'));
    await world.play();
    world.order = undefined;
    expect((await world.play()).outcome).toBe('closed');
    expect(world.deadLetters.get(ORDER_ID)?.message).toContain('still has it as 1-A-1000');
  });

  it('without a record is none of ours', async () => {
    const world = new OrderWorld();
    world.order = undefined;
    expect(await world.play()).toMatchObject({ outcome: 'not-ours', steps: ['read-record', 'done'] });
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
    expect(fieldsOf(world)?.ordoroSyncMessage).toContain('Ordoro refused the order, or a change of it.');
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

describe('an order for which no sales channel is set up', () => {
  it('is held and says so; no try is counted, however long it lasts, and it goes out by itself', async () => {
    const world = new OrderWorld(shopOrder(), orderContext({ salesChannel: undefined }));
    expect((await world.play()).outcome).toBe('held');
    world.now += 2 * DAY;
    expect((await world.play()).outcome).toBe('held');
    expect(world.record).toMatchObject({ due: true, open: true, attempts: 0 });
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroSyncMessage: expect.stringContaining('No Ordoro sales channel is set up: run the post-deploy script'),
    });
    expect(world.deadLetters.size).toBe(0);
    world.context = orderContext();
    expect((await world.play()).outcome).toBe('exported');
  });
});
