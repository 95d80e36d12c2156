import type { FreshSkus } from './fresh-skus.ts';
import type { Kits } from './kit-index.ts';

/** How SKUs and products belong together. */
export interface Relations {
  readonly ordoroSkuOf: (sku: string) => string;
  readonly kits: Kits;
}

/**
 * What has to wait: the fresh SKUs themselves, and everything whose number an unseen order changes, which is other SKUs of the
 * same product, the components of a kit, and the kits that share them. Nothing else holds such an order's units back.
 */
export function waitingSkus(
  { fresh, unseen }: { readonly fresh: FreshSkus; readonly unseen: FreshSkus },
  { ordoroSkuOf, kits }: Relations,
): FreshSkus {
  const products = new Set([...unseen.ordoroSkus, ...[...unseen.skus].map(ordoroSkuOf)]);
  const leaves = [...products].flatMap((sku) => kits.leavesOf(sku));
  const related = kits.containing([...products, ...leaves]);
  return { skus: fresh.skus, ordoroSkus: new Set([...fresh.ordoroSkus, ...products, ...leaves, ...related]) };
}
