import type { Account } from './account.ts';
import { parseInstant } from './instants.ts';
import { findOrder, type OrderRecord, type VisibleOrder, visibleOrder } from './order-record.ts';
import { page } from './paging.ts';
import { notFound } from './refusal.ts';
import type { Order } from './wire.ts';

/** The query of the order list. */
export interface OrderQuery {
  readonly limit: number;
  readonly offset: number;
  readonly status?: string;
  readonly sales_channel?: readonly number[];
  readonly cart_order_id?: string;
  readonly sku?: readonly string[];
  readonly updated_after?: string;
  readonly updated_before?: string;
  readonly created_after?: string;
  readonly created_before?: string;
  readonly sort?: string;
}

/**
 * A page of orders as they were `listLagMs` ago. Without a status only open orders are listed and without a sort the
 * newest come first: both are unknown, and this is the choice that shows most when a client forgets them.
 */
export function listOrders(account: Account, query: OrderQuery): object {
  const lagMs = account.options.listLagMs ?? 0;
  const keeps = filter(account, query);
  const found = account.orders.flatMap((record) => {
    const seen = visibleOrder(account, record, lagMs);
    return seen !== undefined && keeps(seen) ? [seen] : [];
  });
  return page(sorted(found, query.sort ?? '-created_date'), query, { key: 'order', view: ({ wire }) => wire });
}

/** One order by number as it was `numberLagMs` ago. Raises a 404 Refusal. */
export function orderByNumber(account: Account, number: string): Order {
  const record = findOrder(account, number);
  const seen = visibleOrder(account, record, account.options.numberLagMs ?? 0);
  const hidesParent = record.wire.is_order_parent && account.options.parentsByNumber === false;
  if (seen === undefined || hidesParent) throw notFound(`Order ${number}`);
  return seen.wire;
}

/** The view-only rest of a split order: lines without ids. Raises a 404 Refusal. */
export function parentView(account: Account, number: string): object {
  const { wire } = findOrder(account, number);
  if (!wire.is_order_parent) throw notFound(`Parent order ${number}`);
  const children = account.orders.filter((record) => record.wire.parent_order_number === number);
  return {
    order_number: wire.order_number,
    link: `/v3/order/parent/${encodeURIComponent(number)}`,
    status: wire.status,
    shippability: wire.shippability,
    order_placed_date: wire.order_placed_date,
    created_date: wire.created_date,
    updated_date: wire.updated_date,
    shipping_address: wire.shipping_address,
    billing_address: wire.billing_address,
    lines: wire.lines.map((line) => ({
      quantity: line.quantity,
      sku: line.sku,
      product_name: line.product_name,
      order_line_product_name: line.order_line_product_name,
      product_link: line.product_link,
      item_price: line.item_price,
      supplier_price: line.supplier_price,
      details: line.details,
      shippability: line.shippability,
    })),
    notes_from_customer: wire.notes_from_customer,
    internal_notes: wire.internal_notes,
    requested_shipping_method: wire.requested_shipping_method,
    ...(wire.sales_channel === undefined ? {} : { sales_channel: wire.sales_channel }),
    comments: wire.comments,
    tags: wire.tags,
    financial: wire.financial,
    child_order_numbers: children.map((child) => child.wire.order_number),
    ready: true,
  };
}

/** Orders per status over all channels, without split parents. */
export function countOrders(account: Account): object {
  const orders = account.orders.filter((record) => !record.wire.is_order_parent);
  const count = (status: string) => orders.filter((record) => record.wire.status === status).length;
  return {
    all: orders.length,
    awaiting_fulfillment: count('awaiting_fulfillment'),
    dropshipment_requested: count('dropshipment_requested'),
    shipped: count('shipped'),
    unprinted_shipped: count('shipped'),
    cancelled: count('cancelled'),
  };
}

/** All orders with a line of that channel order, oldest first. */
export function ordersOf(account: Account, cartOrderId: string): Order[] {
  return account.orders.filter((record) => hasCartOrder(record, cartOrderId)).map((record) => record.wire);
}

function hasCartOrder({ wire }: VisibleOrder | OrderRecord, cartOrderId: string): boolean {
  return wire.lines.some((line) => line.cart_order_id === cartOrderId);
}

function filter(account: Account, query: OrderQuery): (seen: VisibleOrder) => boolean {
  const status = query.status ?? 'awaiting_fulfillment';
  const showsParents = account.options.parentsInList ?? false;
  const channels = query.sales_channel;
  const { cart_order_id: cartOrderId, sku: skus } = query;
  const inTime = timeFilter(account, query);
  return (seen) => {
    const { wire } = seen;
    if (status !== 'all' && wire.status !== status) return false;
    if (!showsParents && wire.is_order_parent) return false;
    if (channels !== undefined && !channels.includes(wire.sales_channel?.id ?? 0)) return false;
    if (cartOrderId !== undefined && !hasCartOrder(seen, cartOrderId)) return false;
    return (skus === undefined || wire.lines.some((line) => skus.includes(line.sku))) && inTime(seen);
  };
}

function timeFilter(account: Account, query: OrderQuery): (seen: VisibleOrder) => boolean {
  const slack = account.options.exclusiveBounds ? 1 : 0;
  const from = (text: string | undefined) =>
    text === undefined ? Number.NEGATIVE_INFINITY : parseInstant(text) + slack;
  const until = (text: string | undefined) =>
    text === undefined ? Number.POSITIVE_INFINITY : parseInstant(text) - slack;
  const bounds = {
    updatedFrom: from(query.updated_after),
    updatedUntil: until(query.updated_before),
    createdFrom: from(query.created_after),
    createdUntil: until(query.created_before),
  };
  return ({ updated, created }) =>
    updated >= bounds.updatedFrom &&
    updated <= bounds.updatedUntil &&
    created >= bounds.createdFrom &&
    created <= bounds.createdUntil;
}

function sorted(orders: VisibleOrder[], sort: string): VisibleOrder[] {
  const direction = sort.startsWith('-') ? -1 : 1;
  const field = sort.endsWith('updated_date') ? 'updated' : 'created';
  return orders.sort((one, other) => direction * (one[field] - other[field] || one.wire.id - other.wire.id));
}
