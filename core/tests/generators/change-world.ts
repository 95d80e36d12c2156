import type { Address, Order } from '@commercetools/platform-sdk';
import { withAcceptedContent, withClaimedContent } from '../../src/orders/changes/baselines.ts';
import type { OrdoroEdit } from '../../src/orders/changes/ordoro-edit.ts';
import type { OrderContext, SkuFacts } from '../../src/orders/order-context.ts';
import { ordoroOrderDraft } from '../../src/orders/ordoro-draft.ts';
import { prepare } from '../../src/orders/preparation.ts';
import { acceptedState, withOrdoroOrders } from '../../src/orders/record-changes.ts';
import type { OrdoroLine, OrdoroOrder } from '../../src/ordoro/readers.ts';
import type { OrdoroAddressDraft } from '../../src/ordoro/wire.ts';
import type { PartRecord, SyncRecord } from '../../src/records/sync-record.ts';
import { NOW, orderContext, ordoroLine, ordoroOrder, shopOrder, syncRecord } from './situations.ts';
import { euro, line } from './written-orders.ts';

/** A mutable Ordoro order; what a client reads is a copy. */
export type StoredOrdoroOrder = { -readonly [name in keyof OrdoroOrder]: OrdoroOrder[name] };

/** An order that Ordoro has, on both sides and in memory. Time stands still until it is moved. */
export class ChangeWorld {
  now = NOW;
  order: Order;
  context: OrderContext;
  skus: SkuFacts = new Map(['SHIRT', 'HAT', 'SOCKS'].map((sku) => [sku, { ordoroSku: sku }]));
  stored: { record: SyncRecord; version: number };
  readonly ordoro = new Map<string, StoredOrdoroOrder>();
  /** Every write that Ordoro carried out. */
  readonly edits: OrdoroEdit[] = [];
  /** Every write that was sent, carried out or not. */
  readonly sent: OrdoroEdit[] = [];
  /** Every reading of one Ordoro order. */
  readonly reads: string[] = [];
  /** Writes that Ordoro still works on. */
  readonly underWay: (() => void)[] = [];
  passes = 0;
  #lastId = 9_000;
  #ticks = 0;

  constructor(order: Order = shopOrder(), context: OrderContext = orderContext()) {
    this.order = order;
    this.context = context;
    this.stored = { record: this.#exported(), version: 1 };
  }

  get record(): SyncRecord {
    return this.stored.record;
  }

  /** The Ordoro order of that number; a test fails where there is none. */
  at(number: string): StoredOrdoroOrder {
    const found = this.ordoro.get(number);
    if (found === undefined) throw new Error(`Ordoro has no order ${number}`);
    return found;
  }

  /** Time goes by; what Ordoro was working on is done. */
  wait(milliseconds: number): void {
    for (const finish of this.underWay.splice(0)) finish();
    this.now += milliseconds;
  }

  /** Units by line item id over the Ordoro orders that are neither parents nor cancelled. */
  units(): Record<string, number> {
    const units: Record<string, number> = {};
    for (const { status, isParent, lines } of this.ordoro.values())
      for (const { lineItemId = 'none', quantity } of lines)
        if (status !== 'cancelled' && !isParent) units[lineItemId] = (units[lineItemId] ?? 0) + quantity;
    return units;
  }

  /** Somebody changes an Ordoro order. */
  change(number: string, change: (order: StoredOrdoroOrder) => void): void {
    const order = this.at(number);
    change(order);
    this.#ticks += 1;
    order.updatedDate = new Date(this.now + this.#ticks).toISOString();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Staff splits an order; each group says how many units of which line item go into a child. */
  split(number: string, groups: readonly Readonly<Record<string, number>>[]): string[] {
    const parent = this.at(number);
    const numbers = groups.map((_, at) => `${number}-${at + 1}`);
    this.change(number, (order) => {
      order.isParent = true;
    });
    groups.forEach((group, at) => {
      const child = numbers[at] ?? '';
      this.ordoro.set(child, {
        ...structuredClone(parent),
        id: this.nextId(),
        orderNumber: child,
        isParent: false,
        parentOrderNumber: number,
        siblingNumbers: numbers.filter((other) => other !== child),
        lines: parent.lines
          .filter(({ lineItemId = '' }) => (group[lineItemId] ?? 0) > 0)
          .map((line) => ({ ...line, id: this.nextId(), quantity: group[line.lineItemId ?? ''] ?? 0 })),
      });
      this.change(child, () => undefined);
    });
    return numbers;
  }

  /** A process takes an order in: the way it is exported, without the network. */
  #exported(): SyncRecord {
    const inputs = { context: this.context, skus: this.skus };
    const preparation = prepare(this.order, undefined, inputs);
    if (preparation.kind !== 'ready') throw new Error(`the order is not ready but ${preparation.kind}`);
    const planned = preparation.parts.map(
      ({ part }): PartRecord => ({
        number: part.number,
        ...(part.key === undefined ? {} : { key: part.key }),
        orderId: `A-1000${part.suffix}`,
        cartOrderId: `${this.order.id}${part.suffix}`,
        state: { step: 'claimed' },
      }),
    );
    const base = syncRecord({ parts: planned, channel: { id: 7, index: 1 }, status: 'exported', open: false });
    const numbers = planned.map(({ number }) => number);
    let record = withClaimedContent(base, this.order, { ...inputs, parts: numbers });
    for (const [at, prepared] of preparation.parts.entries()) {
      const part = planned[at];
      if (part === undefined) continue;
      const { orderId, cartOrderId } = part;
      const draft = ordoroOrderDraft(this.order, prepared, {
        ...inputs,
        identity: { orderId, cartOrderId, salesChannelId: 7 },
        notShipped: preparation.notShipped,
      });
      const row = ordoroOrder({
        id: this.nextId(),
        orderNumber: `1-${orderId}`,
        updatedDate: new Date(this.now).toISOString(),
        lines: draft.lines.map((line) =>
          ordoroLine({
            id: this.nextId(),
            quantity: line.quantity,
            sku: line.product.sku,
            itemPrice: line.item_price,
            cartOrderId,
            lineItemId: line.cart_orderitem_id,
          }),
        ),
        content: {
          shippingAddress: kept(draft.shipping_address),
          billingAddress: kept(draft.billing_address),
          notesFromCustomer: draft.notes_from_customer,
          internalNotes: draft.internal_notes,
          shipByDate: draft.ship_by_date,
          deliverByDate: draft.deliver_by_date,
          financial: { ...amountsOf(draft), credit_card_issuer: 'VISA' },
          comments: [],
        },
      });
      this.ordoro.set(row.orderNumber, structuredClone(row));
      const parts = record.parts.map((one) =>
        one.number === part.number ? { ...one, state: acceptedState(row, part) } : one,
      );
      record = withAcceptedContent(withOrdoroOrders({ ...record, parts }, [row]), part.number, row);
    }
    return record;
  }
}

/** Ordoro keeps all ten parts of an address, states in upper case. */
export function kept(
  address: OrdoroAddressDraft,
  before: Partial<Record<keyof OrdoroAddressDraft, string | undefined>> = {},
): NonNullable<OrdoroOrder['content']['shippingAddress']> {
  const parts = { ...before, ...address };
  const text = (part: string | undefined) => (part === undefined || part === '' ? undefined : part);
  return {
    name: text(parts.name),
    company: text(parts.company),
    street1: text(parts.street1),
    street2: text(parts.street2),
    city: text(parts.city),
    state: text(parts.state)?.toUpperCase(),
    zip: text(parts.zip),
    country: text(parts.country),
    email: text(parts.email),
    phone: text(parts.phone),
  };
}

/** The five amounts. */
export function amountsOf(amounts: {
  product_amount: number;
  shipping_amount: number;
  tax_amount: number;
  discount_amount: number;
  grand_total: number;
}) {
  const { product_amount, shipping_amount, tax_amount, discount_amount, grand_total } = amounts;
  return { product_amount, shipping_amount, tax_amount, discount_amount, grand_total };
}

/** The order with another shipping address. */
export function movedTo(order: Order, change: Partial<Address>): Order {
  return {
    ...order,
    version: order.version + 1,
    shippingAddress: { country: 'DE', ...order.shippingAddress, ...change },
  };
}

/** Lines as text, for tests: `line-1 x2`. */
export function linesOf({ lines }: { readonly lines: readonly OrdoroLine[] }): string[] {
  return lines.map(({ lineItemId = '?', quantity }) => `${lineItemId} x${quantity}`);
}

const SKUS: Readonly<Record<string, string>> = { 'line-1': 'SHIRT', 'line-2': 'HAT', 'line-3': 'SOCKS' };

/** The shop's order with so many units of each line item, 10.00 EUR each; none: the line is not in the order. */
export function withUnits(shop: Order, units: Readonly<Record<string, number>>): Order {
  const lineItems = Object.entries(units)
    .filter(([, quantity]) => quantity > 0)
    .map(([id, quantity]) => line(id, quantity, 1_000 * quantity, { variant: { id: 1, sku: SKUS[id] ?? id } }));
  const goods = lineItems.reduce((sum, { totalPrice }) => sum + totalPrice.centAmount, 0);
  return { ...shop, version: shop.version + 1, lineItems, totalPrice: euro(goods + 500) };
}
