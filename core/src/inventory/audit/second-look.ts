import { heldBackUnits, unionOf } from '../held-back-units.ts';
import type { Kits } from '../kit-index.ts';
import type { StockProduct } from '../stock.ts';
import { skusWithoutEntry, withVariants } from '../stock-plan.ts';
import type { StockView } from '../stock-view.ts';
import { waitingSkus } from '../waiting-skus.ts';
import type { AuditBasis } from './audit-basis.ts';
import type { AuditSources } from './audit-ports.ts';
import { type AuditView, auditProducts, type Finding, findingsOf, ordoroSkuOf } from './findings.ts';

/** Records changed this long before the figures were read count as well: clocks differ. Milliseconds. */
const CLOCK_DIFFERENCE_MS = 5_000;

/** What is looked at again. */
export interface Suspects {
  readonly ordoroSkus: readonly string[];
  /** Those products, all kits, and the components of the kits among them. */
  readonly products: ReadonlyMap<string, StockProduct>;
  readonly kits: Kits;
  /** When the first of these figures was read, epoch milliseconds. */
  readonly readSince: number;
}

/**
 * Looks again at products that seemed to deviate: their entries are read anew, the orders once more, and whether a variant carries
 * what has no entry. A SKU that an order has moved meanwhile is left out: its two sides were not read at one moment, and the task
 * `inventory` looks at it anyway.
 * @throws PlatformError
 */
export async function secondLook(
  suspects: Suspects,
  basis: AuditBasis,
  { entries, look, records, carried }: Pick<AuditSources, 'entries' | 'look' | 'records' | 'carried'>,
): Promise<Finding[]> {
  const { ordoroSkus, products, kits, readSince } = suspects;
  const { links, first, policy } = basis;
  const found = await entries.bySkus(ordoroSkus.flatMap((ordoroSku) => links.skusOf(ordoroSku)));
  const moment = await look.take({ before: first.takenAt, sweptAt: basis.sweptAt });
  const last = basis.heldBackBy(moment.open, kits);
  const ordoroSkuOfSku = (sku: string) => links.ordoroSkuOf(sku);
  const stock: StockView = {
    ordoroSkus,
    products,
    heldBack: heldBackUnits(unionOf(basis.heldBackBy(first.open, kits), last)),
    skusOf: (ordoroSku) => links.skusOf(ordoroSku),
    entries: found,
    fresh: waitingSkus(moment, { ordoroSkuOf: ordoroSkuOfSku, kits }),
  };
  const view: AuditView = {
    stock,
    heldBackLast: heldBackUnits(last),
    accountWarehouseIds: basis.accountWarehouseIds,
  };
  const { plan } = auditProducts(view, policy);
  const sold = await carried.among(skusWithoutEntry(plan));
  const moved = await records.skusChangedSince(new Date(readSince - CLOCK_DIFFERENCE_MS).toISOString());
  const movedLeaves = new Set(leavesOf([...moved.ordoroSkus, ...[...moved.skus].map(ordoroSkuOfSku)], kits));
  const isMoved = (finding: Finding) => leavesOf([ordoroSkuOf(finding)], kits).some((leaf) => movedLeaves.has(leaf));
  return findingsOf(withVariants(plan, sold), view, policy).filter((finding) => !isMoved(finding));
}

/** These products, and of kits what they take from the shelf. */
function leavesOf(ordoroSkus: readonly string[], kits: Kits): string[] {
  return ordoroSkus.flatMap((sku) => [sku, ...kits.leavesOf(sku)]);
}
