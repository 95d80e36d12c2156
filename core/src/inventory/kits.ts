import type { StockProduct } from './stock.ts';

/** What of a product tells whether it is a kit, and of what. */
export type KitStructure = Pick<StockProduct, 'isKit' | 'components'>;

/** Products by Ordoro SKU. One that is missing counts as a plain product. */
export type KitStructures = ReadonlyMap<string, KitStructure>;

/** Why it cannot be told what a kit is made of, and the kit at fault. */
export interface KitProblem {
  readonly reason: 'unknown-components' | 'contains-itself';
  readonly sku: string;
}

/** Units per kit by Ordoro SKU of the last component, or why that is not known. */
export type KitContents = { readonly units: ReadonlyMap<string, number> } | { readonly problem: KitProblem };

/** Explosion under way. */
interface Explosion {
  readonly structures: KitStructures;
  readonly done: Map<string, KitContents>;
  /** Kits that are being taken apart right now. */
  readonly open: Set<string>;
}

/**
 * What one unit of a product takes from the shelf: of a plain product one unit of itself, of a kit its components, kits among
 * them taken apart too, equal ones summed. A kit without components, or with an amount that is no whole number from 1 on, is
 * as unknown as one whose components Ordoro does not tell.
 */
export function contentsOf(sku: string, structures: KitStructures): KitContents {
  return explode(sku, { structures, done: new Map(), open: new Set() });
}

function explode(sku: string, explosion: Explosion): KitContents {
  const structure = explosion.structures.get(sku);
  if (structure?.isKit !== true) return { units: new Map([[sku, 1]]) };
  const known = explosion.done.get(sku);
  if (known !== undefined) return known;
  if (explosion.open.has(sku)) return { problem: { reason: 'contains-itself', sku } };
  explosion.open.add(sku);
  const contents = explodeKit(sku, structure, explosion);
  explosion.open.delete(sku);
  explosion.done.set(sku, contents);
  return contents;
}

function explodeKit(sku: string, { components = [] }: KitStructure, explosion: Explosion): KitContents {
  const unknown: KitContents = { problem: { reason: 'unknown-components', sku } };
  if (components.length === 0) return unknown;
  const units = new Map<string, number>();
  for (const component of components) {
    if (!isUnits(component.quantity)) return unknown;
    const contents = explode(component.sku, explosion);
    if ('problem' in contents) return contents;
    for (const [leaf, perComponent] of contents.units) {
      units.set(leaf, (units.get(leaf) ?? 0) + perComponent * component.quantity);
    }
  }
  return [...units.values()].every(isUnits) ? { units } : unknown;
}

function isUnits(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0;
}
