import type { Micros } from '../../ordoro/instants.ts';
import type { OrdoroReturnRow } from '../../ordoro/returns.ts';
import type { KnownReturn } from '../../records/known-return.ts';
import type { PlacedRow } from './newest-first.ts';

/** One order of a batch with its rows. */
export interface OrderWork {
  readonly orderId: string;
  readonly rows: readonly { readonly content: KnownReturn; readonly at: Micros }[];
  /** Place of its first row in the batch. */
  readonly place: number;
}

/** Number of the Ordoro order that a return is of, where the row tells it. */
export function numberOf(row: OrdoroReturnRow): string | undefined {
  switch (row.kind) {
    case 'return':
      return row.content.orderNumber;
    case 'unreadable':
      return row.orderNumber;
    case 'without-order':
      return undefined;
  }
}

/** The rows by order, in the order of each one's first row. Goods of merged orders go to each of them. */
export function worksOf(
  rows: readonly PlacedRow<OrdoroReturnRow>[],
  owners: ReadonlyMap<string, readonly string[]>,
): OrderWork[] {
  const works = new Map<string, { place: number; rows: { content: KnownReturn; at: Micros }[] }>();
  for (const [place, { row, at }] of rows.entries()) {
    if (row.kind !== 'return') continue;
    for (const orderId of owners.get(row.content.orderNumber) ?? []) {
      const work = works.get(orderId) ?? { place, rows: [] };
      work.rows.push({ content: row.content, at });
      works.set(orderId, work);
    }
  }
  return [...works].map(([orderId, work]) => ({ orderId, ...work }));
}
