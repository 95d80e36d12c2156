import type { Account, ReturnRecord } from './account.ts';
import { rounded } from './amounts.ts';
import { findOrder, saveOrder } from './order-record.ts';
import { page } from './paging.ts';
import { notFound, Refusal } from './refusal.ts';
import { stockIn } from './stock.ts';
import type { OrderLine, ReturnLine, ReturnOrder } from './wire.ts';

/** What a return is made from. Each line names an order line by its id, or by SKU. */
export interface ReturnDraft {
  readonly orderNumber?: string;
  readonly reference?: string;
  readonly status?: string;
  readonly lines: readonly {
    readonly lineId?: number;
    readonly sku?: string;
    readonly expected: number;
    readonly received?: number;
    readonly restocked?: number;
  }[];
  /** The return lines get ids of their own instead of those of the order lines; which it is, is not proven. */
  readonly hasOwnLineIds?: boolean;
}

/** Cumulative quantities of one return line. */
export interface ReturnProgress {
  readonly lineId: number;
  readonly received?: number;
  readonly restocked?: number;
}

/** The query of the return list. */
export interface ReturnQuery {
  readonly limit: number;
  readonly offset: number;
  readonly search?: string;
  readonly status?: string;
  readonly reference_id?: readonly string[];
  readonly sort?: string;
}

/** Adds a return. Raises a Refusal when the order or a line is unknown. */
export function addReturn(account: Account, draft: ReturnDraft): ReturnOrder {
  const order = draft.orderNumber === undefined ? undefined : findOrder(account, draft.orderNumber);
  const created = account.stamp();
  const reference = draft.reference ?? `RMA-${account.returns.length + 1}`;
  const wire: ReturnOrder = {
    reference_id: reference,
    original_order_number: draft.orderNumber ?? null,
    status: draft.status ?? 'awaiting_return',
    warehouse_id: order?.wire.warehouse.id ?? null,
    customer_notes: null,
    internal_notes: null,
    has_shipping_info: false,
    shipping_infos: [],
    lines: draft.lines.map((line) => {
      const made = returnLine(account, order?.wire.lines ?? [], line);
      return draft.hasOwnLineIds ? { ...made, line_id: account.nextId() } : made;
    }),
    created_date: account.date(created),
    updated_date: account.date(created),
  };
  account.returns.push({ wire, created, updated: created });
  for (const line of wire.lines) restock(account, wire, { sku: line.sku, units: line.restocked_quantity });
  if (order !== undefined) {
    order.wire.return_order_reference_ids.push(reference);
    saveOrder(account, order);
  }
  return wire;
}

/** Sets what has been received and put back on the shelf by now. Raises a 404 Refusal. */
export function progressReturn(account: Account, reference: string, progress: ReturnProgress): ReturnOrder {
  const record = findReturn(account, reference);
  const line = record.wire.lines.find((candidate) => candidate.line_id === progress.lineId);
  if (line === undefined) throw notFound(`Return line ${progress.lineId}`);
  const restocked = progress.restocked ?? line.restocked_quantity;
  restock(account, record.wire, { sku: line.sku, units: restocked - line.restocked_quantity });
  line.received_quantity = progress.received ?? line.received_quantity;
  line.restocked_quantity = restocked;
  record.updated = account.stamp();
  record.wire.updated_date = account.date(record.updated);
  return record.wire;
}

/** A page of returns, oldest first unless asked otherwise; there is no date filter. */
export function listReturns(account: Account, query: ReturnQuery): object {
  const search = query.search?.toLowerCase();
  const found = account.returns.filter(
    ({ wire }) =>
      (query.status === undefined || query.status === 'all' || wire.status === query.status) &&
      (query.reference_id === undefined || query.reference_id.includes(wire.reference_id)) &&
      (search === undefined || `${wire.reference_id}\n${wire.original_order_number}`.toLowerCase().includes(search)),
  );
  return page(sorted(found, query.sort ?? 'created_date'), query, { key: 'return_order', view: ({ wire }) => wire });
}

function findReturn(account: Account, reference: string): ReturnRecord {
  const record = account.returns.find(({ wire }) => wire.reference_id === reference);
  if (record === undefined) throw notFound(`Return ${reference}`);
  return record;
}

function returnLine(account: Account, lines: readonly OrderLine[], draft: ReturnDraft['lines'][number]): ReturnLine {
  const line = lines.find((candidate) =>
    draft.lineId === undefined ? candidate.sku === draft.sku : candidate.id === draft.lineId,
  );
  const sku = line?.sku ?? draft.sku;
  if (sku === undefined) throw new Refusal(400, 'A return line needs an order line or a SKU.', 'lines');
  return {
    line_id: line?.id ?? account.nextId(),
    sku,
    product_name: line?.product_name ?? sku,
    code: null,
    expected_quantity: draft.expected,
    received_quantity: draft.received ?? 0,
    restocked_quantity: draft.restocked ?? 0,
    total_price: rounded((line?.item_price ?? 0) * draft.expected),
    restock_warehouse_id: null,
    line_notes: null,
  };
}

function restock(account: Account, wire: ReturnOrder, goods: { readonly sku: string; readonly units: number }): void {
  const product = account.products.get(goods.sku);
  if (product === undefined || wire.warehouse_id === null || goods.units === 0) return;
  const stock = stockIn(product, wire.warehouse_id);
  stock.physicalOnHand += goods.units;
  stock.updated = account.stamp();
  if (account.options.stockBumpsProduct) product.updated = stock.updated;
}

function sorted(returns: ReturnRecord[], sort: string): ReturnRecord[] {
  const direction = sort.startsWith('-') ? -1 : 1;
  if (sort.endsWith('reference_id')) {
    return returns.sort((one, other) => direction * (one.wire.reference_id < other.wire.reference_id ? -1 : 1));
  }
  const field = sort.endsWith('updated_date') ? 'updated' : 'created';
  return returns.sort((one, other) => direction * (one[field] - other[field]));
}
