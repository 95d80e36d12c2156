import { encodeKey } from '../../commercetools/key-encoding.ts';
import type { StockEntry } from '../stock.ts';
import { ruleInForce } from '../stock-rules.ts';
import type { StockPolicy } from '../stock-view.ts';
import type { AuditBasis } from './audit-basis.ts';
import type { StockAuditOptions } from './audit-ports.ts';

/** SKUs at most that are looked up among the remembered ones in one audit: some hundred fit one query. */
const MOST_LOOK_UPS = 2_000;

/** SKUs at most that are handed over in one audit: each costs a call to Ordoro. */
const MOST_HANDED_OVER = 1_000;

/** What is left of commercetools' entries when every product has taken its own. */
export interface Leftovers {
  /** commercetools SKUs with entries whose product Ordoro does not list. */
  readonly skus: readonly string[];
  /** Ordoro SKUs of those that Ordoro once had, as far as is known: looked at again, it turns out whether they are gone. */
  readonly onceThere: readonly string[];
}

/** What no product has taken. */
export interface LeftEntries {
  /** By commercetools SKU. */
  readonly entries: ReadonlyMap<string, readonly StockEntry[]>;
  /** Number of the day: where there are too many for one audit, each day has others. */
  readonly day: number;
}

/**
 * Tells products that have gone from Ordoro, or are archived there and no longer listed, from what was never there: they were
 * mapped, an order has shown them, or we have written their stock.
 * @throws PlatformError
 */
export async function leftoversOf(
  { entries: rest, day }: LeftEntries,
  { links, policy }: Pick<AuditBasis, 'links' | 'policy'>,
  { sources, objects, skuContainer }: Pick<StockAuditOptions, 'sources' | 'objects' | 'skuContainer'>,
): Promise<Leftovers> {
  const skus = [...rest.keys()].sort();
  if (skus.length === 0) return { skus, onceThere: [] };
  const ownTypeId = await sources.entries.ownTypeId();
  const isWritten = (sku: string) =>
    ownTypeId !== undefined && (rest.get(sku) ?? []).some(({ typeId }) => typeId === ownTypeId);
  const isMapped = (sku: string) => links.ordoroSkuOf(sku) !== sku;
  const kept = skus.filter((sku) => isKept(sku, policy));
  const unclear = shareOf(
    kept.filter((sku) => !isWritten(sku) && !isMapped(sku)),
    { most: MOST_LOOK_UPS, day },
  );
  const remembered = await objects.getMany<unknown>(
    skuContainer,
    unclear.map((sku) => encodeKey(sku)),
  );
  const rememberedKeys = new Set(remembered.map(({ key }) => key));
  const onceThere = kept.filter((sku) => isWritten(sku) || isMapped(sku) || rememberedKeys.has(encodeKey(sku)));
  return { skus, onceThere: shareOf(onceThere, { most: MOST_HANDED_OVER, day }).map((sku) => links.ordoroSkuOf(sku)) };
}

/** Whether any entry of the SKU is somebody's. */
function isKept(sku: string, policy: StockPolicy): boolean {
  return policy.stockChannels.channels.some(
    ({ key }) => ruleInForce({ sku, channelKey: key }, policy).owner !== 'none',
  );
}

/** So many of them that one audit can deal with; all of them in turn, day by day. */
function shareOf(skus: readonly string[], { most, day }: { most: number; day: number }): readonly string[] {
  const from = (day % Math.max(1, Math.ceil(skus.length / most))) * most;
  return skus.slice(from, from + most);
}
