import type { ChangedOrder } from '../ordoro/changed-orders.ts';
import { TransientError } from '../problems/errors.ts';
import { type Carriers, namelessAccount } from './carriers.ts';

/** Rows with their carriers. */
export interface NamedRows {
  readonly named: readonly ChangedOrder[];
  /** Rows that need the name of a carrier, which cannot be had at the moment. */
  readonly waiting: readonly ChangedOrder[];
  /** Why they wait. */
  readonly trouble?: TransientError;
}

/**
 * The rows with the names of their carriers. While Ordoro cannot tell them, only rows that need one wait.
 * @param readBy the answer of Ordoro is there by then; epoch milliseconds
 */
export async function namedRows(
  rows: readonly ChangedOrder[],
  carriers: Pick<Carriers, 'withNames'>,
  readBy: number,
): Promise<NamedRows> {
  const readable = rows.flatMap(({ order }) => order ?? []);
  try {
    const named = await carriers.withNames(readable, readBy);
    const byRow = new Map(readable.map((order, index) => [order, named[index] ?? order]));
    const withName = (row: ChangedOrder) =>
      row.order === undefined ? row : { ...row, order: byRow.get(row.order) ?? row.order };
    return { named: rows.map(withName), waiting: [] };
  } catch (trouble) {
    if (!(trouble instanceof TransientError) || trouble.platform !== 'ordoro') throw trouble;
    const needsNone = ({ order }: ChangedOrder) => order === undefined || namelessAccount(order) === undefined;
    return { named: rows.filter(needsNone), waiting: rows.filter((row) => !needsNone(row)), trouble };
  }
}
