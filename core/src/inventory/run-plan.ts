import { type FreshSkus, isFresh } from './fresh-skus.ts';
import type { HeldBackUnits, UnitsByWarehouse } from './held-back-units.ts';
import type { Kits } from './kit-index.ts';
import { type GuardedChange, managedTogether } from './mass-change-guard.ts';
import type { PlannedChange, PlannedStock } from './planned-stock.ts';
import type { ManagedStock, StockPlan } from './stock-plan.ts';
import type { StockView } from './stock-view.ts';

/** One write of the plan; a change has the entry as read. */
export interface PlannedWrite {
  readonly stock: PlannedChange | PlannedStock;
  /** U that it was computed with, by Ordoro SKU of what it takes from the shelf; only where there is any. */
  readonly heldBack: ReadonlyMap<string, UnitsByWarehouse> | undefined;
}

/**
 * What a run is going to write. Nothing is handed out before everything is planned: only the whole can be judged. Of entries that
 * show what they should, it holds nothing; of each other one some 500 bytes.
 */
export class RunPlan {
  /** By Ordoro SKU. */
  readonly #writes = new Map<string, readonly PlannedWrite[]>();
  #size = 0;
  #managed: ManagedStock = { entries: 0, units: 0 };

  /** Entries to be written. */
  get size(): number {
    return this.#size;
  }

  /** Managed entries looked at in this run, and their units. */
  get managed(): ManagedStock {
    return this.#managed;
  }

  /** Changes among them; the others are new entries. */
  get changes(): readonly GuardedChange[] {
    return [...this.#writes.values()].flat().flatMap(({ stock }) => (isChange(stock) ? stock : []));
  }

  /** Ordoro SKUs of what is to be written. */
  get ordoroSkus(): readonly string[] {
    return [...this.#writes.keys()];
  }

  /** Takes in what was planned for some products, in place of what was planned for them before. */
  add(plan: StockPlan, view: StockView, kits: Kits): void {
    for (const sku of view.ordoroSkus) this.#replace(sku, []);
    const writes = Map.groupBy(plannedWrites(plan, view, kits), ({ stock }) => stock.ordoroSku);
    for (const [sku, ofProduct] of writes) this.#replace(sku, ofProduct);
    this.#managed = managedTogether(this.#managed, plan.managed);
  }

  /** What was looked at is looked at again: it counts once. */
  recount(): void {
    this.#managed = { entries: 0, units: 0 };
  }

  /** Hands out everything: first what falls, so that nothing is oversold meanwhile, then what rises, then new entries. */
  handOut(): PlannedWrite[] {
    const writes = [...this.#writes.values()].flat().sort((one, other) => rankOf(one.stock) - rankOf(other.stock));
    this.clear();
    return writes;
  }

  /** Drops what is to be written. */
  clear(): void {
    this.#writes.clear();
    this.#size = 0;
  }

  #replace(ordoroSku: string, writes: readonly PlannedWrite[]): void {
    this.#size += writes.length - (this.#writes.get(ordoroSku)?.length ?? 0);
    if (writes.length === 0) this.#writes.delete(ordoroSku);
    else this.#writes.set(ordoroSku, writes);
  }
}

/** The writes of a plan, with the U that they were computed with. */
export function plannedWrites(
  { changes, creations }: StockPlan,
  { heldBack }: Pick<StockView, 'heldBack'>,
  kits: Kits,
): PlannedWrite[] {
  return [...changes, ...creations].map((stock) => ({ stock, heldBack: heldBackOf(stock.ordoroSku, heldBack, kits) }));
}

/** Whether the write is a change of an entry. */
export function isChange(stock: PlannedChange | PlannedStock): stock is PlannedChange {
  return 'entry' in stock;
}

/**
 * What has to happen to a planned write in the light of a new look at the orders. `heldBack` and `unseen` are those of all looks since
 * the plan was begun, `fresh` that of the new one.
 */
export function stillFits(
  { stock, heldBack }: PlannedWrite,
  now: {
    readonly heldBack: HeldBackUnits;
    readonly fresh: FreshSkus;
    readonly unseen: FreshSkus;
    readonly kits: Kits;
  },
): 'fits' | 'waits' | 'plan-again' {
  if (isFresh(stock, now.fresh)) return 'waits';
  if (isFresh(stock, now.unseen)) return 'plan-again';
  const current = heldBackOf(stock.ordoroSku, now.heldBack, now.kits);
  for (const [sku, byWarehouse] of current ?? [])
    for (const [warehouse, units] of byWarehouse)
      if (units > (heldBack?.get(sku)?.get(warehouse) ?? 0)) return 'plan-again';
  return 'fits';
}

function heldBackOf(
  sku: string,
  heldBack: HeldBackUnits,
  kits: Kits,
): ReadonlyMap<string, UnitsByWarehouse> | undefined {
  const found = kits.leavesOf(sku).flatMap((leaf) => {
    const units = heldBack.get(leaf);
    return units === undefined ? [] : [[leaf, units] as const];
  });
  return found.length === 0 ? undefined : new Map(found);
}

function rankOf(stock: PlannedChange | PlannedStock): number {
  if (!isChange(stock)) return 2;
  return stock.to < stock.from ? 0 : 1;
}
