import type { ProductPage } from '../../ordoro/stock-products.ts';
import { TransientError } from '../../problems/errors.ts';
import type { AuditTurn } from '../../runs/audit.ts';
import { FINISH_MS } from '../../runs/task.ts';
import type { StockEntry, StockProduct } from '../stock.ts';
import type { AuditBasis } from './audit-basis.ts';
import type { StockAuditOptions } from './audit-ports.ts';
import { auditProducts, NOTHING_FRESH, ordoroSkuOf } from './findings.ts';
import type { PassMemory } from './pass-memory.ts';
import { movedOn, type PassProgress } from './pass-progress.ts';
import type { Repairs } from './repairs.ts';
import { secondLook } from './second-look.ts';
import { withFindings, withPage } from './stock-tally.ts';

/** After so many products that seem to deviate the second look is taken: each costs some reads, however many there are. */
const MOST_SUSPECTS = 500;

/** Kits that are compared at once. */
const KITS_AT_ONCE = 200;

/** One turn of the audit. */
export interface StockTurn {
  readonly turn: Pick<AuditTurn, 'counts' | 'handOverAt' | 'startedAt'>;
  readonly basis: AuditBasis;
  readonly memory: PassMemory;
  readonly repairs: Repairs;
}

/** Products that were judged at a first look. */
interface Judged {
  readonly ordoroSkus: readonly string[];
  /** With everything that their quantities depend on. */
  readonly products: ReadonlyMap<string, StockProduct>;
  /** Rows that belong to them in the list of products. */
  readonly rows: {
    readonly products: number;
    readonly unreadable: number;
    /** Entries of the unreadable ones, in supply channels that warehouses feed. */
    readonly unjudged: number;
  };
}

/**
 * The way through all products of Ordoro, page by page in the order in which they were made; kits at the end, when their components
 * are known. Every product is compared with the entries as they stood at the beginning; what seems to deviate is looked at again.
 */
export class StockWalk {
  readonly #options: Pick<StockAuditOptions, 'sources' | 'clock'>;
  readonly #turn: StockTurn;
  readonly #fedChannelIds: ReadonlySet<string | undefined>;

  constructor(options: Pick<StockAuditOptions, 'sources' | 'clock'>, turn: StockTurn) {
    this.#options = options;
    this.#turn = turn;
    this.#fedChannelIds = new Set(turn.basis.policy.stockChannels.channels.map(({ id }) => id));
  }

  /** @returns whether everything was compared; else the time is up. @throws PlatformError */
  async go(): Promise<boolean> {
    const isThrough = (await this.#walk()) && (await this.#compareKits());
    await this.#lookAgain();
    return isThrough;
  }

  async #walk(): Promise<boolean> {
    const { memory } = this.#turn;
    while (!memory.progress.isWalked) {
      const page = await this.#nextPage(memory.progress);
      if (page === undefined) return false;
      await this.#takePage(page);
      if (memory.suspects.size >= MOST_SUSPECTS) await this.#lookAgain();
    }
    return true;
  }

  /** @returns undefined when the time is up, also when it was spent on waiting for others */
  async #nextPage({ offset }: PassProgress): Promise<ProductPage | undefined> {
    if (this.#isTimeUp()) return undefined;
    try {
      return await this.#options.sources.products.page({ offset, priority: 'audit', endBy: this.#endBy() });
    } catch (error) {
      if (error instanceof TransientError && this.#isTimeUp()) return undefined;
      throw error;
    }
  }

  async #takePage(page: ProductPage): Promise<void> {
    const { memory, basis } = this.#turn;
    const { rows, count, isLast } = page;
    const products = rows.flatMap((row) => (row.kind === 'product' ? [row.product] : []));
    this.#options.sources.kits.enter(products);
    const kits = await this.#kits();
    memory.components.keep(products, kits);
    const fresh = products.filter(({ sku }) => memory.isNew(sku));
    const unreadable = rows.flatMap((row) => (row.kind === 'unreadable' ? [row.sku] : []));
    // They are on both sides, whatever they say.
    const unjudged = memory.ledger.take(
      unreadable.flatMap((sku) => (sku === undefined ? [] : basis.links.skusOf(sku))),
    );
    const plain = fresh.filter(({ isKit }) => !isKit);
    this.#firstLook({
      ordoroSkus: plain.map(({ sku }) => sku),
      products: new Map(plain.map((product) => [product.sku, product])),
      rows: { products: fresh.length, unreadable: unreadable.length, unjudged: this.#fed(unjudged) },
    });
    memory.progress = movedOn(memory.progress, { rows: rows.length, count, isLast });
  }

  async #compareKits(): Promise<boolean> {
    const { memory } = this.#turn;
    const kits = await this.#kits();
    const left = () =>
      [...kits.structures.keys()]
        .sort()
        .filter((sku) => sku > (memory.progress.kitsAfter ?? ''))
        .slice(0, KITS_AT_ONCE);
    for (let ordoroSkus = left(); ordoroSkus.length > 0; ordoroSkus = left()) {
      if (this.#isTimeUp()) return false;
      const products = await memory.components.of(ordoroSkus, kits, this.#endBy());
      this.#firstLook({ ordoroSkus, products, rows: { products: 0, unreadable: 0, unjudged: 0 } });
      memory.progress = { ...memory.progress, kitsAfter: ordoroSkus.at(-1) ?? '' };
    }
    return true;
  }

  #firstLook({ ordoroSkus, products, rows }: Judged): void {
    const { basis, memory, turn } = this.#turn;
    const skusOf = (ordoroSku: string) => basis.links.skusOf(ordoroSku);
    const entries = memory.ledger.take(ordoroSkus.flatMap(skusOf));
    const { heldBack, policy, accountWarehouseIds } = basis;
    const stock = { ordoroSkus, products, skusOf, entries, heldBack, fresh: NOTHING_FRESH };
    const { plan, findings } = auditProducts({ stock, heldBackLast: heldBack, accountWarehouseIds }, policy);
    for (const sku of new Set(findings.map(ordoroSkuOf))) {
      const product = products.get(sku);
      if (product !== undefined) memory.suspects.set(sku, product);
    }
    const tally = withPage(memory.progress.tally, {
      products: rows.products,
      unreadable: rows.unreadable,
      mappedEntries: this.#fed(entries) + rows.unjudged,
      managed: plan.managed,
      ownedEntries: plan.skips.filter(({ reason }) => reason === 'owner-commercetools').length,
    });
    memory.progress = { ...memory.progress, tally };
    turn.counts.examined += rows.products;
    turn.counts.failed += rows.unreadable;
  }

  /** How many of them are in supply channels that warehouses feed. */
  #fed(entries: readonly StockEntry[]): number {
    return entries.filter(({ supplyChannelId }) => this.#fedChannelIds.has(supplyChannelId)).length;
  }

  async #lookAgain(): Promise<void> {
    const { basis, memory, repairs, turn } = this.#turn;
    if (memory.suspects.size === 0) return;
    const kits = await this.#kits();
    const ordoroSkus = [...memory.suspects.keys()];
    const suspectKits = ordoroSkus.filter((sku) => kits.structures.has(sku));
    const components = await memory.components.of(suspectKits, kits, this.#endBy());
    const findings = await secondLook(
      {
        ordoroSkus,
        products: new Map([...components, ...[...memory.suspects].filter(([sku]) => !kits.structures.has(sku))]),
        kits,
        // Components may have been read in an earlier turn.
        readSince: suspectKits.length > 0 ? Date.parse(turn.startedAt) : basis.first.takenAt,
      },
      basis,
      this.#options.sources,
    );
    const handedOver = await repairs.handOver(findings);
    const { tally } = memory.progress;
    const counted = withFindings({ ...tally, handedOver: tally.handedOver + handedOver }, findings);
    memory.progress = { ...memory.progress, tally: counted };
    memory.suspects.clear();
    turn.counts.changed += handedOver;
    turn.counts.skipped += counted.reported.entries - tally.reported.entries;
  }

  #kits() {
    return this.#options.sources.kits.current({ priority: 'audit', endBy: this.#endBy() });
  }

  #isTimeUp(): boolean {
    return this.#options.clock() >= this.#turn.turn.handOverAt;
  }

  #endBy(): number {
    // Without the lock the turn is over at once, but what is under way is finished.
    return Math.max(this.#turn.turn.handOverAt, this.#options.clock()) + FINISH_MS;
  }
}
