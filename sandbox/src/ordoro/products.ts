import type { Account } from './account.ts';
import type { KitComponent, ProductRecord } from './product-record.ts';
import { notFound, Refusal } from './refusal.ts';
import { defaultWarehouse } from './settings.ts';
import { stockIn } from './stock.ts';

/** What a product is made from. `onHand` lies in the default warehouse, `warehouses` says where else how much lies. */
export interface ProductDraft {
  readonly sku: string;
  readonly name: string;
  readonly onHand?: number;
  readonly warehouses?: readonly { readonly id: number; readonly onHand: number }[];
  /** Pounds. */
  readonly weight?: number;
  readonly price?: number;
  readonly cost?: number;
  readonly category?: string;
  readonly upc?: string;
  readonly kit?: readonly KitComponent[];
}

/** The fields of a product that may change. */
export type ProductChange = Partial<Pick<ProductRecord, 'name' | 'category' | 'upc' | 'weight' | 'price' | 'cost'>>;

/** A change of stock by hand: the absolute figure or the difference. */
export interface StockChange {
  readonly on_hand?: number;
  readonly adjustment?: number;
  readonly low_stock_threshold?: number | null;
  readonly out_of_stock_threshold?: number | null;
  readonly location_in_warehouse?: string;
}

/** Adds a product. Raises a Refusal when the SKU is taken. */
export function addProduct(account: Account, draft: ProductDraft): ProductRecord {
  if (account.products.has(draft.sku)) throw new Refusal(400, `SKU ${draft.sku} already exists.`, 'sku');
  const now = account.stamp();
  const product: ProductRecord = {
    id: account.nextId(),
    sku: draft.sku,
    name: draft.name,
    created: now,
    updated: now,
    archived: null,
    category: draft.category ?? '',
    upc: draft.upc ?? null,
    weight: draft.weight ?? 0,
    price: draft.price ?? 0,
    cost: draft.cost ?? 0,
    kit: draft.kit ?? [],
    stock: new Map(),
  };
  account.products.set(product.sku, product);
  if (draft.onHand !== undefined) stockIn(product, defaultWarehouse(account).id).physicalOnHand = draft.onHand;
  for (const { id, onHand } of draft.warehouses ?? [])
    stockIn(product, knownWarehouse(account, id)).physicalOnHand = onHand;
  return product;
}

/** The product of that SKU. Raises a 404 Refusal. */
export function findProduct(account: Account, sku: string): ProductRecord {
  const product = account.products.get(sku);
  if (product === undefined) throw notFound(`Product ${sku}`);
  return product;
}

/** Changes fields of a product. */
export function updateProduct(account: Account, sku: string, change: ProductChange): ProductRecord {
  const product = findProduct(account, sku);
  Object.assign(product, change);
  product.updated = account.stamp();
  return product;
}

/** Archives a product, or brings it back. */
export function archiveProduct(account: Account, sku: string, isArchived: boolean): void {
  const product = findProduct(account, sku);
  product.updated = account.stamp();
  product.archived = isArchived ? product.updated : null;
}

/** Removes a product without trace, as after a rename or a merge of SKUs. */
export function removeProduct(account: Account, sku: string): void {
  findProduct(account, sku);
  account.products.delete(sku);
}

/** Changes the stock of a product in one warehouse. Raises a Refusal for kits, whose stock is that of their components. */
export function changeStock(
  account: Account,
  place: { readonly sku: string; readonly warehouseId: number },
  change: StockChange,
): ProductRecord {
  const product = findProduct(account, place.sku);
  if (product.kit.length > 0) throw new Refusal(400, `${place.sku} is a kit and has no stock of its own.`, 'sku');
  const stock = stockIn(product, knownWarehouse(account, place.warehouseId));
  stock.physicalOnHand = change.on_hand ?? stock.physicalOnHand + (change.adjustment ?? 0);
  stock.lowStockThreshold = change.low_stock_threshold ?? stock.lowStockThreshold;
  stock.outOfStockThreshold = change.out_of_stock_threshold ?? stock.outOfStockThreshold;
  stock.location = change.location_in_warehouse ?? stock.location;
  product.updated = account.stamp();
  stock.updated = product.updated;
  return product;
}

function knownWarehouse(account: Account, id: number): number {
  if (!account.warehouses.some((warehouse) => warehouse.id === id)) throw notFound(`Warehouse ${id}`);
  return id;
}
