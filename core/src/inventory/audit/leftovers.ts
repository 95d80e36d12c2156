import { encodeKey } from '../../commercetools/key-encoding.ts';
import type { SkuLinks } from '../sku-links.ts';
import type { StockEntry } from '../stock.ts';
import type { StockAuditOptions } from './audit-ports.ts';

/** SKUs at most that are looked up among the remembered ones: some hundred fit one query. */
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

/**
 * Tells products that have gone from Ordoro, or are archived there and no longer listed, from what was never there: they were
 * mapped, an order has shown them, or we have written their stock.
 * @throws PlatformError
 */
export async function leftoversOf(
  rest: ReadonlyMap<string, readonly StockEntry[]>,
  links: SkuLinks,
  { sources, objects, skuContainer }: Pick<StockAuditOptions, 'sources' | 'objects' | 'skuContainer'>,
): Promise<Leftovers> {
  const skus = [...rest.keys()].sort();
  if (skus.length === 0) return { skus, onceThere: [] };
  const ownTypeId = await sources.entries.ownTypeId();
  const isWritten = (sku: string) =>
    ownTypeId !== undefined && (rest.get(sku) ?? []).some(({ typeId }) => typeId === ownTypeId);
  const isMapped = (sku: string) => links.ordoroSkuOf(sku) !== sku;
  const unclear = skus.filter((sku) => !isWritten(sku) && !isMapped(sku)).slice(0, MOST_LOOK_UPS);
  const remembered = await objects.getMany<unknown>(
    skuContainer,
    unclear.map((sku) => encodeKey(sku)),
  );
  const rememberedKeys = new Set(remembered.map(({ key }) => key));
  const onceThere = skus.filter((sku) => isWritten(sku) || isMapped(sku) || rememberedKeys.has(encodeKey(sku)));
  return { skus, onceThere: onceThere.slice(0, MOST_HANDED_OVER).map((sku) => links.ordoroSkuOf(sku)) };
}
