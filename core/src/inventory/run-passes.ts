import type { Clock } from '../clock.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import { changedAfter, coveredUpTo, type InventoryCursor, type Slice } from './inventory-cursor.ts';
import { type PassRange, ProductPass } from './product-pass.ts';
import type { RunBeginning } from './run-beginning.ts';
import type { RunComparer } from './run-comparer.ts';
import type { RunFindings } from './run-findings.ts';

/** Products read one by one at a time, and kits compared at a time: their orders are looked at once for all. */
const SINGLES_TOGETHER = 40;
const KITS_TOGETHER = 50;

/** The list of changed products is read so often at most when it becomes longer or shorter meanwhile. */
const MAX_ROUNDS = 3;

/** What the passes need. */
export interface RunPassesOptions {
  readonly products: Pick<OrdoroStockProducts, 'page'>;
  readonly comparer: RunComparer;
  readonly findings: RunFindings;
  /** Told when what was looked at is looked at again. */
  readonly onRecount: () => void;
  readonly clock: Clock;
}

/** How far the passes have come. */
export interface PassesOutcome {
  /** What of the cursor has moved. */
  readonly cursor: Partial<InventoryCursor>;
  /** Ids of all unmapped warehouses with stock; undefined: only some of the products were looked at, in this run and the ones before. */
  readonly unmapped: readonly string[] | undefined;
}

/** Reads all that a run has to compare: lists of products first, then single ones that no list had, kits last. */
export class RunPasses {
  readonly #options: RunPassesOptions;
  /** Ordoro SKUs that have to be compared, and have not been. */
  readonly #wanted = new Set<string>();
  #cursor: Partial<InventoryCursor> = {};
  #unmapped: readonly string[] | undefined;

  constructor(options: RunPassesOptions) {
    this.#options = options;
  }

  /** How far they have come; meaningful when `steps` has ended. */
  get outcome(): PassesOutcome {
    return { cursor: this.#cursor, unmapped: this.#unmapped };
  }

  /** These products were read. */
  take(ordoroSkus: readonly string[]): void {
    for (const sku of ordoroSkus) this.#wanted.delete(sku);
  }

  /** Step by step. @param since asked for, epoch milliseconds. @throws PlatformError */
  async *steps({ cursor, isWhole, slice, wanted }: RunBeginning, since: number | undefined): AsyncGenerator<void> {
    const { comparer } = this.#options;
    for (const sku of wanted) this.#wanted.add(sku);
    if (isWhole || cursor === undefined) yield* this.#everything();
    else {
      yield* this.#changed(cursor.value, since);
      if (slice !== undefined) yield* this.#slice(slice, cursor.value);
    }
    yield* this.#inPieces([...this.#wanted], SINGLES_TOGETHER, (skus) => comparer.singles(skus));
    yield* this.#inPieces(await comparer.kitsToCompare(), KITS_TOGETHER, (skus) => comparer.kits(skus));
    if (isWhole) this.#unmapped = [...this.#options.findings.unmappedWarehouses];
  }

  /** All products, in the order of the list. */
  async *#everything(): AsyncGenerator<void> {
    const at = new Date(this.#options.clock()).toISOString();
    const pass = yield* this.#pass({});
    const time = coveredUpTo(pass.startedAt, Date.parse(at));
    this.#cursor = { time, ...countOf(pass), rescan: { offset: 0, at } };
  }

  /**
   * Products that Ordoro says have changed. Should the list change while it is read, it is read again; that it only grows does no
   * harm: what joins it has changed after the first page, and is in the next window.
   */
  async *#changed(cursor: InventoryCursor, since: number | undefined): AsyncGenerator<void> {
    const updatedAfter = Math.min(changedAfter(cursor, undefined), changedAfter(cursor, since));
    for (let round = 1; ; round += 1) {
      const begunAt = this.#options.clock();
      const pass = yield* this.#pass({ updatedAfter });
      if (pass.hasChanged && round < MAX_ROUNDS) {
        this.#options.onRecount();
        continue;
      }
      // A window without rows stays open: it costs nothing, and nothing has to be written.
      if (!pass.hasShrunk && pass.offset > 0) this.#cursor = { time: coveredUpTo(pass.startedAt, begunAt) };
      return;
    }
  }

  /** The next part of the rolling comparison. */
  async *#slice({ offset, rows, upTo: at }: Slice, { products, rescan }: InventoryCursor): AsyncGenerator<void> {
    const pass = yield* this.#pass({ offset, rows, count: products });
    const unmapped = [...new Set([...(rescan?.unmapped ?? []), ...this.#options.findings.unmappedWarehouses])].sort();
    if (pass.isAtEnd) this.#unmapped = unmapped;
    const place = pass.isAtEnd ? { offset: 0 } : { offset: pass.offset, ...(unmapped.length > 0 ? { unmapped } : {}) };
    this.#cursor = { ...this.#cursor, ...countOf(pass), rescan: { ...place, at } };
  }

  async *#pass(range: PassRange): AsyncGenerator<void, ProductPass> {
    const pass = new ProductPass(this.#options.products, range);
    for (;;) {
      await this.#options.comparer.prepare();
      const { endBy } = this.#options.comparer;
      const rows = await pass.next({ endBy, isTimeUp: () => this.#options.comparer.isTimeUp });
      if (rows === undefined) return pass;
      await this.#options.comparer.rows(rows);
      yield;
    }
  }

  /** What a turn leaves is done in the next one; what the request limit leaves although there is time, in the next run. */
  async *#inPieces(
    skus: readonly string[],
    size: number,
    compare: (skus: readonly string[]) => Promise<readonly string[]>,
  ): AsyncGenerator<void> {
    let rest = skus;
    while (rest.length > 0) {
      await this.#options.comparer.prepare();
      const left = await compare(rest.slice(0, size));
      const isHopeless = left.length > 0 && !this.#options.comparer.isTimeUp;
      if (isHopeless) for (const sku of left) this.#options.findings.waiting.add(sku);
      rest = [...(isHopeless ? [] : left), ...rest.slice(size)];
      yield;
    }
  }
}

function countOf({ count }: ProductPass): Pick<InventoryCursor, 'products'> {
  return count === undefined ? {} : { products: count };
}
