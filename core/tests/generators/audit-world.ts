import { encodeKey } from '../../src/commercetools/key-encoding.ts';
import { AccountWarehouses } from '../../src/inventory/account-warehouses.ts';
import type { StockAuditOutcome } from '../../src/inventory/audit/audit-outcome.ts';
import { StockAudit } from '../../src/inventory/audit/stock-audit.ts';
import { CarriedSkus } from '../../src/inventory/carried-skus.ts';
import type { DueList } from '../../src/inventory/due-skus.ts';
import { DueStore } from '../../src/inventory/due-store.ts';
import type { InventoryContext } from '../../src/inventory/inventory-context.ts';
import { KitCatalogue } from '../../src/inventory/kit-catalogue.ts';
import type { OrderMoment } from '../../src/inventory/order-look.ts';
import { SkuLinks } from '../../src/inventory/sku-links.ts';
import type { StockEntry, StockProduct } from '../../src/inventory/stock.ts';
import type { ProductPage, ProductPageQuery } from '../../src/ordoro/stock-products.ts';
import type { StockRow } from '../../src/ordoro/stock-reader.ts';
import { Cursors } from '../../src/records/cursors.ts';
import { HealthStatus } from '../../src/records/health-status.ts';
import type { StockRecord } from '../../src/records/open-records.ts';
import type { SweepNote } from '../../src/records/sweep-note.ts';
import type { AuditStep, AuditTurn } from '../../src/runs/audit.ts';
import type { TaskCounts } from '../../src/runs/task.ts';
import { MemoryObjects } from '../memory-objects.ts';
import { silentLogger } from './silent-logger.ts';

const NO_SKUS = { skus: new Set<string>(), ordoroSkus: new Set<string>() };

/** Id of the Type of entries that the connector has written. */
export const OWN_TYPE = 'own-type';

/** Both platforms in memory, as the audit of the stock sees them, on time that stands still unless a call takes some. */
export class AuditWorld {
  now = Date.parse('2026-11-23T10:00:00.000Z');
  /** In the order in which they were made. */
  products: StockProduct[] = [];
  unreadable: StockRow[] = [];
  entries: StockEntry[] = [];
  pageSize = 100;
  entryPageSize = 500;
  heedsKitFilter = true;
  warehouses = [{ id: 1, isDefault: true }];
  links = new Map<string, string>();
  variants = new Set<string>();
  /** SKUs of which an identity is remembered. */
  remembered = new Set<string>();
  open: StockRecord[] = [];
  /** Of the last sweep of orders. */
  note: SweepNote | undefined;
  /** SKUs of orders whose records change while the audit goes on. */
  moved = { ...NO_SKUS };
  context: InventoryContext = {
    settings: {
      connectorId: 'ordoro',
      inventoryOwner: 'ordoro',
      inventoryQuantity: 'available',
      inventoryCreateMissing: true,
      inventoryRescanHours: 0,
      dryRun: false,
    },
    merchant: {},
    supplyChannels: new Map(),
  };
  readonly counts: TaskCounts = { examined: 0, changed: 0, skipped: 0, failed: 0 };
  readonly objects = new MemoryObjects();
  readonly alerts: string[] = [];
  readonly cleared: string[] = [];
  /** Calls by what they read. */
  calls: string[] = [];
  /** Runs before each page of products. */
  onPage: (query: ProductPageQuery) => void = () => undefined;
  /** Runs before entries are read by SKU: what happens while the audit goes on. */
  onSecondLook: () => void = () => undefined;

  /** The audit in a process of its own. */
  process(): StockAudit {
    const clock = () => this.now;
    const products = {
      page: async (query: ProductPageQuery) => this.#page(query),
      get: async (sku: string) => {
        this.calls.push(`product ${sku}`);
        return this.#rows().find((row) => row.kind === 'product' && row.product.sku === sku);
      },
    };
    return new StockAudit({
      sources: {
        products,
        kits: new KitCatalogue({ products, clock }),
        warehouses: new AccountWarehouses({ warehouses: { all: async () => this.warehouses }, clock }),
        entries: {
          page: async (after) => this.#entryPage(after),
          bySkus: async (skus) => this.#entriesOf([...skus]),
          ownTypeId: async () => OWN_TYPE,
        },
        carried: new CarriedSkus({ variants: { carried: async (skus) => this.#carried([...skus]) }, clock }),
        mappings: { current: async () => this.#links() },
        look: { take: async () => this.#look() },
        records: { skusChangedSince: async () => this.moved },
        notes: { read: async () => this.note },
      },
      objects: {
        getMany: async <T>(_container: string, keys: readonly string[]) => {
          this.calls.push(`${keys.length} remembered SKUs`);
          const found = [...this.remembered].map((sku) => encodeKey(sku)).filter((key) => keys.includes(key));
          return found.map((key) => ({ key, value: {} as T, version: 1, createdAt: '', lastModifiedAt: '' }));
        },
      },
      skuContainer: 'skus',
      health: new HealthStatus(this.objects.asObjects, 'health'),
      context: async () => this.context,
      due: new DueStore(new Cursors(this.objects.asObjects, 'cursors')),
      alerts: {
        raise: async (_subject, text) => this.alerts.push(text) > 0,
        clear: async (subject) => void this.cleared.push(subject),
      },
      clock,
      logger: silentLogger,
    });
  }

  /** One turn that lasts as long as it takes, unless told otherwise. */
  turn(audit: StockAudit, more: Partial<AuditTurn> = {}): Promise<AuditStep> {
    return audit.work({
      counts: this.counts,
      handOverAt: Number.POSITIVE_INFINITY,
      dryRun: false,
      startedAt: '2026-11-23T10:00:00.000Z',
      progress: undefined,
      ...more,
    });
  }

  /** A whole audit in one turn. @returns what the health object says of it */
  async audit(more: Partial<AuditTurn> = {}): Promise<StockAuditOutcome> {
    await this.turn(this.process(), more);
    const outcome = this.outcome();
    if (outcome === undefined) throw new Error('The audit did not come to its end.');
    return outcome;
  }

  outcome(): StockAuditOutcome | undefined {
    return (this.objects.value('health', 'status') as { inventory?: StockAuditOutcome } | undefined)?.inventory;
  }

  /** Ordoro SKUs that were handed over to be looked at again. */
  due(): string[] {
    const list = this.objects.value('cursors', 'inventory.due') as DueList | undefined;
    return (list?.skus ?? []).map(({ sku }) => sku).sort();
  }

  writes(): number {
    return this.objects.calls.filter(({ method }) => method !== 'get').length;
  }

  #rows(): StockRow[] {
    const rows = this.products.map((product): StockRow => ({ kind: 'product', product, updatedAt: undefined }));
    return [...rows, ...this.unreadable];
  }

  #page(query: ProductPageQuery): ProductPage {
    this.calls.push(query.kitsOnly === true ? 'page of kits' : 'page of products');
    if (query.kitsOnly !== true) this.onPage(query);
    const isFiltered = query.kitsOnly === true && this.heedsKitFilter;
    const all = this.#rows().filter((row) => !isFiltered || (row.kind === 'product' && row.product.isKit));
    const rows = all.slice(query.offset, query.offset + this.pageSize);
    const isLast = query.offset + rows.length >= all.length;
    return { rows, count: all.length, serverTime: this.now, isLast };
  }

  #entryPage(after: string | undefined) {
    this.calls.push('page of entries');
    const sorted = [...this.entries].sort((one, other) => (one.id < other.id ? -1 : 1));
    const left = sorted.filter(({ id }) => after === undefined || id > after);
    const entries = left.slice(0, this.entryPageSize);
    const last = entries.at(-1);
    return left.length > entries.length && last !== undefined ? { entries, next: last.id } : { entries };
  }

  #entriesOf(skus: readonly string[]): StockEntry[] {
    this.calls.push(`entries of ${skus.length} SKUs`);
    this.onSecondLook();
    return this.entries.filter(({ sku }) => skus.includes(sku));
  }

  #carried(skus: readonly string[]): ReadonlySet<string> {
    this.calls.push(`variants of ${skus.length} SKUs`);
    return new Set(skus.filter((sku) => this.variants.has(sku)));
  }

  #links(): SkuLinks {
    return new SkuLinks(new Map([...this.links].map(([sku, ordoroSku]) => [encodeKey(sku), { sku, ordoroSku }])));
  }

  #look(): OrderMoment {
    this.calls.push('look at orders');
    return { takenAt: this.now, open: this.open, fresh: NO_SKUS, unseen: NO_SKUS };
  }
}
