import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import {
  ADDRESS,
  dividedOrder,
  NOW,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
} from '../../tests/generators/situations.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

describe('an order that Ordoro refuses for the moment', () => {
  it.each([
    ['rate-limited', 'rate-limited'],
    ['auth', 'ordoro-auth'],
    ['unreachable', 'ordoro-unavailable'],
  ] as const)('(%s) is tried again after a minute', async (end, code) => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sends: [end] });
    expect(outcome).toBe('retrying');
    expect(steps).toEqual(['save', 'send', 'update-order', 'save', 'log', 'done']);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(world.record).toMatchObject({
      due: true,
      open: true,
      attempts: 1,
      nextAttemptAt: '2026-01-02T04:01:00.000Z',
      issues: [{ code }],
      parts: [{ state: { step: 'planned' } }],
    });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.record).toMatchObject({ attempts: 0, issues: [] });
    expect(world.record).not.toHaveProperty('nextAttemptAt');
  });

  it('is tried at once on "retry"', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is given up after 24 hours with a dead letter, which goes when the order is exported', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    const { outcome, steps } = await world.play({ sends: ['rate-limited'] });
    expect(outcome).toBe('failed');
    expect(steps).toEqual(['read-record', 'save', 'send', 'write-dead-letter', 'update-order', 'save', 'log', 'done']);
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'rate-limited', attempts: 2 });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'failed' });
    expect(world.record).toMatchObject({ due: false, open: true });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);

    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('and given up is tried again when its data changes, for another 24 hours', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    await world.play({ sends: ['rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), customerEmail: 'other@shopper.example' };
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ attempts: 1, firstFailedAt: iso(world.now) });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('loses its dead letter also when the process dies during the new try', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    await world.play({ sends: ['rate-limited'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play({ diesAfter: 'send' })).outcome).toBe('died');
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(3);
    expect(world.deadLetters.size).toBe(0);
  });

  it('has a day of its own for what is left to do once Ordoro has it', async () => {
    const shippingServices = [{ method: 'Standard', service: 'UPS Ground', presetId: 4 }];
    const world = new OrderWorld(shopOrder(), orderContext({ merchant: { shippingServices } }));
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    await world.play({ presets: ['unavailable'] });
    expect(world.record).toMatchObject({ status: 'retrying', due: true, attempts: 1 });
    expect(world.deadLetters.size).toBe(0);
  });

  it('is given up when even its SKUs cannot be looked up for 24 hours', async () => {
    const world = new OrderWorld();
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('retrying');
    world.now += DAY;
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('failed');
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
    world.order = { ...(world.order ?? shopOrder()), customerEmail: 'other@shopper.example' };
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('retrying');
  });
});

describe('an order that Ordoro rejects', () => {
  it('is looked up before the verdict, then failed with a dead letter that says why', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sends: ['rejected'] });
    expect(outcome).toBe('failed');
    expect(steps).toEqual(['save', 'send', 'look-up-part', 'write-dead-letter', 'update-order', 'save', 'log', 'done']);
    expect(world.record).toMatchObject({ status: 'failed', due: false, issues: [{ code: 'ordoro-rejected' }] });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
  });

  it('is not sent again unchanged, also not when something else about it changes', async () => {
    const world = new OrderWorld(dividedOrder());
    expect((await world.play({ sends: ['accepted', 'rejected'] })).outcome).toBe('failed');
    const before = fieldsOf(world);
    world.order = { ...(world.order ?? shopOrder()), version: 9, billingAddress: undefined };
    expect((await world.play()).outcome).toBe('failed');
    expect(fieldsOf(world)).toEqual(before);
    expect(world.posts).toHaveLength(2);
  });

  it('because Ordoro has it already is exported', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['rejected-stored'] })).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it.each(['retry', 'export-now'])('is sent again on "%s"', async (ordoroRequest) => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest });
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(2);
    expect(world.deadLetters.size).toBe(0);
  });

  it('has its dead letter brought up to date when it is rejected anew after "retry"', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    world.now += 2 * MINUTE;
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play({ sends: ['rejected'] });
    expect(world.lettersWritten.map(({ firstFailedAt }) => firstFailedAt)).toEqual([iso(NOW), iso(NOW + 2 * MINUTE)]);
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
  });

  it('is sent again when its data changes', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    world.order = { ...(world.order ?? shopOrder()), shippingAddress: { ...ADDRESS, streetNumber: '43' } };
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('is looked up first even when "retry" comes before the look-up came through', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected-stored'], lookUpsFail: true });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play();
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });
});
