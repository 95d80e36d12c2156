import type { Clock } from '../clock.ts';
import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { FreshSkus } from './fresh-skus.ts';
import { heldBackUnits } from './held-back-units.ts';
import type { RunComparer } from './run-comparer.ts';
import type { RunFindings } from './run-findings.ts';
import { isChange, type PlannedWrite, plannedWrites, stillFits } from './run-plan.ts';
import type { StockComparison } from './stock-comparison.ts';
import { StockWriter, type WriteResult } from './stock-writer.ts';
import { waitingSkus } from './waiting-skus.ts';

/** Entries written after one look at the orders. */
const TOGETHER = 500;

/** Products planned anew at a time. */
const AGAIN_TOGETHER = 40;

/** How often an entry that others keep changing is planned anew in one run. */
const MAX_ROUNDS = 3;

const NO_SKUS: FreshSkus = { skus: new Set(), ordoroSkus: new Set() };

/** What the writing needs. */
export interface RunWritingOptions {
  readonly comparison: StockComparison;
  readonly comparer: RunComparer;
  readonly findings: RunFindings;
  /** Whether the platform asked to leave this Ordoro SKU alone still. */
  readonly isResting: (ordoroSku: string) => boolean;
  readonly entries: Pick<InventoryEntries, 'changeQuantity' | 'create'>;
  readonly connectorId: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Carries a plan out. What does not fit any more is planned anew; what cannot be written is found as failed or waiting. */
export class RunWriting {
  readonly #options: RunWritingOptions;
  readonly #writer: StockWriter;

  constructor(options: RunWritingOptions) {
    this.#options = options;
    this.#writer = new StockWriter(options);
  }

  /** Step by step; goes on in the next turn with what is left. @throws PlatformError */
  async *steps(writes: readonly PlannedWrite[]): AsyncGenerator<void> {
    let again = new Set<string>();
    let left = writes;
    while (left.length > 0) {
      const fitting = await this.#fitting(left.slice(0, TOGETHER), again);
      const notBegun = this.#take(await this.#write(fitting), again);
      left = [...notBegun, ...left.slice(TOGETHER)];
      yield;
    }
    for (let round = 1; round <= MAX_ROUNDS && again.size > 0; round += 1) {
      const skus = [...again];
      again = new Set();
      for (let from = 0; from < skus.length; from += AGAIN_TOGETHER) {
        const piece = skus.slice(from, from + AGAIN_TOGETHER);
        const { plan, view } = await this.#options.comparer.again(piece);
        const kits = await this.#kits();
        const notBegun = this.#take(await this.#write(plannedWrites(plan, view, kits)), again);
        for (const { stock } of notBegun) again.add(stock.ordoroSku);
        yield;
      }
    }
    for (const sku of again) this.#options.findings.waiting.add(sku);
  }

  /** Right before the writing the orders are looked at once more: of a SKU that sold meanwhile less may be offered. */
  async #fitting(writes: readonly PlannedWrite[], again: Set<string>): Promise<PlannedWrite[]> {
    const { comparer, comparison, findings, isResting } = this.#options;
    const { moment, held, unseen } = await comparer.lookBack();
    const links = await comparison.sources.mappings.current();
    const kits = await this.#kits();
    const relations = { ordoroSkuOf: (sku: string) => links.ordoroSkuOf(sku), kits };
    const now = {
      heldBack: heldBackUnits(held),
      fresh: waitingSkus(moment, relations),
      unseen: waitingSkus({ fresh: NO_SKUS, unseen }, relations),
      kits,
    };
    const { isSweepStale } = comparer.policy();
    return writes.filter((write) => {
      if (isResting(write.stock.ordoroSku)) return false;
      const verdict = isSweepStale && raises(write) ? 'waits' : stillFits(write, now);
      if (verdict === 'waits') findings.waiting.add(write.stock.ordoroSku);
      if (verdict === 'plan-again') again.add(write.stock.ordoroSku);
      return verdict === 'fits';
    });
  }

  #write(writes: readonly PlannedWrite[]): Promise<readonly WriteResult[]> {
    const { clock, comparer } = this.#options;
    return this.#writer.write(writes, () => clock() >= comparer.turn.task.handOverAt);
  }

  /** @returns those not begun */
  #take(results: readonly WriteResult[], again: Set<string>): PlannedWrite[] {
    const { findings, comparer, logger } = this.#options;
    const notBegun: PlannedWrite[] = [];
    for (const result of results) {
      const { stock } = result.write;
      switch (result.kind) {
        case 'written':
          comparer.turn.task.counts.changed += 1;
          break;
        case 'moved':
          again.add(stock.ordoroSku);
          break;
        case 'not-begun':
          notBegun.push(result.write);
          break;
        case 'failed':
          logger.warn('The stock of a SKU could not be written; it is tried again.', {
            sku: stock.sku,
            reason: result.failure.message,
          });
          findings.fail(stock.ordoroSku, result.failure, [stock.sku]);
          break;
      }
    }
    return notBegun;
  }

  #kits() {
    return this.#options.comparison.sources.kits.current({ endBy: this.#options.comparer.endBy });
  }
}

function raises({ stock }: PlannedWrite): boolean {
  return !isChange(stock) || stock.to > stock.from;
}
