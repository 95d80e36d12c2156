import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { NOW, orderContext, syncRecord } from '../../tests/generators/situations.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import { parseGateExpression } from '../config/gate-expression.ts';
import type { SweepNote } from '../records/sweep-note.ts';
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
  readonly queries: string[] = [];
  readonly notes: SweepNote[] = [];
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
        // The note of the last complete sweep.
        get: async () => undefined,
        put: async (_container: string, _key: string, { value }: { value: SweepNote }) => {
          this.notes.push(value);
        },
        getMany: async () => [],
        page: async (_container: string, query: { where: string; after?: string; limit: number }) => {
          const { where, after = '', limit } = query;
          this.queries.push(where);
          const found = this.records.filter(({ key, value }) => key > after && holds(where, value));
          const objects = found.slice(0, limit);
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

  /** The next turns are those of a deployment with this gate. */
  deployWith(gate: string): void {
    this.context = orderContext({ settings: { exportWhen: parseGateExpression(gate) } });
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

const AT = new Date(NOW).toISOString();

function records(count: number, more: Partial<SyncRecord>): StoredObject<SyncRecord>[] {
  return Array.from({ length: count }, (_none, index) => {
    const key = `${more.status}-${String(index).padStart(4, '0')}`;
    const value = syncRecord({ orderId: key, ...more });
    return { key, value, version: 1, createdAt: AT, lastModifiedAt: AT };
  });
}

function dueRecords(count: number): StoredObject<SyncRecord>[] {
  return records(count, { status: 'held', due: true });
}

/** Whether a record fits one of the predicates of the sweep. */
function holds(where: string, { due, status }: SyncRecord): boolean {
  if (where === 'value(due=true)') return due;
  if (where === 'value(status="waiting")') return status === 'waiting';
  throw new Error(`unknown predicate ${where}`);
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
    world.fails = 'held-0000';
    await expect(world.sweep().work(world.turn())).rejects.toThrow('commercetools is away');
    expect(world.ended).toBe(4);
  });
});

describe('a new gate', () => {
  const WAITING = 400;
  const today = { id: 'today', createdAt: AT, lastModifiedAt: AT } as Order;
  const judged = (world: SweepWorld) => world.synced.filter((id) => id.startsWith('waiting'));

  /** The gate of these orders was judged once; each now takes so long that a turn cannot judge a hundred. */
  async function manyWaiting(): Promise<SweepWorld> {
    const world = new SweepWorld();
    world.deployWith('paymentState=Paid');
    world.orders = [today];
    await world.sweep().work(world.turn());
    world.records = [...records(1, { status: 'held', due: true }), ...records(WAITING, { status: 'waiting' })];
    world.secondsPerOrder = 10;
    world.deployWith('country=US');
    world.synced.length = 0;
    return world;
  }

  /** Turns, each in a process of its own, until there is nothing left to do. */
  async function finish(world: SweepWorld): Promise<void> {
    for (let turn = 0; turn < 30; turn += 1) if ((await world.sweep().work(world.turn())).finished) return;
    throw new Error('no end');
  }

  it('is judged once for each order that waits, over as many turns as that takes', async () => {
    const world = await manyWaiting();
    await finish(world);
    expect(new Set(judged(world)).size).toBe(WAITING);
    expect(judged(world)).toHaveLength(WAITING);
    expect(world.cursors.get('orders')?.value).not.toHaveProperty('judging');
  });

  it('keeps neither orders of the day nor what is due waiting until all are judged', async () => {
    const world = await manyWaiting();
    expect(await world.sweep().work(world.turn())).toEqual({ finished: false });
    expect(world.synced.at(0)).toBe('today');
    expect(world.synced.at(-1)).toBe('held-0000');
    expect(judged(world).length).toBeGreaterThan(WAITING / 10);
  });

  it('lets the stock trust the records only when all are judged', async () => {
    const world = await manyWaiting();
    const before = world.notes.length;
    await world.sweep().work(world.turn());
    expect(world.notes).toHaveLength(before);
    await finish(world);
    expect(world.notes).toHaveLength(before + 1);
  });

  it.each([
    ['another one', 'country=CA'],
    ['the one before', 'paymentState=Paid'],
  ])('that is replaced in the midst by %s is followed by a judgement of all, from the first on', async (_by, gate) => {
    const world = await manyWaiting();
    await world.sweep().work(world.turn());
    world.deployWith(gate);
    world.synced.length = 0;
    await finish(world);
    expect(new Set(judged(world)).size).toBe(WAITING);
    expect(judged(world)).toHaveLength(WAITING);
  });

  it('is judged from the first order on in a dry run, which leaves everything where it was', async () => {
    const world = await manyWaiting();
    const before = structuredClone([...world.cursors]);
    for (let turn = 0; turn < 2; turn += 1) await world.sweep().work({ ...world.turn(), dryRun: true });
    expect(judged(world).filter((id) => id === 'waiting-0000')).toHaveLength(2);
    expect([...world.cursors]).toEqual(before);
  });

  it('goes on after the last order that was done when one cannot even be written down', async () => {
    const world = await manyWaiting();
    world.secondsPerOrder = 1;
    world.fails = 'waiting-0150';
    await expect(world.sweep().work(world.turn())).rejects.toThrow('commercetools is away');
    world.fails = undefined;
    world.synced.length = 0;
    await finish(world);
    expect(judged(world).at(0)).toBe('waiting-0100');
  });

  it('that is the old one costs no look at the orders that wait', async () => {
    const world = await manyWaiting();
    world.deployWith('paymentState=Paid');
    await world.sweep().work(world.turn());
    expect(new Set(world.queries)).toEqual(new Set(['value(due=true)']));
    expect(judged(world)).toEqual([]);
  });
});
