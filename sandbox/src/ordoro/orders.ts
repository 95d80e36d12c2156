import type { Account } from './account.ts';
import { makeAddress } from './addresses.ts';
import { rounded } from './amounts.ts';
import { parseInstant } from './instants.ts';
import { type LineDraft, lineFromDraft, weightOf } from './order-lines.ts';
import { keepTotal, type OrderRecord, saveOrder } from './order-record.ts';
import { Refusal } from './refusal.ts';
import { runRules } from './rules.ts';
import { defaultWarehouse, findCart, tagOf } from './settings.ts';
import type { AddressParts, Financial, Order, Reference } from './wire.ts';

/** Body of `POST /v3/order`, already checked against the description. */
export interface OrderDraft {
  readonly cart?: number | null;
  readonly order_id: string;
  readonly cart_order_id?: string;
  readonly cart_shipment_id?: string;
  readonly order_date?: string;
  readonly deliver_by_date?: string;
  readonly ship_by_date?: string;
  readonly status?: 'awaiting_fulfillment' | 'shipped';
  readonly warehouse_id?: number;
  readonly shipping_type?: string;
  readonly notes_from_customer?: string;
  readonly internal_notes?: string;
  readonly product_amount?: number;
  readonly shipping_amount?: number;
  readonly tax_amount?: number;
  readonly discount_amount?: number;
  readonly grand_total?: number;
  readonly credit_card_issuer?: string;
  readonly tags?: readonly { readonly text: string; readonly color?: string }[];
  readonly billing_address: Partial<AddressParts>;
  readonly shipping_address: Partial<AddressParts>;
  readonly lines: readonly LineDraft[];
}

/** Makes an order: number, addresses, lines, tags and rules, stock committed. Raises a Refusal. */
export function createOrder(account: Account, draft: OrderDraft): Order {
  const channel = channelOf(account, draft.cart ?? null);
  const number = `${channel.prefix}-${draft.order_id}`;
  const twin = account.ordersByNumber.get(number);
  if (twin === undefined) return addOrder(account, draft, { number, channel });
  switch (account.options.duplicateOrderId ?? 'reject') {
    case 'reject':
      throw new Refusal(400, `An order with order_id ${draft.order_id} already exists.`, 'order_id');
    case 'existing':
      return twin.wire;
    case 'accept-same-number':
      return addOrder(account, draft, { number, channel });
    case 'accept':
      return addOrder(account, draft, { number: freeNumber(account, number), channel });
  }
}

interface Channel {
  readonly prefix: string;
  readonly reference?: Reference;
}

interface Identity {
  readonly number: string;
  readonly channel: Channel;
}

function addOrder(account: Account, draft: OrderDraft, identity: Identity): Order {
  const { number, channel } = identity;
  // First, because it may refuse: a refused order must leave no product behind.
  const warehouse = warehouseReference(account, draft.warehouse_id);
  const id = account.nextId();
  const created = account.stamp();
  const now = account.date(created);
  const lines = draft.lines.map((line) => lineFromDraft(account, line, draft.cart_order_id ?? null));
  const wire: Order = {
    id,
    order_number: number,
    barcode: `O${String(id).padStart(10, '0')}`,
    link: `/v3/order/${encodeURIComponent(number)}`,
    status: draft.status ?? 'awaiting_fulfillment',
    shippability: 'shippable',
    order_placed_date: dateOr(account, draft.order_date, now) ?? now,
    created_date: now,
    updated_date: now,
    cancelled_date: null,
    obscured_date: null,
    deliver_by_date: dateOr(account, draft.deliver_by_date, null),
    ship_by_date: dateOr(account, draft.ship_by_date, null),
    shipping_address: makeAddress(account, draft.shipping_address),
    billing_address: makeAddress(account, draft.billing_address),
    lines,
    weight: weightOf(account, lines),
    notes_from_customer: draft.notes_from_customer ?? null,
    internal_notes: draft.internal_notes ?? null,
    requested_shipping_method: draft.shipping_type ?? null,
    ...(channel.reference === undefined ? {} : { sales_channel: channel.reference }),
    warehouse,
    shipping_info: {},
    return_shipping_info: {},
    dropshipping_info: {},
    label_infos: [],
    comments: [],
    tags: (draft.tags ?? []).map((tag) => tagOf(account, tag.text, tag.color)),
    financial: financialOf(draft),
    is_order_parent: false,
    parent_order_number: null,
    sibling_order_numbers: [],
    return_order_reference_ids: [],
    allocation_status: 'unallocated',
    batch_reference_id: null,
    has_revision: false,
    revision_locked_fields: [],
  };
  const record = newRecord(account, wire, created);
  lines.forEach(({ id: lineId }, at) => {
    keepTotal(record, lineId, draft.lines[at]?.total_price);
  });
  runRules(account, record);
  record.isOut = wire.status === 'shipped';
  return saveOrder(account, record);
}

/** Registers an order that is not saved yet. */
export function newRecord(account: Account, wire: Order, created: number): OrderRecord {
  const record: OrderRecord = {
    wire,
    created,
    updated: created,
    isOut: false,
    committed: [],
    deducted: [],
    choice: {},
    lineTotals: new Map(),
    labels: 0,
    versions: [],
  };
  account.orders.push(record);
  if (!account.ordersByNumber.has(wire.order_number)) account.ordersByNumber.set(wire.order_number, record);
  return record;
}

/** The warehouse of that id, or the default one. Raises a Refusal when it is unknown. */
export function warehouseReference(account: Account, id: number | undefined): Reference {
  const known = id === undefined ? defaultWarehouse(account) : account.warehouses.find((entry) => entry.id === id);
  if (known === undefined) throw new Refusal(400, `Warehouse ${id} does not exist.`, 'warehouse_id');
  return { id: known.id, link: known._link };
}

/** A date a client sent in the account's offset. Raises a Refusal when it is no date. */
export function dateOr<T>(account: Account, sent: string | null | undefined, otherwise: T): string | T {
  if (sent === undefined || sent === null) return otherwise;
  try {
    return account.date(parseInstant(sent));
  } catch {
    throw new Refusal(400, `${sent} is not a date.`);
  }
}

/** The six amounts as stored; what was not sent stays null. */
export function financialOf(sent: Partial<Financial>): Financial {
  const amount = (value: number | null | undefined) => (typeof value === 'number' ? rounded(value) : null);
  return {
    product_amount: amount(sent.product_amount),
    shipping_amount: amount(sent.shipping_amount),
    tax_amount: amount(sent.tax_amount),
    discount_amount: amount(sent.discount_amount),
    grand_total: amount(sent.grand_total),
    credit_card_issuer: sent.credit_card_issuer ?? null,
  };
}

function channelOf(account: Account, cartId: number | null): Channel {
  if (cartId === null) return { prefix: 'M' };
  if (!account.carts.some((cart) => cart.id === cartId)) {
    throw new Refusal(400, `Cart ${cartId} does not exist.`, 'cart');
  }
  const cart = findCart(account, cartId);
  return { prefix: String(cart.index), reference: { id: cart.id, link: cart._link } };
}

function freeNumber(account: Account, number: string): string {
  let turn = 2;
  while (account.ordersByNumber.has(`${number}-D${turn}`)) turn += 1;
  return `${number}-D${turn}`;
}
