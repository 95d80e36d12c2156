import { z } from 'zod';
import { RejectedError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { countOf, pageSizeOf } from './list-envelope.ts';
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
   * @throws PlatformError {@link RejectedError} when the answer is no list: asking again would not help
   */
  async all(endBy = Number.POSITIVE_INFINITY): Promise<readonly OrdoroShipper[]> {
    const found = new Map<number, OrdoroShipper>();
    for (let offset = 0; ; ) {
      const { body } = await this.#client.read({
        path: '/shipper/',
        query: { all: 'true', limit: PAGE_SIZE, offset, sort: 'name' },
        what: 'carrier accounts',
        priority: 'shipment',
        endBy,
      });
      const page = readPage(body, ['shipper', 'shippers']);
      if (page === undefined)
        throw new RejectedError('Ordoro, carrier accounts: the answer has not the expected form', {
          platform: 'ordoro',
        });
      const before = found.size;
      for (const shipper of page.rows.flatMap((row) => shipperSchema.safeParse(row).data ?? []))
        found.set(shipper.id, shipper);
      offset += page.rows.length;
      const isShown =
        page.rows.length < pageSizeOf(body, PAGE_SIZE) || offset >= (countOf(body) ?? Number.POSITIVE_INFINITY);
      // A list that shows the same page again and again has no end.
      if (isShown || found.size === before) return [...found.values()];
    }
  }
}
