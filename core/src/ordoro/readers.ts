import { z } from 'zod';
import { type OrdoroShippingInfo, readShippingInfo } from './shipping-info-reader.ts';

/** Reads only the fields the connector uses, whatever else Ordoro sends: its schemas and examples disagree in places. */

const idOfLink = z
  .union([z.number(), z.object({ id: z.number() })])
  .transform((value) => (typeof value === 'number' ? value : value.id));
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

const lineSchema = z.object({
  id: z.number().nullish().catch(undefined),
  quantity: z.number().catch(0),
  sku: optionalText.catch(undefined),
  item_price: z.number().nullish().catch(undefined),
  cart_order_id: optionalText,
  cart_orderitem_id: optionalText,
});

const orderSchema = z.object({
  id: z.number().nullish().catch(undefined),
  order_number: z.string().min(1),
  status: z.string().catch(''),
  created_date: optionalText.catch(undefined),
  updated_date: optionalText,
  // Only the body of the creation has it for certain.
  order_id: optionalText.catch(undefined),
  // The schema says sales_channel, the examples say cart.
  sales_channel: idOfLink.nullish().catch(undefined),
  cart: idOfLink.nullish().catch(undefined),
  lines: z.array(lineSchema),
  warehouse: idOfLink.nullish().catch(undefined),
  weight: z.number().nullish().catch(undefined),
  shipping_address: z.looseObject({}).nullish().catch(undefined),
  billing_address: z.looseObject({}).nullish().catch(undefined),
  shipping_info: z.looseObject({}).nullish().catch(undefined),
  label_infos: z.array(z.unknown()).nullish().catch(undefined),
  financial: z.looseObject({}).nullish().catch(undefined),
  notes_from_customer: optionalText.catch(undefined),
  internal_notes: optionalText.catch(undefined),
  ship_by_date: optionalText.catch(undefined),
  deliver_by_date: optionalText.catch(undefined),
  comments: z.array(z.unknown()).nullish().catch(undefined),
  is_order_parent: z.boolean().nullish().catch(undefined),
  parent_order_number: optionalText.catch(undefined),
  sibling_order_numbers: z.array(z.string()).nullish().catch(undefined),
});

const addressSchema = z.object({
  name: optionalText.catch(undefined),
  company: optionalText.catch(undefined),
  street1: optionalText.catch(undefined),
  street2: optionalText.catch(undefined),
  city: optionalText.catch(undefined),
  state: optionalText.catch(undefined),
  zip: optionalText.catch(undefined),
  country: optionalText.catch(undefined),
  email: optionalText.catch(undefined),
  phone: optionalText.catch(undefined),
});

/** An address as Ordoro keeps it, normalised by Ordoro. */
export type OrdoroAddress = Readonly<z.output<typeof addressSchema>>;

const optionalAmount = z
  .number()
  .nullish()
  .transform((amount) => amount ?? undefined)
  .catch(undefined);
const financialSchema = z.object({
  product_amount: optionalAmount,
  shipping_amount: optionalAmount,
  tax_amount: optionalAmount,
  discount_amount: optionalAmount,
  grand_total: optionalAmount,
  credit_card_issuer: optionalText.catch(undefined),
});

/** The amounts of an order as Ordoro keeps them, decimals. They are stored, never calculated. */
export type OrdoroFinancial = Readonly<z.output<typeof financialSchema>>;

/** What people can edit on an Ordoro order, as it is there; undefined: Ordoro does not show it. */
export interface OrdoroOrderContent {
  readonly shippingAddress: OrdoroAddress | undefined;
  readonly billingAddress: OrdoroAddress | undefined;
  readonly notesFromCustomer: string | undefined;
  readonly internalNotes: string | undefined;
  /** As Ordoro wrote it. */
  readonly shipByDate: string | undefined;
  readonly deliverByDate: string | undefined;
  readonly financial: OrdoroFinancial | undefined;
  /** Texts of the comments. */
  readonly comments: readonly string[];
}

/** A line of an Ordoro order. Ordoro's own examples leave most fields out, so only the quantity is certain. */
export interface OrdoroLine {
  readonly id: number | undefined;
  readonly quantity: number;
  readonly sku: string | undefined;
  /** Decimal, per unit. */
  readonly itemPrice: number | undefined;
  /** The commercetools order (with `-S<n>` for a part) this line belongs to; merged orders hold lines of several. */
  readonly cartOrderId: string | undefined;
  /** commercetools line item id. */
  readonly lineItemId: string | undefined;
}

/** An Ordoro order, as far as the connector reads it. */
export interface OrdoroOrder {
  /** The only identifier without prefix or suffix; Ordoro's own examples leave it out. */
  readonly id: number | undefined;
  readonly orderNumber: string;
  /** As it was sent at the creation; it is UNPROVEN that Ordoro shows it. */
  readonly orderId: string | undefined;
  /** Ordoro's word; unknown words mean "open, leave alone". */
  readonly status: string;
  readonly createdDate: string | undefined;
  readonly updatedDate: string | undefined;
  readonly salesChannelId: number | undefined;
  readonly lines: readonly OrdoroLine[];
  /** Ordoro's own remark about the shipping address, when it has one. */
  readonly addressWarning: string | undefined;
  /** Presets applied to the shipment. */
  readonly presetIds: readonly number[];
  /** It was split and can only be viewed. */
  readonly isParent: boolean;
  readonly parentOrderNumber: string | undefined;
  readonly siblingNumbers: readonly string[];
  readonly warehouseId: number | undefined;
  /** Ounces. */
  readonly weightOunces: number | undefined;
  /** Undefined: Ordoro does not show it, which says nothing of the shipment. */
  readonly shippingInfo: OrdoroShippingInfo | undefined;
  /** A label or tracking was made for it, so a parcel may be packed. Undefined: Ordoro does not tell. */
  readonly hasLabel: boolean | undefined;
  readonly content: OrdoroOrderContent;
}

/** @returns undefined when the body is not a readable order */
export function readOrder(body: unknown): OrdoroOrder | undefined {
  const parsed = orderSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const order = parsed.data;
  return {
    id: order.id ?? undefined,
    orderNumber: order.order_number,
    orderId: order.order_id,
    status: order.status,
    createdDate: order.created_date,
    updatedDate: order.updated_date,
    salesChannelId: order.sales_channel ?? order.cart ?? undefined,
    lines: order.lines.map((line) => ({
      id: line.id ?? undefined,
      quantity: line.quantity,
      sku: line.sku,
      itemPrice: line.item_price ?? undefined,
      cartOrderId: line.cart_order_id,
      lineItemId: line.cart_orderitem_id,
    })),
    addressWarning: addressWarning(order.shipping_address),
    presetIds: presetIds(order.shipping_info),
    isParent: order.is_order_parent ?? false,
    parentOrderNumber: order.parent_order_number,
    siblingNumbers: order.sibling_order_numbers ?? [],
    warehouseId: order.warehouse ?? undefined,
    weightOunces: order.weight ?? undefined,
    shippingInfo: readShippingInfo(order.shipping_info ?? undefined),
    hasLabel: hasLabel(order),
    content: contentOf(order),
  };
}

const labelSchema = z.object({ has_label: z.boolean() });

/** Whatever looks like a label is one: a wrong guess must not cancel what is packed. */
function hasLabel({ shipping_info: body, label_infos: labels }: z.output<typeof orderSchema>): boolean | undefined {
  const info = readShippingInfo(body ?? undefined);
  if (info === undefined) return undefined;
  const traces = [info.trackingNumber, info.carrierId, info.carrierName, info.shipDate];
  return (
    labelSchema.safeParse(body).data?.has_label === true ||
    (labels ?? []).length > 0 ||
    traces.some((trace) => trace !== undefined)
  );
}

function contentOf(order: z.output<typeof orderSchema>): OrdoroOrderContent {
  return {
    shippingAddress: addressSchema.safeParse(order.shipping_address).data,
    billingAddress: addressSchema.safeParse(order.billing_address).data,
    notesFromCustomer: order.notes_from_customer,
    internalNotes: order.internal_notes,
    shipByDate: order.ship_by_date,
    deliverByDate: order.deliver_by_date,
    financial: financialSchema.safeParse(order.financial).data,
    comments: (order.comments ?? []).flatMap((comment) => commentSchema.safeParse(comment).data ?? []),
  };
}

/** Ordoro takes a comment as `comment` and shows it as `text`. */
const commentSchema = z.union([
  z.object({ text: z.string() }).transform(({ text }) => text),
  z.object({ comment: z.string() }).transform(({ comment }) => comment),
]);

const validationSchema = z.object({
  validation: z.object({ status: z.enum(['warning', 'error']), additional_text: optionalText }),
});

function addressWarning(address: unknown): string | undefined {
  const parsed = validationSchema.safeParse(address);
  if (!parsed.success) return undefined;
  const { status, additional_text: text } = parsed.data.validation;
  return (
    text ?? (status === 'error' ? 'the address could not be confirmed' : 'the address could not be fully confirmed')
  );
}

const presetsSchema = z.object({ presets: z.array(idOfLink) });

function presetIds(shippingInfo: unknown): number[] {
  const parsed = presetsSchema.safeParse(shippingInfo);
  return parsed.success ? parsed.data.presets : [];
}

const parentSchema = z.object({ child_order_numbers: z.array(z.string()) });

/** @returns the numbers of the children of a split order, undefined when the body does not tell them */
export function readChildNumbers(body: unknown): readonly string[] | undefined {
  return parentSchema.safeParse(body).data?.child_order_numbers;
}

/** One page of a list: its rows and the size of the whole result. */
export interface OrdoroPage {
  readonly count: number;
  readonly rows: readonly unknown[];
}

/**
 * Reads a list envelope. An empty result and an unknown envelope must never look alike.
 * @param keys accepted names of the row array, e.g. `order`
 * @returns undefined when none of them holds an array
 */
export function readPage(body: unknown, keys: readonly string[]): OrdoroPage | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const envelope = body as Record<string, unknown>;
  const rows = keys.map((key) => envelope[key]).find((value): value is unknown[] => Array.isArray(value));
  if (rows === undefined) return undefined;
  return { count: typeof envelope.count === 'number' ? envelope.count : rows.length, rows };
}

const salesChannelSchema = z.object({
  id: z.number(),
  index: z
    .number()
    .nullish()
    .transform((index) => index ?? undefined),
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  vendor: optionalText.catch(undefined),
  archived_date: optionalText.catch(undefined),
});

/** A sales channel ("cart") of the Ordoro account. */
export interface OrdoroSalesChannel {
  readonly id: number;
  /** Prefix of its order numbers. */
  readonly index: number | undefined;
  readonly name: string;
  readonly vendor: string | undefined;
  readonly archived: boolean;
}

/** @returns undefined when the body is not a readable sales channel */
export function readSalesChannel(body: unknown): OrdoroSalesChannel | undefined {
  const parsed = salesChannelSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { id, index, name, vendor, archived_date: archivedDate } = parsed.data;
  return { id, index, name, vendor, archived: archivedDate !== undefined };
}

const productSchema = z.object({ sku: z.string().min(1) });

/** @returns the SKU of a product resource, undefined when the body is not one */
export function readProductSku(body: unknown): string | undefined {
  const parsed = productSchema.safeParse(body);
  return parsed.success ? parsed.data.sku : undefined;
}
