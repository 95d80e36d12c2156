import { NotFoundError, TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { readPage, readProductSku } from './readers.ts';

/** SKUs made of these characters are certain to survive in a path; for others (slash, space, non-ASCII) that is UNPROVEN. */
const PLAIN_SKU = /^[A-Za-z0-9._-]+$/;

/** As a path segment these two mean a folder, encoded or not: the request would reach another path. */
const FOLDERS: readonly string[] = ['.', '..'];

/** Products in Ordoro. */
export class OrdoroProducts {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * Whether Ordoro has a product with exactly this SKU. One call; a SKU with unusual characters that is not found by its
   * path is looked for in the list as well.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError
   */
  async exists(sku: string, endBy = Number.POSITIVE_INFINITY): Promise<boolean> {
    // Half of a surrogate pair fits into no URL, and into no SKU of Ordoro.
    if (!sku.isWellFormed()) return false;
    if (FOLDERS.includes(sku)) return this.#isListed(sku, endBy);
    return (await this.#readBySku(sku, endBy)) || (!PLAIN_SKU.test(sku) && (await this.#isListed(sku, endBy)));
  }

  async #readBySku(sku: string, endBy: number): Promise<boolean> {
    try {
      const { body } = await this.#client.read({
        path: `/product/${encodeURIComponent(sku)}/`,
        what: `product ${sku}`,
        priority: 'order',
        endBy,
      });
      const found = readProductSku(body);
      if (found === undefined)
        throw new TransientError(`Ordoro, product ${sku}: the answer has not the expected form`, {
          platform: 'ordoro',
        });
      return found === sku;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  async #isListed(sku: string, endBy: number): Promise<boolean> {
    const { body } = await this.#client.read({
      path: '/product/',
      query: { search: sku, limit: 100, sort: 'created' },
      what: `products like ${sku}`,
      priority: 'order',
      endBy,
    });
    const page = readPage(body, ['product', 'products']);
    if (page === undefined)
      throw new TransientError('Ordoro, the list of products: the answer has not the expected form', {
        platform: 'ordoro',
      });
    return page.rows.some((row) => readProductSku(row) === sku);
  }
}
