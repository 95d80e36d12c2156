import { contentsOf } from './kits.ts';
import type { StockProduct } from './stock.ts';

/** The kits of an account, and which of them a product is in. */
export class Kits {
  /** By Ordoro SKU. Their own figures are left out: a kit's quantity follows from its components. */
  readonly structures: ReadonlyMap<string, StockProduct>;
  /** SKUs of kits by the SKU of a component, down to the last; made when it is first asked for. */
  #containing: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(structures: ReadonlyMap<string, StockProduct> = new Map()) {
    this.structures = structures;
  }

  /** The kits after these products were read: a product may have become a kit, another one, or none. */
  with(products: readonly StockProduct[]): Kits {
    const news = products.filter((product) => !this.#isKnown(product));
    if (news.length === 0) return this;
    const structures = new Map(this.structures);
    for (const product of news) {
      if (product.isKit) structures.set(product.sku, { ...product, warehouses: [] });
      else structures.delete(product.sku);
    }
    return new Kits(structures);
  }

  /** The kits but these. */
  without(skus: readonly string[]): Kits {
    if (!skus.some((sku) => this.structures.has(sku))) return this;
    const gone = new Set(skus);
    return new Kits(new Map([...this.structures].filter(([sku]) => !gone.has(sku))));
  }

  /** Whether a product is in a kit. */
  isComponent(sku: string): boolean {
    return this.#index().has(sku);
  }

  /** The kits that contain one of these products, themselves left out. */
  containing(skus: Iterable<string>): ReadonlySet<string> {
    const index = this.#index();
    return new Set([...skus].flatMap((sku) => index.get(sku) ?? []));
  }

  /** The plain products that a product takes from the shelf: itself, or the last components of a kit; none when that is not known. */
  leavesOf(sku: string): readonly string[] {
    const contents = contentsOf(sku, this.structures);
    return 'problem' in contents ? [] : [...contents.units.keys()];
  }

  #isKnown(product: StockProduct): boolean {
    const known = this.structures.get(product.sku);
    if (!product.isKit) return known === undefined;
    return known !== undefined && traitsOf(known) === traitsOf(product);
  }

  #index(): ReadonlyMap<string, readonly string[]> {
    this.#containing ??= indexOf(this.structures);
    return this.#containing;
  }
}

function traitsOf({ isArchived, components }: StockProduct): string {
  return JSON.stringify([isArchived, components?.map(({ sku, quantity }) => [sku, quantity])]);
}

function indexOf(structures: ReadonlyMap<string, StockProduct>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const kit of structures.keys()) {
    const contents = contentsOf(kit, structures);
    if ('problem' in contents) continue;
    for (const leaf of contents.units.keys()) {
      const kits = index.get(leaf);
      if (kits === undefined) index.set(leaf, [kit]);
      else kits.push(kit);
    }
  }
  return index;
}
