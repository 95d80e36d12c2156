import { freshSkus } from '../fresh-skus.ts';
import { heldBackUnits, unionOf } from '../held-back-units.ts';
import { contentsOf, type KitStructures } from '../kits.ts';
import type { StockProduct } from '../stock.ts';
import { skusWithoutEntry, withVariants } from '../stock-plan.ts';
import type { StockView } from '../stock-view.ts';
import type { AuditBasis } from './audit-basis.ts';
import type { StockSources } from './audit-ports.ts';
import { type AuditView, auditProducts, type Finding, findingsOf, ordoroSkuOf } from './findings.ts';

/** Records changed this long before a product was read count as well: clocks differ. */
const CLOCK_DIFFERENCE_MS = 5_000;

/** What is looked at again. */
export interface SuspectProducts {
  readonly ordoroSkus: readonly string[];
  /** Those products, of kits their components too; and all kits. */
  readonly products: ReadonlyMap<string, StockProduct>;
  /** When the first of these figures was read, epoch milliseconds. */
  readonly readSince: number;
}

/**
 * Looks again at products that seemed to deviate: their entries are read anew, U once more, and whether a variant carries what has
 * no entry. A SKU that an order has moved meanwhile is left out: its two sides were not read at one moment, and the task
 * `inventory` looks at it anyway.
 * @throws PlatformError
 */
export async function secondLook(
  suspects: SuspectProducts,
  basis: AuditBasis,
  sources: Pick<StockSources, 'entries' | 'variants' | 'records'>,
): Promise<Finding[]> {
  const { entries, variants, records } = sources;
  const { ordoroSkus, products, readSince } = suspects;
  const skus = ordoroSkus.flatMap((ordoroSku) => basis.links.skusOf(ordoroSku));
  const found = await entries.bySkus(skus);
  const snapshot = await records.snapshot();
  const last = basis.heldBackBy(snapshot.open);
  const stock: StockView = {
    ordoroSkus,
    products,
    heldBack: heldBackUnits(unionOf(basis.heldBackFirst, last)),
    skusOf: (ordoroSku) => basis.links.skusOf(ordoroSku),
    entries: found,
    fresh: freshSkus(snapshot.fresh, basis.now()),
  };
  const view: AuditView = {
    stock,
    heldBackLast: heldBackUnits(last),
    accountWarehouseIds: basis.accountWarehouseIds,
  };
  const { plan } = auditProducts(view, basis.policy);
  const lacking = skusWithoutEntry(plan);
  const carried = lacking.length === 0 ? new Set<string>() : await variants.carried(lacking);
  const moved = await records.skusChangedSince(new Date(readSince - CLOCK_DIFFERENCE_MS).toISOString());
  const movedSkus = [...moved.ordoroSkus, ...[...moved.skus].map((sku) => basis.links.ordoroSkuOf(sku))];
  const movedLeaves = leavesOf(movedSkus, products);
  return findingsOf(withVariants(plan, carried), view, basis.policy).filter((finding) =>
    leavesOf([ordoroSkuOf(finding)], products).isDisjointFrom(movedLeaves),
  );
}

/** Plain products that these consist of; a kit of unknown content counts as itself. */
function leavesOf(ordoroSkus: readonly string[], structures: KitStructures): Set<string> {
  return new Set(
    ordoroSkus.flatMap((sku) => {
      const contents = contentsOf(sku, structures);
      return 'problem' in contents ? [sku] : [...contents.units.keys()];
    }),
  );
}
