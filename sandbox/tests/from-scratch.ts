import type { Order } from '@commercetools/platform-sdk';
import type { Journey } from './connector-under-test.ts';
import { deliveriesOf, orderIn, returnsOf } from './warehouse.ts';

/** What an order shows of the warehouse, free of everything that only tells how it came about. */
export interface Standing {
  readonly deliveries: readonly unknown[];
  /** Undefined where the merchant's own deliveries are the only ones: it says what it said before, or `Partial`. */
  readonly shipmentState: string | undefined;
  /** Units reported by return line, and whether all of them are back in stock. */
  readonly returned: Readonly<Record<string, { readonly units: number; readonly areInStock: boolean }>>;
  /** What is wrong, but for changes of the merchant that came too late. */
  readonly issues: readonly string[];
  /** Undefined while a change of the merchant came too late. */
  readonly status: unknown;
}

/** Issues about what the merchant changed after export: they follow from what was sent before, which a lost record knew. */
const LATE = /^too-late-/;

/** Keys of what the connector made begin like this. */
const OURS = 'ordoro-';

/** Where an order stands. An order that never had a shipment state stands where one does whose shipments were all undone. */
export function standingOf(journey: Journey, orderId: string): Standing {
  const { shipmentState = 'Pending' } = orderIn(journey, orderId);
  const deliveries = deliveriesOf(journey, orderId);
  const isMerchantsAlone = deliveries.length > 0 && deliveries.every(isTheirs);
  const returned: Record<string, { units: number; areInStock: boolean }> = {};
  for (const { key = '', quantity, shipmentState: state } of returnsOf(journey, orderId)) {
    // The last part of the key is the cumulative number received: it tells in which steps the units were reported.
    const line = key.replace(/-\d+$/, '');
    const before = returned[line] ?? { units: 0, areInStock: true };
    const areInStock = before.areInStock && state === 'BackInStock';
    returned[line] = { units: before.units + quantity, areInStock };
  }
  const { ordoroIssues = [], ordoroSyncStatus: status } = journey.fields(orderId) as {
    ordoroIssues?: readonly string[];
    ordoroSyncStatus?: string;
  };
  return {
    deliveries: deliveries.sort((one, other) => compare(one.key ?? '', other.key ?? '')),
    shipmentState: isMerchantsAlone ? undefined : shipmentState,
    returned,
    issues: ordoroIssues.filter((issue) => !LATE.test(issue)).sort(compare),
    status: ordoroIssues.some((issue) => LATE.test(issue)) ? undefined : status,
  };
}

/**
 * Both without what need not be alike: the status where one of the two has none, and the shipment state of orders whose record
 * was lost on the way.
 * @param lost places of those orders
 */
export function comparable(
  one: readonly Standing[],
  other: readonly Standing[],
  lost: ReadonlySet<number>,
): readonly (readonly Standing[])[] {
  const isTold = (at: number) => [one, other].every((all) => all[at]?.status !== undefined);
  return [one, other].map((all) =>
    all.map((standing, at) => ({
      ...standing,
      shipmentState: lost.has(at) ? undefined : standing.shipmentState,
      status: isTold(at) ? standing.status : undefined,
    })),
  );
}

/**
 * Takes everything away that the connector remembers, and what it made of shipments and returns of these orders. What is left
 * tells that they were exported: numbers and `syncInfo`.
 */
export async function forgetAll(journey: Journey, orderIds: readonly string[]): Promise<void> {
  const { commercetools } = journey.sandbox;
  for (const container of ['ordoro-orders', 'ordoro-cursors', 'ordoro-dead-letters'])
    for (const { key } of commercetools.customObjects(container))
      if (key !== 'orders.since') await commercetools.deleteCustomObject(container, key);
  for (const id of orderIds) {
    const order = orderIn(journey, id);
    const now = new Date(journey.time.clock()).toISOString();
    commercetools.add('order', { ...untouched(order), version: order.version + 1, lastModifiedAt: now });
  }
}

/** The order without the deliveries, returns and shipment state that the connector gave it. */
function untouched({ shipmentState: _ours, ...order }: Order): Omit<Order, 'shipmentState'> {
  const { shippingInfo, returnInfo = [] } = order;
  return {
    ...order,
    ...(shippingInfo === undefined
      ? {}
      : { shippingInfo: { ...shippingInfo, deliveries: (shippingInfo.deliveries ?? []).filter(isTheirs) } }),
    returnInfo: returnInfo.filter(({ items }) => items.every(isTheirs)),
  };
}

function isTheirs({ key = '' }: { readonly key?: string | undefined }): boolean {
  return !key.startsWith(OURS);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
