import { formatInstant, type Micros } from './instants.ts';
import type { OrdoroStandInOptions } from './options.ts';
import type { OrderRecord } from './order-record.ts';
import type { ProductRecord } from './product-record.ts';
import type { Cart, ReturnOrder, Shipper, Tag, Warehouse } from './wire.ts';

/** A shipping preset: what a label is bought with unless something else is chosen. */
export interface Preset {
  readonly id: number;
  readonly name: string;
  readonly carrier?: string;
  readonly service?: string;
}

/** A return with its exact dates. */
export interface ReturnRecord {
  readonly wire: ReturnOrder;
  readonly created: Micros;
  updated: Micros;
}

/** What an account held at some moment. */
export type AccountSnapshot = Pick<
  Account,
  'carts' | 'warehouses' | 'shippers' | 'presets' | 'tags' | 'products' | 'orders' | 'returns'
> & { readonly lastId: number };

/** Everything one Ordoro account holds, in memory. The files beside this one say how it changes. */
export class Account {
  readonly options: OrdoroStandInOptions;
  readonly carts: Cart[] = [];
  readonly warehouses: Warehouse[] = [];
  readonly shippers: Shipper[] = [];
  readonly presets: Preset[] = [];
  readonly tags: Tag[] = [];
  /** By SKU, in order of creation. */
  readonly products = new Map<string, ProductRecord>();
  /** In order of creation. */
  readonly orders: OrderRecord[] = [];
  /** The oldest order of each number. */
  readonly ordersByNumber = new Map<string, OrderRecord>();
  readonly returns: ReturnRecord[] = [];
  #lastId = 1_000;
  #lastMillisecond = 0;
  #withinMillisecond = 0;
  #frozen: Micros | undefined;

  constructor(options: OrdoroStandInOptions) {
    this.options = options;
  }

  /** A copy of everything but the options. */
  snapshot(): AccountSnapshot {
    const { carts, warehouses, shippers, presets, tags, products, orders, returns } = this;
    const held = { carts, warehouses, shippers, presets, tags, products, orders, returns };
    return structuredClone({ ...held, lastId: this.#lastId });
  }

  /** Makes everything but the options again as it was then. */
  restore(snapshot: AccountSnapshot): void {
    const { lastId, products, ...lists } = structuredClone(snapshot);
    for (const [name, list] of Object.entries(lists)) {
      const own: unknown[] = this[name as keyof typeof lists];
      own.splice(0, own.length, ...list);
    }
    this.products.clear();
    for (const [sku, product] of products) this.products.set(sku, product);
    this.ordersByNumber.clear();
    for (const record of this.orders)
      if (!this.ordersByNumber.has(record.wire.order_number)) this.ordersByNumber.set(record.wire.order_number, record);
    this.#lastId = lastId;
    this.#lastMillisecond = 0;
  }

  /** A new id; ids ascend over all kinds. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The clock, epoch milliseconds. */
  milliseconds(): number {
    return this.options.clock();
  }

  /** The instant of a write: the clock plus a microsecond per write within one millisecond (the last one repeats). */
  stamp(): Micros {
    if (this.#frozen !== undefined) return this.#frozen;
    const now = Math.floor(this.options.clock());
    this.#withinMillisecond = now === this.#lastMillisecond ? Math.min(this.#withinMillisecond + 1, 999) : 0;
    this.#lastMillisecond = now;
    return now * 1_000 + this.#withinMillisecond;
  }

  /** All writes of `work` bear one and the same instant, as after a bulk action in the app. */
  atOnce(work: () => void): void {
    this.#frozen = this.stamp();
    try {
      work();
    } finally {
      this.#frozen = undefined;
    }
  }

  /** An instant in the account's offset. */
  date(micros: Micros): string {
    return formatInstant(micros, this.options.utcOffsetMinutes ?? -360);
  }
}
