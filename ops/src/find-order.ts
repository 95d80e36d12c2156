import type { StoredObject } from '../../core/src/commercetools/custom-objects.ts';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { UsageError } from './command.ts';
import type { OpsWorld, Order } from './world.ts';

/** Form of a commercetools id. */
const ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Orders of one number that are named to choose from. */
const MOST_NAMED = 20;

/** What commercetools and the connector have of one order. */
export interface FoundOrder {
  readonly orderId: string;
  /** Undefined: commercetools does not have it (any more). */
  readonly order: Order | undefined;
  /** Undefined: the connector has no record of it. */
  readonly stored: StoredObject<SyncRecord> | undefined;
}

/**
 * An order by its id, its number, or the number of one of its Ordoro orders.
 * @returns undefined when neither the project nor a record knows it
 * @throws PlatformError UsageError when it is the number of several: staff may have merged orders
 */
export async function findOrder(name: string, world: OpsWorld): Promise<FoundOrder | undefined> {
  const orderId = ID.test(name) ? name : await idOf(name, world);
  if (orderId === undefined) return undefined;
  const [order, stored] = await Promise.all([
    world.orders.get(orderId),
    world.objects.get<SyncRecord>(world.containers.orders, orderId),
  ]);
  return order === undefined && stored === undefined ? undefined : { orderId, order, stored };
}

async function idOf(name: string, world: OpsWorld): Promise<string | undefined> {
  const order = await world.orderByNumber(name);
  if (order !== undefined) return order.id;
  const text = JSON.stringify(name);
  const where = `value(orderNumber=${text} or numbers contains any (${text}))`;
  const { objects } = await world.objects.page<SyncRecord>(world.containers.orders, { where, limit: MOST_NAMED });
  if (objects.length > 1)
    throw new UsageError(
      `"${name}" is a number of several orders. Use an id: ${objects.map(({ key }) => key).join(', ')}.`,
    );
  return objects[0]?.key;
}
