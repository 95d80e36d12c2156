import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { SyncRecord } from './sync-record.ts';

/** Container `<CONNECTOR_ID>-orders`: one sync record per order, by order id. */
export class OrderRecordStore {
  readonly #objects: CustomObjects;
  readonly #container: string;

  constructor(objects: CustomObjects, container: string) {
    this.#objects = objects;
    this.#container = container;
  }

  /** @throws PlatformError */
  get(orderId: string): Promise<StoredObject<SyncRecord> | undefined> {
    return this.#objects.get<SyncRecord>(this.#container, orderId);
  }

  /** @param version as read; 0 creates only. @throws ConflictError when it no longer holds */
  put(record: SyncRecord, version: number): Promise<StoredObject<SyncRecord>> {
    return this.#objects.put<SyncRecord>(this.#container, record.orderId, { value: record, version });
  }
}
