import type { Failure } from './failure.ts';
import type { KitCatalogue } from './kit-catalogue.ts';
import type { Kits } from './kit-index.ts';
import type { SingleProducts } from './single-products.ts';
import type { StockProduct } from './stock.ts';

/** A component may turn out to be a kit itself; so deep it is followed. */
const MAX_DEPTH = 5;

/** Kits, and what is known of their components. */
export interface ComponentsRequest {
  readonly kitSkus: readonly string[];
  /** Products by Ordoro SKU; those that are read join them. */
  readonly known: Map<string, StockProduct>;
}

/** Components down to the last. */
export interface KitComponents {
  readonly components: ReadonlyMap<string, StockProduct>;
  /** The kits of which all components were read, or are known to be missing. */
  readonly complete: readonly string[];
  /** Those with a component that was not asked for. */
  readonly left: readonly string[];
  /** Those with a component that could not be read, and why. */
  readonly failed: ReadonlyMap<string, Failure>;
}

/** Reads the components of kits that are not known yet. @throws PlatformError */
export async function readComponents(
  { kitSkus, known }: ComponentsRequest,
  read: (skus: readonly string[]) => Promise<SingleProducts>,
  catalogue: Pick<KitCatalogue, 'current' | 'enter'>,
): Promise<KitComponents> {
  const gone = new Set<string>();
  const left = new Set<string>();
  const failed = new Map<string, Failure>();
  const isOpen = (sku: string) => !known.has(sku) && !gone.has(sku) && !failed.has(sku) && !left.has(sku);
  for (let depth = 0; depth < MAX_DEPTH && kitSkus.length > 0; depth += 1) {
    const kits = await catalogue.current();
    const missing = [...new Set(kitSkus.flatMap((sku) => kits.leavesOf(sku)))].filter(isOpen);
    if (missing.length === 0) break;
    const answer = await read(missing);
    for (const [sku, product] of answer.products) known.set(sku, product);
    for (const [sku, failure] of answer.failed) failed.set(sku, failure);
    for (const sku of answer.gone) gone.add(sku);
    for (const sku of answer.left) left.add(sku);
    catalogue.enter([...answer.products.values()]);
  }
  return sorted({ kitSkus, kits: await catalogue.current() }, { components: known, left, failed });
}

function sorted(
  { kitSkus, kits }: { readonly kitSkus: readonly string[]; readonly kits: Kits },
  read: Pick<KitComponents, 'components' | 'failed'> & { readonly left: ReadonlySet<string> },
): KitComponents {
  const lacking = (sku: string, components: { has(sku: string): boolean }) =>
    kits.leavesOf(sku).find((component) => components.has(component));
  const failed = new Map<string, Failure>();
  for (const sku of kitSkus) {
    const failure = read.failed.get(lacking(sku, read.failed) ?? '');
    if (failure !== undefined) failed.set(sku, failure);
  }
  const others = kitSkus.filter((sku) => !failed.has(sku));
  return {
    components: read.components,
    complete: others.filter((sku) => lacking(sku, read.left) === undefined),
    left: others.filter((sku) => lacking(sku, read.left) !== undefined),
    failed,
  };
}
