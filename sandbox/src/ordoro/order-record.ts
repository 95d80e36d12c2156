import type { Account } from './account.ts';
import { rounded } from './amounts.ts';
import type { Micros } from './instants.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Hold, settleStock } from './stock.ts';
import type { Order } from './wire.ts';

/** How an order looked after a write. */
interface OrderVersion {
  readonly writtenAtMs: number;
  readonly updated: Micros;
  readonly wire: Order;
}

/** An order with what Ordoro knows about it but does not send. */
export interface OrderRecord {
  readonly wire: Order;
  readonly created: Micros;
  updated: Micros;
  /** Its goods have left the shelf: true from shipping until the shipment is undone, also while cancelled. */
  isOut: boolean;
  committed: readonly Hold[];
  deducted: readonly Hold[];
  /** Carrier and service that a rule or preset chose. */
  choice: { carrier?: string; service?: string };
  /** Line totals as sent, by line id: Ordoro calculates with them, but shows them nowhere in its API. */
  readonly lineTotals: Map<number, number>;
  /** How many labels have been made, voided ones included. */
  labels: number;
  versions: OrderVersion[];
}

/** What a reader that lags sees of an order. */
export interface VisibleOrder {
  readonly wire: Order;
  readonly created: Micros;
  readonly updated: Micros;
}

const KEPT_VERSIONS_MS = 15 * 60_000;

/** Completes a write: new `updated_date`, stock moved accordingly, version kept for readers that lag. */
export function saveOrder(account: Account, record: OrderRecord): Order {
  record.updated = account.stamp();
  record.wire.updated_date = account.date(record.updated);
  settleStock(account, record);
  const now = account.milliseconds();
  const firstKept = record.versions.findLastIndex((version) => version.writtenAtMs <= now - KEPT_VERSIONS_MS);
  if (firstKept > 0) record.versions = record.versions.slice(firstKept);
  record.versions.push({ writtenAtMs: now, updated: record.updated, wire: structuredClone(record.wire) });
  return record.wire;
}

/** The order as it was `lagMs` ago; undefined when it did not exist. Lags up to 15 minutes are kept. */
export function visibleOrder(account: Account, record: OrderRecord, lagMs: number): VisibleOrder | undefined {
  if (lagMs <= 0) return record;
  const version = record.versions.findLast(({ writtenAtMs }) => writtenAtMs <= account.milliseconds() - lagMs);
  return version && { wire: version.wire, created: record.created, updated: version.updated };
}

/** Keeps the total that was sent for a line; one that was not sent stays as it was. */
export function keepTotal(record: OrderRecord, lineId: number, sent: number | undefined): void {
  if (sent !== undefined) record.lineTotals.set(lineId, rounded(sent));
}

/** The order of that number, as it is now. Raises a 404 Refusal. */
export function findOrder(account: Account, number: string): OrderRecord {
  const record = account.ordersByNumber.get(number);
  if (record === undefined) throw notFound(`Order ${number}`);
  return record;
}

/** The order, unless it is the view-only parent of a split. Raises a Refusal. */
export function writableOrder(account: Account, number: string): OrderRecord {
  const record = findOrder(account, number);
  if (record.wire.is_order_parent) throw new Refusal(400, `Order ${number} was split and can only be viewed.`);
  return record;
}

/** The order, if it still awaits fulfillment. Raises a Refusal. */
export function openOrder(account: Account, number: string): OrderRecord {
  const record = writableOrder(account, number);
  if (record.wire.status !== 'awaiting_fulfillment') {
    throw new Refusal(400, `Order ${number} is ${record.wire.status} and cannot be changed.`, 'status');
  }
  return record;
}
