import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { NOW, orderContext, syncRecord } from '../../tests/generators/situations.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { TaskTurn } from '../runs/task.ts';
import type { OrderContext } from './order-context.ts';
import { OrderSweep, type OrderSweepOptions } from './order-sweep.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** commercetools with due records and changed orders, in memory; bringing one order in step takes time. */
class SweepWorld {
  now = NOW;
  readonly synced: string[] = [];
  readonly contexts: OrderContext[] = [];
  context = orderContext();
  readonly cursors = new Map<string, { value: unknown; version: number }>();
  records: StoredObject<SyncRecord>[] = [];
  orders: Order[] = [];
  secondsPerOrder = 2;
  fails: string | undefined;
  ended = 0;
  afterSync: () => void = () => undefined;

  /** A process of its own: nothing is remembered but what stands in commercetools. */
  sweep(): OrderSweep {
    return new OrderSweep({
      clock: () => this.now,
      context: async () => this.context,
      containers: { orders: 'ordoro-orders' },
      cursors: {
        read: async (key: string) => this.cursors.get(key),
        write: async (key: string, value: unknown) => {
          const written = { value, version: (this.cursors.get(key)?.version ?? 0) + 1 };
          this.cursors.set(key, written);
          return written;
        },
      },
      objects: {
        // The note of the last complete sweep; nothing of these tests depends on it.
        get: async () => undefined,
        put: async () => undefined,
        getMany: async () => [],
        page: async (_container: string, { after = '', limit }: { after?: string; limit: number }) => {
          const objects = this.records.filter(({ key }) => key > after).slice(0, limit);
          const last = objects.at(-1);
          return objects.length === limit && last !== undefined ? { objects, next: last.key } : { objects };
        },
      },
      orders: { getMany: async () => [], page: async () => ({ orders: this.orders, serverTime: this.now }) },
      sync: {
        sync: (orderId: string, context: OrderContext) => {
          this.contexts.push(context);
          return this.#sync(orderId);
        },
      },
      trouble: { record: () => Promise.reject(new Error('commercetools is away')) },
      health: { set: async () => undefined },
      counts: { refresh: async () => undefined },
      replay: async () => ({ isThrough: true, takenUp: 0 }),
    } as unknown as OrderSweepOptions);
  }

  turn(): TaskTurn {
    const counts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
    return { counts, handOverAt: this.now + 3 * MINUTE, full: false, since: undefined, dryRun: false };
  }

  async #sync(orderId: string) {
    this.synced.push(orderId);
    if (orderId === this.fails) throw new Error('broken');
    await Promise.resolve();
    // Several are under way at a time, so one takes a fifth of its own time from the turn.
    this.now += (this.secondsPerOrder * SECOND) / 5;
    await Promise.resolve();
    this.ended += 1;
    this.afterSync();
    return { outcome: 'held', changed: false };
  }
}

function dueRecords(count: number): StoredObject<SyncRecord>[] {
  return Array.from({ length: count }, (_none, index) => {
    const key = `order-${String(index).padStart(4, '0')}`;
    const at = new Date(NOW).toISOString();
    const value = syncRecord({ orderId: key, status: 'held', due: true });
    return { key, value, version: 1, createdAt: at, lastModifiedAt: at };
  });
}

describe('the walk over due records', () => {
  it('reaches all of them, also when each run is a process of its own and time never suffices for all', async () => {
    const world = new SweepWorld();
    world.records = dueRecords(400);
    world.secondsPerOrder = 10;
    for (let run = 0; run < 12; run += 1) await world.sweep().work(world.turn());
    expect(new Set(world.synced).size).toBe(400);
  });

  it('begins at the first again once it has reached the last', async () => {
    const world = new SweepWorld();
    world.records = dueRecords(3);
    expect(await world.sweep().work(world.turn())).toEqual({ finished: true });
    await world.sweep().work(world.turn());
    expect(world.synced).toHaveLength(6);
    expect(world.cursors.has('orders.due')).toBe(false);
  });
});

describe('a turn', () => {
  it('brings each order in step by the rules that are in force at that moment, and looks at the orders that it began with', async () => {
    const world = new SweepWorld();
    world.records = dueRecords(10);
    const before = world.context;
    const corrected = orderContext({ merchant: { lineStates: { exported: 'sent' } }, exportSince: 1 });
    world.afterSync = () => {
      world.context = corrected;
    };
    await world.sweep().work(world.turn());
    expect(world.contexts).toHaveLength(10);
    expect(world.contexts.at(0)?.merchant).toEqual(before.merchant);
    expect(world.contexts.at(-1)?.merchant).toEqual(corrected.merchant);
    expect(world.contexts.at(-1)?.exportSince).toBe(before.exportSince);
  });

  it('begins no order after its time, and its cursor does not pass those it did not begin', async () => {
    const world = new SweepWorld();
    world.secondsPerOrder = 40;
    world.orders = Array.from({ length: 100 }, (_none, index) => ({
      id: `order-${String(index).padStart(3, '0')}`,
      lastModifiedAt: '2026-11-23T10:00:00.000Z',
      createdAt: '2026-11-23T10:00:00.000Z',
    })) as Order[];
    const startedAt = world.now;
    expect(await world.sweep().work(world.turn())).toEqual({ finished: false });
    expect(world.now - startedAt).toBeLessThan(4 * MINUTE);
    expect(world.synced.length).toBeLessThan(100);
    expect(world.cursors.get('orders')?.value).toMatchObject({ id: world.synced.at(-1) });
  });

  it('waits for every order it began when one of them cannot even be written down', async () => {
    const world = new SweepWorld();
    world.records = dueRecords(5);
    world.fails = 'order-0000';
    await expect(world.sweep().work(world.turn())).rejects.toThrow('commercetools is away');
    expect(world.ended).toBe(4);
  });
});
