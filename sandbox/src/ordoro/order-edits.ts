import type { Account } from './account.ts';
import { changeAddress } from './addresses.ts';
import { rounded } from './amounts.ts';
import { makeLine, weightOf } from './order-lines.ts';
import { findOrder, keepTotal, type OrderRecord, openOrder, saveOrder, writableOrder } from './order-record.ts';
import { dateOr, financialOf, warehouseReference } from './orders.ts';
import { addProduct } from './products.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Address, AddressParts, Comment, Financial, Order } from './wire.ts';

/** Body of `PUT /v3/order/{n}`; null clears a date. */
export interface OrderUpdate {
  readonly notes_from_customer?: string;
  readonly internal_notes?: string;
  readonly ship_by_date?: string | null;
  readonly deliver_by_date?: string | null;
}

/** Body of `POST .../line`. */
export interface AddedLineDraft {
  readonly sku: string;
  readonly quantity?: number;
  readonly item_price?: number;
  readonly total_price?: number;
  readonly product_name?: string;
  readonly details?: string;
  readonly cart_orderitem_id?: string;
  readonly cart_order_id?: string;
}

/** Body of `PUT .../line/{id}`. */
export interface LineUpdate {
  readonly quantity?: number;
  readonly item_price?: number;
  readonly total_price?: number;
  readonly details?: string | null;
}

/** Changes notes and dates, also on shipped and cancelled orders. */
export function updateOrder(account: Account, number: string, update: OrderUpdate): Order {
  const record = writableOrder(account, number);
  const { wire } = record;
  wire.notes_from_customer = update.notes_from_customer ?? wire.notes_from_customer;
  wire.internal_notes = update.internal_notes ?? wire.internal_notes;
  if (update.ship_by_date !== undefined) wire.ship_by_date = dateOr(account, update.ship_by_date, null);
  if (update.deliver_by_date !== undefined) wire.deliver_by_date = dateOr(account, update.deliver_by_date, null);
  return saveOrder(account, record);
}

/** Cancels an order that has not shipped; a cancelled one stays as it is. Raises a Refusal. */
export function cancelOrder(account: Account, number: string): Order {
  const record = writableOrder(account, number);
  if (record.wire.status === 'cancelled') return record.wire;
  if (record.wire.status === 'shipped') throw new Refusal(400, `Order ${number} is shipped.`, 'status');
  return setCancelled(account, record);
}

/** Cancels whatever the state, as staff can in the app; what has shipped stays shipped in the stock figures. */
export function setCancelled(account: Account, record: OrderRecord): Order {
  record.wire.status = 'cancelled';
  record.wire.cancelled_date = account.date(account.stamp());
  return saveOrder(account, record);
}

/** Restores a cancelled order: shipped when its goods are out, else open. Raises a Refusal. */
export function uncancelOrder(account: Account, number: string): Order {
  const record = writableOrder(account, number);
  if (record.wire.status !== 'cancelled') throw new Refusal(400, `Order ${number} is not cancelled.`, 'status');
  record.wire.status = record.isOut ? 'shipped' : 'awaiting_fulfillment';
  record.wire.cancelled_date = null;
  return saveOrder(account, record);
}

/** Adds a comment, also to shipped and cancelled orders. */
export function addComment(account: Account, number: string, text: string): Comment {
  const record = findOrder(account, number);
  const comment = { user: 'api@sandbox.invalid', date: account.date(account.stamp()), text };
  record.wire.comments.push(comment);
  saveOrder(account, record);
  return comment;
}

/** Adds a line; an unknown SKU becomes a product without stock. */
export function addLine(account: Account, number: string, draft: AddedLineDraft): Order {
  const record = openOrder(account, number);
  const name = draft.product_name ?? draft.sku;
  const product = account.products.get(draft.sku) ?? addProduct(account, { sku: draft.sku, name });
  const line = makeLine(account, {
    product,
    quantity: draft.quantity ?? 1,
    ...(draft.item_price === undefined ? {} : { itemPrice: draft.item_price }),
    ...(draft.product_name === undefined ? {} : { name: draft.product_name }),
    details: draft.details ?? null,
    cartOrderId: draft.cart_order_id ?? null,
    cartOrderItemId: draft.cart_orderitem_id ?? null,
  });
  record.wire.lines.push(line);
  keepTotal(record, line.id, draft.total_price);
  return saveLines(account, record);
}

/** Changes a line; SKU and channel ids cannot change. */
export function updateLine(account: Account, number: string, change: LineUpdate & { readonly lineId: number }): Order {
  const record = openOrder(account, number);
  const line = record.wire.lines.find((candidate) => candidate.id === change.lineId);
  if (line === undefined) throw notFound(`Line ${change.lineId}`);
  line.quantity = change.quantity ?? line.quantity;
  line.item_price = rounded(change.item_price ?? line.item_price);
  keepTotal(record, line.id, change.total_price);
  if (change.details !== undefined) line.details = change.details;
  return saveLines(account, record);
}

/** Removes a line. The last one cannot be removed: what Ordoro does there is unknown. */
export function removeLine(account: Account, number: string, lineId: number): Order {
  const record = openOrder(account, number);
  const rest = record.wire.lines.filter((line) => line.id !== lineId);
  if (rest.length === record.wire.lines.length) throw notFound(`Line ${lineId}`);
  if (rest.length === 0) throw new Refusal(400, `Order ${number} would have no line left.`);
  record.wire.lines = rest;
  return saveLines(account, record);
}

/** Rewrites the amounts that were sent and keeps the others. */
export function updateFinancial(account: Account, number: string, sent: Partial<Financial>): Financial {
  const record = openOrder(account, number);
  record.wire.financial = financialOf({ ...record.wire.financial, ...sent });
  return saveOrder(account, record).financial;
}

/** Changes parts of an address. */
export function updateAddress(
  account: Account,
  target: { readonly number: string; readonly which: 'shipping_address' | 'billing_address' },
  sent: Partial<AddressParts>,
): Address {
  const record = openOrder(account, target.number);
  changeAddress(record.wire[target.which], sent);
  return saveOrder(account, record)[target.which];
}

/** Moves an open order to another warehouse, its commitment with it. */
export function updateWarehouse(account: Account, number: string, warehouseId: number): Order {
  const record = openOrder(account, number);
  record.wire.warehouse = warehouseReference(account, warehouseId);
  return saveOrder(account, record);
}

function saveLines(account: Account, record: OrderRecord): Order {
  record.wire.weight = weightOf(account, record.wire.lines);
  return saveOrder(account, record);
}
