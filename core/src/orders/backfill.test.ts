import type { Order } from '@commercetools/platform-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { NOW, orderContext } from '../../tests/generators/situations.ts';
import { ConflictError } from '../problems/errors.ts';
import { Backfill } from './backfill.ts';
import type { OrderBatch, SweepTurn } from './order-batch.ts';
import { type BackfillCursor, backfillMessage, backfillProgress } from './sweep-cursors.ts';

const SINCE = '2026-10-01T00:00:00.000Z';

/** The nth order of the history. */
const orderOf = (index: number): Order =>
  ({
    id: `order-${String(index).padStart(3, '0')}`,
    createdAt: `2026-10-${String((index % 27) + 2).padStart(2, '0')}`,
  }) as Order;

/** commercetools with a history, in memory. */
class World {
  orders: Order[] = Array.from({ length: 250 }, (_none, index) => orderOf(index));
  cursor: { value: BackfillCursor; version: number } | undefined;
  health: Record<string, unknown> = {};
  /** What was done, in order: orders of a page, and what goes before. */
  readonly steps: string[] = [];
  /** Orders of one page that are begun before time is up. */
  begun = Number.POSITIVE_INFINITY;
  isTimeUp = false;
  /** Others write the health object all the time. */
  isHealthContended = false;

  readonly backfill = new Backfill({
    clock: () => NOW,
    cursors: {
      read: async (key: string) => (key === 'orders' ? undefined : this.cursor) as never,
      write: async (_key: string, value: unknown) => {
        this.cursor = { value: value as BackfillCursor, version: (this.cursor?.version ?? 0) + 1 };
        return this.cursor as never;
      },
    },
    health: {
      set: async (changes) => {
        if (this.isHealthContended) throw new ConflictError('newer', { platform: 'commercetools', status: 409 });
        Object.assign(this.health, changes);
      },
    },
    orders: {
      page: async (_field, { from, limit }) => {
        const start = from.id === undefined ? 0 : this.orders.findIndex(({ id }) => id === from.id) + 1;
        return { orders: this.orders.slice(start, start + limit), serverTime: NOW };
      },
    },
    batch: {
      isTimeUp: () => this.isTimeUp,
      orders: async (orders: readonly Order[], turn: SweepTurn) => {
        const done = Math.min(orders.length, this.begun);
        this.steps.push(`${done} orders`);
        for (let index = 0; index < done; index += 2) turn.onExported?.();
        return done;
      },
    } as unknown as OrderBatch,
  });

  turn(more: Partial<SweepTurn> = {}): SweepTurn {
    const counts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
    const task = { counts, handOverAt: NOW + 180_000, full: false, since: Date.parse(SINCE), dryRun: false };
    return { task, dryRun: false, context: orderContext(), handled: new Set(), ...more };
  }

  async work(others: () => Promise<boolean> = async () => true, turn = this.turn()) {
    const planned = await this.backfill.plan(turn);
    if (planned === undefined) throw new Error('nothing is planned');
    return this.backfill.work(planned, turn, others);
  }
}

let world: World;

beforeEach(() => {
  world = new World();
});

describe('a backfill', () => {
  it('goes on when its progress cannot be shown', async () => {
    world.isHealthContended = true;
    expect(await world.work()).toMatchObject({ finished: true, progress: { examined: 250 } });
    expect(world.cursor?.value).toMatchObject({ finished: true, examined: 250 });
  });

  it('looks after everything else between its pages', async () => {
    const others = async () => {
      world.steps.push('others');
      return true;
    };
    expect((await world.work(others)).finished).toBe(true);
    expect(world.steps).toEqual(['100 orders', 'others', '100 orders', 'others', '50 orders']);
  });

  it('ends its turn when everything else takes all the time, and goes on from there in the next one', async () => {
    expect(await world.work(async () => false)).toMatchObject({
      finished: false,
      progress: { examined: 100, exported: 50 },
    });
    expect(await world.work()).toEqual({
      finished: true,
      progress: {
        since: SINCE,
        position: world.orders.at(-1)?.createdAt,
        examined: 250,
        exported: 125,
        finished: true,
      },
    });
    expect(world.steps).toEqual(['100 orders', '100 orders', '50 orders']);
  });

  it('does not pass orders that it did not begin', async () => {
    world.begun = 7;
    expect(await world.work()).toMatchObject({ finished: false, progress: { examined: 7 } });
    expect(world.cursor?.value).toMatchObject({ id: 'order-006', finished: false });
  });

  it('shows its progress in the health object from the beginning on', async () => {
    world.isTimeUp = true;
    await world.work();
    expect(world.health.backfill).toEqual({ since: SINCE, position: SINCE, examined: 0, exported: 0, finished: false });
    world.isTimeUp = false;
    await world.work();
    expect(world.health.backfill).toEqual(world.cursor && backfillProgress(world.cursor.value));
    expect(world.health.backfill).toMatchObject({ examined: 250, exported: 125, finished: true });
  });

  it('keeps nothing of a dry run but tells what it looked at', async () => {
    const { progress } = await world.work(undefined, world.turn({ dryRun: true }));
    expect(progress).toMatchObject({ examined: 250, finished: true });
    expect([world.cursor, world.health]).toEqual([undefined, {}]);
  });

  it('of an earlier release goes on without counts', async () => {
    world.cursor = { value: { since: SINCE, time: SINCE, id: 'order-199', finished: false }, version: 4 };
    expect(await world.work()).toMatchObject({ finished: true, progress: { examined: 50, exported: 25 } });
  });
});

describe('the message about a backfill', () => {
  it('says how far it is and that it is paced', () => {
    const progress = {
      since: SINCE,
      position: '2026-10-12T08:00:00.000Z',
      examined: 400,
      exported: 120,
      finished: false,
    };
    expect(backfillMessage(progress)).toBe(
      'backfill since 2026-10-01T00:00:00.000Z: has come to 2026-10-12T08:00:00.000Z, 400 orders looked at, 120 exported; ' +
        'it goes on, after the orders of the day and within the rate budget',
    );
    expect(backfillMessage({ ...progress, finished: true })).toBe(
      'backfill since 2026-10-01T00:00:00.000Z: finished, 400 orders looked at, 120 exported',
    );
  });
});
