import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import type { Cursors } from '../records/cursors.ts';
import type { OpenRecords } from '../records/open-records.ts';
import type { SweepNotes } from '../records/sweep-note.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CommercetoolsStockPush } from './commercetools-stock-push.ts';
import type { DueStore } from './due-store.ts';
import { policyDigest } from './inventory-context.ts';
import { coveredUpTo, type InventoryCursor } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { EntryPlace } from './planned-stock.ts';
import { beginRun, type RunBeginning, type RunBeginningOptions, type RunWish } from './run-beginning.ts';
import { RunComparer, type RunTurn } from './run-comparer.ts';
import { endRun, type RunEndOptions } from './run-end.ts';
import { RunFindings } from './run-findings.ts';
import { RunPasses } from './run-passes.ts';
import { RunPlan } from './run-plan.ts';
import { RunWriting } from './run-writing.ts';
import type { StockComparison } from './stock-comparison.ts';
import type { StockGuard } from './stock-guard.ts';

/** Entries pushed to Ordoro at a time. */
const PUSHES_TOGETHER = 20;

/** What a run needs. */
export interface InventoryRunOptions extends Omit<RunEndOptions, 'findings'>, RunBeginningOptions {
  readonly products: Pick<OrdoroStockProducts, 'page'>;
  readonly entries: Pick<InventoryEntries, 'changeQuantity' | 'create'>;
  readonly records: Pick<OpenRecords, 'skusChangedSince'>;
  readonly comparison: StockComparison;
  readonly push: CommercetoolsStockPush;
  readonly guard: StockGuard;
  readonly cursors: Pick<Cursors, 'read' | 'write'>;
  readonly due: DueStore;
  readonly notes: Pick<SweepNotes, 'read'>;
  readonly letters: LetterBox;
  readonly logger: Logger;
  /** How long one write to Ordoro may take, milliseconds. */
  readonly sendTimeoutMs: number;
}

/**
 * One run of the stock: compares what may have changed, holding only what differs, then has it judged as a whole, then writes it. It
 * may take several turns; `steps` stops wherever a turn may end. Nothing is kept before everything is compared and written or due,
 * so a run that breaks off is simply made again.
 */
export class InventoryRun {
  readonly wish: RunWish;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly #options: InventoryRunOptions;
  readonly #plan = new RunPlan();
  readonly #findings: RunFindings;
  readonly #comparer: RunComparer;
  readonly #writing: RunWriting;
  readonly #passes: RunPasses;
  /** Ordoro SKUs that were compared. */
  readonly #looked = new Set<string>();
  #beginning: RunBeginning | undefined;
  /** Why nothing was written. */
  #stopped: string | undefined;

  constructor(options: InventoryRunOptions, wish: RunWish, turn: RunTurn) {
    this.#options = options;
    this.wish = wish;
    this.startedAt = options.clock();
    this.#findings = new RunFindings(options.letters);
    this.#comparer = new RunComparer(
      {
        comparison: options.comparison,
        push: options.push,
        notes: options.notes,
        findings: this.#findings,
        onRead: (ordoroSkus) => this.#take(ordoroSkus),
        onPlan: (plan, view, kits) => this.#plan.add(plan, view, kits),
      },
      turn,
    );
    const parts = { comparer: this.#comparer, findings: this.#findings };
    this.#passes = new RunPasses({ ...options, ...parts, onRecount: () => this.#plan.recount() });
    this.#writing = new RunWriting({ ...options, ...parts, isResting: (sku) => this.#isResting(sku) });
  }

  /** Says in which turn the next steps are made. */
  set turn(turn: RunTurn) {
    this.#comparer.turn = turn;
  }

  /** The run, step by step. @returns what is worth telling. @throws PlatformError */
  async *steps(): AsyncGenerator<void, string | undefined> {
    const beginning = await beginRun(this.wish, this.#comparer, this.#options);
    this.#beginning = beginning;
    yield;
    yield* this.#passes.steps(beginning, this.wish.since);
    yield* this.#carryOut();
    yield* this.#pushOwned();
    if (!this.wish.dryRun) await this.#end(beginning);
    return this.#message();
  }

  /**
   * Whether the run can go on after a pause: no other one has come to an end meanwhile, and what its plan follows from is in force
   * still. Entries that differ from what was read are told by their version; numbers that Ordoro changed are not.
   * @throws PlatformError
   */
  async holds(): Promise<boolean> {
    if (this.#beginning === undefined) return true;
    const { cursors, comparison } = this.#options;
    const { cursor, policy } = this.#beginning;
    const links = await comparison.sources.mappings.current();
    const current = await cursors.read<InventoryCursor>('inventory');
    return current?.version === cursor?.version && policyDigest(this.#comparer.turn.context, links) === policy;
  }

  #take(ordoroSkus: readonly string[]): void {
    this.#passes.take(ordoroSkus);
    for (const sku of ordoroSkus) if (!this.#isResting(sku)) this.#looked.add(sku);
  }

  /** The platform asked to leave it alone: it stays due as it is. */
  #isResting(ordoroSku: string): boolean {
    return this.#beginning?.resting.has(ordoroSku) ?? false;
  }

  async *#carryOut(): AsyncGenerator<void> {
    const { guard, logger } = this.#options;
    const { context } = this.#comparer.turn;
    if (this.#plan.size === 0) return;
    const { dryRun } = this.wish;
    const { left: unjudged } = this.#findings;
    const stopped = await guard.stops(this.#plan, { approval: context.merchant.inventoryApproval, unjudged, dryRun });
    if (stopped !== undefined) {
      this.#stopped = stopped;
      for (const sku of this.#plan.ordoroSkus) this.#findings.waiting.add(sku);
      this.#plan.clear();
      return;
    }
    const writes = this.#plan.handOut();
    if (!dryRun) yield* this.#writing.steps(writes);
    else for (const { stock } of writes) logger.info('Dry run: the stock would be written.', { ...previewOf(stock) });
    if (dryRun) this.#comparer.turn.task.counts.changed += writes.length;
  }

  async *#pushOwned(): AsyncGenerator<void> {
    const { push, logger, sendTimeoutMs: timeoutMs } = this.#options;
    const places = [...this.#findings.toPush.values()].filter(({ ordoroSku }) => !this.#isResting(ordoroSku));
    for (let from = 0; from < places.length; from += PUSHES_TOGETHER) {
      const { context, task } = this.#comparer.turn;
      const limits = { endBy: this.#comparer.endBy, tokenBy: task.handOverAt, timeoutMs };
      const { dryRun } = this.wish;
      const results = await push.push(places.slice(from, from + PUSHES_TOGETHER), { context, limits, dryRun });
      this.#findings.takePushes(results);
      for (const [place, result] of results) {
        if (result.kind === 'pushed' || result.kind === 'would-push') task.counts.changed += 1;
        logger.info('Stock that commercetools owns was looked at.', { ...previewOf(place), result });
      }
      yield;
    }
  }

  async #end(beginning: RunBeginning): Promise<void> {
    const { cursor, policy, records, heldNow, held, due, isWhole } = beginning;
    const next: InventoryCursor = {
      time: coveredUpTo(this.startedAt, this.startedAt),
      ...cursor?.value,
      ...this.#passes.outcome.cursor,
      policy,
      ...(records === undefined ? {} : { records }),
    };
    await endRun(
      {
        cursor: { stored: cursor, next },
        held: { stored: held, next: heldNow },
        due: { found: due, looked: this.#looked },
        isWhole,
        unmapped: this.#passes.outcome.unmapped,
        isStopped: this.#stopped !== undefined,
      },
      { ...this.#options, findings: this.#findings, turn: this.#comparer.turn },
    );
  }

  #message(): string | undefined {
    const { counts } = this.#comparer.turn.task;
    const left = this.#findings.left.size;
    counts.skipped += this.#findings.waiting.size;
    counts.failed += this.#findings.failed.size;
    if (this.#stopped !== undefined) return this.#stopped;
    if (this.wish.dryRun) return `dry run: ${counts.changed} entries would be written`;
    if (left === 0) return undefined;
    return left === 1
      ? 'One product is looked at again in the next run'
      : `${left} products are looked at again in the next run`;
  }
}

function previewOf(stock: EntryPlace & { readonly from?: number; readonly to?: number }): object {
  const { sku, ordoroSku, channel, from, to } = stock;
  return { sku, ordoroSku, channel: channel.key, from, to };
}
