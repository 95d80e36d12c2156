import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import type { OrderPosition, Orders } from '../commercetools/orders.ts';
import type { OpenRecords, StockRecord } from '../records/open-records.ts';
import { type FreshSkus, freshSkus } from './fresh-skus.ts';

/** commercetools deducts the units of an order up to 10 s late; one younger than this may not have been deducted. */
const FRESH_FOR_MS = 15_000;

/** How much our clock may be ahead of the platform's without an order being missed, milliseconds. */
const CLOCK_DIFFERENCE_MS = 5_000;

/**
 * Orders are read this far back at most: beyond it the sweep is stale, so that no number rises anyway, and reading them all at each
 * look would hold up what may fall. Milliseconds.
 */
const MAX_UNSWEPT_MS = 15 * 60_000;

/** Orders per page; an order is some 10 to 50 KB. */
const PAGE_SIZE = 100;

/** Ids of orders known to have a record that are kept in memory. */
const MAX_REMEMBERED = 20_000;

/** What the look needs. */
export interface OrderLookOptions {
  readonly records: Pick<OpenRecords, 'snapshot'>;
  readonly orders: Pick<Orders, 'page'>;
  readonly objects: Pick<CustomObjects, 'getMany'>;
  /** `<CONNECTOR_ID>-orders`. */
  readonly container: string;
  readonly clock: Clock;
}

/** The orders that matter to the stock at one moment. */
export interface OrderMoment {
  /** When the look began, epoch milliseconds. */
  readonly takenAt: number;
  /** Records of orders that Ordoro does not know yet and may still get. */
  readonly open: readonly StockRecord[];
  /** SKUs of orders so young that commercetools may not have deducted them yet, and all `unseen` ones. */
  readonly fresh: FreshSkus;
  /** SKUs of orders whose units may be in no figure: in no record yet, or come and gone since the look before. */
  readonly unseen: FreshSkus;
}

/** Since when orders count as new; epoch milliseconds. */
export interface LookSince {
  /** The look before, whose picture this one completes: an order made since then may have come and gone in between. */
  readonly before?: number | undefined;
  /** When the last complete sweep of orders began; every older order has a record. */
  readonly sweptAt?: number | undefined;
}

/**
 * Looks at the orders. Records say which units Ordoro does not know; an order that is so new that its message is still under way
 * has none, so the newest orders are read themselves, last of all. Three reads, and one more when a new order may have no record.
 */
export class OrderLook {
  readonly #options: OrderLookOptions;
  readonly #recorded = new Set<string>();

  constructor(options: OrderLookOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async take({ before, sweptAt }: LookSince = {}): Promise<OrderMoment> {
    const takenAt = this.#options.clock();
    const since = Math.min(before ?? takenAt, takenAt);
    const freshFrom = since - FRESH_FOR_MS;
    const { open, fresh } = await this.#options.records.snapshot(freshFrom);
    const unswept = Math.max(sweptAt ?? Number.POSITIVE_INFINITY, takenAt - MAX_UNSWEPT_MS);
    const from = Math.min(freshFrom, unswept) - CLOCK_DIFFERENCE_MS;
    const seen = new Set([...open, ...fresh].map(({ orderId }) => orderId));
    const orders = await this.#newOrders(from, { freshFrom, seen });
    // An accepted one is told by its lines in Ordoro; whether the figures read in between have them nobody knows.
    const gone = fresh.filter((record) => !record.open && Date.parse(record.firstSeenAt) > since - CLOCK_DIFFERENCE_MS);
    const unseen = together({ skus: orders.unseen, ordoroSkus: new Set() }, freshSkus(gone, since));
    const young = together({ skus: orders.young, ordoroSkus: new Set() }, freshSkus(fresh, since));
    return { takenAt, open, fresh: together(young, unseen), unseen };
  }

  /** SKUs of orders made after `from`: of the young ones, and of those without record. */
  async #newOrders(from: number, { freshFrom, seen }: { freshFrom: number; seen: ReadonlySet<string> }) {
    const orders = await this.#ordersFrom(from);
    const isYoung = ({ createdAt }: NewOrder) => Date.parse(createdAt) > freshFrom;
    const hasRecord = ({ id }: NewOrder) => seen.has(id) || this.#recorded.has(id);
    const unknown = orders.filter((order) => !isYoung(order) && !hasRecord(order));
    await this.#findRecords(unknown.map(({ id }) => id));
    return {
      young: skusOf(orders.filter(isYoung)),
      unseen: skusOf(orders.filter((order) => !hasRecord(order))),
    };
  }

  /** Remembers which of these orders have a record: that stays so. */
  async #findRecords(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    if (this.#recorded.size > MAX_REMEMBERED) this.#recorded.clear();
    const { objects, container } = this.#options;
    for (const { key } of await objects.getMany(container, ids)) this.#recorded.add(key);
  }

  /** Page by page; of each order only what is needed is kept. */
  async #ordersFrom(since: number): Promise<NewOrder[]> {
    const found: NewOrder[] = [];
    for (let from: OrderPosition = { time: new Date(since).toISOString() }; ; ) {
      const { orders } = await this.#options.orders.page('createdAt', { from, limit: PAGE_SIZE });
      for (const { id, createdAt, lineItems } of orders)
        found.push({ id, createdAt, skus: lineItems.flatMap(({ variant }) => variant.sku ?? []) });
      const last = orders.at(-1);
      if (last === undefined || orders.length < PAGE_SIZE) return found;
      from = { time: last.createdAt, id: last.id };
    }
  }
}

/** What matters of a new order. */
interface NewOrder {
  readonly id: string;
  readonly createdAt: string;
  readonly skus: readonly string[];
}

function skusOf(orders: readonly NewOrder[]): Set<string> {
  return new Set(orders.flatMap(({ skus }) => skus));
}

function together(one: FreshSkus, other: FreshSkus): FreshSkus {
  return {
    skus: new Set([...one.skus, ...other.skus]),
    ordoroSkus: new Set([...one.ordoroSkus, ...other.ordoroSkus]),
  };
}
