import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../../tests/memory-objects.ts';
import type { StoredObject } from '../../commercetools/custom-objects.ts';
import { type OrdoroReturnPage, readReturn } from '../../ordoro/returns.ts';
import { TransientError } from '../../problems/errors.ts';
import { Cursors } from '../../records/cursors.ts';
import { type DeadLetter, DeadLetters } from '../../records/dead-letters.ts';
import type { KnownReturn } from '../../records/known-return.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { TaskTurn } from '../../runs/task.ts';
import { withReturns } from './fold-returns.ts';
import type { ReturnRequest } from './return-ports.ts';
import { ReturnsTask } from './returns-task.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const SINCE = NOW - 30 * 24 * 60 * MINUTE;

/** A return in Ordoro that was changed this many minutes ago. */
function rma(name: string, minutesAgo: number, more: Partial<{ number: string; received: unknown }> = {}) {
  return {
    reference_id: name,
    original_order_number: more.number ?? `2-${name}`,
    lines: [{ line_id: 9, sku: 'SHIRT', received_quantity: more.received ?? 1, restocked_quantity: 0 }],
    updated_date: new Date(NOW - minutesAgo * MINUTE).toISOString(),
  };
}

const many = (count: number) => Array.from({ length: count }, (_none, index) => rma(`R${index}`, 10 + index));

/** Ordoro with returns and commercetools with the orders they are of, in memory. Number `2-X` is of order `order-X`. */
class ReturnsWorld {
  now = NOW;
  list: ReturnType<typeof rma>[] = [];
  pages: number[] = [];
  pageSize = 100;
  readonly objects = new MemoryObjects();
  /** Numbers that no order in commercetools has. */
  readonly unknown = new Set<string>();
  readonly records = new Map<string, readonly KnownReturn[]>();
  readonly synced: string[] = [];
  readonly requests: ReturnRequest[] = [];
  readonly troubled: string[] = [];
  readonly alerts: string[] = [];
  queries = { records: 0, orders: 0, letters: 0, finder: 0 };
  secondsPerOrder = 0;
  /** What happens to these orders. */
  readonly fates = new Map<string, 'held' | 'breaks' | 'breaks, unrecorded' | 'breaks, and so does the record'>();
  dryRun = false;
  isSorted = true;
  isLockHeld = true;
  beforePage: () => void = () => undefined;
  onOrder: () => void = () => undefined;
  readonly #cursors = new Cursors(this.objects.asObjects, 'cursors');

  cursor(): unknown {
    return this.objects.value('cursors', 'returns');
  }

  writes(): number {
    return this.objects.calls.filter(({ method }) => method !== 'get').length;
  }

  /** A process of its own: nothing is remembered but what stands in commercetools. */
  run(more: Partial<TaskTurn> = {}) {
    const letters = new DeadLetters(this.objects.asObjects, 'letters', () => this.now);
    const task = new ReturnsTask({
      returns: { page: ({ offset }) => this.#page(offset) },
      cursors: this.#cursors,
      context: async () => ({ exportSince: SINCE, dryRun: this.dryRun }),
      finder: { findByNumbers: async (numbers) => this.#find(numbers) },
      objects: {
        getMany: async <T>(_container: string, keys: readonly string[]) => this.#getRecords(keys) as T[] as never,
      },
      containers: { orders: 'orders' },
      orders: { getMany: async (ids) => this.#getOrders(ids) },
      bringInStep: (orderId, request) => this.#bringInStep(orderId, request),
      recordTrouble: async (orderId, request) => this.#record(orderId, request),
      deadLetters: {
        write: (draft) => letters.write(draft),
        clear: (kind, subject) => letters.clear(kind, subject),
        ofKind: async () => this.#letters(),
      },
      redact: (exchange) => exchange,
      onDeadLetter: ({ subject }) => this.alerts.push(subject),
      ownPrefixes: async () => new Set(['2']),
      clock: () => this.now,
    });
    return task.work(this.turn(more));
  }

  turn(more: Partial<TaskTurn> = {}): TaskTurn {
    const handOverAt = this.now + 3 * MINUTE;
    const isLockHeld = () => this.isLockHeld;
    return {
      counts: { examined: 0, changed: 0, skipped: 0, failed: 0 },
      get handOverAt() {
        return isLockHeld() ? handOverAt : Number.NEGATIVE_INFINITY;
      },
      full: false,
      since: undefined,
      dryRun: false,
      ...more,
    };
  }

  letter(reference: string): DeadLetter | undefined {
    return this.objects.value('letters', `return.${reference}`) as DeadLetter | undefined;
  }

  async #page(offset: number): Promise<OrdoroReturnPage> {
    this.pages.push(offset);
    this.beforePage();
    const sorted = [...this.list];
    if (this.isSorted) sorted.sort((one, other) => Date.parse(other.updated_date) - Date.parse(one.updated_date));
    const { pageSize } = this;
    return { count: sorted.length, pageSize, rows: sorted.slice(offset, offset + pageSize).map(readReturn) };
  }

  #find(numbers: readonly string[]): Map<string, string[]> {
    this.queries.finder += 1;
    const known = numbers.filter((number) => number.startsWith('2-') && !this.unknown.has(number));
    return new Map(
      known.map((number) => [
        number,
        number
          .slice(2)
          .split('+')
          .map((name) => `order-${name}`),
      ]),
    );
  }

  #getRecords(keys: readonly string[]): StoredObject<SyncRecord>[] {
    this.queries.records += 1;
    return keys.map((key) => {
      const at = new Date(NOW).toISOString();
      const value = { orderId: key, returns: this.records.get(key) } as unknown as SyncRecord;
      return { key, value, version: 1, createdAt: at, lastModifiedAt: at };
    });
  }

  #getOrders(ids: readonly string[]): Order[] {
    if (ids.length === 0) return [];
    this.queries.orders += 1;
    expect(ids.length).toBeLessThanOrEqual(100);
    return ids.map((id) => ({ id }) as Order);
  }

  #letters(): DeadLetter[] {
    this.queries.letters += 1;
    return [...this.list, ...[...this.unknown].map((number) => ({ reference_id: number.slice(2) }))].flatMap(
      ({ reference_id: reference }) => this.letter(reference) ?? [],
    );
  }

  async #bringInStep(orderId: string, request: ReturnRequest) {
    this.synced.push(orderId);
    this.requests.push(request);
    this.onOrder();
    const fate = this.fates.get(orderId);
    await Promise.resolve();
    // Several are under way at a time, so one takes a fifth of its own time from the turn.
    this.now += (this.secondsPerOrder * SECOND) / 5;
    if (fate?.startsWith('breaks') === true) throw new Error('broken');
    if (fate === 'held') return { isTakenIn: false, changed: false, hasFailed: false };
    if (!request.dryRun) this.#takeIn(orderId, request);
    return { isTakenIn: true, changed: true, hasFailed: false };
  }

  #record(orderId: string, request: ReturnRequest): boolean {
    this.troubled.push(orderId);
    const fate = this.fates.get(orderId);
    if (fate === 'breaks, and so does the record')
      throw new TransientError('commercetools is away', { platform: 'commercetools' });
    if (fate === 'breaks, unrecorded') return false;
    this.#takeIn(orderId, request);
    return true;
  }

  #takeIn(orderId: string, { returnRows }: ReturnRequest): void {
    this.records.set(orderId, withReturns(this.records.get(orderId) ?? [], returnRows));
  }
}

const minutesAgo = (minutes: number) => new Date(NOW - minutes * MINUTE).toISOString().replace('Z', '000Z');

describe('a pass through the returns', () => {
  it('brings each return to its order and moves the cursor to the newest', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 10)];
    const { counts } = world.turn();
    expect(await world.run({ counts })).toEqual({ finished: true });
    expect(world.synced).toEqual(['order-B', 'order-A']);
    expect(world.requests[0]).toMatchObject({
      order: { id: 'order-B' },
      stored: { key: 'order-B', version: 1 },
      orderReadAt: NOW,
      returnRows: [{ reference: 'B', orderNumber: '2-B', lines: [{ lineId: 9, received: 1 }] }],
      dryRun: false,
    });
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
    expect(counts).toEqual({ examined: 2, changed: 2, skipped: 0, failed: 0 });
  });

  it('over unchanged returns writes nothing and looks at no order', async () => {
    const world = new ReturnsWorld();
    world.list = many(5);
    await world.run();
    const writes = world.writes();
    world.queries = { records: 0, orders: 0, letters: 0, finder: 0 };
    world.synced.length = 0;
    await world.run();
    expect(world.writes()).toBe(writes);
    expect(world.synced).toEqual([]);
    expect(world.pages).toEqual([0, 0]);
    expect(world.queries).toEqual({ records: 1, orders: 0, letters: 1, finder: 1 });
  });

  it('reads about one page for a hundred returns, and records and orders a page at a time', async () => {
    const world = new ReturnsWorld();
    world.list = many(1_000);
    await world.run();
    expect(new Set(world.synced).size).toBe(1_000);
    expect(world.pages.length).toBeLessThanOrEqual(11);
    expect(world.queries).toEqual({ records: 11, orders: 11, letters: 1, finder: 11 });
  });

  it('reads on when Ordoro gives fewer rows at once than it was asked for', async () => {
    const world = new ReturnsWorld();
    world.pageSize = 40;
    world.list = many(100);
    await world.run();
    expect(new Set(world.synced).size).toBe(100);
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
  });

  it('goes down to two minutes before the cursor', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20)];
    await world.run();
    // Changed a minute before what was the newest, but visible only now; and something older.
    world.list.push(rma('LATE', 21), rma('OLD', 23), rma('C', 5));
    await world.run();
    expect(world.synced).toEqual(['order-A', 'order-C', 'order-LATE']);
    expect(world.cursor()).toEqual({ time: minutesAgo(5) });
  });

  it('never runs far ahead of the clock, so that one row dated in the future hides no other', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', -50_000), rma('B', 20)];
    await world.run();
    expect(world.cursor()).toEqual({ time: minutesAgo(-1) });
    world.now += 5 * MINUTE;
    world.list = [rma('A', -50_000), rma('C', -4), rma('B', 20)];
    world.synced.length = 0;
    await world.run();
    expect(world.synced).toEqual(['order-C']);
  });

  it('begins at EXPORT_SINCE', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('BEFORE', (NOW - SINCE) / MINUTE + 1)];
    await world.run();
    expect(world.synced).toEqual(['order-A']);
  });

  it('shows an order all its returns of the page at once, and a merged one to each of its orders', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('R1', 1, { number: '2-A' }), rma('R2', 2, { number: '2-A+B' }), rma('R3', 3, { number: '2-A' })];
    await world.run();
    expect(world.synced).toEqual(['order-A', 'order-B']);
    expect(world.requests.map(({ returnRows }) => returnRows.map(({ reference }) => reference))).toEqual([
      ['R1', 'R2', 'R3'],
      ['R2'],
    ]);
  });

  it('costs nothing for a return that is only announced', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20, { received: 0 })];
    await world.run();
    expect(world.synced).toEqual([]);
    expect(world.cursor()).toEqual({ time: minutesAgo(20) });
  });

  it('takes up a return that changes while the pass is under way in the next one', async () => {
    const world = new ReturnsWorld();
    world.list = many(150);
    world.beforePage = () => {
      if (world.pages.length !== 2) return;
      world.list = world.list.map((row) => (row.reference_id === 'R140' ? rma('R140', 1, { received: 2 }) : row));
    };
    await world.run();
    expect(new Set(world.synced).size).toBe(149);
    await world.run();
    expect(world.synced.at(-1)).toBe('order-R140');
    expect(world.cursor()).toEqual({ time: minutesAgo(1) });
  });

  it('does not move the cursor when the list became shorter while it was read', async () => {
    const world = new ReturnsWorld();
    world.list = many(150);
    world.beforePage = () => {
      if (world.pages.length === 2) world.list = world.list.slice(1);
    };
    await world.run();
    expect(new Set(world.synced).size).toBe(150);
    expect(world.cursor()).toEqual({});
    await world.run();
    expect(world.cursor()).toEqual({ time: minutesAgo(11) });
  });

  it('ends with an error when the list is not sorted, and leaves the cursor where it was', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20)];
    await world.run();
    world.isSorted = false;
    world.list.push(rma('B', 10));
    await expect(world.run()).rejects.toThrow('not sorted by time of change');
    expect(world.synced).toEqual(['order-A']);
    expect(world.cursor()).toEqual({ time: minutesAgo(20) });
  });
});

describe('a pass that does not fit one turn', () => {
  it('goes on in the next, also in another process, and reaches every return', async () => {
    const world = new ReturnsWorld();
    world.list = many(400);
    world.secondsPerOrder = 10;
    let runs = 0;
    while (!(await world.run()).finished) runs += 1;
    expect(new Set(world.synced).size).toBe(400);
    expect(world.synced.length).toBe(400);
    expect(runs).toBeGreaterThan(3);
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
  });

  it('keeps the cursor and where it stands', async () => {
    const world = new ReturnsWorld();
    world.list = many(120);
    world.secondsPerOrder = 20;
    expect(await world.run()).toEqual({ finished: false });
    expect(world.synced.length).toBeLessThan(60);
    const done = minutesAgo(10 + world.synced.length - 1);
    const stop = new Date(SINCE).toISOString().replace('Z', '000Z');
    expect(world.cursor()).toEqual({ pass: { stop, top: minutesAgo(10), done, offset: 0 } });
  });

  it('is followed by what was changed meanwhile', async () => {
    const world = new ReturnsWorld();
    world.list = many(120);
    world.secondsPerOrder = 20;
    await world.run();
    world.secondsPerOrder = 0;
    world.list.push(rma('NEW', 1));
    expect(await world.run()).toEqual({ finished: true });
    expect(world.synced.at(-1)).toBe('order-NEW');
    expect(new Set(world.synced).size).toBe(121);
    expect(world.cursor()).toEqual({ time: minutesAgo(1) });
  });

  it('begins no order once the lock is lost', async () => {
    const world = new ReturnsWorld();
    world.list = many(20);
    world.onOrder = () => {
      world.isLockHeld = world.synced.length < 7;
    };
    expect(await world.run()).toEqual({ finished: false });
    expect(world.synced.length).toBeLessThan(7 + 5);
    world.onOrder = () => undefined;
    world.isLockHeld = true;
    await world.run();
    expect(new Set(world.synced).size).toBe(20);
    expect(world.synced.length).toBe(20);
  });
});

describe('what an operator asks for', () => {
  it('is to look again at all orders with returns since a time, although nothing is new', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 60), rma('C', 200)];
    await world.run();
    world.synced.length = 0;
    expect(await world.run({ since: NOW - 100 * MINUTE })).toEqual({ finished: true });
    expect(world.synced).toEqual(['order-A', 'order-B']);
    expect(world.cursor()).toEqual({ time: minutesAgo(20) });
  });

  it('is said to be on record once it is, before Ordoro is asked; not in a dry run, which keeps nothing', async () => {
    const world = new ReturnsWorld();
    world.isLockHeld = false;
    const kept: unknown[] = [];
    const onKept = async () => void kept.push(world.cursor(), world.pages.length);
    await world.run({ since: SINCE, dryRun: true, onKept });
    expect(kept).toEqual([]);
    await world.run({ since: SINCE, onKept });
    expect(kept).toEqual([{ pass: expect.objectContaining({ again: true }) }, 0]);
  });

  it('goes on in later turns that no longer name it', async () => {
    const world = new ReturnsWorld();
    world.list = many(40);
    await world.run();
    world.synced.length = 0;
    world.secondsPerOrder = 40;
    let progress = await world.run({ since: SINCE });
    expect(progress).toEqual({ finished: false });
    while (!progress.finished) progress = await world.run();
    expect(new Set(world.synced).size).toBe(40);
  });

  it('is a full run, which begins once however many turns it takes', async () => {
    const world = new ReturnsWorld();
    world.list = many(40);
    await world.run();
    world.synced.length = 0;
    world.secondsPerOrder = 40;
    for (let turns = 0; !(await world.run({ full: true })).finished; turns += 1) expect(turns).toBeLessThan(10);
    expect(new Set(world.synced).size).toBe(40);
    expect(world.synced.length).toBe(40);
  });

  it.each(['deployment', 'run'])('is a dry run of the %s: nothing is written and the cursor stays', async (whose) => {
    const world = new ReturnsWorld();
    world.dryRun = whose === 'deployment';
    world.list = [rma('A', 20), rma('LOST', 10)];
    world.unknown.add('2-LOST');
    const dryRun = whose === 'run';
    expect(await world.run({ dryRun })).toEqual({ finished: true });
    expect(world.requests).toMatchObject([{ dryRun: true }]);
    await world.run({ dryRun, full: true });
    expect(world.writes()).toBe(0);
    expect(world.alerts).toEqual([]);
  });

  it('is a preview that says so when it does not reach the end', async () => {
    const world = new ReturnsWorld();
    world.list = many(40);
    world.secondsPerOrder = 100;
    expect(await world.run({ dryRun: true })).toEqual({
      finished: true,
      message: 'the preview ended before all returns were read',
    });
  });
});

describe('a return that could not be taken in', () => {
  it('keeps the cursor before it until it is, and the others go on', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 10), rma('C', 30)];
    world.fates.set('order-A', 'held');
    const { counts } = world.turn();
    expect(await world.run({ counts })).toEqual({ finished: true });
    expect(world.synced).toEqual(['order-B', 'order-A', 'order-C']);
    expect(counts).toEqual({ examined: 3, changed: 2, skipped: 1, failed: 0 });
    expect(world.cursor()).toEqual({ time: new Date(NOW - 20 * MINUTE - 1).toISOString().replace('Z', '999Z') });
    const writes = world.writes();
    await world.run();
    expect(world.writes()).toBe(writes);
    world.fates.clear();
    await world.run();
    expect(world.synced.slice(3)).toEqual(['order-A', 'order-A']);
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
  });

  it('does not keep the cursor when trouble is on record with it', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 10)];
    world.fates.set('order-A', 'breaks');
    const { counts } = world.turn();
    await world.run({ counts });
    expect(world.troubled).toEqual(['order-A']);
    expect(counts).toEqual({ examined: 2, changed: 1, skipped: 0, failed: 1 });
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
  });

  it('keeps it when the trouble could be written down nowhere', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 10)];
    world.fates.set('order-B', 'breaks, unrecorded');
    await world.run();
    expect(world.cursor()).toEqual({ time: new Date(NOW - 10 * MINUTE - 1).toISOString().replace('Z', '999Z') });
  });

  it('ends the turn when commercetools does not even take the trouble, and moves nothing', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('A', 20), rma('B', 10)];
    world.fates.set('order-B', 'breaks, and so does the record');
    await expect(world.run()).rejects.toThrow('commercetools is away');
    expect(world.synced).toEqual(['order-B', 'order-A']);
    expect(world.cursor()).toBeUndefined();
  });

  it('is not forgotten when the pass is interrupted', async () => {
    const world = new ReturnsWorld();
    world.list = many(60);
    world.fates.set('order-R0', 'held');
    world.secondsPerOrder = 30;
    let progress = await world.run();
    expect(progress.finished).toBe(false);
    world.secondsPerOrder = 0;
    while (!progress.finished) progress = await world.run();
    expect(world.cursor()).toEqual({ time: new Date(NOW - 10 * MINUTE - 1).toISOString().replace('Z', '999Z') });
  });
});

describe('a return without an order in commercetools', () => {
  it('gets a dead letter once, when its number is one of our sales channels', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('LOST', 90), rma('FOREIGN', 80, { number: '7-1' }), rma('NONE', 70, { number: '' })];
    world.unknown.add('2-LOST');
    const { counts } = world.turn();
    await world.run({ counts });
    expect(world.letter('LOST')).toMatchObject({
      kind: 'return',
      subject: 'LOST',
      code: 'unknown-order',
      message: 'Ordoro has a return LOST of order 2-LOST, which belongs to no order in commercetools.',
      attempts: 1,
    });
    expect(world.letter('FOREIGN')).toBeUndefined();
    expect(world.letter('NONE')).toBeUndefined();
    expect(world.alerts).toEqual(['LOST']);
    expect(counts).toEqual({ examined: 0, changed: 0, skipped: 0, failed: 1 });
    expect(world.cursor()).toEqual({ time: minutesAgo(70) });
    const writes = world.writes();
    await world.run({ since: SINCE });
    // The pass that was asked for is on record, and then over.
    expect(world.writes()).toBe(writes + 2);
    expect(world.alerts).toEqual(['LOST']);
  });

  it('is shown again for an hour, since its order may be a child that the records do not know yet', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('CHILD', 20), rma('B', 10)];
    world.unknown.add('2-CHILD');
    await world.run();
    const before = { time: new Date(NOW - 20 * MINUTE - 1).toISOString().replace('Z', '999Z') };
    expect(world.letter('CHILD')).toBeDefined();
    expect(world.cursor()).toEqual(before);
    world.unknown.clear();
    await world.run();
    expect(world.synced).toEqual(['order-B', 'order-CHILD']);
    expect(world.letter('CHILD')).toBeUndefined();
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
  });

  it('no longer keeps the cursor after that hour', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('CHILD', 20), rma('B', 10)];
    world.unknown.add('2-CHILD');
    await world.run();
    world.now += 41 * MINUTE;
    await world.run();
    expect(world.cursor()).toEqual({ time: minutesAgo(10) });
    expect(world.alerts).toEqual(['CHILD']);
  });
});

describe('a return that cannot be read', () => {
  it('gets a dead letter and does not stop the others', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('BAD', 90, { received: 'some' }), rma('A', 80)];
    await world.run();
    expect(world.synced).toEqual(['order-A']);
    expect(world.letter('BAD')).toMatchObject({
      code: 'unknown-order',
      message: 'Ordoro shows a return BAD of order 2-BAD in a form that cannot be read.',
    });
    expect(world.cursor()).toEqual({ time: minutesAgo(80) });
    world.list = [rma('BAD', 5), rma('A', 80)];
    await world.run();
    expect(world.synced).toEqual(['order-A', 'order-BAD']);
    expect(world.letter('BAD')).toBeUndefined();
  });

  it('is nobody’s concern when it is of another sales channel', async () => {
    const world = new ReturnsWorld();
    world.list = [rma('BAD', 90, { received: 'some', number: '7-1' })];
    await world.run();
    expect(world.alerts).toEqual([]);
  });
});
