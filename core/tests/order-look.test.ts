import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOrder } from '../../sandbox/src/seed/order-builder.ts';
import { Orders } from '../src/commercetools/orders.ts';
import { OrderLook } from '../src/inventory/order-look.ts';
import { OpenRecords } from '../src/records/open-records.ts';
import type { SyncRecord } from '../src/records/sync-record.ts';
import { type Project, START, startProject } from './project.ts';

const ORDERS = 'ordoro-orders';

let project: Project;
let look: OrderLook;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  const { objects } = project;
  const clock = () => project.time.now;
  const records = new OpenRecords({ objects, container: ORDERS, clock });
  look = new OrderLook({ records, orders: new Orders(project.client), objects, container: ORDERS, clock });
});

afterAll(() => project.standIn.close());

/** A shop order of one SKU, placed at the present moment of the project. @returns its id */
async function placed(sku: string): Promise<string> {
  const lines = [{ sku, quantity: 1, unitPrice: 100 }];
  const createdAt = new Date(project.time.now).toISOString();
  const order = buildOrder({ createdAt, lines, shipping: { price: 100 } });
  return project.standIn.add('order', order).id;
}

/** Its record, made at the present moment. */
async function recorded(orderId: string, more: Partial<SyncRecord> = {}): Promise<void> {
  const record: SyncRecord = {
    orderId,
    status: 'waiting',
    open: true,
    due: false,
    firstSeenAt: new Date(project.time.now).toISOString(),
    units: [{ sku: 'IN-RECORD', quantity: 1 }],
    parts: [],
    issues: [],
    attempts: 0,
    requests: {},
    journal: [],
    ...more,
  };
  await project.standIn.putCustomObject(ORDERS, orderId, record);
}

const accepted = (sku: string): Partial<SyncRecord> => ({
  open: false,
  units: [],
  ordoroOrders: [
    {
      number: '1-1',
      status: 'awaiting_fulfillment',
      inSyncInfo: true,
      lines: [{ lineItemId: 'l', part: 1, quantity: 1, sku }],
    },
  ],
});

describe('a look at the orders', () => {
  it('costs three reads, and finds nothing where there is nothing', async () => {
    const nothing = { skus: new Set(), ordoroSkus: new Set() };
    expect(await look.take()).toEqual({ takenAt: START, open: [], fresh: nothing, unseen: nothing });
    expect(project.calls()).toHaveLength(3);
  });

  it('lets the SKUs of orders younger than 15 seconds wait', async () => {
    const id = await placed('CUP');
    await recorded(id);
    project.time.now = START + 14_999;
    const young = await look.take();
    expect(young.fresh.skus).toEqual(new Set(['CUP', 'IN-RECORD']));
    expect(young.unseen.skus).toEqual(new Set());
    project.time.now = START + 15_000;
    expect((await look.take()).fresh.skus).toEqual(new Set());
  });

  it('takes an order without record for unseen, since the last sweep of orders began', async () => {
    await placed('CUP');
    project.time.now = START + 60_000;
    expect((await look.take()).unseen.skus).toEqual(new Set());
    expect((await look.take({ sweptAt: START })).unseen.skus).toEqual(new Set(['CUP']));
    expect((await look.take({ sweptAt: START + 30_000 })).unseen.skus).toEqual(new Set());
  });

  it('reads orders a quarter of an hour back at most, however long they have not been swept', async () => {
    await placed('OLD');
    project.time.now = START + 10 * 60_000;
    await placed('CUP');
    project.time.now = START + 20 * 60_000;
    expect((await look.take({ sweptAt: START - 60_000 })).unseen.skus).toEqual(new Set(['CUP']));
  });

  it('asks once whether an older order has a record', async () => {
    const id = await placed('CUP');
    await recorded(id, accepted('CUP'));
    project.time.now = START + 60_000;
    const first = await look.take({ sweptAt: START });
    expect(first.unseen.skus).toEqual(new Set());
    const calls = project.calls().length;
    await look.take({ sweptAt: START });
    expect([calls, project.calls().length - calls]).toEqual([4, 3]);
  });

  it('tells what came and went since the look before', async () => {
    const before = await look.take();
    project.time.now = START + 30_000;
    const id = await placed('CUP');
    await recorded(id, accepted('CUP-IN-ORDORO'));
    project.time.now = START + 60_000;
    const after = await look.take({ before: before.takenAt });
    expect(after.unseen.ordoroSkus).toEqual(new Set(['CUP-IN-ORDORO']));
    expect(after.fresh.skus).toEqual(new Set(['CUP']));
    expect((await look.take()).unseen.ordoroSkus).toEqual(new Set());
  });
});
