import type { Order } from '@commercetools/platform-sdk';
import type { OrdoroOrderDraft } from '../ordoro/wire.ts';
import { toOrdoroAddress } from './addresses/ordoro-address.ts';
import { decimal } from './amounts/money.ts';
import type { PartLine } from './amounts/parts.ts';
import { internalNotes } from './internal-notes.ts';
import { localizedText } from './localized-text.ts';
import { type MerchantFieldValues, merchantFieldValues } from './merchant-fields.ts';
import type { OrderContext, SkuFacts } from './order-context.ts';
import type { Preparation, PreparedPart } from './preparation.ts';
import { shipFromWarehouse } from './ship-from-warehouse.ts';

/** Tags are matched by their text; Ordoro wants a colour for new ones. */
const TAG_COLOR = '#4a90d9';

/** The identity that the record chose for a part. */
export interface PartIdentity {
  readonly orderId: string;
  readonly cartOrderId: string;
  /** Sales channel id. */
  readonly salesChannelId: number;
}

/** What goes into the draft besides the order. */
export interface DraftInputs {
  readonly context: OrderContext;
  readonly skus: SkuFacts;
  readonly identity: PartIdentity;
  readonly notShipped: Extract<Preparation, { kind: 'ready' }>['notShipped'];
}

/** The body of `POST /v3/order` for one part of an order; docs/mapping-orders.md is its table, field by field. */
export function ordoroOrderDraft(order: Order, { part, service }: PreparedPart, inputs: DraftInputs): OrdoroOrderDraft {
  const { context, identity, notShipped } = inputs;
  const fields = merchantFieldValues(order, part.lines, context.merchant.fields ?? []);
  const shippingAddress = toOrdoroAddress(part.shippingAddress ?? { country: '' }, order.customerEmail);
  const warehouseId =
    service.warehouseId ??
    shipFromWarehouse(
      part.lines.map(({ lineItem }) => lineItem),
      context.merchant.warehouses,
      context.keys.supplyChannels,
    );
  const tags = [...new Set([...service.tags, ...fields.tags])].map((text) => ({ text, color: TAG_COLOR }));
  const { amounts } = part;
  const amount = (minorUnits: number) => decimal(minorUnits, amounts.fractionDigits);
  return {
    cart: identity.salesChannelId,
    order_id: identity.orderId,
    cart_order_id: identity.cartOrderId,
    order_date: new Date(order.createdAt).toISOString(),
    ...optional('deliver_by_date', fields.deliverByDate ?? utc(part.shippingInfo?.estimatedDelivery?.until)),
    ...optional('ship_by_date', fields.shipByDate),
    ...optional('warehouse_id', warehouseId),
    ...optional('shipping_type', service.service),
    ...optional('notes_from_customer', fields.notesFromCustomer),
    internal_notes: internalNotes(order, { notShipped, extra: fields.internalNotes }),
    ...(tags.length === 0 ? {} : { tags }),
    product_amount: amount(amounts.product),
    shipping_amount: amount(amounts.shipping),
    tax_amount: amount(amounts.tax),
    discount_amount: amount(amounts.discount),
    grand_total: amount(amounts.grandTotal),
    shipping_address: shippingAddress,
    billing_address:
      order.billingAddress === undefined ? shippingAddress : toOrdoroAddress(order.billingAddress, order.customerEmail),
    lines: part.lines.map((line) => draftLine(line, { order, inputs, fields, amount })),
  };
}

function draftLine(
  line: PartLine,
  known: { order: Order; inputs: DraftInputs; fields: MerchantFieldValues; amount: (minorUnits: number) => number },
): OrdoroOrderDraft['lines'][number] {
  const { lineItem, quantity } = line;
  const sku = lineItem.variant.sku ?? '';
  const fact = known.inputs.skus.get(sku);
  const own = known.fields.lines.get(lineItem.id);
  return {
    cart_orderitem_id: lineItem.id,
    quantity,
    item_price: line.itemPrice,
    total_price: known.amount(line.net),
    ...optional('selected_option', own?.selectedOption),
    ...(line.taxLines.length === 0 ? {} : { tax_lines: line.taxLines }),
    product: {
      sku: fact === undefined || fact === 'unmapped' ? sku : fact.ordoroSku,
      name: (localizedText(lineItem.name, known.order.locale) ?? sku).toWellFormed(),
      ...optional('weight', own?.weightPounds),
    },
  };
}

function utc(date: string | undefined): string | undefined {
  return date === undefined ? undefined : new Date(date).toISOString();
}

function optional<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
