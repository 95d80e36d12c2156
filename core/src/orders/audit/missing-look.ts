import type { OrdoroOrder } from '../../ordoro/readers.ts';
import { PlatformError } from '../../problems/errors.ts';
import { FINISH_MS } from '../../runs/task.ts';
import { readFamily } from '../read-ordoro-orders.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';

/** What Ordoro answered about numbers that its list does not show. */
export interface MissingAnswer {
  readonly rows: readonly OrdoroOrder[];
  /** Numbers that it does not know. */
  readonly notFound: readonly string[];
}

/**
 * Asks Ordoro for orders that its list does not show, and for what they were split into.
 * @returns the error when there is no answer about one of them: that proves nothing
 */
export async function lookForMissing(
  { ordoroOrders, carriers }: Pick<OrderAuditOptions, 'ordoroOrders' | 'carriers'>,
  numbers: readonly string[],
  { turn }: OrderAuditTurn,
): Promise<MissingAnswer | PlatformError> {
  const readBy = turn.handOverAt + FINISH_MS;
  const rows: OrdoroOrder[] = [];
  const notFound: string[] = [];
  try {
    for (const number of numbers) {
      const family = await readFamily({ ordoroOrders }, number, { readBy, ancestors: [] });
      rows.push(...family);
      if (family.length === 0) notFound.push(number);
    }
    return { rows: await carriers.withNames(rows, readBy), notFound };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
    return error;
  }
}
