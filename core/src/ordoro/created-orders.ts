import { z } from 'zod';
import { TransientError } from '../problems/errors.ts';
import { type ChangedOrder, type ChangedOrdersQuery, changedOrder } from './changed-orders.ts';
import type { OrdoroClient } from './client.ts';
import { type Micros, microsOf, textOfMicros } from './instants.ts';
import { pageSizeOf } from './list-envelope.ts';
import { readPage } from './readers.ts';

/** Rows per list page, the most Ordoro gives. Source: Ordoro API Documentation 1.0. */
const PAGE_SIZE = 100;

/** A row of the list that is sorted by creation. */
export interface CreatedOrder extends ChangedOrder {
  /** Undefined when the row does not tell. */
  readonly createdAt: Micros | undefined;
}

/** One page of it. */
export interface CreatedOrdersPage {
  readonly rows: readonly CreatedOrder[];
  /** There was nothing behind these rows at that moment. */
  readonly isLast: boolean;
}

/** The orders of some sales channels in the order in which Ordoro made them: what changes meanwhile keeps its place. For audits. */
export class CreatedOrders {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * One page, oldest first. A row that cannot be read is among the rows all the same.
   * @param query `after`: made after this instant
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError also when the answer is no list of orders
   */
  async page(query: ChangedOrdersQuery, endBy = Number.POSITIVE_INFINITY): Promise<CreatedOrdersPage> {
    const { body } = await this.#client.read({
      path: '/v3/order',
      query: {
        status: 'all',
        sales_channel: query.channels,
        sort: 'created_date',
        created_after: textOfMicros(query.after),
        limit: PAGE_SIZE,
        offset: query.offset,
      },
      what: 'orders by creation',
      priority: 'audit',
      endBy,
    });
    const page = readPage(body, ['order', 'orders']);
    if (page === undefined)
      throw new TransientError('Ordoro, orders by creation: the answer has not the expected form', {
        platform: 'ordoro',
      });
    return { rows: page.rows.map(createdOrder), isLast: page.rows.length < pageSizeOf(body, PAGE_SIZE) };
  }
}

const creationSchema = z.object({ created_date: z.string().optional().catch(undefined) });

function createdOrder(row: unknown): CreatedOrder {
  return { ...changedOrder(row), createdAt: microsOf(creationSchema.safeParse(row).data?.created_date) };
}
