import type { OrdoroOrder } from '../ordoro/readers.ts';
import { PlatformError } from '../problems/errors.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { ordoroFailure } from './ordoro-failure.ts';
import { withFailure } from './record-changes.ts';
import type { Situation } from './situation.ts';

/**
 * Reads these Ordoro orders, and for those that were split their children too. What could not be read is noted in the record,
 * to be read later. A number that Ordoro does not know proves nothing and is only remembered for this pass.
 * @throws PlatformError only for commercetools
 */
export async function readOrdoroOrders(
  ports: OrderSyncPorts,
  situation: Situation,
  numbers: readonly string[],
): Promise<Situation> {
  try {
    const answers = await Promise.all(
      numbers.map((number) => readFamily(ports, number, { readBy: situation.readBy, ancestors: [] })),
    );
    const rows = await ports.carriers.withNames(answers.flat(), situation.readBy);
    const found = new Set(rows.map(({ orderNumber }) => orderNumber));
    const missing = numbers.filter((number) => !found.has(number));
    return {
      ...withRowsRead(situation, rows),
      now: ports.clock(),
      notFound: [...new Set([...situation.notFound, ...missing])],
    };
  } catch (error) {
    const { record, random } = situation;
    if (!(error instanceof PlatformError) || error.platform !== 'ordoro' || record === undefined) throw error;
    const now = ports.clock();
    const failed = withFailure(record, { ...ordoroFailure(error), isOfAccepted: true }, { now, random });
    const unread = [...new Set([...(record.unread ?? []), ...numbers])];
    return { ...situation, now, record: { ...failed, unread }, failedNow: true };
  }
}

/** The situation with rows just read; a newer reading of a number replaces an older one. */
export function withRowsRead(situation: Situation, rows: readonly OrdoroOrder[]): Situation {
  const read = new Map(rows.map((row) => [row.orderNumber, row]));
  const others = situation.ordoroRows.filter(({ orderNumber }) => !read.has(orderNumber));
  return { ...situation, ordoroRows: [...others, ...read.values()] };
}

/**
 * The order of that number; of a split one, which may answer no longer, also its children. None: Ordoro does not know it.
 * @throws PlatformError
 */
export async function readFamily(
  ports: Pick<OrderSyncPorts, 'ordoroOrders'>,
  number: string,
  { readBy, ancestors }: { readonly readBy: number; readonly ancestors: readonly string[] },
): Promise<readonly OrdoroOrder[]> {
  const order = await ports.ordoroOrders.get(number, readBy);
  if (order !== undefined && !order.isParent) return [order];
  const line = [...ancestors, number];
  // An order that is named as its own descendant is not asked for again and again.
  const children = (await ports.ordoroOrders.childNumbers(number, readBy)).filter((child) => !line.includes(child));
  const families = await Promise.all(children.map((child) => readFamily(ports, child, { readBy, ancestors: line })));
  return [...(order === undefined ? [] : [order]), ...families.flat()];
}
