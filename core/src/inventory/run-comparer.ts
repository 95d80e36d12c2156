import type { StockRow } from '../ordoro/stock-reader.ts';
import type { SweepNote, SweepNotes } from '../records/sweep-note.ts';
import { isSweepStale, sweptAt } from '../records/sweep-note.ts';
import type { TaskTurn } from '../runs/task.ts';
import type { CommercetoolsStockPush } from './commercetools-stock-push.ts';
import type { Failure } from './failure.ts';
import type { FreshSkus } from './fresh-skus.ts';
import { type HeldBackSnapshot, unionOf } from './held-back-units.ts';
import { type InventoryContext, policyOf } from './inventory-context.ts';
import { readComponents } from './kit-components.ts';
import type { Kits } from './kit-index.ts';
import type { OrderMoment } from './order-look.ts';
import type { RunFindings } from './run-findings.ts';
import { readSingleProducts } from './single-products.ts';
import type { SkuLinks } from './sku-links.ts';
import type { StockEntry, StockProduct } from './stock.ts';
import type { Comparison, StockComparison } from './stock-comparison.ts';
import type { StockPlan } from './stock-plan.ts';
import type { StockPolicy, StockView } from './stock-view.ts';

/** A look at the orders that is older than this is taken anew before something is read, milliseconds. */
const LOOK_AGE_MS = 10_000;

/** The note of the sweep is read again when it was read this long ago: a run may outlast several sweeps, milliseconds. */
const NOTE_AGE_MS = 60_000;

/** An answer of Ordoro is waited for this long after the time to hand over, milliseconds. */
const FINISH_MS = 60_000;

/** What a turn gives the run. */
export interface RunTurn {
  readonly task: TaskTurn;
  readonly context: InventoryContext;
}

/** What the comparer needs. */
export interface RunComparerOptions {
  readonly comparison: StockComparison;
  readonly push: CommercetoolsStockPush;
  readonly notes: Pick<SweepNotes, 'read'>;
  readonly findings: RunFindings;
  /** Told which products were read. */
  readonly onRead: (ordoroSkus: readonly string[]) => void;
  /** Takes a plan for some products; of kits and products alike. */
  readonly onPlan: (plan: StockPlan, view: StockView, kits: Kits) => void;
}

/**
 * Compares products as a run reads them, in the order that keeps the numbers right: orders, products, entries, orders again. What
 * is held back at either look counts, so that an order that moves on in between is rather counted twice than not at all; the next
 * run puts that right.
 */
export class RunComparer {
  readonly #options: RunComparerOptions;
  /** Set by each turn. */
  turn: RunTurn;
  #note: SweepNote | undefined;
  #noteReadAt = Number.NEGATIVE_INFINITY;
  #moment: OrderMoment | undefined;
  #held: HeldBackSnapshot = new Map();
  /** U of all looks together, for kits, whose components were read at different times, and for the writes. */
  #union: HeldBackSnapshot = new Map();
  readonly #unseen = { skus: new Set<string>(), ordoroSkus: new Set<string>() };
  /** Components of kits, as read. */
  readonly #components = new Map<string, StockProduct>();
  /** Kits that were among the products. */
  readonly #kitsSeen = new Set<string>();

  constructor(options: RunComparerOptions, turn: RunTurn) {
    this.#options = options;
    this.turn = turn;
  }

  /** Until when answers of Ordoro are waited for, epoch milliseconds. */
  get endBy(): number {
    return this.turn.task.handOverAt + FINISH_MS;
  }

  /** The turn has to be handed over. */
  get isTimeUp(): boolean {
    return this.#options.comparison.sources.clock() >= this.turn.task.handOverAt;
  }

  /** Kits to compare: those seen, and those of which a component was read. @throws PlatformError */
  async kitsToCompare(): Promise<readonly string[]> {
    if (this.#kitsSeen.size === 0 && this.#components.size === 0) return [];
    const kits = await this.#kits();
    return [...new Set([...this.#kitsSeen, ...kits.containing(this.#components.keys())])];
  }

  /** U of a fresh look, taken now; it is also the beginning of the next comparison. @throws PlatformError */
  async look(): Promise<{ moment: OrderMoment; held: HeldBackSnapshot }> {
    const moment = await this.#take();
    this.#remember(moment, await this.#options.comparison.heldAt(moment, this.turn.context, { endBy: this.endBy }));
    return { moment, held: this.#held };
  }

  /**
   * The orders as a fresh look shows them, with what any look of the run has shown: an order that came and was accepted after a
   * product was read is in neither its figures nor the last look.
   * @throws PlatformError
   */
  async lookBack(): Promise<{ moment: OrderMoment; held: HeldBackSnapshot; unseen: FreshSkus }> {
    const { moment } = await this.look();
    return { moment, held: this.#union, unseen: this.#unseen };
  }

  /** Before products are read: makes sure that the last look is recent. @throws PlatformError */
  async prepare(): Promise<void> {
    const { clock } = this.#options.comparison.sources;
    if (this.#moment === undefined || clock() - this.#moment.takenAt > LOOK_AGE_MS) await this.look();
  }

  /** Compares a page of products, kits aside: their components come first. @throws PlatformError */
  async rows(rows: readonly StockRow[]): Promise<void> {
    const products = new Map<string, StockProduct>();
    for (const row of rows) {
      if (row.kind === 'product') products.set(row.product.sku, row.product);
      else await this.#unreadable(row.sku);
    }
    await this.#compareRead([...products.keys()], products);
  }

  /** Reads products by SKU and compares them. @returns those not read, because the time or the request limit was used up. @throws PlatformError */
  async singles(ordoroSkus: readonly string[]): Promise<readonly string[]> {
    const { sources } = this.#options.comparison;
    const { products, gone, failed, left } = await this.#read(ordoroSkus);
    await this.#fail(failed);
    sources.kits.remove(gone);
    await this.#compareRead([...products.keys(), ...gone], products);
    return left;
  }

  /** Compares kits, whose components are read where that has not been done. @returns those left, as `singles`. @throws PlatformError */
  async kits(kitSkus: readonly string[]): Promise<readonly string[]> {
    const { components, complete, left } = await this.#componentsOf(kitSkus, this.#components);
    const structures = (await this.#kits()).structures;
    await this.#compare(complete, new Map([...structures, ...components]), this.#union);
    return left;
  }

  /**
   * Compares products anew whose entries were changed by others: first the entries, then the orders, then the products, so that
   * whatever happens meanwhile makes the next write fail too.
   * @throws PlatformError
   */
  async again(ordoroSkus: readonly string[]): Promise<Comparison> {
    const { comparison } = this.#options;
    const links = await comparison.sources.mappings.current();
    const entries = await comparison.entriesOf(ordoroSkus, links);
    const { moment } = await this.look();
    const { products, gone, failed, left } = await this.#read(ordoroSkus);
    await this.#fail(failed);
    comparison.sources.kits.enter([...products.values()]);
    comparison.sources.kits.remove(gone);
    const kitSkus = [...products.values()].flatMap(({ isKit, sku }) => (isKit ? [sku] : []));
    const { components, complete, left: leftKits } = await this.#componentsOf(kitSkus, new Map());
    for (const sku of [...left, ...leftKits]) this.#options.findings.waiting.add(sku);
    const plain = [...products.keys()].filter((sku) => !kitSkus.includes(sku));
    const all = new Map([...(await this.#kits()).structures, ...components, ...products]);
    for (const sku of gone) all.delete(sku);
    const compared = [...plain, ...complete, ...gone];
    return this.#judge({ ordoroSkus: compared, products: all, entries, links, after: moment, heldBefore: new Map() });
  }

  async #compareRead(ordoroSkus: readonly string[], products: ReadonlyMap<string, StockProduct>): Promise<void> {
    if (ordoroSkus.length === 0) return;
    this.#options.onRead(ordoroSkus);
    const { kits } = this.#options.comparison.sources;
    await kits.current({ endBy: this.endBy });
    kits.enter([...products.values()]);
    const known = await this.#kits();
    const plain: string[] = [];
    for (const sku of ordoroSkus) {
      const product = products.get(sku);
      if (product?.isKit === true) this.#kitsSeen.add(sku);
      else plain.push(sku);
      if (product !== undefined && known.isComponent(sku)) this.#components.set(sku, product);
    }
    await this.#compare(plain, products, this.#held);
  }

  async #compare(
    ordoroSkus: readonly string[],
    products: ReadonlyMap<string, StockProduct>,
    heldBefore: HeldBackSnapshot,
  ): Promise<void> {
    if (ordoroSkus.length === 0) return;
    const { comparison, onPlan } = this.#options;
    this.turn.task.counts.examined += ordoroSkus.length;
    const links = await comparison.sources.mappings.current();
    const entries = await comparison.entriesOf(ordoroSkus, links);
    const after = await this.#take();
    const compared = await this.#judge({ ordoroSkus, products, entries, links, after, heldBefore });
    this.#remember(after, compared.heldAfter);
    onPlan(compared.plan, compared.view, await this.#kits());
  }

  async #judge(read: {
    readonly ordoroSkus: readonly string[];
    readonly products: ReadonlyMap<string, StockProduct>;
    readonly entries: readonly StockEntry[];
    readonly links: SkuLinks;
    readonly after: OrderMoment;
    readonly heldBefore: HeldBackSnapshot;
  }): Promise<Comparison> {
    const { comparison, findings, push } = this.#options;
    const { context } = this.turn;
    const unseenBefore = read.heldBefore === this.#union ? this.#unseen : undefined;
    const compared = await comparison.compare({ ...read, unseenBefore, endBy: this.endBy }, this.policy(), context);
    findings.takePlan(compared.plan, compared.view);
    const owned = compared.plan.skips.filter(({ reason }) => reason === 'owner-commercetools');
    findings.takePushes(await push.judge(owned, read, { context, endBy: this.endBy }));
    return compared;
  }

  /** The rules in force; whether the records can be trusted is asked anew each time. */
  policy(): StockPolicy {
    return policyOf(this.turn.context, isSweepStale(this.#note, this.#options.comparison.sources.clock()));
  }

  async #componentsOf(kitSkus: readonly string[], known: Map<string, StockProduct>) {
    const read = (skus: readonly string[]) => this.#read(skus);
    const found = await readComponents({ kitSkus, known }, read, this.#options.comparison.sources.kits);
    await this.#fail(found.failed);
    return found;
  }

  #read(ordoroSkus: readonly string[]) {
    const { products } = this.#options.comparison.sources;
    return readSingleProducts(products, ordoroSkus, { endBy: this.endBy, isTimeUp: () => this.isTimeUp });
  }

  async #unreadable(ordoroSku: string | undefined): Promise<void> {
    if (ordoroSku === undefined) this.turn.task.counts.failed += 1;
    else
      await this.#fail(
        new Map([[ordoroSku, { message: `Ordoro's row for the product "${ordoroSku}" cannot be read` }]]),
      );
  }

  async #fail(failures: ReadonlyMap<string, Failure>): Promise<void> {
    if (failures.size === 0) return;
    const links = await this.#options.comparison.sources.mappings.current();
    for (const [sku, failure] of failures) this.#options.findings.fail(sku, failure, links.skusOf(sku));
  }

  #kits(): Promise<Kits> {
    return this.#options.comparison.sources.kits.current({ endBy: this.endBy });
  }

  async #take(): Promise<OrderMoment> {
    const { comparison, notes } = this.#options;
    const now = comparison.sources.clock();
    if (now - this.#noteReadAt > NOTE_AGE_MS) {
      this.#note = await notes.read();
      this.#noteReadAt = now;
    }
    const before = this.#moment?.takenAt;
    return comparison.sources.look.take({ before, sweptAt: sweptAt(this.#note) });
  }

  #remember(moment: OrderMoment, held: HeldBackSnapshot): void {
    this.#moment = moment;
    this.#held = held;
    this.#union = unionOf(this.#union, held);
    for (const sku of moment.unseen.skus) this.#unseen.skus.add(sku);
    for (const sku of moment.unseen.ordoroSkus) this.#unseen.ordoroSkus.add(sku);
  }
}
