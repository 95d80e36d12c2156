import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { SyncRecord } from './sync-record.ts';

/** A record made less than this long ago is fresh: commercetools may deduct its order up to 10 s late. Source: commercetools API, inventory. */
const FRESH_MS = 15_000;

/** How much our clock may be ahead of the platform's without a fresh record being missed. */
const CLOCK_DIFFERENCE_MS = 5_000;

/** Many open records are read whole at most this often; in between only what has changed is read, milliseconds. */
const FULL_READ_AFTER_MS = 5 * 60_000;

/** Changes this far before the last read are read again: lists may lag behind writes, milliseconds. */
const LOOK_BACK_MS = 2 * 60_000;

/** What the stock needs of a sync record. */
export type StockRecord = Pick<SyncRecord, 'orderId' | 'open' | 'firstSeenAt' | 'units' | 'parts' | 'ordoroOrders'>;

/** The orders that matter to the stock at one moment. */
export interface RecordSnapshot {
  /** Their units are not known to Ordoro and may still get there. Each order once. */
  readonly open: readonly StockRecord[];
  /** Made a moment ago, open or not; those that are open are in `open` as well. */
  readonly fresh: readonly StockRecord[];
}

/** SKUs of orders. */
export interface SeenSkus {
  /** commercetools SKUs of units that Ordoro does not know, also of those that will never get there. */
  readonly skus: ReadonlySet<string>;
  /** SKUs in Ordoro: of those units as far as it is known, and of all lines that Ordoro has. */
  readonly ordoroSkus: ReadonlySet<string>;
  /** `lastModifiedAt` of the youngest record among them, as the platform wrote it; absent when there is none. */
  readonly latest?: string;
}

/** Sync records as the stock sees them. Every method reads page by page and keeps only what it returns. */
export class OpenRecords {
  readonly #options: { readonly objects: CustomObjects; readonly container: string; readonly clock: Clock };
  /** The open records, where there are so many that they are not read whole each time. */
  #open: Map<string, StockRecord> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #fullyReadAt = Number.NEGATIVE_INFINITY;

  /** @param options.container `<CONNECTOR_ID>-orders` */
  constructor(options: { readonly objects: CustomObjects; readonly container: string; readonly clock: Clock }) {
    this.#options = options;
  }

  /**
   * Open and fresh records. They are read one after the other, fresh ones last: an order that came in meanwhile is not missed.
   * @param since epoch milliseconds; records made after it are fresh as well
   * @throws PlatformError
   */
  async snapshot(since = Number.POSITIVE_INFINITY): Promise<RecordSnapshot> {
    const now = this.#options.clock();
    const bound = Math.min(since, now - FRESH_MS) - CLOCK_DIFFERENCE_MS;
    const isFull = this.#open === undefined || now - this.#fullyReadAt >= FULL_READ_AFTER_MS;
    const open = (isFull ? undefined : this.#open) ?? (await this.#readOpen());
    if (isFull) this.#fullyReadAt = now;
    const fresh: StockRecord[] = [];
    const from = isFull ? bound : Math.min(bound, this.#readAt - LOOK_BACK_MS);
    const where = `${isFull ? 'createdAt' : 'lastModifiedAt'} > "${new Date(from).toISOString()}"`;
    for await (const { value, createdAt } of this.#records(where)) {
      const record = stockRecord(value);
      if (Date.parse(createdAt) > bound) fresh.push(record);
      if (value.open) open.set(value.orderId, record);
      else if (!isFull) open.delete(value.orderId);
    }
    this.#readAt = now;
    return { open: [...open.values()], fresh };
  }

  /** All of them. Those that fit one page are not kept: read whole each time they are as good as can be. */
  async #readOpen(): Promise<Map<string, StockRecord>> {
    const { objects, container } = this.#options;
    const open = new Map<string, StockRecord>();
    let pages = 0;
    for (let after: string | undefined; ; pages += 1) {
      const query = { where: 'value(open=true)', ...(after === undefined ? {} : { after }) };
      const page = await objects.page<SyncRecord>(container, query);
      for (const { value } of page.objects) open.set(value.orderId, stockRecord(value));
      if (page.next === undefined) break;
      after = page.next;
    }
    this.#open = pages === 0 ? undefined : open;
    return open;
  }

  /**
   * SKUs of all orders whose record changed after this moment, whatever changed.
   * @param since ISO 8601, the platform's clock
   * @throws PlatformError
   */
  async skusChangedSince(since: string): Promise<SeenSkus> {
    const [skus, ordoroSkus] = [new Set<string>(), new Set<string>()];
    let latest: string | undefined;
    for await (const { value, lastModifiedAt } of this.#records(`lastModifiedAt > "${since}"`)) {
      for (const { sku, ordoroSku } of value.units) {
        skus.add(sku);
        if (ordoroSku !== undefined) ordoroSkus.add(ordoroSku);
      }
      for (const sku of skusInOrdoro(value)) ordoroSkus.add(sku);
      if (latest === undefined || Date.parse(lastModifiedAt) > Date.parse(latest)) latest = lastModifiedAt;
    }
    return { skus, ordoroSkus, ...(latest === undefined ? {} : { latest }) };
  }

  async *#records(where: string): AsyncGenerator<StoredObject<SyncRecord>> {
    const { objects, container } = this.#options;
    for (let after: string | undefined; ; ) {
      const page = await objects.page<SyncRecord>(container, { where, ...(after === undefined ? {} : { after }) });
      yield* page.objects;
      if (page.next === undefined) return;
      after = page.next;
    }
  }
}

function stockRecord({ orderId, open, firstSeenAt, units, parts, ordoroOrders }: SyncRecord): StockRecord {
  return { orderId, open, firstSeenAt, units, parts, ...(ordoroOrders === undefined ? {} : { ordoroOrders }) };
}

function skusInOrdoro({ ordoroOrders = [] }: SyncRecord): string[] {
  return ordoroOrders.flatMap(({ lines, unmatched = [] }) => [...lines, ...unmatched].flatMap(({ sku }) => sku ?? []));
}
