import type { StockProduct } from '../stock.ts';
import type { AuditSources } from './audit-ports.ts';
import { EntryLedger } from './entry-ledger.ts';
import { KitComponents } from './kit-components.ts';
import { PASS_START, type PassProgress } from './pass-progress.ts';

/** What the process knows of a pass besides its progress. Lost when the process ends; the pass then goes on without it. */
export class PassMemory {
  /** When the pass began, ISO 8601. */
  readonly startedAt: string;
  readonly ledger: EntryLedger;
  readonly components: KitComponents;
  /** Products that seemed to deviate at the first look, by SKU. */
  readonly suspects = new Map<string, StockProduct>();
  /** Whether it was there when the pass began: then what is left in the ledger belongs to no product. */
  readonly isWhole: boolean;
  progress: PassProgress;
  readonly #seen = new Set<string>();

  /** @param pass without progress: it begins */
  constructor(
    pass: { readonly startedAt: string; readonly progress: PassProgress | undefined },
    sources: Pick<AuditSources, 'entries' | 'products'>,
  ) {
    this.startedAt = pass.startedAt;
    this.progress = pass.progress ?? PASS_START;
    this.isWhole = pass.progress === undefined;
    this.ledger = new EntryLedger(sources.entries);
    this.components = new KitComponents(sources.products);
  }

  /** Whether the product comes for the first time: rows come twice when the place in the list goes back. */
  isNew(ordoroSku: string): boolean {
    if (this.#seen.has(ordoroSku)) return false;
    this.#seen.add(ordoroSku);
    return true;
  }
}
