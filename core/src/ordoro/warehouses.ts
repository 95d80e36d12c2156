import { z } from 'zod';
import type { OrdoroWarehouse } from '../inventory/stock.ts';
import { TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { pageSizeOf } from './list-envelope.ts';
import { readPage } from './readers.ts';

/** Rows per list page, the most Ordoro gives. */
const PAGE_SIZE = 100;

const warehouseSchema = z.object({
  id: z.union([z.number(), z.string().trim().regex(/^\d+$/).transform(Number)]),
  is_default_location: z.boolean().nullish().catch(undefined),
});

/** Warehouses of the Ordoro account. */
export class OrdoroWarehouses {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * All of them, each once. Rows without id are left out: nothing could be mapped to them.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError
   */
  async all(endBy = Number.POSITIVE_INFINITY): Promise<readonly OrdoroWarehouse[]> {
    const found = new Map<number, OrdoroWarehouse>();
    for (let offset = 0; ; ) {
      const { body } = await this.#client.read({
        path: '/warehouse/',
        query: { limit: PAGE_SIZE, offset, sort: 'name' },
        what: 'warehouses',
        priority: 'stock',
        endBy,
      });
      const page = readPage(body, ['warehouse', 'warehouses']);
      if (page === undefined)
        throw new TransientError('Ordoro, warehouses: the answer has not the expected form', { platform: 'ordoro' });
      const before = found.size;
      for (const row of page.rows) {
        const parsed = warehouseSchema.safeParse(row).data;
        if (parsed !== undefined)
          found.set(parsed.id, { id: parsed.id, isDefault: parsed.is_default_location ?? false });
      }
      offset += page.rows.length;
      const isShown = page.rows.length < pageSizeOf(body, PAGE_SIZE) && offset >= page.count;
      if (isShown || found.size === before) return [...found.values()];
    }
  }
}
