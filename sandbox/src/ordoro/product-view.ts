import type { Account } from './account.ts';
import { type Micros, parseInstant } from './instants.ts';
import { page } from './paging.ts';
import type { ProductRecord } from './product-record.ts';
import { stockIn } from './stock.ts';
import type { Warehouse } from './wire.ts';

interface Figures {
  readonly onHand: number;
  readonly committed: number;
  readonly available: number;
  readonly updated: Micros;
}

/** The query of the product list. */
export interface ProductQuery {
  readonly limit: number;
  readonly offset: number;
  readonly search?: string;
  readonly updated_after?: string;
  /** Only kits, or only what is none. */
  readonly kit?: boolean;
  readonly sort?: string;
}

/** A product as Ordoro sends it, with the figures of every warehouse. */
export function productView(account: Account, product: ProductRecord): object {
  const warehouses = account.warehouses.map((warehouse) => warehouseView(account, product, warehouse));
  const sum = (figure: 'on_hand' | 'committed' | 'available') =>
    warehouses.reduce((total, warehouse) => total + warehouse[figure], 0);
  return {
    _link: `/product/${encodeURIComponent(product.sku)}/`,
    id: product.id,
    sku: product.sku,
    name: product.name,
    created: account.date(product.created),
    updated: account.date(product.updated),
    archive_date: product.archived === null ? null : account.date(product.archived),
    is_kit_parent: product.kit.length > 0,
    fulfillment_type: 'in_house',
    category: product.category,
    upc: product.upc,
    weight: product.weight,
    price: product.price,
    cost: product.cost,
    total_on_hand: sum('on_hand'),
    total_committed: sum('committed'),
    total_available: sum('available'),
    total_allocated: 0,
    total_unallocated: sum('committed'),
    available_on_hand: sum('available'),
    to_be_shipped: sum('committed'),
    on_pos: 0,
    po_total_committed: 0,
    warehouses,
    kit_components: product.kit.map(({ sku, quantity }) => ({
      sku,
      quantity,
      is_kit_parent: (account.products.get(sku)?.kit.length ?? 0) > 0,
    })),
    carts: [],
  };
}

/** A page of products, oldest first unless asked otherwise. */
export function listProducts(account: Account, query: ProductQuery): object {
  const after = query.updated_after === undefined ? undefined : parseInstant(query.updated_after);
  const search = query.search?.toLowerCase();
  const showsArchived = account.options.listsArchivedProducts ?? true;
  const exclusive = account.options.exclusiveBounds ?? false;
  const found = [...account.products.values()].filter(
    (product) =>
      (showsArchived || product.archived === null) &&
      (query.kit === undefined || query.kit === product.kit.length > 0) &&
      (after === undefined || product.updated > after || (!exclusive && product.updated === after)) &&
      (search === undefined || `${product.sku}\n${product.name}`.toLowerCase().includes(search)),
  );
  return page(sorted(found, query.sort ?? 'created'), query, {
    key: 'products',
    view: (product) => productView(account, product),
  });
}

function warehouseView(account: Account, product: ProductRecord, warehouse: Warehouse) {
  const figures = figuresIn(account, product, warehouse.id);
  const stock = stockIn(product, warehouse.id);
  return {
    id: warehouse.id,
    on_hand: figures.onHand,
    physical_on_hand: figures.onHand,
    available: figures.available,
    committed: figures.committed,
    allocated: 0,
    unallocated: figures.committed,
    po_committed: 0,
    low_stock_threshold: stock.lowStockThreshold,
    out_of_stock_threshold: stock.outOfStockThreshold,
    location_in_warehouse: stock.location,
    always_dropship: false,
    is_default_location: warehouse.is_default_location,
    is_configured_for_shipping: warehouse.is_configured_for_shipping,
    created: account.date(product.created),
    updated: account.date(figures.updated),
  };
}

/** A kit is as available as its scarcest component in that warehouse. */
function figuresIn(account: Account, product: ProductRecord, warehouseId: number): Figures {
  const { physicalOnHand, committed, updated } = stockIn(product, warehouseId);
  if (product.kit.length === 0) {
    return { onHand: physicalOnHand, committed, available: physicalOnHand - committed, updated };
  }
  const parts = product.kit.map(({ sku, quantity }) => {
    const component = account.products.get(sku);
    const figures = component && figuresIn(account, component, warehouseId);
    return {
      onHand: Math.floor((figures?.onHand ?? 0) / quantity),
      available: Math.floor((figures?.available ?? 0) / quantity),
    };
  });
  return {
    onHand: Math.min(...parts.map((part) => part.onHand)),
    committed: 0,
    available: Math.min(...parts.map((part) => part.available)),
    updated,
  };
}

function sorted(products: ProductRecord[], sort: string): ProductRecord[] {
  const direction = sort.startsWith('-') ? -1 : 1;
  const field = sort.replace('-', '');
  if (field === 'created') return products.sort((one, other) => direction * (one.created - other.created));
  const text = (product: ProductRecord) => (field === 'sku' ? product.sku : product.name);
  return products.sort((one, other) => direction * (text(one) < text(other) ? -1 : 1));
}
