import type { Order } from '@commercetools/platform-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { QueriedObjects } from '../../tests/queried-objects.ts';
import type { ChangedOrder, ChangedOrdersQuery } from '../ordoro/changed-orders.ts';
import { microsOf } from '../ordoro/instants.ts';
import { readOrder } from '../ordoro/readers.ts';
import { TransientError } from '../problems/errors.ts';
import { Cursors } from '../records/cursors.ts';
import { type DeadLetter, DeadLetters } from '../records/dead-letters.ts';
import type { TaskTurn } from '../runs/task.ts';
import { FulfillmentsTask, type PullContext } from './fulfillments-task.ts';
import type { NewsOutcome, NewsTrouble, OrderNews } from './news.ts';
import { OrderFinder } from './order-finder.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;
const AWAY = new TransientError('commercetools is away', { platform: 'commercetools' });

/** The nth commercetools order id. */
const orderId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** The moment a number of seconds after nine, as Ordoro writes it. */
const at = (seconds: number) =>
  `2026-11-23T09:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.000007Z`;

interface RowOptions {
  readonly orders?: readonly number[];
  readonly channel?: number;
  readonly isReadable?: boolean;
  readonly more?: object;
}

/** Ordoro and commercetools in memory. */
class World {
  now = NOW;
  readonly objects = new QueriedObjects();
  readonly orders = new Map<string, Order>();
  context: PullContext = {
    settings: { dryRun: false },
    exportSince: Date.parse('2026-11-23T08:00:00Z'),
    merchant: {},
    salesChannel: { id: 7 },
  };
  /** Rows of Ordoro by number. */
  readonly rows = new Map<string, ChangedOrder>();
  readonly pages: ChangedOrdersQuery[] = [];
  /** Looks at orders: id and numbers of the rows. */
  readonly looks: string[] = [];
  readonly news: OrderNews[] = [];
  readonly troubles: [string, NewsTrouble][] = [];
  readonly alerts: string[] = [];
  reads: string[] = [];
  /** Orders that the query does not find yet. */
  late = new Set<string>();
  outcome: (orderId: string) => NewsOutcome | Promise<NewsOutcome> = () => ({ takenIn: true, changed: true });
  isTroubleTaken: () => boolean | Promise<boolean> = () => true;
  msPerOrder = 0;
  /** Why Ordoro does not tell its carrier accounts. */
  carrierTrouble: Error | undefined;

  readonly cursors = new Cursors(this.objects.asObjects, 'ordoro-cursors');

  /** A process of its own: nothing is remembered but what stands in commercetools. */
  task(): FulfillmentsTask {
    const containers = { orders: 'ordoro-orders', deadLetters: 'ordoro-dead-letters' };
    const objects = this.objects.asObjects;
    return new FulfillmentsTask({
      objects,
      containers,
      cursors: this.cursors,
      context: async () => this.context,
      clock: () => this.now,
      changed: { page: async (query) => this.#page(query) },
      carriers: {
        withNames: async (rows) => {
          if (
            this.carrierTrouble !== undefined &&
            rows.some(({ shippingInfo }) => shippingInfo?.carrierId !== undefined)
          )
            throw this.carrierTrouble;
          return rows;
        },
      },
      finder: new OrderFinder({
        objects,
        containers,
        orders: { withExternalIds: async () => [] },
        exportChannelId: async () => 'ours',
      }),
      orders: {
        getMany: async (ids) => ids.flatMap((id) => (this.late.has(id) ? [] : (this.orders.get(id) ?? []))),
        get: async (id) => {
          this.reads.push(id);
          return this.orders.get(id);
        },
      },
      deadLetters: new DeadLetters(objects, containers.deadLetters, () => this.now),
      redact: (exchange) => exchange,
      onDeadLetter: ({ subject }) => this.alerts.push(subject),
      bringInStep: (id, news) => this.#bringInStep(id, news),
      recordTrouble: async (id, trouble) => {
        this.troubles.push([id, trouble]);
        return this.isTroubleTaken();
      },
    });
  }

  /** One turn of a process of its own. */
  async work(more: Partial<TaskTurn> = {}) {
    const counts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
    const turn = { counts, handOverAt: this.now + 3 * MINUTE, full: false, since: undefined, dryRun: false, ...more };
    const progress = await this.task().work(turn);
    return { ...progress, counts };
  }

  /** Ordoro changes the order with this number at this second. */
  change(
    number: string,
    seconds: number,
    { orders = [Number(number)], channel = 7, isReadable = true, more }: RowOptions = {},
  ) {
    const lines = orders.map((index) => ({ quantity: 1, cart_order_id: orderId(index), cart_orderitem_id: 'line-1' }));
    const body = {
      order_number: number,
      status: 'shipped',
      updated_date: at(seconds),
      sales_channel: { id: channel },
      lines,
    };
    this.rows.set(number, {
      identity: number,
      number,
      updatedAt: microsOf(at(seconds)),
      cartOrderIds: orders.map(orderId),
      order: isReadable ? readOrder({ ...body, ...more }) : undefined,
    });
  }

  /** Orders of commercetools with these indices. */
  placed(...indices: readonly number[]): void {
    for (const index of indices) this.orders.set(orderId(index), { id: orderId(index) } as Order);
  }

  get cursor(): unknown {
    return this.objects.value('ordoro-cursors', 'fulfillments');
  }

  get letters(): DeadLetter[] {
    const container = 'ordoro-dead-letters';
    return this.objects.keys(container).map((key) => this.objects.value(container, key) as DeadLetter);
  }

  get writes(): number {
    return this.objects.calls.filter(({ method }) => method !== 'get').length;
  }

  async #bringInStep(id: string, news: OrderNews): Promise<NewsOutcome> {
    this.looks.push(`${id.slice(-4)}: ${news.ordoroRows.map(({ orderNumber }) => orderNumber).join(' ')}`);
    this.news.push(news);
    await Promise.resolve();
    this.now += this.msPerOrder;
    return this.outcome(id);
  }

  #page(query: ChangedOrdersQuery) {
    this.pages.push(query);
    const found = [...this.rows.values()]
      .filter(({ updatedAt }) => updatedAt === undefined || updatedAt > query.after)
      .sort((a, b) => (a.updatedAt ?? 0) - (b.updatedAt ?? 0));
    const rows = found.slice(query.offset, query.offset + 100);
    return { rows, isLast: rows.length < 100 };
  }
}

let world: World;

beforeEach(() => {
  world = new World();
});

describe('the sales channels that are pulled', () => {
  it('are the default one, those of the stores, and all that were ever in use', async () => {
    world.context = { ...world.context, merchant: { stores: [{ store: 'us', salesChannelId: 9 }] } };
    await world.work();
    expect(world.pages.map(({ channels }) => channels)).toEqual([[7, 9]]);
    world.context = { ...world.context, merchant: {}, salesChannel: { id: 8 } };
    await world.work();
    expect(world.pages.at(-1)!.channels).toEqual([7, 8, 9]);
  });

  it('are not the whole account while there is none', async () => {
    world.context = { ...world.context, salesChannel: undefined };
    expect(await world.work()).toMatchObject({
      finished: true,
      message: 'there is no sales channel yet; post-deploy creates it',
    });
    expect(world.pages).toEqual([]);
    expect(world.writes).toBe(0);
  });

  it('are held to, also when the list shows others', async () => {
    world.placed(1);
    world.change('1', 1, { channel: 5 });
    world.change('2', 2, { orders: [], channel: 5 });
    await world.work();
    expect(world.looks).toEqual([]);
    expect(world.letters).toEqual([]);
  });
});

describe('the first run', () => {
  it('begins two minutes before the beginning of the export', async () => {
    await world.work();
    expect(world.pages).toEqual([{ after: microsOf('2026-11-23T07:58:00Z'), offset: 0, channels: [7] }]);
    expect(world.cursor).toEqual({ time: '2026-11-23T08:00:00.000000Z', channels: [7] });
  });
});

describe('news', () => {
  it('are brought to each order with what was just read of it', async () => {
    world.placed(1, 2);
    const record = { orderId: orderId(1), numbers: ['1'] };
    await world.objects.put('ordoro-orders', orderId(1), { value: record });
    world.change('1', 1);
    world.change('2', 2);
    expect(await world.work()).toEqual({
      finished: true,
      counts: { examined: 2, changed: 2, skipped: 0, failed: 0 },
    });
    expect(world.news).toMatchObject([
      { order: { id: orderId(1) }, stored: { value: record, version: 1 }, orderReadAt: NOW },
      { order: { id: orderId(2) }, stored: undefined },
    ]);
    expect(world.cursor).toEqual({ time: at(2), channels: [7] });
  });

  it('of one order come together', async () => {
    world.placed(1);
    world.change('1-1', 1, { orders: [1] });
    world.change('1-2', 2, { orders: [1] });
    await world.work();
    expect(world.looks).toEqual(['0001: 1-1 1-2']);
  });

  it('of orders that staff merged come to each of them', async () => {
    world.placed(1, 2);
    world.change('1', 1, { orders: [1, 2] });
    await world.work();
    expect(world.looks).toEqual(['0001: 1', '0002: 1']);
  });

  it('come also to the order whose lines were moved out of an order of Ordoro', async () => {
    world.placed(1, 2);
    await world.objects.put('ordoro-orders', orderId(2), { value: { orderId: orderId(2), numbers: ['2', '1'] } });
    world.change('1', 1);
    await world.work();
    expect(world.looks).toEqual(['0001: 1', '0002: 1']);
  });

  it('of a child without ids come to the order whose record knows its parent', async () => {
    world.placed(1);
    await world.objects.put('ordoro-orders', orderId(1), { value: { orderId: orderId(1), numbers: ['1'] } });
    world.change('1-1', 1, { orders: [], more: { parent_order_number: '1' } });
    await world.work();
    expect(world.looks).toEqual(['0001: 1-1']);
  });

  it('change nothing the second time: no cursor, no letter, no record is written', async () => {
    world.placed(1);
    world.change('1', 1);
    world.change('stray', 2, { orders: [] });
    await world.work();
    const before = world.writes;
    world.outcome = () => ({ takenIn: true, changed: false });
    expect(await world.work()).toEqual({
      finished: true,
      counts: { examined: 2, changed: 0, skipped: 1, failed: 0 },
    });
    expect(world.writes).toBe(before);
  });

  it('of 1,000 orders cost 11 pages of Ordoro and three queries for each', async () => {
    for (let index = 0; index < 1_000; index += 1) {
      world.placed(index);
      world.change(String(index), Math.floor(index / 50));
    }
    expect(await world.work()).toMatchObject({ finished: true, counts: { examined: 1_000, changed: 1_000 } });
    expect(world.looks).toHaveLength(1_000);
    expect(world.pages).toHaveLength(11);
    expect(world.reads).toEqual([]);
    // For each page the records that know its numbers and those of its orders, and once the letters. Then there are the orders.
    expect(world.objects.queries).toHaveLength(23);
  });

  it('are read by id before their order counts as gone, because the query may be late', async () => {
    world.placed(1);
    world.late.add(orderId(1));
    world.change('1', 1);
    await world.work();
    expect(world.reads).toEqual([orderId(1)]);
    expect(world.news).toMatchObject([{ order: { id: orderId(1) } }]);
    expect(world.letters).toEqual([]);
  });

  it('of an order that was deleted come to its record', async () => {
    await world.objects.put('ordoro-orders', orderId(1), { value: { orderId: orderId(1) } });
    world.change('1', 1);
    await world.work();
    expect(world.news).toMatchObject([{ order: undefined, stored: { value: { orderId: orderId(1) } } }]);
    expect(world.letters).toEqual([]);
  });
});

describe('an Ordoro order that belongs to no order of commercetools', () => {
  it('is told to an operator once', async () => {
    world.change('1-1', 1, { orders: [1] });
    expect((await world.work()).counts).toEqual({ examined: 1, changed: 0, skipped: 0, failed: 1 });
    expect(world.letters).toMatchObject([
      {
        kind: 'shipment',
        subject: '1-1',
        code: 'unknown-order',
        message: `Order 1-1 in Ordoro names ${orderId(1)}, which commercetools does not have.`,
        attempts: 1,
      },
    ]);
    expect((await world.work()).counts).toEqual({ examined: 1, changed: 0, skipped: 1, failed: 0 });
    expect(world.letters).toMatchObject([{ attempts: 1 }]);
    expect(world.alerts).toEqual(['1-1']);
    expect(world.looks).toEqual([]);
    expect(world.cursor).toMatchObject({ time: at(1) });
  });

  it('is named as such when its lines name none', async () => {
    world.change('1-1', 1, { orders: [] });
    await world.work();
    expect(world.letters.map(({ message }) => message)).toEqual([
      'Order 1-1 in Ordoro names no order of commercetools, and neither a record nor syncInfo knows its number.',
    ]);
  });

  it('is no trouble any more once its order is found', async () => {
    world.change('1-1', 1, { orders: [1] });
    await world.work();
    world.placed(1);
    await world.work();
    expect(world.letters).toEqual([]);
    expect(world.looks).toEqual(['0001: 1-1']);
  });

  it.each([
    ['staff have cancelled it', { status: 'cancelled' }],
    ['it was split, and its children speak for themselves', { is_order_parent: true }],
  ])('is no trouble, and none any more, when %s', async (_why, more) => {
    world.change('1-1', 1, { orders: [] });
    await world.work();
    expect(world.letters).toHaveLength(1);
    world.change('1-1', 2, { orders: [], more });
    expect((await world.work()).counts).toEqual({ examined: 1, changed: 0, skipped: 0, failed: 0 });
    expect(world.letters).toEqual([]);
    world.change('1-2', 3, { orders: [2], more });
    await world.work();
    expect(world.letters).toEqual([]);
  });

  it('that was merged with one we know is told all the same, and the other order gets its news', async () => {
    world.placed(1);
    world.change('1', 1, { orders: [1, 2] });
    await world.work();
    expect(world.looks).toEqual(['0001: 1']);
    expect(world.letters).toMatchObject([{ subject: '1', message: expect.stringContaining(orderId(2)) }]);
  });

  it('does not read the letters twice in a turn', async () => {
    for (let index = 0; index < 5; index += 1) world.change(`stray-${index}`, index, { orders: [] });
    await world.work();
    expect(world.letters).toHaveLength(5);
    expect(world.objects.queries.filter((query) => query.startsWith('ordoro-dead-letters'))).toHaveLength(1);
  });
});

describe('a row that cannot be read', () => {
  it('stops no other; an operator is told, and its order reads it by number', async () => {
    world.placed(1, 2);
    world.change('1', 1, { isReadable: false });
    world.change('2', 2);
    expect((await world.work()).counts).toEqual({ examined: 2, changed: 1, skipped: 0, failed: 1 });
    expect(world.looks).toEqual(['0002: 2']);
    expect(world.troubles).toMatchObject([[orderId(1), { order: undefined, unread: ['1'], dryRun: false }]]);
    expect(world.letters).toMatchObject([
      {
        kind: 'shipment',
        subject: '1',
        code: 'unknown-order',
        message:
          'Order 1 in Ordoro as of 2026-11-23T09:00:01.000007Z cannot be read, so what it says of shipments is not known.',
      },
    ]);
    expect(world.cursor).toMatchObject({ time: at(2) });
  });

  it('comes again while somebody else holds the record of its order, so that the order is told for certain', async () => {
    world.placed(1);
    world.change('1', 1, { isReadable: false });
    world.change('2', 2, { orders: [] });
    world.isTroubleTaken = () => false;
    await world.work();
    expect(world.cursor).toMatchObject({ time: at(1).replace('7Z', '6Z') });
    expect(world.letters.map(({ subject }) => subject)).toEqual(['2']);
    world.isTroubleTaken = () => true;
    world.troubles.length = 0;
    await world.work();
    expect(world.troubles).toMatchObject([[orderId(1), { unread: ['1'] }]]);
    expect(world.letters.map(({ subject }) => subject)).toEqual(['1', '2']);
    expect(world.cursor).toMatchObject({ time: at(2) });
  });

  it('passes when its lines name an order that commercetools does not have', async () => {
    world.change('1', 1, { isReadable: false });
    world.isTroubleTaken = () => false;
    await world.work();
    expect(world.letters).toHaveLength(1);
    expect(world.cursor).toMatchObject({ time: at(1) });
  });

  it('is told once for each version', async () => {
    world.change('1', 1, { isReadable: false });
    await world.work();
    await world.work();
    expect(world.troubles).toHaveLength(1);
    world.change('1', 5, { isReadable: false });
    await world.work();
    expect(world.troubles).toHaveLength(2);
    expect(world.letters).toHaveLength(1);
  });

  it('is told once for each version also when it names no date', async () => {
    for (const contentHash of ['aaaaaaaaaaaa', 'aaaaaaaaaaaa', 'bbbbbbbbbbbb']) {
      world.change('1', 1, { isReadable: false });
      world.rows.set('1', { ...world.rows.get('1')!, updatedAt: undefined, contentHash });
      await world.work();
    }
    expect(world.troubles).toHaveLength(2);
    expect(world.letters.map(({ message }) => message)).toEqual([
      'Order 1 in Ordoro (without a date, version bbbbbbbbbbbb) cannot be read, so what it says of shipments is not known.',
    ]);
  });

  it('is no trouble any more once it can be read', async () => {
    world.placed(1);
    world.change('1', 1, { isReadable: false });
    await world.work();
    world.change('1', 2);
    await world.work();
    expect(world.letters).toEqual([]);
  });

  it('keeps the cursor when it cannot be written down', async () => {
    world.change('1', 1, { isReadable: false });
    world.isTroubleTaken = () => Promise.reject(AWAY);
    await expect(world.work()).rejects.toBe(AWAY);
    expect(world.cursor).toMatchObject({ time: '2026-11-23T08:00:00.000000Z' });
  });
});

describe('a shipment whose carrier Ordoro does not name for the moment', () => {
  const bought = { shipping_info: { tracking_number: '1Z', carrier: { id: 31 } } };
  const TROUBLE = new TransientError('Ordoro, carrier accounts: status 503', { platform: 'ordoro', status: 503 });

  beforeEach(() => {
    for (let index = 0; index < 150; index += 1) {
      world.placed(index);
      world.change(String(index), index * 2, index === 5 ? { more: bought } : {});
    }
    world.carrierTrouble = TROUBLE;
  });

  it('waits, and the task fails, but only after everything else was taken in, on later pages too', async () => {
    await expect(world.work()).rejects.toBe(TROUBLE);
    expect(new Set(world.looks).size).toBe(149);
    expect(world.looks).not.toContain('0005: 5');
    expect(world.cursor).toMatchObject({ time: '2026-11-23T09:00:10.000006Z' });
    expect(world.letters).toEqual([]);

    world.carrierTrouble = undefined;
    expect(await world.work()).toMatchObject({ finished: true });
    expect(world.looks).toContain('0005: 5');
    expect(world.cursor).toMatchObject({ time: at(298) });
  });

  it('is no such thing when commercetools or the connector is at fault', async () => {
    world.carrierTrouble = AWAY;
    await expect(world.work()).rejects.toBe(AWAY);
    expect(world.looks).toEqual([]);
  });
});

describe('the cursor', () => {
  it('stays before rows that were not taken in, while the others go on', async () => {
    world.placed(1, 2, 3);
    for (const index of [1, 2, 3]) world.change(String(index), index);
    world.outcome = (id) => ({ takenIn: id !== orderId(2), changed: false });
    expect(await world.work()).toEqual({
      finished: true,
      counts: { examined: 3, changed: 0, skipped: 1, failed: 0 },
    });
    expect(world.looks).toHaveLength(3);
    expect(world.cursor).toMatchObject({ time: '2026-11-23T09:00:02.000006Z' });
    world.outcome = () => ({ takenIn: true, changed: false });
    await world.work();
    expect(world.cursor).toMatchObject({ time: at(3) });
  });

  it('never runs far ahead of the clock, so that one row dated in the future hides no other', async () => {
    world.placed(1, 2);
    world.change('1', 1);
    world.rows.set('1', { ...world.rows.get('1')!, updatedAt: microsOf('2099-01-01T00:00:00Z') });
    await world.work();
    expect(world.cursor).toMatchObject({ time: '2026-11-23T10:01:00.000000Z' });
    world.change('2', 59 * 60 + 30);
    await world.work();
    expect(world.looks.at(-2)).toBe('0002: 2');
    expect(world.cursor).toMatchObject({ time: '2026-11-23T10:01:00.000000Z' });
  });

  it('passes an order that failed, because that is on record', async () => {
    world.placed(1, 2);
    world.change('1', 1);
    world.change('2', 2);
    world.outcome = (id) =>
      id === orderId(1) ? Promise.reject(new Error('refused by an extension')) : { takenIn: true, changed: true };
    expect((await world.work()).counts).toEqual({ examined: 2, changed: 1, skipped: 0, failed: 1 });
    expect(world.troubles).toMatchObject([
      [orderId(1), { order: { id: orderId(1) }, trouble: { message: 'refused by an extension' }, unread: ['1'] }],
    ]);
    expect(world.cursor).toMatchObject({ time: at(2) });
  });

  it('counts an order as failed when that is what came of it', async () => {
    world.placed(1);
    world.change('1', 1);
    world.outcome = () => ({ takenIn: true, changed: true, failed: true });
    expect((await world.work()).counts).toEqual({ examined: 1, changed: 1, skipped: 0, failed: 1 });
  });

  it('stays before an order whose trouble could not be recorded', async () => {
    world.placed(1, 2);
    world.change('1', 1);
    world.change('2', 2);
    world.outcome = (id) =>
      id === orderId(1) ? Promise.reject(new Error('broken')) : { takenIn: true, changed: true };
    world.isTroubleTaken = () => false;
    expect(await world.work()).toMatchObject({ finished: true });
    expect(world.cursor).toMatchObject({ time: '2026-11-23T09:00:01.000006Z' });
  });

  it('stays where it is when commercetools does not take the trouble, and every order that was begun comes to its end', async () => {
    world.placed(1, 2);
    world.change('1', 1);
    world.change('2', 2);
    world.outcome = (id) => (id === orderId(1) ? Promise.reject(AWAY) : { takenIn: true, changed: true });
    world.isTroubleTaken = () => Promise.reject(AWAY);
    await expect(world.work()).rejects.toBe(AWAY);
    expect(world.looks).toHaveLength(2);
    expect(world.cursor).toMatchObject({ time: '2026-11-23T08:00:00.000000Z' });
  });

  it('stays where it is when a row without a date was not taken in', async () => {
    world.placed(1, 2);
    world.change('1', 1);
    world.change('2', 2);
    world.rows.set('1', { ...world.rows.get('1')!, updatedAt: undefined });
    world.outcome = (id) => ({ takenIn: id !== orderId(1), changed: false });
    await world.work();
    expect(world.cursor).toMatchObject({ time: '2026-11-23T08:00:00.000000Z' });
  });

  it('is written after each page', async () => {
    for (let index = 0; index < 150; index += 1) {
      world.placed(index);
      world.change(String(index), index * 2);
    }
    world.outcome = (id) => (id === orderId(149) ? Promise.reject(AWAY) : { takenIn: true, changed: true });
    world.isTroubleTaken = () => Promise.reject(AWAY);
    await expect(world.work()).rejects.toBe(AWAY);
    expect(world.cursor).toMatchObject({ time: at(198) });
  });
});

describe('a turn whose time is up', () => {
  it('begins no further order, and the next one goes on with them', async () => {
    for (let index = 0; index < 100; index += 1) {
      world.placed(index);
      world.change(String(index), index);
    }
    world.msPerOrder = 6_000;
    expect(await world.work()).toMatchObject({ finished: false, counts: { examined: 30 } });
    expect(world.cursor).toMatchObject({ time: '2026-11-23T09:00:30.000006Z' });
    world.msPerOrder = 0;
    expect(await world.work()).toMatchObject({ finished: true });
    expect(new Set(world.looks).size).toBe(100);
    expect(world.cursor).toMatchObject({ time: at(99) });
  });

  it('begins nothing when the run lock is lost', async () => {
    world.placed(1);
    world.change('1', 1);
    expect(await world.work({ handOverAt: Number.NEGATIVE_INFINITY })).toMatchObject({ finished: false });
    expect(world.pages).toEqual([]);
  });
});

describe('what an operator asks for again', () => {
  beforeEach(async () => {
    for (let index = 0; index < 250; index += 1) {
      world.placed(index);
      world.change(String(index), index * 2);
    }
    await world.work();
    world.looks.length = 0;
  });

  it('begins at the time asked for, and leaves the cursor of the news where it is', async () => {
    await world.work({ since: Date.parse('2026-11-23T09:05:00Z') });
    expect(new Set(world.looks).size).toBe(100);
    expect(world.cursor).toEqual({ time: at(498), channels: [7] });
  });

  it('is everything from the beginning of the export on', async () => {
    await world.work({ full: true });
    expect(new Set(world.looks).size).toBe(250);
    expect(world.cursor).toEqual({ time: at(498), channels: [7] });
  });

  it('goes on in the next turn where it was', async () => {
    world.msPerOrder = 2_000;
    expect(await world.work({ full: true })).toMatchObject({ finished: false });
    expect(world.cursor).toMatchObject({ replay: { since: '2026-11-23T08:00:00.000000Z' } });
    for (let turn = 0; turn < 20; turn += 1) if ((await world.work({ full: true })).finished) break;
    expect(new Set(world.looks).size).toBe(250);
    expect(world.cursor).toEqual({ time: at(498), channels: [7] });
  });

  it('is said to be on record once it is, before Ordoro is asked; not in a dry run, which keeps nothing', async () => {
    const kept: unknown[] = [];
    world.pages.length = 0;
    const onKept = async () => void kept.push(world.cursor, world.pages.length);
    const ended = { full: true, handOverAt: Number.NEGATIVE_INFINITY, onKept };
    await world.work({ ...ended, dryRun: true });
    expect(kept).toEqual([]);
    await world.work(ended);
    expect(kept).toEqual([expect.objectContaining({ replay: expect.anything() }), 0]);
  });

  it('stays asked for while an order was not taken in', async () => {
    world.outcome = (id) => ({ takenIn: id !== orderId(3), changed: false });
    await world.work({ full: true });
    expect(world.cursor).toMatchObject({
      time: at(498),
      replay: { since: '2026-11-23T08:00:00.000000Z', time: '2026-11-23T09:00:06.000006Z' },
    });
    world.outcome = () => ({ takenIn: true, changed: false });
    await world.work();
    expect(world.cursor).toEqual({ time: at(498), channels: [7] });
  });
});

describe('a dry run', () => {
  it('looks at everything, writes nothing and moves no cursor', async () => {
    world.placed(1);
    world.change('1', 1);
    world.change('2', 2, { isReadable: false });
    world.change('3', 3);
    expect(await world.work({ dryRun: true, full: true })).toEqual({
      finished: true,
      counts: { examined: 3, changed: 1, skipped: 0, failed: 2 },
    });
    expect(world.looks).toEqual(['0001: 1']);
    expect(world.writes).toBe(0);
    expect(world.alerts).toEqual([]);
  });

  it('is one by DRY_RUN too, and ends with its turn', async () => {
    world.context = { ...world.context, settings: { dryRun: true } };
    world.msPerOrder = 4 * MINUTE;
    for (const index of [1, 2, 3, 4, 5, 6]) {
      world.placed(index);
      world.change(String(index), index);
    }
    expect(await world.work()).toMatchObject({ finished: true, message: 'the dry run ended with its turn' });
    expect(world.writes).toBe(0);
  });
});
