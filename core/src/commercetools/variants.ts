import type { ProductProjection, ProductVariant } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from './client.ts';
import { queryChunks } from './query-chunks.ts';

/** SKUs of one query at most: every one may bring a whole product into memory. */
const MAX_SKUS = 50;

/** Rows of one page at most. Source: commercetools API limits. */
const MAX_PAGE = 500;

/** Variants of the project's products, by SKU. */
export class ProductVariants {
  readonly #client: CommercetoolsClient;

  constructor(client: CommercetoolsClient) {
    this.#client = client;
  }

  /**
   * Which of these SKUs a variant carries: in what is prepared, which includes products that are not published yet, or in what
   * is published, which includes variants whose removal is only prepared. A variant made a moment ago may be missing.
   * @throws PlatformError
   */
  async carried(skus: Iterable<string>): Promise<ReadonlySet<string>> {
    const wanted = new Set(skus);
    const staged = await this.#carriedIn(wanted, true);
    const others = [...wanted].filter((sku) => !staged.has(sku));
    return new Set([...staged, ...(await this.#carriedIn(others, false))]);
  }

  async #carriedIn(skus: Iterable<string>, staged: boolean): Promise<Set<string>> {
    const found = new Set<string>();
    // One after another, so that only the products of one query are in memory.
    for (const chunk of queryChunks(skus, MAX_SKUS)) {
      const wanted = new Set(chunk);
      for (const product of await this.#products(chunk, staged))
        for (const sku of skusOf(product)) if (wanted.has(sku)) found.add(sku);
    }
    return found;
  }

  async #products(skus: string[], staged: boolean): Promise<readonly ProductProjection[]> {
    const { body } = await this.#client.read('products by SKU', () =>
      this.#client.api
        .productProjections()
        .get({
          queryArgs: {
            where: 'masterVariant(sku in :skus) or variants(sku in :skus)',
            'var.skus': skus,
            staged,
            limit: MAX_PAGE,
            withTotal: false,
          },
        })
        .execute(),
    );
    return body.results;
  }
}

function skusOf({ masterVariant, variants }: ProductProjection): string[] {
  return [masterVariant, ...variants].flatMap(({ sku }: ProductVariant) => sku ?? []);
}
