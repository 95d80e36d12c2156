import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import type { SyncRecord } from './sync-record.ts';

/** A record made less than this long ago is fresh: commercetools may deduct its order up to 10 s late. Source: commercetools API, inventory. */
const FRESH_MS = 15_000;

/** How much our clock may be ahead of the platform's without a fresh record being missed. */
const CLOCK_DIFFERENCE_MS = 5_000;

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
  /** commercetools SKUs of units that Ordoro does not know yet. */
  readonly skus: ReadonlySet<string>;
  /** SKUs in Ordoro: of those units as far as it is known, and of all lines that Ordoro has. */
  readonly ordoroSkus: ReadonlySet<string>;
  /** `lastModifiedAt` of the youngest record among them, as the platform wrote it; absent when there is none. */
  readonly latest?: string;
}

/** Sync records as the stock sees them. Every method reads page by page and keeps only what it returns. */
export class OpenRecords {
  readonly #options: { readonly objects: CustomObjects; readonly container: string; readonly clock: Clock };

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
    const open = new Map<string, StockRecord>();
    for await (const { value } of this.#records('value(open=true)')) open.set(value.orderId, stockRecord(value));
    const from = Math.min(since, this.#options.clock() - FRESH_MS);
    const bound = new Date(from - CLOCK_DIFFERENCE_MS).toISOString();
    const fresh: StockRecord[] = [];
    for await (const { value } of this.#records(`createdAt > "${bound}"`)) {
      const record = stockRecord(value);
      fresh.push(record);
      if (value.open) open.set(value.orderId, record);
    }
    return { open: [...open.values()], fresh };
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
