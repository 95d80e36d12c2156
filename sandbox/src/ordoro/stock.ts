import type { Account } from './account.ts';
import type { Micros } from './instants.ts';
import type { OrderRecord } from './order-record.ts';
import type { ProductRecord, Stock } from './product-record.ts';

/** Units of one SKU that an order holds or took in one warehouse. */
export interface Hold {
  readonly warehouseId: number;
  readonly sku: string;
  readonly quantity: number;
}

/** Moves the figures of the warehouses to what the order commits and has taken now. */
export function settleStock(account: Account, record: OrderRecord): void {
  const { status, is_order_parent: isParent } = record.wire;
  const isOpen = status !== 'shipped' && status !== 'cancelled';
  const holds = holdsOf(account, record);
  const committed = isOpen && !isParent ? holds : [];
  // The supplier's goods were never on our shelf.
  const isDropship = Boolean(record.wire.dropshipping_info.requested_date);
  const deducted = record.isOut && !isDropship ? holds : [];
  // Applied as differences, so that figures set by hand in between are kept.
  const at = record.updated;
  for (const hold of record.committed) move(account, hold, { committed: -hold.quantity, at });
  for (const hold of committed) move(account, hold, { committed: hold.quantity, at });
  for (const hold of record.deducted) move(account, hold, { onHand: hold.quantity, at });
  for (const hold of deducted) move(account, hold, { onHand: -hold.quantity, at });
  record.committed = committed;
  record.deducted = deducted;
}

/** The SKU itself, or the components of a kit down to the last. */
export function componentsOf(account: Account, sku: string, quantity: number): { sku: string; quantity: number }[] {
  const kit = account.products.get(sku)?.kit ?? [];
  if (kit.length === 0) return [{ sku, quantity }];
  return kit.flatMap((component) => componentsOf(account, component.sku, component.quantity * quantity));
}

/** The stock of a product in a warehouse, made empty when there is none yet. */
export function stockIn(product: ProductRecord, warehouseId: number): Stock {
  const known = product.stock.get(warehouseId);
  if (known !== undefined) return known;
  const empty = {
    physicalOnHand: 0,
    committed: 0,
    updated: product.created,
    lowStockThreshold: 0,
    outOfStockThreshold: 0,
    location: '',
  };
  product.stock.set(warehouseId, empty);
  return empty;
}

function holdsOf(account: Account, record: OrderRecord): Hold[] {
  const warehouseId = record.wire.warehouse.id;
  return record.wire.lines.flatMap((line) =>
    componentsOf(account, line.sku, line.quantity).map((part) => ({ warehouseId, ...part })),
  );
}

interface Movement {
  readonly committed?: number;
  readonly onHand?: number;
  readonly at: Micros;
}

function move(account: Account, hold: Hold, movement: Movement): void {
  const product = account.products.get(hold.sku);
  if (product === undefined) return;
  const stock = stockIn(product, hold.warehouseId);
  stock.committed += movement.committed ?? 0;
  stock.physicalOnHand += movement.onHand ?? 0;
  stock.updated = movement.at;
  if (account.options.stockBumpsProduct) product.updated = movement.at;
}
