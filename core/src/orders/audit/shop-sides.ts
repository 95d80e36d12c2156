import type { Order } from '@commercetools/platform-sdk';
import type { StoredObject } from '../../commercetools/custom-objects.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import type { OrderAuditOptions } from './order-audit-ports.ts';

/** What commercetools has of an order: itself, its record, or both. */
export interface ShopSide {
  readonly order: Order | undefined;
  /** Epoch milliseconds. */
  readonly orderReadAt: number;
  readonly stored: StoredObject<SyncRecord> | undefined;
}

/** Orders of commercetools with their records. */
export class ShopSides {
  readonly #options: Pick<OrderAuditOptions, 'orders' | 'objects' | 'containers' | 'clock'>;

  constructor(options: Pick<OrderAuditOptions, 'orders' | 'objects' | 'containers' | 'clock'>) {
    this.#options = options;
  }

  /**
   * By order id; one of which neither order nor record was found is not in it. Two queries for a hundred orders; they may be
   * late, so an order without record proves nothing, nor does a record without order.
   * @throws PlatformError
   */
  async many(orderIds: readonly string[]): Promise<ReadonlyMap<string, ShopSide>> {
    const { orders, clock } = this.#options;
    const records = await this.records(orderIds);
    const orderReadAt = clock();
    const found = new Map((await orders.getMany(orderIds)).map((order) => [order.id, order]));
    const sides = orderIds.map((id) => [id, { order: found.get(id), orderReadAt, stored: records.get(id) }] as const);
    return new Map(sides.filter(([, { order, stored }]) => order !== undefined || stored !== undefined));
  }

  /** Records by order id. @throws PlatformError */
  async records(orderIds: readonly string[]): Promise<ReadonlyMap<string, StoredObject<SyncRecord>>> {
    const { objects, containers } = this.#options;
    if (orderIds.length === 0) return new Map();
    const stored = await objects.getMany<SyncRecord>(containers.orders, orderIds);
    return new Map(stored.map((record) => [record.key, record]));
  }

  /** One order as it certainly is. @throws PlatformError */
  async one(orderId: string): Promise<ShopSide> {
    const { orders, objects, containers, clock } = this.#options;
    const orderReadAt = clock();
    const order = await orders.get(orderId);
    return { order, orderReadAt, stored: await objects.get<SyncRecord>(containers.orders, orderId) };
  }
}
