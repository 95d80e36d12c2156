import type { DeadLetterDraft } from '../records/dead-letters.ts';
import { ownershipLetter, type StockPush } from './commercetools-owned.ts';
import type { PushResult } from './commercetools-stock-push.ts';
import type { Failure } from './failure.ts';
import type { LetterBox } from './letter-box.ts';
import { type EntryPlace, staysDue } from './planned-stock.ts';
import type { StockPlan } from './stock-plan.ts';
import type { StockView } from './stock-view.ts';

/** A try that failed, and the commercetools SKUs that it was for. */
export interface FoundFailure extends Failure {
  readonly skus: readonly string[];
}

/** What a run has found besides what it writes: what stays due, what went wrong, what people have to know. */
export class RunFindings {
  /** Ordoro SKUs to look at again at the next run. */
  readonly waiting = new Set<string>();
  /** Ordoro SKUs whose try failed. */
  readonly failed = new Map<string, FoundFailure>();
  /** Places whose number Ordoro does not show. */
  readonly toPush = new Map<string, EntryPlace>();
  /** commercetools SKUs of products that are gone from Ordoro, with the SKU there. */
  readonly gone = new Map<string, string>();
  /** Ids of warehouses with stock that the configuration does not name. */
  readonly unmappedWarehouses = new Set<string>();
  readonly #letters = new Map<string, DeadLetterDraft>();
  readonly #settled = new Set<string>();
  readonly #box: Pick<LetterBox, 'has'>;

  constructor(box: Pick<LetterBox, 'has'>) {
    this.#box = box;
  }

  /** Ordoro SKUs that are not in step yet, as far as is known. */
  get left(): ReadonlySet<string> {
    return new Set([...this.waiting, ...this.failed.keys()]);
  }

  /** Letters to write, at most one per subject. */
  get letters(): readonly DeadLetterDraft[] {
    return [...this.#letters.values()];
  }

  /** commercetools SKUs whose letters can go. */
  get settled(): readonly string[] {
    return [...this.#settled];
  }

  /** Takes in a plan for some products. */
  takePlan({ skips, letters, settled }: StockPlan, { ordoroSkus, products, skusOf }: StockView): void {
    for (const skip of skips) if (staysDue(skip)) this.waiting.add(skip.ordoroSku);
    for (const ordoroSku of ordoroSkus)
      if (!products.has(ordoroSku)) for (const sku of skusOf(ordoroSku)) this.gone.set(sku, ordoroSku);
    for (const sku of settled) this.settle(sku);
    for (const letter of letters) this.add(letter);
  }

  /** Takes in what is to be done about entries that commercetools owns. */
  takePushes(pushes: ReadonlyMap<EntryPlace, StockPush | PushResult>): void {
    for (const [place, push] of pushes) if (push.kind === 'push') this.toPush.set(placeName(place), place);
    for (const [sku, places] of Map.groupBy(pushes, ([place]) => place.sku)) {
      const troubles = places.flatMap(([place, push]) => this.#troubleOf(place, push) ?? []);
      for (const trouble of troubles) if (trouble !== 'open') this.add(trouble);
      if (troubles.length === 0) this.settle(sku);
    }
  }

  /** Nothing is wrong with the SKU, unless something else was found. */
  settle(sku: string): void {
    if (this.#box.has('inventory', sku)) this.#settled.add(sku);
  }

  /** A letter to write. */
  add(letter: DeadLetterDraft): void {
    this.#letters.set(`${letter.kind}.${letter.subject}`, letter);
    if (letter.kind === 'warehouse') this.unmappedWarehouses.add(letter.subject);
    if (letter.kind === 'inventory') this.#settled.delete(letter.subject);
  }

  /** A try failed: the letter of the SKU, if there is one, stays. */
  fail(ordoroSku: string, failure: Failure, skus: readonly string[]): void {
    const before = this.failed.get(ordoroSku)?.skus ?? [];
    this.failed.set(ordoroSku, { ...failure, skus: [...new Set([...before, ...skus])] });
    for (const sku of skus) this.#settled.delete(sku);
  }

  /** What speaks against clearing the letter of a SKU: a letter, or that it is not known yet. */
  #troubleOf(place: EntryPlace, push: StockPush | PushResult): DeadLetterDraft | 'open' | undefined {
    switch (push.kind) {
      case 'waits':
      case 'not-sent':
        this.waiting.add(place.ordoroSku);
        return 'open';
      case 'failed':
        this.fail(place.ordoroSku, push, [place.sku]);
        return 'open';
      case 'pushed':
      case 'would-push':
        return undefined;
      default:
        return ownershipLetter(place, push);
    }
  }
}

function placeName({ sku, channel }: EntryPlace): string {
  return JSON.stringify([sku, channel.key ?? null]);
}
