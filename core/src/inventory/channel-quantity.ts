import type { HeldBackUnits, UnitsByWarehouse } from './held-back-units.ts';
import { contentsOf, type KitProblem } from './kits.ts';
import type { StockProduct, WarehouseStock } from './stock.ts';
import type { WarehouseScope } from './stock-channels.ts';
import type { StockRule } from './stock-rules.ts';

/** Whose stock is asked for, and by which rule. */
export interface QuantityRequest {
  readonly ordoroSku: string;
  readonly warehouseIds: WarehouseScope;
  readonly rule: StockRule;
}

/** What the quantity is computed from. */
export interface StockFigures {
  /** By Ordoro SKU; of a kit its components too, down to the last. */
  readonly products: ReadonlyMap<string, StockProduct>;
  /** U. */
  readonly heldBack: HeldBackUnits;
}

/** Why a quantity is not known, and the Ordoro SKU at fault. */
export interface QuantityProblem {
  readonly reason: KitProblem['reason'] | 'unknown-product' | 'unknown-figure';
  readonly sku: string;
}

/** What one inventory entry should show. Units. */
export interface KnownQuantity {
  readonly quantity: number;
  /** Ordoro's own figures, summed over the warehouses of the entry; undefined: Ordoro does not tell. */
  readonly onHand: number | undefined;
  readonly available: number | undefined;
}

/** The quantity, or why it is not known: then nothing may be written, least of all 0. */
export type ChannelQuantity = KnownQuantity | { readonly problem: QuantityProblem };

type WarehouseId = number | undefined;

/** A plain product, as far as one unit of the wanted product takes from it. */
interface Ingredient {
  readonly sku: string;
  readonly perUnit: number;
  readonly rows: ReadonlyMap<WarehouseId, WarehouseStock>;
  readonly heldBack: UnitsByWarehouse;
}

/** Units of an ingredient in a warehouse; undefined: Ordoro does not tell. */
type UnitsOf = (ingredient: Ingredient, warehouseId: WarehouseId) => number | undefined;

/**
 * The stock that one inventory entry shows:
 *
 *     q = max(0, minRule(maxRule(reserve(percent( Σ (number − U) )))))
 *
 * 1. **number**, per warehouse of the entry, is Ordoro's figure: `available` (on hand minus committed), or `onHand` where the rule
 *    says so. A warehouse that Ordoro does not list for the product has 0. Parts of a unit cannot be sold: rounded down.
 * 2. **U** is subtracted: units of commercetools orders that Ordoro does not know yet, in the warehouse where they will be
 *    committed. When Ordoro accepts such an order, U falls and committed rises by the same amount, so exporting an order never
 *    changes q. For `onHand` U is 0, because that number does not fall with an accepted order either. Units of which nobody can
 *    tell the warehouse are subtracted from every entry.
 * 3. Of a kit, (number − U) per warehouse is the least, over its components, of ⌊(number − U of the component) ÷ units per kit⌋.
 * 4. **Σ** over the warehouses. One below zero lowers the sum: somebody waits for those units already.
 * 5. **percent**: ⌊sum × percent ÷ 100⌋. **reserve**: less the units to keep. **maxRule**: at most `max`. **minRule**: at least
 *    `min`, even when it is not there. Never below 0.
 *
 * A product that is archived in Ordoro has 0, whatever the rules say.
 *
 * | on hand | committed | U | rule | q |
 * |---|---|---|---|---|
 * | 12 | 2 | 3 | – | 7 |
 * | 12 | 5 | 0 (the same order, accepted) | – | 7 |
 * | 12 and 4 | 2 and 6 | 3 and 0 | – | 7 − 2 = 5 |
 * | 12 | 2 | 3 | percent 90 | ⌊6.3⌋ = 6 |
 * | 12 | 2 | 3 | percent 90, reserve 2 | 4 |
 * | 12 | 2 | 3 | percent 90, reserve 2, max 3 | 3 |
 * | 1 | 2 | 3 | – | 0 |
 * | 1 | 2 | 3 | min 2 | 2 |
 * | 12 | 2 | 3 | quantity onHand | 12 |
 *
 * The order of the steps is our own; Ordoro does not publish in which order it applies its export rules. The answer is a problem
 * when a figure that counts is missing, or the components of a kit are not known.
 */
export function channelQuantity(request: QuantityRequest, figures: StockFigures): ChannelQuantity {
  const found = ingredientsOf(request.ordoroSku, figures);
  if ('problem' in found) return found;
  const { product, ingredients } = found;
  const warehouses = warehousesOf(request, ingredients);
  const onHand = sumOver(warehouses, ingredients, unitsOnHand);
  const available = sumOver(warehouses, ingredients, unitsAvailable);
  if (product.isArchived) return { quantity: 0, onHand, available };
  const isOnHand = request.rule.quantity === 'onHand';
  const sum = isOnHand ? onHand : sumOver(warehouses, ingredients, unitsToOffer);
  if (sum === undefined) {
    const atFault = without(isOnHand ? unitsOnHand : unitsAvailable, ingredients, warehouses);
    return { problem: { reason: 'unknown-figure', sku: atFault ?? request.ordoroSku } };
  }
  return { quantity: ruled(sum, request.rule), onHand, available };
}

function ruled(sum: number, { percent, reserve, max = Number.POSITIVE_INFINITY, min = 0 }: StockRule): number {
  // Whole numbers below 2^53 multiply exactly, and the quotient is off by far less than its distance to the next whole number.
  const offered = Math.floor((sum * percent) / 100) - reserve;
  return Math.max(0, min, Math.min(max, offered));
}

interface Ingredients {
  readonly product: StockProduct;
  readonly ingredients: readonly Ingredient[];
}

/** Nothing of an archived product is sold, so it needs no components. */
function ingredientsOf(sku: string, figures: StockFigures): Ingredients | { problem: QuantityProblem } {
  const product = figures.products.get(sku);
  if (product === undefined) return { problem: { reason: 'unknown-product', sku } };
  const contents = contentsOf(sku, figures.products);
  const found = 'problem' in contents ? contents : ingredientsFrom(contents.units, figures);
  if ('problem' in found) return product.isArchived ? { product, ingredients: [] } : found;
  return { product, ingredients: found };
}

function ingredientsFrom(
  units: ReadonlyMap<string, number>,
  { products, heldBack }: StockFigures,
): readonly Ingredient[] | { problem: QuantityProblem } {
  const ingredients: Ingredient[] = [];
  for (const [sku, perUnit] of units) {
    const product = products.get(sku);
    if (product === undefined) return { problem: { reason: 'unknown-product', sku } };
    const rows = new Map(product.warehouses.map((row) => [row.warehouseId, row]));
    ingredients.push({ sku, perUnit, rows, heldBack: heldBack.get(sku) ?? new Map() });
  }
  return ingredients;
}

/** Those of the entry; `undefined` stands for the units that may leave any. */
function warehousesOf({ warehouseIds }: QuantityRequest, ingredients: readonly Ingredient[]): ReadonlySet<WarehouseId> {
  if (warehouseIds !== 'all') return new Set([...warehouseIds, undefined]);
  return new Set([undefined, ...ingredients.flatMap(({ rows, heldBack }) => [...rows.keys(), ...heldBack.keys()])]);
}

/** Undefined when a figure that counts is missing. */
function sumOver(
  warehouses: ReadonlySet<WarehouseId>,
  ingredients: readonly Ingredient[],
  unitsOf: UnitsOf,
): number | undefined {
  let sum = 0;
  for (const warehouseId of warehouses) {
    const counts = ingredients.map((ingredient) => {
      const units = unitsOf(ingredient, warehouseId);
      return units === undefined ? Number.NaN : Math.floor(units / ingredient.perUnit);
    });
    sum += counts.length === 0 ? Number.NaN : Math.min(...counts);
  }
  return Number.isFinite(sum) ? sum : undefined;
}

function unitsOnHand({ rows }: Ingredient, warehouseId: WarehouseId): number | undefined {
  return wholeUnits(rows.get(warehouseId), 'onHand');
}

function unitsAvailable({ rows }: Ingredient, warehouseId: WarehouseId): number | undefined {
  return wholeUnits(rows.get(warehouseId), 'available');
}

function unitsToOffer(ingredient: Ingredient, warehouseId: WarehouseId): number | undefined {
  const available = unitsAvailable(ingredient, warehouseId);
  return available === undefined ? undefined : available - (ingredient.heldBack.get(warehouseId) ?? 0);
}

function wholeUnits(row: WarehouseStock | undefined, figure: 'onHand' | 'available'): number | undefined {
  if (row === undefined) return 0;
  const units = row[figure];
  return units === undefined ? undefined : Math.floor(units);
}

/** SKU of the first ingredient that lacks a figure. */
function without(
  unitsOf: UnitsOf,
  ingredients: readonly Ingredient[],
  warehouses: ReadonlySet<WarehouseId>,
): string | undefined {
  return ingredients.find((ingredient) => [...warehouses].some((id) => unitsOf(ingredient, id) === undefined))?.sku;
}
