import type { Product } from '@commercetools/platform-sdk';
import type { PlatformStorage } from './storage.ts';

/**
 * The projections of all products: the current data of published ones, with `staged=true` the staged data of all.
 * Source: https://docs.commercetools.com/api/projects/productProjections
 */
export function* projections(storage: PlatformStorage, query: URLSearchParams): Iterable<object> {
  const staged = query.get('staged') === 'true';
  for (const product of storage.rows('product')) {
    if (staged || product.masterData.published) yield projection(product, staged);
  }
}

function projection(product: Product, staged: boolean): object {
  const { masterData, ...rest } = product;
  const { published, hasStagedChanges } = masterData;
  return { ...rest, ...(staged ? masterData.staged : masterData.current), published, hasStagedChanges };
}
