import type { Account } from './account.ts';
import { setCancelled } from './order-edits.ts';
import { weightOf } from './order-lines.ts';
import { findOrder, type OrderRecord, openOrder, saveOrder } from './order-record.ts';
import { newRecord } from './orders.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Order, OrderLine } from './wire.ts';

/** Units of the lines that go into one child. */
export type SplitGroup = readonly { readonly line_id: number; readonly quantity: number }[];

/** Whether the children keep the ids of the sales channel, which is not proven. Default: they do. */
export interface SplitOptions {
  readonly dropCartIds?: boolean;
}

/**
 * Splits an open order into one child per group, and a last one for units in no group. The children are numbered
 * `-1`, `-2`, …; the order itself becomes a parent that can only be viewed. Raises a Refusal.
 */
export function splitOrder(
  account: Account,
  number: string,
  split: SplitOptions & { readonly groups: readonly SplitGroup[] },
): Order[] {
  const parent = openOrder(account, number);
  const groups = completed(parent, split.groups);
  if (groups.length < 2) throw new Refusal(400, 'A split needs at least two groups with units.', 'split_orders');
  const numbers = groups.map((_, at) => `${number}-${at + 1}`);
  parent.wire.is_order_parent = true;
  saveOrder(account, parent);
  return groups.map((group, at) => {
    const own = numbers[at] ?? number;
    const siblings = numbers.filter((other) => other !== own);
    return addChild(account, parent, { number: own, siblings, group, dropCartIds: split.dropCartIds ?? false });
  });
}

/** What is left of the orders that were merged into another one, which is not proven. */
export interface MergeOptions {
  /** `empty` (default): cancelled, without lines. `lines`: cancelled, with copies of their lines. `nothing`: not found. */
  readonly leaves?: 'empty' | 'lines' | 'nothing';
  /** The lines lose the ids of the sales channel when they move. Default: they keep them. */
  readonly dropCartIds?: boolean;
}

/** Moves the lines of the other open orders into the first. Lines keep their ids and the ids of the sales channel. */
export function mergeOrders(account: Account, numbers: readonly string[], options: MergeOptions = {}): Order {
  const { leaves = 'empty', dropCartIds = false } = options;
  const [target, ...others] = numbers.map((number) => openOrder(account, number));
  if (target === undefined || others.length === 0) throw new Refusal(400, 'A merge needs at least two orders.');
  for (const other of others) {
    const moved = structuredClone(other.wire.lines);
    target.wire.lines.push(...moved.map((line) => (dropCartIds ? withoutCartIds(line) : line)));
    if (leaves !== 'lines') other.wire.lines = [];
    setCancelled(account, other);
    if (leaves === 'nothing') eraseOrder(account, other.wire.order_number);
  }
  target.wire.weight = weightOf(account, target.wire.lines);
  return saveOrder(account, target);
}

/** Removes an order without trace; Ordoro never does, but a reader must survive it. */
export function eraseOrder(account: Account, number: string): void {
  const record = findOrder(account, number);
  record.wire.lines = [];
  setCancelled(account, record);
  account.orders.splice(account.orders.indexOf(record), 1);
  account.ordersByNumber.delete(number);
}

interface Child {
  readonly number: string;
  readonly siblings: string[];
  readonly group: SplitGroup;
  readonly dropCartIds: boolean;
}

function addChild(account: Account, parent: OrderRecord, child: Child): Order {
  const created = account.stamp();
  const id = account.nextId();
  const wire: Order = {
    ...structuredClone(parent.wire),
    id,
    order_number: child.number,
    barcode: `O${String(id).padStart(10, '0')}`,
    link: `/v3/order/${encodeURIComponent(child.number)}`,
    created_date: account.date(created),
    is_order_parent: false,
    parent_order_number: parent.wire.order_number,
    sibling_order_numbers: child.siblings,
    return_order_reference_ids: [],
    lines: child.group.map(({ line_id: lineId, quantity }) => {
      const line = childLine(account, lineOf(parent, lineId), quantity);
      return child.dropCartIds ? withoutCartIds(line) : line;
    }),
  };
  wire.weight = weightOf(account, wire.lines);
  const record = newRecord(account, wire, created);
  record.choice = { ...parent.choice };
  return saveOrder(account, record);
}

function childLine(account: Account, line: OrderLine, quantity: number): OrderLine {
  const id = account.nextId();
  return { ...structuredClone(line), id, link: `/v3/order/line/${id}`, quantity };
}

function withoutCartIds(line: OrderLine): OrderLine {
  return { ...line, cart_order_id: null, cart_orderitem_id: null };
}

function lineOf(record: OrderRecord, lineId: number): OrderLine {
  const line = record.wire.lines.find((candidate) => candidate.id === lineId);
  if (line === undefined) throw notFound(`Line ${lineId}`);
  return line;
}

/** Groups without empty entries, and one more for the units that no group names. */
function completed(record: OrderRecord, groups: readonly SplitGroup[]): SplitGroup[] {
  const rest = record.wire.lines.map((line) => {
    const taken = groups.flat().filter((entry) => entry.line_id === line.id);
    const quantity = line.quantity - taken.reduce((sum, entry) => sum + entry.quantity, 0);
    if (quantity < 0) throw new Refusal(400, `Line ${line.id} has only ${line.quantity} units.`, 'split_orders');
    return { line_id: line.id, quantity };
  });
  for (const entry of groups.flat()) lineOf(record, entry.line_id);
  return [...groups, rest]
    .map((group) => group.filter((entry) => entry.quantity > 0))
    .filter((group) => group.length > 0);
}
