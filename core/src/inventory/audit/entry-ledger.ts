import type { InventoryEntries } from '../../commercetools/inventory.ts';
import type { StockEntry } from '../stock.ts';

/**
 * The inventory entries of the whole project as they were when they were read, by SKU. A page holds 500 of them, so all are read
 * in fewer calls than by SKU, and what no product takes is left over. About 400 bytes of memory each.
 */
export class EntryLedger {
  readonly #entries: Pick<InventoryEntries, 'page'>;
  readonly #bySku = new Map<string, StockEntry[]>();
  #after: string | undefined;
  #isFull = false;
  #total = 0;

  constructor(entries: Pick<InventoryEntries, 'page'>) {
    this.#entries = entries;
  }

  /** Entries of the project. */
  get total(): number {
    return this.#total;
  }

  /** The entries that nobody has taken, by SKU. */
  get rest(): ReadonlyMap<string, readonly StockEntry[]> {
    return this.#bySku;
  }

  /** Reads on where it stopped last. @returns false when time was up first. @throws PlatformError */
  async fill(isTimeUp: () => boolean): Promise<boolean> {
    while (!this.#isFull) {
      if (isTimeUp()) return false;
      const { entries, next } = await this.#entries.page(this.#after);
      for (const entry of entries) this.#add(entry);
      this.#after = next;
      this.#isFull = next === undefined;
    }
    return true;
  }

  /** The entries of these SKUs, which are not in the rest any more. */
  take(skus: readonly string[]): StockEntry[] {
    return skus.flatMap((sku) => {
      const entries = this.#bySku.get(sku) ?? [];
      this.#bySku.delete(sku);
      return entries;
    });
  }

  #add(entry: StockEntry): void {
    const known = this.#bySku.get(entry.sku);
    if (known === undefined) this.#bySku.set(entry.sku, [entry]);
    else known.push(entry);
    this.#total += 1;
  }
}
