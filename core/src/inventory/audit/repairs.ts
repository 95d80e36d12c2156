import { withDue } from '../due-skus.ts';
import type { StockAuditOptions } from './audit-ports.ts';
import type { Finding } from './findings.ts';

/** Hands what was found over to the task `inventory`, which looks at it again and repairs it under all its rules. */
export class Repairs {
  readonly #due: StockAuditOptions['due'];
  readonly #dryRun: boolean;

  constructor(due: StockAuditOptions['due'], dryRun: boolean) {
    this.#due = due;
    this.#dryRun = dryRun;
  }

  /** @returns how many products were handed over; none in a dry run. @throws PlatformError */
  async handOver(findings: readonly Finding[]): Promise<number> {
    return this.lookAgainAt(ordoroSkusToRepair(findings));
  }

  /** The same for products of Ordoro by SKU. @throws PlatformError */
  async lookAgainAt(ordoroSkus: readonly string[]): Promise<number> {
    if (this.#dryRun || ordoroSkus.length === 0) return 0;
    const skus = [...new Set(ordoroSkus)].map((sku) => ({ sku }));
    await this.#due.change((list) => withDue(list, skus));
    return skus.length;
  }
}

/** Entries that a rule leaves to nobody are not among them, nor products that commercetools does not sell. */
function ordoroSkusToRepair(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) =>
    finding.kind === 'drift' || finding.kind === 'missing' || finding.kind === 'unknown'
      ? [finding.place.ordoroSku]
      : [],
  );
}
