import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { NOW, ORDER_ID, shopOrder } from '../../tests/generators/situations.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

describe('an order of which it is unknown whether Ordoro has it', () => {
  it('with an answer is sent again after one look-up that missed, a minute later', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['server-error'] })).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, open: true, nextAttemptAt: iso(NOW + MINUTE) });
    world.now = NOW + MINUTE - 1;
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now = NOW + MINUTE;
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual([
      'read-record',
      'look-up-part',
      'save',
      'send',
      'clear-dead-letter',
      'update-order',
      'save',
      'done',
    ]);
    expect(world.posts).toHaveLength(2);
  });

  it('without an answer is sent again only after two misses, a minute apart', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout'] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.posts).toHaveLength(1);
    expect(world.record).toMatchObject({
      nextAttemptAt: iso(NOW + 2 * MINUTE),
      parts: [{ state: { step: 'uncertain', misses: 1, lastMissAt: iso(NOW + MINUTE) } }],
    });
    world.now = NOW + 2 * MINUTE - 1;
    expect((await world.play()).steps).not.toContain('look-up-part');
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(2);
  });

  it.each(['timeout-stored', 'server-error-stored'] as const)('(%s) is taken over where it is found', async (end) => {
    const world = new OrderWorld();
    await world.play({ sends: [end] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000'] });
  });

  it('is found although the list lags by up to two minutes', async () => {
    const world = new OrderWorld();
    world.lagMs = 110 * SECOND;
    await world.play({ sends: ['timeout-stored'] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('is not taken for missing while look-ups fail, and is looked up for as long as it takes', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout-stored'] });
    for (const wait of [MINUTE, 5 * MINUTE, 15 * MINUTE, 2 * DAY, 60 * MINUTE]) {
      world.now += wait;
      expect((await world.play({ ordoroDown: true })).steps).toContain('look-up-part');
      expect(world.record).toMatchObject({ due: true, parts: [{ state: { step: 'uncertain', misses: 0 } }] });
      expect((await world.play({ ordoroDown: true })).steps).toEqual(['read-record', 'done']);
    }
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
    world.now += 60 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(world.deadLetters.size).toBe(0);
  });

  it('waits longer after each POST that went wrong, and ends after 24 hours', async () => {
    const world = new OrderWorld();
    const postedAt: number[] = [];
    for (let minute = 0; minute <= 26 * 60; minute += 1) {
      const before = world.posts.length;
      await world.play({ sends: ['server-error'], readsRecordFirst: true });
      if (world.posts.length > before) postedAt.push(minute);
      world.now += MINUTE;
    }
    expect(postedAt.slice(0, 5)).toEqual([0, 1, 6, 21, 81]);
    expect(postedAt.at(-1)).toBeLessThanOrEqual(25 * 60);
    expect(world.record).toMatchObject({ status: 'failed', due: false });
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
  });

  it('because the process died is looked up like a POST that ended with the claim', async () => {
    const world = new OrderWorld();
    await world.play({ diesAfter: 'send' });
    expect(world.posts).toHaveLength(1);
    expect((await world.play()).outcome).toBe('held-by-another-instance');
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record.parts[0]?.state).toEqual({
      step: 'uncertain',
      answered: false,
      endedAt: iso(NOW + MINUTE),
      misses: 0,
    });
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('stays due until it is settled when the order is cancelled', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout'] });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, open: true });
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ status: 'cancelled', due: false, open: false });
    expect(world.posts).toHaveLength(1);
  });

  it('stays due until it is settled when the order is deleted', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout-stored'] });
    world.order = undefined;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record.due).toBe(true);
    world.now = NOW + MINUTE;
    expect((await world.play()).steps).toEqual(['read-record', 'look-up-part', 'write-dead-letter', 'save', 'done']);
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'unknown-order' });
    expect(world.record).toMatchObject({ due: false, open: false });
  });
});
