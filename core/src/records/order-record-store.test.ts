import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { ConflictError } from '../problems/errors.ts';
import { OrderRecordStore } from './order-record-store.ts';
import type { SyncRecord } from './sync-record.ts';

const RECORD = {
  orderId: 'order-1',
  status: 'waiting',
  open: true,
  due: false,
  firstSeenAt: '2026-11-23T10:00:00.000Z',
  units: [],
  parts: [],
  issues: [],
  attempts: 0,
  requests: {},
  journal: [],
} as unknown as SyncRecord;

describe('the sync record of an order', () => {
  const setUp = () => {
    const objects = new MemoryObjects();
    return { objects, store: new OrderRecordStore(objects.asObjects, 'ordoro-orders') };
  };

  it('lies under the id of its order', async () => {
    const { objects, store } = setUp();
    await store.put(RECORD, 0);
    expect(objects.value('ordoro-orders', 'order-1')).toEqual(RECORD);
    expect(await store.get('order-1')).toMatchObject({ value: RECORD, version: 1 });
    expect(await store.get('order-2')).toBeUndefined();
  });

  it('can be made by one instance only', async () => {
    const { store } = setUp();
    const made = await Promise.allSettled([store.put(RECORD, 0), store.put(RECORD, 0)]);
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((made[1] as PromiseRejectedResult).reason).toBeInstanceOf(ConflictError);
  });

  it('can be replaced only as it was read', async () => {
    const { objects, store } = setUp();
    const { version } = await store.put(RECORD, 0);
    await store.put({ ...RECORD, attempts: 1 }, version);
    await expect(store.put({ ...RECORD, attempts: 2 }, version)).rejects.toBeInstanceOf(ConflictError);
    expect(objects.value('ordoro-orders', 'order-1')).toMatchObject({ attempts: 1 });
  });
});
