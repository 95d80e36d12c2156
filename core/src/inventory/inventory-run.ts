import type { InventoryEntries } from '../commercetools/inventory.ts';
import type { OrdoroStockProducts } from '../ordoro/stock-products.ts';
import type { Cursors } from '../records/cursors.ts';
import type { OpenRecords } from '../records/open-records.ts';
import type { SweepNotes } from '../records/sweep-note.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CommercetoolsStockPush } from './commercetools-stock-push.ts';
import type { DueStore } from './due-store.ts';
import { policyDigest } from './inventory-context.ts';
import { changedAfter, coveredUpTo, type InventoryCursor, type Slice } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { EntryPlace } from './planned-stock.ts';
import { type PassRange, ProductPass } from './product-pass.ts';
import { beginRun, type RunBeginning, type RunBeginningOptions, type RunWish } from './run-beginning.ts';
import { RunComparer, type RunTurn } from './run-comparer.ts';
import { endRun, type RunEndOptions } from './run-end.ts';
import { RunFindings } from './run-findings.ts';
import { RunPlan } from './run-plan.ts';
import { RunWriting } from './run-writing.ts';
import type { StockComparison } from './stock-comparison.ts';
import type { StockGuard } from './stock-guard.ts';

/** Products read one by one at a time, and kits compared at a time: their orders are looked at once for all. */
const SINGLES_TOGETHER = 40;
const KITS_TOGETHER = 50;

/** Entries pushed to Ordoro at a time. */
const PUSHES_TOGETHER = 20;

/** The list of changed products is read so often at most when it becomes longer or shorter meanwhile. */
const MAX_ROUNDS = 3;

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
  /** Ordoro SKUs that have to be compared, and have not been. */
  readonly #wanted = new Set<string>();
  /** SKUs of the due list that were compared. */
  readonly #looked = new Set<string>();
  #beginning: RunBeginning | undefined;
  #next: Partial<InventoryCursor> = {};
  /** Unmapped warehouses that had stock in a round of the rolling comparison which this run ended. */
  #unmappedInRound: readonly string[] | undefined;
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
        onRead: (ordoroSkus) => {
          for (const sku of ordoroSkus) this.#take(sku);
        },
        onPlan: (plan, view, kits) => this.#plan.add(plan, view, kits),
      },
      turn,
    );
    const isResting = (sku: string) => this.#isResting(sku);
    this.#writing = new RunWriting({ ...options, comparer: this.#comparer, findings: this.#findings, isResting });
  }

  /** Says in which turn the next steps are made. */
  set turn(turn: RunTurn) {
    this.#comparer.turn = turn;
  }

  /** The run, step by step. @returns what is worth telling. @throws PlatformError */
  async *steps(): AsyncGenerator<void, string | undefined> {
    const beginning = await beginRun(this.wish, this.#comparer, this.#options);
    this.#beginning = beginning;
    for (const sku of beginning.wanted) this.#wanted.add(sku);
    yield;
    yield* this.#compare(beginning);
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

  #take(sku: string): void {
    this.#wanted.delete(sku);
    if (!this.#isResting(sku)) this.#looked.add(sku);
  }

  /** The platform asked to leave it alone: it stays due as it is. */
  #isResting(ordoroSku: string): boolean {
    return this.#beginning?.resting.has(ordoroSku) ?? false;
  }

  async *#compare({ cursor, isWhole, slice }: RunBeginning): AsyncGenerator<void> {
    if (isWhole || cursor === undefined) yield* this.#everything();
    else {
      yield* this.#changed(cursor.value);
      if (slice !== undefined) yield* this.#slice(slice, cursor.value);
    }
    yield* this.#inPieces([...this.#wanted], SINGLES_TOGETHER, (skus) => this.#comparer.singles(skus));
    yield* this.#inPieces(await this.#comparer.kitsToCompare(), KITS_TOGETHER, (skus) => this.#comparer.kits(skus));
  }

  /** All products, in the order of the list. */
  async *#everything(): AsyncGenerator<void> {
    const at = new Date(this.#options.clock()).toISOString();
    const pass = yield* this.#pass({});
    const time = coveredUpTo(pass.startedAt, Date.parse(at));
    this.#next = { time, ...countOf(pass), rescan: { offset: 0, at } };
  }

  /**
   * Products that Ordoro says have changed. Should the list change while it is read, it is read again; that it only grows does no
   * harm: what joins it has changed after the first page, and is in the next window.
   */
  async *#changed(cursor: InventoryCursor): AsyncGenerator<void> {
    const updatedAfter = Math.min(changedAfter(cursor, undefined), changedAfter(cursor, this.wish.since));
    for (let round = 1; ; round += 1) {
      const begunAt = this.#options.clock();
      const pass = yield* this.#pass({ updatedAfter });
      if (pass.hasChanged && round < MAX_ROUNDS) {
        this.#plan.recount();
        continue;
      }
      // A window without rows stays open: it costs nothing, and nothing has to be written.
      if (!pass.hasShrunk && pass.offset > 0) this.#next = { time: coveredUpTo(pass.startedAt, begunAt) };
      return;
    }
  }

  /** The next part of the rolling comparison. */
  async *#slice({ offset, rows, upTo: at }: Slice, { products, rescan }: InventoryCursor): AsyncGenerator<void> {
    const pass = yield* this.#pass({ offset, rows, count: products });
    const unmapped = [...new Set([...(rescan?.unmapped ?? []), ...this.#findings.unmappedWarehouses])].sort();
    if (pass.isAtEnd) this.#unmappedInRound = unmapped;
    const place = pass.isAtEnd ? { offset: 0 } : { offset: pass.offset, ...(unmapped.length > 0 ? { unmapped } : {}) };
    this.#next = { ...this.#next, ...countOf(pass), rescan: { ...place, at } };
  }

  async *#pass(range: PassRange): AsyncGenerator<void, ProductPass> {
    const pass = new ProductPass(this.#options.products, range);
    for (;;) {
      await this.#comparer.prepare();
      const { endBy } = this.#comparer;
      const rows = await pass.next({ endBy, isTimeUp: () => this.#comparer.isTimeUp });
      if (rows === undefined) return pass;
      await this.#comparer.rows(rows);
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
      await this.#comparer.prepare();
      const left = await compare(rest.slice(0, size));
      const isHopeless = left.length > 0 && !this.#comparer.isTimeUp;
      if (isHopeless) for (const sku of left) this.#findings.waiting.add(sku);
      rest = [...(isHopeless ? [] : left), ...rest.slice(size)];
      yield;
    }
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
      ...this.#next,
      policy,
      ...(records === undefined ? {} : { records }),
    };
    await endRun(
      {
        cursor: { stored: cursor, next },
        held: { stored: held, next: heldNow },
        due: { found: due, looked: this.#looked },
        isWhole,
        unmapped: isWhole ? [...this.#findings.unmappedWarehouses] : this.#unmappedInRound,
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

function countOf({ count }: ProductPass): Pick<InventoryCursor, 'products'> {
  return count === undefined ? {} : { products: count };
}

function previewOf(stock: EntryPlace & { readonly from?: number; readonly to?: number }): object {
  const { sku, ordoroSku, channel, from, to } = stock;
  return { sku, ordoroSku, channel: channel.key, from, to };
}
