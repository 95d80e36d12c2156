import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NotFoundError, TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { type Micros, microsOf, textOfMicros } from './instants.ts';
import { pageSizeOf } from './list-envelope.ts';
import { type OrdoroOrder, readOrder, readPage } from './readers.ts';

/** Rows per list page, the most Ordoro gives. Source: Ordoro API Documentation 1.0. */
const PAGE_SIZE = 100;

/** Where to read on in the list of orders that is sorted by change. */
export interface ChangedOrdersQuery {
  /** Ordoro sales channels, at least one: without the filter the list is the whole account. */
  readonly channels: readonly number[];
  /** Orders changed after this instant. Whether those of the very instant belong to it is UNPROVEN. */
  readonly after: Micros;
  readonly offset: number;
}

/** A row of that list. */
export interface ChangedOrder {
  /** The same for every version of one order: from Ordoro's internal id, else its number, else the row's content. */
  readonly identity: string;
  /** Undefined when the row does not tell. */
  readonly updatedAt: Micros | undefined;
  readonly number: string | undefined;
  /** `cart_order_id` of its lines, each once; also of an order that cannot be read. */
  readonly cartOrderIds: readonly string[];
  /** Undefined: the row is no readable order. */
  readonly order: OrdoroOrder | undefined;
  /** Tells the versions of a row apart that cannot be read and names no date; such a row only. Names nothing of its content. */
  readonly contentHash?: string;
  /** The row as it came, where it cannot be read: what people are told of it has to be redacted. */
  readonly content?: unknown;
}

/** One page of it. */
export interface ChangedOrdersPage {
  readonly rows: readonly ChangedOrder[];
  /** There was nothing behind these rows at that moment. */
  readonly isLast: boolean;
}

/** The orders of some sales channels in the order in which Ordoro changed them. */
export class ChangedOrders {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * One page, oldest change first. A row that cannot be read is among the rows all the same.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError also when the answer is no list of orders
   */
  async page(query: ChangedOrdersQuery, endBy = Number.POSITIVE_INFINITY): Promise<ChangedOrdersPage> {
    const { body } = await this.#client.read({
      path: '/v3/order',
      query: {
        status: 'all',
        sales_channel: query.channels,
        sort: 'updated_date',
        updated_after: textOfMicros(query.after),
        limit: PAGE_SIZE,
        offset: query.offset,
      },
      what: 'changed orders',
      priority: 'shipment',
      endBy,
    });
    const page = readPage(body, ['order', 'orders']);
    if (page === undefined)
      throw new TransientError('Ordoro, changed orders: the answer has not the expected form', { platform: 'ordoro' });
    return { rows: page.rows.map(changedOrder), isLast: page.rows.length < pageSizeOf(body, PAGE_SIZE) };
  }

  /**
   * One order by its number, as the list would show it; one that cannot be read is returned as such.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @returns undefined when Ordoro answers 404
   * @throws PlatformError
   */
  async byNumber(number: string, endBy = Number.POSITIVE_INFINITY): Promise<ChangedOrder | undefined> {
    try {
      const { body } = await this.#client.read({
        path: `/v3/order/${encodeURIComponent(number)}`,
        what: `order ${number}`,
        priority: 'shipment',
        endBy,
      });
      return changedOrder(body);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }
}

/** What a row tells even when it is no readable order. */
const traceSchema = z.object({
  id: z.number().optional().catch(undefined),
  order_number: z.string().min(1).optional().catch(undefined),
  updated_date: z.string().optional().catch(undefined),
  lines: z.array(z.unknown()).catch([]),
});
const lineTraceSchema = z.object({ cart_order_id: z.string() });

/** A row of a list of orders, whatever can be read of it. */
export function changedOrder(row: unknown): ChangedOrder {
  const trace = traceSchema.safeParse(row).data;
  const cartOrderIds = (trace?.lines ?? []).flatMap(
    (line) => lineTraceSchema.safeParse(line).data?.cart_order_id ?? [],
  );
  const [updatedAt, order] = [microsOf(trace?.updated_date), readOrder(row)];
  return {
    identity: identityOf(row, trace),
    updatedAt,
    number: trace?.order_number,
    cartOrderIds: [...new Set(cartOrderIds)],
    order,
    ...(updatedAt === undefined && order === undefined ? { contentHash: hashOf(row) } : {}),
    ...(order === undefined ? { content: row } : {}),
  };
}

function identityOf(row: unknown, trace: z.output<typeof traceSchema> | undefined): string {
  if (trace?.id !== undefined) return `id ${trace.id}`;
  if (trace?.order_number !== undefined) return trace.order_number;
  return `row ${hashOf(row)}`;
}

function hashOf(row: unknown): string {
  const content = JSON.stringify(row) ?? '';
  return createHash('sha256').update(content, 'utf8').digest('hex').slice(0, 12);
}
