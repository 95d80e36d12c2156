import type { OrdoroClient } from './client.ts';
import { findProduct } from './product-look-up.ts';

/** Products in Ordoro, as orders ask for them. */
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
    return (await findProduct(this.#client, sku, { priority: 'order', endBy })) !== undefined;
  }
}
