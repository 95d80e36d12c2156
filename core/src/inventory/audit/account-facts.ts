import type { OrdoroStockProducts } from '../../ordoro/stock-products.ts';
import { contentsOf } from '../kits.ts';
import type { OrdoroWarehouse, StockProduct } from '../stock.ts';
import type { StockSources } from './audit-ports.ts';

/** What of the account is read once per pass. Kits and components grow while products are read. */
export interface AccountFacts {
  readonly warehouses: readonly OrdoroWarehouse[];
  /** All kits, by SKU. */
  readonly kits: Map<string, StockProduct>;
  /** Plain products that kits consist of, as far as they are known. */
  readonly components: Map<string, StockProduct>;
}

/** How long the answers may take; epoch milliseconds. */
interface Deadline {
  readonly endBy: number;
}

/**
 * Reads warehouses and kits. It is UNPROVEN that Ordoro heeds the filter for kits: if it does not, all products are read, and the
 * kits among them are kept.
 * @throws PlatformError
 */
export async function accountFacts(
  { products, warehouses }: Pick<StockSources, 'products' | 'warehouses'>,
  { endBy }: Deadline,
): Promise<AccountFacts> {
  const known = await warehouses.all(endBy);
  const kits = new Map<string, StockProduct>();
  for (let offset = 0; ; ) {
    const page = await products.page({ offset, kitsOnly: true, priority: 'audit', endBy });
    for (const row of page.rows) if (row.kind === 'product' && row.product.isKit) kits.set(row.product.sku, row.product);
    offset += page.rows.length;
    if (page.isLast) return { warehouses: known, kits, components: new Map() };
  }
}

/** SKUs that kits name as components, kits among them included. */
export function componentSkus(kits: Iterable<StockProduct>): Set<string> {
  return new Set([...kits].flatMap(({ components = [] }) => components.map(({ sku }) => sku)));
}

/**
 * Reads, one by one, the components of these kits that are not known yet.
 * @throws PlatformError
 */
export async function completeComponents(
  kitSkus: readonly string[],
  facts: AccountFacts,
  { products, endBy }: { readonly products: Pick<OrdoroStockProducts, 'get'> } & Deadline,
): Promise<void> {
  const absent = new Set<string>();
  const missing = () =>
    leavesOf(kitSkus, facts.kits).find((sku) => !facts.components.has(sku) && !facts.kits.has(sku) && !absent.has(sku));
  for (let sku = missing(); sku !== undefined; sku = missing()) {
    const row = await products.get(sku, { priority: 'audit', endBy });
    if (row?.kind !== 'product') absent.add(sku);
    else if (row.product.isKit) facts.kits.set(sku, row.product);
    else facts.components.set(sku, row.product);
  }
}

function leavesOf(kitSkus: readonly string[], kits: ReadonlyMap<string, StockProduct>): string[] {
  return kitSkus.flatMap((sku) => {
    const contents = contentsOf(sku, kits);
    return 'problem' in contents ? [] : [...contents.units.keys()];
  });
}
