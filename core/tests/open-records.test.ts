import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OpenRecords } from '../src/records/open-records.ts';
import type { SyncRecord } from '../src/records/sync-record.ts';
import { type Project, START, startProject } from './project.ts';

const ORDERS = 'ordoro-orders';

let project: Project;
let records: OpenRecords;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  records = new OpenRecords({ objects: project.objects, container: ORDERS, clock: () => project.time.now });
});

afterAll(() => project.standIn.close());

/** Stores a record at the present moment of the project. */
async function put(orderId: string, more: Partial<SyncRecord> = {}): Promise<void> {
  const record: SyncRecord = {
    orderId,
    status: 'waiting',
    open: true,
    due: false,
    firstSeenAt: new Date(project.time.now).toISOString(),
    units: [{ sku: 'SHIRT', quantity: 2 }],
    parts: [],
    issues: [],
    attempts: 0,
    requests: {},
    message: 'waits for the payment',
    journal: [],
    ...more,
  };
  await project.standIn.putCustomObject(ORDERS, orderId, record);
}

/** What Ordoro has of an order: these SKUs. */
const inOrdoro = (...skus: readonly string[]): Partial<SyncRecord> => ({
  open: false,
  units: [],
  ordoroOrders: [
    {
      number: '1-1001',
      status: 'awaiting_fulfillment',
      inSyncInfo: true,
      lines: skus.map((sku, index) => ({ lineItemId: `line-${index}`, part: 1, quantity: 1, sku })),
    },
  ],
});

const idsOf = (found: readonly { orderId: string }[]) => found.map(({ orderId }) => orderId).sort();

describe('a snapshot of the records', () => {
  it('has the open ones, and those made a moment ago', async () => {
    await put('old-open');
    await put('old-accepted', inOrdoro('SHIRT'));
    project.time.now = START + 60_000;
    await put('new-open');
    await put('new-accepted', inOrdoro('CUP'));
    const { open, fresh } = await records.snapshot();
    expect(idsOf(open)).toEqual(['new-open', 'old-open']);
    expect(idsOf(fresh)).toEqual(['new-accepted', 'new-open']);
    expect(project.calls()).toHaveLength(2);
  });

  it('keeps of a record what the stock needs, and nothing more', async () => {
    await put('order-1', { units: [{ sku: 'A', ordoroSku: 'A-1', quantity: 3, supplyChannelId: 'east', part: 1 }] });
    expect((await records.snapshot()).open).toEqual([
      {
        orderId: 'order-1',
        open: true,
        firstSeenAt: '2026-11-23T10:00:00.000Z',
        units: [{ sku: 'A', ordoroSku: 'A-1', quantity: 3, supplyChannelId: 'east', part: 1 }],
        parts: [],
      },
    ]);
  });

  it('counts a record as fresh for 15 seconds, and five more for clocks that differ', async () => {
    await put('order-1');
    const fresh = async (now: number) => {
      project.time.now = now;
      return (await records.snapshot()).fresh.length;
    };
    expect(await fresh(START + 19_999)).toBe(1);
    expect(await fresh(START + 20_000)).toBe(0);
  });

  it('misses no order that comes in while it is taken', async () => {
    await put('order-1');
    const { objects } = project;
    const slow = Object.assign(Object.create(objects) as typeof objects, {
      page: async (container: string, query: object) => {
        const page = await objects.page(container, query);
        if (project.standIn.customObject(ORDERS, 'order-2') === undefined) await put('order-2');
        return page;
      },
    });
    records = new OpenRecords({ objects: slow, container: ORDERS, clock: () => project.time.now });
    expect(idsOf((await records.snapshot()).open)).toEqual(['order-1', 'order-2']);
  });

  it('is read page by page, however many there are', async () => {
    for (let index = 0; index < 501; index += 1) await put(`order-${index}`);
    project.time.now = START + 60_000;
    const { open, fresh } = await records.snapshot();
    expect(new Set(idsOf(open)).size).toBe(501);
    expect(fresh).toEqual([]);
    expect(project.calls()).toHaveLength(3);
  });

  it('of more than a page reads only what has changed, until five minutes have passed', async () => {
    for (let index = 0; index < 501; index += 1) await put(`order-${index}`);
    project.time.now = START + 3 * 60_000;
    await records.snapshot();
    project.time.now = START + 4 * 60_000;
    await put('order-0', { open: false, units: [] });
    await put('order-new');
    const before = project.calls().length;
    const { open, fresh } = await records.snapshot();
    expect(new Set(idsOf(open)).size).toBe(501);
    expect(idsOf(open)).not.toContain('order-0');
    expect(idsOf(fresh)).toEqual(['order-new']);
    expect(project.calls().length - before).toBe(1);
    project.time.now = START + 8 * 60_000;
    await records.snapshot();
    expect(project.calls().length - before).toBe(4);
  });

  it('counts as fresh what was made since an earlier moment, when it is told one', async () => {
    await put('order-1');
    project.time.now = START + 60_000;
    expect(idsOf((await records.snapshot(START - 1_000)).fresh)).toEqual(['order-1']);
  });

  it('may be empty', async () => {
    expect(await records.snapshot()).toEqual({ open: [], fresh: [] });
  });
});

describe('the SKUs of orders that changed', () => {
  const since = (ms: number) => records.skusChangedSince(new Date(START + ms).toISOString());

  it('are those that Ordoro does not know yet and those of its lines, added and split ones included', async () => {
    await put('order-1', {
      units: [
        { sku: 'A', ordoroSku: 'A-1', quantity: 1 },
        { sku: 'B', quantity: 1 },
      ],
    });
    const accepted = inOrdoro('C', 'D');
    const [order] = accepted.ordoroOrders!;
    const added = { sku: 'E', quantity: 1 };
    await put('order-2', { ...accepted, ordoroOrders: [{ ...order!, unmatched: [added, { quantity: 1 }] }] });
    expect(await since(-1)).toEqual({
      skus: new Set(['A', 'B']),
      ordoroSkus: new Set(['A-1', 'C', 'D', 'E']),
      latest: '2026-11-23T10:00:00.000Z',
    });
  });

  it('are only of records that changed after the moment', async () => {
    await put('order-1', { units: [{ sku: 'A', quantity: 1 }] });
    await put('order-2', { units: [{ sku: 'B', quantity: 1 }] });
    project.time.now = START + 5_000;
    await put('order-1', { units: [{ sku: 'A', quantity: 2 }] });
    expect(await since(0)).toEqual({
      skus: new Set(['A']),
      ordoroSkus: new Set(),
      latest: '2026-11-23T10:00:05.000Z',
    });
  });

  it('are none when nothing changed', async () => {
    expect(await since(0)).toEqual({ skus: new Set(), ordoroSkus: new Set() });
  });
});
