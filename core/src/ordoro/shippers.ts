import { z } from 'zod';
import { TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { readPage } from './readers.ts';

/** Rows per list page, the most Ordoro gives. */
const PAGE_SIZE = 100;

const shipperSchema = z.object({ id: z.number(), vendor: z.string().min(1) });

/** A carrier account ("shipper") of the Ordoro account. */
export type OrdoroShipper = Readonly<z.output<typeof shipperSchema>>;

/** Carrier accounts of the Ordoro account, on which labels are bought. */
export class OrdoroShippers {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * All of them, archived ones too, because labels bought on those stay. Rows without id or vendor are left out.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError
   */
  async all(endBy = Number.POSITIVE_INFINITY): Promise<readonly OrdoroShipper[]> {
    const found: OrdoroShipper[] = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const { body } = await this.#client.read({
        path: '/shipper/',
        query: { all: 'true', limit: PAGE_SIZE, offset, sort: 'name' },
        what: 'carrier accounts',
        priority: 'shipment',
        endBy,
      });
      const page = readPage(body, ['shipper', 'shippers']);
      if (page === undefined)
        throw new TransientError('Ordoro, carrier accounts: the answer has not the expected form', {
          platform: 'ordoro',
        });
      found.push(...page.rows.flatMap((row) => shipperSchema.safeParse(row).data ?? []));
      if (page.rows.length < PAGE_SIZE || offset + PAGE_SIZE >= page.count) return found;
    }
  }
}
