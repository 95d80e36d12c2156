import type { Account } from './account.ts';
import { created, type Handlers, integer, type OrdoroCall, ok, text } from './handlers.ts';
import * as edits from './order-edits.ts';
import { findOrder, saveOrder, writableOrder } from './order-record.ts';
import { type SplitGroup, splitOrder } from './order-splits.ts';
import { countOrders, listOrders, type OrderQuery, orderByNumber, parentView } from './order-view.ts';
import { createOrder, type OrderDraft } from './orders.ts';
import { notFound, Refusal } from './refusal.ts';
import { applyPreset } from './rules.ts';
import { markAsShipped, type ShippingInfoDraft, setShippingInfo, voidLabel } from './shipments.ts';
import type { AddressParts, Financial } from './wire.ts';

/** The calls on orders. Bodies and queries were checked against the description, hence the casts. */
export const orderHandlers: Handlers = {
  listOrders: ({ account, query }) => ok(listOrders(account, query as OrderQuery)),
  createOrder: ({ account, body }) => created(createOrder(account, body as OrderDraft)),
  countOrders: ({ account }) => ok(countOrders(account)),
  getOrder: (call) => ok(orderByNumber(call.account, number(call))),
  getParentOrder: (call) => ok(parentView(call.account, text(call, 'parent_order_number'))),
  updateOrder: (call) => ok(edits.updateOrder(call.account, number(call), call.body as edits.OrderUpdate)),
  cancelOrder: (call) => ok(edits.cancelOrder(call.account, number(call))),
  uncancelOrder: (call) => ok(edits.uncancelOrder(call.account, number(call))),
  listComments: (call) => ok(comments(call)),
  addComment: (call) => ok(edits.addComment(call.account, number(call), (call.body as { comment: string }).comment)),
  addLine: (call) => created(edits.addLine(call.account, number(call), call.body as edits.AddedLineDraft)),
  updateLine: (call) => {
    const change = { ...(call.body as edits.LineUpdate), lineId: integer(call, 'line_id') };
    return ok(edits.updateLine(call.account, number(call), change));
  },
  removeLine: (call) => ok(edits.removeLine(call.account, number(call), integer(call, 'line_id'))),
  splitOrder: (call) => created(split(call)),
  markAsShipped: (call) => ok(markAsShipped(call.account, number(call))),
  updateFinancial: (call) => ok(edits.updateFinancial(call.account, number(call), call.body as Partial<Financial>)),
  updateShippingAddress: (call) => ok(address(call, 'shipping_address')),
  updateBillingAddress: (call) => ok(address(call, 'billing_address')),
  updateOrderWarehouse: (call) => {
    const { warehouse_id: warehouseId } = call.body as { warehouse_id: number };
    return ok(edits.updateWarehouse(call.account, number(call), warehouseId));
  },
  addShippingInfo: (call) => created(setShippingInfo(call.account, number(call), call.body as ShippingInfoDraft)),
  updateShippingInfo: (call) => ok(changedShippingInfo(call)),
  removeShippingInfo: (call) => ok(voidLabel(call.account, number(call), 'nothing')),
  applyPreset: (call) => created(presets(call, 'apply')),
  removePreset: (call) => ok(presets(call, 'remove')),
};

function number(call: OrdoroCall): string {
  return text(call, 'order_number');
}

function comments(call: OrdoroCall): unknown {
  const { comments: all } = findOrder(call.account, number(call)).wire;
  if (call.account.options.commentList) return { count: all.length, limit: 10, offset: 0, comment: all.slice(0, 10) };
  const last = all.at(-1);
  if (last === undefined) throw notFound('Comment');
  return last;
}

function split(call: OrdoroCall): string[] {
  const { split_orders: groups } = call.body as { split_orders: { lines: SplitGroup }[] };
  const children = splitOrder(call.account, number(call), { groups: groups.map((group) => group.lines) });
  return children.map((child) => child.order_number);
}

function address(call: OrdoroCall, which: 'shipping_address' | 'billing_address') {
  return edits.updateAddress(call.account, { number: number(call), which }, call.body as Partial<AddressParts>);
}

function changedShippingInfo(call: OrdoroCall) {
  if (!findOrder(call.account, number(call)).isOut) throw new Refusal(400, 'The order has no shipping info yet.');
  return setShippingInfo(call.account, number(call), call.body as ShippingInfoDraft);
}

function presets(call: OrdoroCall, change: 'apply' | 'remove'): { presets: number[] } {
  const { account } = call;
  const record = writableOrder(account, number(call));
  const presetId = integer(call, 'preset_id');
  knownPreset(account, presetId);
  const info = record.wire.shipping_info;
  if (change === 'apply') applyPreset(account, record, presetId);
  else info.presets = (info.presets ?? []).filter((id) => id !== presetId);
  saveOrder(account, record);
  return { presets: info.presets ?? [] };
}

function knownPreset(account: Account, id: number): void {
  if (!account.presets.some((preset) => preset.id === id)) throw notFound(`Preset ${id}`);
}
