import { z } from 'zod';
import { TransientError } from '../problems/errors.ts';
import type { KnownReturn, KnownReturnLine } from '../records/known-return.ts';
import type { OrdoroClient } from './client.ts';
import { countOf, pageSizeOf } from './list-envelope.ts';
import { readPage } from './readers.ts';

/** Rows per list page, the most Ordoro gives. Source: Ordoro API Documentation 1.0, lists. */
const PAGE_SIZE = 100;

/** One row of the list of returns. `updatedDate`: as Ordoro wrote it. */
export type OrdoroReturnRow =
  | { readonly kind: 'return'; readonly updatedDate: string | undefined; readonly content: KnownReturn }
  /** A return that was entered without an order: it concerns none of ours. */
  | { readonly kind: 'without-order'; readonly updatedDate: string | undefined; readonly reference: string }
  /** Not in the expected form; what could be read of it all the same. */
  | {
      readonly kind: 'unreadable';
      readonly updatedDate: string | undefined;
      readonly reference: string | undefined;
      readonly orderNumber: string | undefined;
      /** The row as it came: what people are told of it has to be redacted. */
      readonly content: unknown;
    };

/** One page of returns. */
export interface OrdoroReturnPage {
  /** Length of the whole list; undefined: Ordoro does not tell it. */
  readonly count: number | undefined;
  /** Rows that a full page has; one with fewer is the last. */
  readonly pageSize: number;
  readonly rows: readonly OrdoroReturnRow[];
}

/** Returns in Ordoro. */
export class OrdoroReturns {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * A page of all returns of the account, newest change first. The list can be limited neither to a time nor to a sales channel.
   * A row that cannot be read is in the page as such.
   * @param query `references`: only these, as far as Ordoro keeps to it; `endBy`: the answer is there by then, or it is an error;
   * epoch milliseconds
   * @throws PlatformError also when the answer is no list
   */
  async page(query: {
    readonly offset: number;
    readonly references?: readonly string[];
    readonly endBy?: number;
  }): Promise<OrdoroReturnPage> {
    const { references = [] } = query;
    const { body } = await this.#client.read({
      path: '/v3/return_order',
      query: {
        sort: '-updated_date',
        limit: PAGE_SIZE,
        offset: query.offset,
        ...(references.length === 0 ? {} : { reference_id: references }),
      },
      what: 'the list of returns',
      priority: 'shipment',
      ...(query.endBy === undefined ? {} : { endBy: query.endBy }),
    });
    const page = readPage(body, ['return_order', 'return_orders']);
    if (page === undefined)
      throw new TransientError('Ordoro, the list of returns: the answer has not the expected form', {
        platform: 'ordoro',
      });
    return { count: countOf(body), pageSize: pageSizeOf(body, PAGE_SIZE), rows: page.rows.map(readReturn) };
  }
}

const text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const nameOrNothing = text
  .nullish()
  .transform((value) => (value ? value : undefined))
  .catch(undefined);
const numeric = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** Whole units; Ordoro's type allows fractions, an order does not. */
const units = numeric.nullish().transform((value) => Math.max(0, Math.floor(value ?? 0)));

const lineSchema = z.object({
  line_id: numeric.nullish().catch(undefined),
  sku: nameOrNothing,
  received_quantity: units,
  restocked_quantity: units,
});

const outlineSchema = z.object({
  reference_id: nameOrNothing,
  original_order_number: nameOrNothing,
  updated_date: nameOrNothing,
});

const returnSchema = z.object({
  reference_id: text.pipe(z.string().min(1)),
  // A number that is there but cannot be read must not look like a return without order.
  original_order_number: text.nullish(),
  lines: z.array(lineSchema),
});

/** Reads one row of the list. Never throws. */
export function readReturn(body: unknown): OrdoroReturnRow {
  const outline = outlineSchema.safeParse(body).data;
  const updatedDate = outline?.updated_date;
  const parsed = returnSchema.safeParse(body);
  if (!parsed.success)
    return {
      kind: 'unreadable',
      updatedDate,
      reference: outline?.reference_id,
      orderNumber: outline?.original_order_number,
      content: body,
    };
  const { reference_id: reference, original_order_number: orderNumber, lines } = parsed.data;
  if (!orderNumber) return { kind: 'without-order', updatedDate, reference };
  return {
    kind: 'return',
    updatedDate,
    content: {
      reference,
      orderNumber,
      lines: lines.map(returnLine),
      ...(updatedDate === undefined ? {} : { seenAt: updatedDate }),
    },
  };
}

function returnLine(line: z.output<typeof lineSchema>): KnownReturnLine {
  const { line_id: lineId, sku, received_quantity: received, restocked_quantity: restocked } = line;
  return { ...(lineId == null ? {} : { lineId }), ...(sku === undefined ? {} : { sku }), received, restocked };
}
