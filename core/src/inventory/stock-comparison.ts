import type { Clock } from '../clock.ts';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { OrdoroStockProducts, StockPriority } from '../ordoro/stock-products.ts';
import type { AccountWarehouses } from './account-warehouses.ts';
import type { CarriedSkus } from './carried-skus.ts';
import { type HeldBackSnapshot, type HoldingContext, heldBackBy, heldBackUnits, unionOf } from './held-back-units.ts';
import type { InventoryContext } from './inventory-context.ts';
import type { KitCatalogue } from './kit-catalogue.ts';
import { Kits } from './kit-index.ts';
import type { OrderLook, OrderMoment } from './order-look.ts';
import type { SkuLinks } from './sku-links.ts';
import type { SkuMappings } from './sku-mappings.ts';
import type { StockEntry, StockProduct } from './stock.ts';
import { planStock, type StockPlan, skusWithoutEntry, withVariants } from './stock-plan.ts';
import type { StockPolicy, StockView } from './stock-view.ts';
import { waitingSkus } from './waiting-skus.ts';

/** Where everything that stock is computed from is read. */
export interface StockSources {
  readonly products: Pick<OrdoroStockProducts, 'page' | 'get'>;
  readonly kits: KitCatalogue;
  readonly warehouses: AccountWarehouses;
  readonly mappings: Pick<SkuMappings, 'current'>;
  readonly entries: Pick<InventoryEntries, 'bySkus'>;
  readonly carried: CarriedSkus;
  readonly look: Pick<OrderLook, 'take'>;
  readonly clock: Clock;
}

/** How Ordoro is asked. */
export interface SourceRequest {
  readonly priority?: StockPriority;
  /** Every answer is there by then, or it is an error; epoch milliseconds. */
  readonly endBy: number;
}

/** How SKUs, products, kits and warehouses belong together. */
export interface StockRelations {
  readonly links: SkuLinks;
  readonly kits: Kits;
  readonly holding: HoldingContext;
}

/** Products as read, and the looks at the orders around the reading. */
export interface ComparisonRequest {
  /** Ordoro SKUs to compare; one that `products` lacks is gone from Ordoro. */
  readonly ordoroSkus: readonly string[];
  /** With the components of kits, down to the last. */
  readonly products: ReadonlyMap<string, StockProduct>;
  /** The entries of all SKUs that stand for them. */
  readonly entries: readonly StockEntry[];
  readonly links: SkuLinks;
  /** U of earlier looks that counts as well. */
  readonly heldBefore: HeldBackSnapshot;
  /** The last look. */
  readonly after: OrderMoment;
  /** What has to wait besides; of earlier looks. */
  readonly unseenBefore?: OrderMoment['unseen'] | undefined;
  readonly endBy: number;
}

/** What came of it. */
export interface Comparison {
  readonly plan: StockPlan;
  readonly view: StockView;
  /** U of the last look alone. */
  readonly heldAfter: HeldBackSnapshot;
}

/** Compares products in Ordoro with their entries in commercetools. Writes nothing. */
export class StockComparison {
  readonly sources: StockSources;

  constructor(sources: StockSources) {
    this.sources = sources;
  }

  /** How things belong together; kits and warehouses are in memory most of the time. @throws PlatformError */
  async relations(context: InventoryContext, request: SourceRequest): Promise<StockRelations> {
    const { mappings, kits, clock } = this.sources;
    const links = await mappings.current();
    const known = await kits.current(request);
    const holding: HoldingContext = {
      now: clock(),
      kits: known.structures,
      ordoroSkuOf: (sku) => links.ordoroSkuOf(sku),
      warehouses: context.merchant.warehouses,
      channelKeys: context.supplyChannels,
      defaultWarehouseId: await this.sources.warehouses.defaultId(request.endBy),
    };
    return { links, kits: known, holding };
  }

  /** U of one look; costs no call while no order is open. @throws PlatformError */
  async heldAt(moment: OrderMoment, context: InventoryContext, request: SourceRequest): Promise<HeldBackSnapshot> {
    if (moment.open.length === 0) return new Map();
    const { holding } = await this.relations(context, request);
    return heldBackBy(moment.open, holding);
  }

  /** The entries of all SKUs that stand for these products. @throws PlatformError */
  entriesOf(ordoroSkus: readonly string[], links: SkuLinks): Promise<StockEntry[]> {
    return this.sources.entries.bySkus(ordoroSkus.flatMap((sku) => links.skusOf(sku)));
  }

  /** The difference, and what is to be done about it. @throws PlatformError */
  async compare(request: ComparisonRequest, policy: StockPolicy, context: InventoryContext): Promise<Comparison> {
    const { ordoroSkus, products, entries, links, heldBefore, after, unseenBefore } = request;
    const kits = await this.#kitsFor(request);
    const heldAfter = await this.heldAt(after, context, request);
    const unseen = unseenBefore === undefined ? after.unseen : bothOf(after.unseen, unseenBefore);
    const view: StockView = {
      ordoroSkus,
      products,
      entries,
      skusOf: (ordoroSku) => links.skusOf(ordoroSku),
      heldBack: heldBackUnits(unionOf(heldBefore, heldAfter)),
      fresh: waitingSkus({ fresh: after.fresh, unseen }, { ordoroSkuOf: (sku) => links.ordoroSkuOf(sku), kits }),
    };
    const plan = planStock(view, policy);
    const carried = await this.sources.carried.among(skusWithoutEntry(plan));
    return { plan: withVariants(plan, carried), view, heldAfter };
  }

  /** The kits matter only where there is something to compare. */
  async #kitsFor({ products, endBy }: ComparisonRequest): Promise<Kits> {
    return products.size > 0 ? this.sources.kits.current({ endBy }) : new Kits();
  }
}

function bothOf(one: OrderMoment['unseen'], other: OrderMoment['unseen']): OrderMoment['unseen'] {
  return {
    skus: new Set([...one.skus, ...other.skus]),
    ordoroSkus: new Set([...one.ordoroSkus, ...other.ordoroSkus]),
  };
}
