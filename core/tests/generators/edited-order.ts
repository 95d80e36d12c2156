import type { EditOutcome, OrderEdit } from '../../src/ordoro/order-edits.ts';
import { type OrdoroOrder, readOrder } from '../../src/ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../../src/ordoro/wire.ts';
import { ordoroLine, ordoroOrder } from './situations.ts';

/** Ids of the lines that edits add. */
const FIRST_ADDED_LINE = 9_501;

/** An Ordoro order as its creation leaves it: what it takes from the draft, as Ordoro would show it. */
export function createdOrder(
  { order_id: _only, ...draft }: OrdoroOrderDraft,
  { id, number, at }: { readonly id: number; readonly number: string; readonly at: string },
): OrdoroOrder {
  const order = readOrder({
    ...draft,
    id,
    order_number: number,
    status: 'awaiting_fulfillment',
    created_date: at,
    updated_date: at,
    warehouse: draft.warehouse_id,
    shipping_info: {},
    financial: draft,
    lines: draft.lines.map(({ product, cart_orderitem_id, quantity, item_price }, index) => ({
      id: 9_001 + index,
      quantity,
      sku: product.sku,
      item_price,
      cart_order_id: draft.cart_order_id,
      cart_orderitem_id,
    })),
  });
  return order ?? ordoroOrder({ id });
}

/** What an edit makes of an Ordoro order, and how Ordoro answers; an order that is not open takes comments only. */
export function editedOrder(
  order: OrdoroOrder | undefined,
  edit: OrderEdit,
  at: string,
): { readonly order: OrdoroOrder | undefined; readonly outcome: EditOutcome } {
  const expected = edit.kind === 'uncancel' ? 'cancelled' : 'awaiting_fulfillment';
  if (order === undefined || (edit.kind !== 'comment' && order.status !== expected))
    return { order, outcome: { kind: 'rejected', message: 'status 400' } };
  const edited = { ...applied(order, edit), updatedDate: at };
  return { order: edited, outcome: answer(edited, edit) };
}

function answer(order: OrdoroOrder, edit: OrderEdit): EditOutcome {
  switch (edit.kind) {
    case 'comment':
      return { kind: 'done' };
    case 'shipping_address':
    case 'billing_address':
      return { kind: 'done', address: edit.address as Partial<NonNullable<OrdoroOrder['content']['shippingAddress']>> };
    case 'financial':
      return { kind: 'done', financial: { ...edit.amounts } };
    default:
      return { kind: 'done', order };
  }
}

function applied(order: OrdoroOrder, edit: OrderEdit): OrdoroOrder {
  const { content, lines } = order;
  switch (edit.kind) {
    case 'cancel':
      return { ...order, status: 'cancelled' };
    case 'uncancel':
      return { ...order, status: 'awaiting_fulfillment' };
    case 'comment':
      return { ...order, content: { ...content, comments: [...content.comments, edit.text] } };
    case 'order':
      return withUpdate(order, edit.update);
    case 'shipping_address':
      return { ...order, content: { ...content, shippingAddress: withParts(content.shippingAddress, edit.address) } };
    case 'billing_address':
      return { ...order, content: { ...content, billingAddress: withParts(content.billingAddress, edit.address) } };
    case 'financial':
      return { ...order, content: { ...content, financial: withParts(content.financial, edit.amounts) } };
    case 'add-line': {
      const { sku, quantity, item_price, cart_order_id, cart_orderitem_id } = edit.line;
      const added = ordoroLine({
        id: Math.max(FIRST_ADDED_LINE, ...lines.map(({ id = 0 }) => id + 1)),
        sku,
        quantity,
        itemPrice: item_price,
        cartOrderId: cart_order_id,
        lineItemId: cart_orderitem_id,
      });
      return { ...order, lines: [...lines, added] };
    }
    case 'change-line':
      return {
        ...order,
        lines: lines.map((line) =>
          line.id === edit.lineId
            ? { ...line, quantity: edit.update.quantity, itemPrice: edit.update.item_price }
            : line,
        ),
      };
    case 'remove-line':
      return { ...order, lines: lines.filter(({ id }) => id !== edit.lineId) };
  }
}

function withUpdate(order: OrdoroOrder, update: Extract<OrderEdit, { kind: 'order' }>['update']): OrdoroOrder {
  const { notes_from_customer, internal_notes, ship_by_date, deliver_by_date } = update;
  return {
    ...order,
    content: {
      ...order.content,
      ...(notes_from_customer === undefined ? {} : { notesFromCustomer: notes_from_customer }),
      ...(internal_notes === undefined ? {} : { internalNotes: internal_notes }),
      ...(ship_by_date === undefined ? {} : { shipByDate: ship_by_date ?? undefined }),
      ...(deliver_by_date === undefined ? {} : { deliverByDate: deliver_by_date ?? undefined }),
    },
  };
}

/** Parts that are left out stay as they are. */
function withParts<T extends object>(before: T | undefined, parts: object): T {
  return { ...before, ...parts } as T;
}
