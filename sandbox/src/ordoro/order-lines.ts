import type { Account } from './account.ts';
import { rounded } from './amounts.ts';
import type { ProductRecord } from './product-record.ts';
import { addProduct } from './products.ts';
import { componentsOf } from './stock.ts';
import type { OrderLine } from './wire.ts';

/** A line of `POST /v3/order`. */
export interface LineDraft {
  readonly cart_orderitem_id?: string;
  readonly product_name?: string;
  readonly item_price?: number;
  readonly total_price?: number;
  readonly quantity: number;
  readonly selected_option?: string;
  readonly product: {
    readonly sku: string;
    readonly name: string;
    readonly weight?: number;
    readonly price?: number;
    readonly cost?: number;
    readonly category?: string;
  };
}

/** A line before it has an id. */
export interface LineParts {
  readonly product: ProductRecord;
  readonly quantity: number;
  readonly itemPrice?: number;
  readonly name?: string;
  readonly details?: string | null;
  readonly cartOrderId?: string | null;
  readonly cartOrderItemId?: string | null;
}

/** A line of a new order; an unknown SKU becomes a product without stock. */
export function lineFromDraft(account: Account, draft: LineDraft, cartOrderId: string | null): OrderLine {
  const product = account.products.get(draft.product.sku) ?? addProduct(account, draft.product);
  return makeLine(account, {
    product,
    quantity: draft.quantity,
    ...(draft.item_price === undefined ? {} : { itemPrice: draft.item_price }),
    name: draft.product_name ?? draft.product.name,
    details: draft.selected_option ?? null,
    cartOrderId,
    cartOrderItemId: draft.cart_orderitem_id ?? null,
  });
}

/** A line with its own id. */
export function makeLine(account: Account, parts: LineParts): OrderLine {
  const { product } = parts;
  const id = account.nextId();
  return {
    id,
    link: `/v3/order/line/${id}`,
    quantity: parts.quantity,
    sku: product.sku,
    product_name: product.name,
    order_line_product_name: parts.name ?? product.name,
    product_link: `/product/${encodeURIComponent(product.sku)}/`,
    product_is_kit_parent: product.kit.length > 0,
    item_price: rounded(parts.itemPrice ?? product.price),
    supplier_price: null,
    details: parts.details ?? null,
    upc: product.upc,
    cogs: product.cost,
    is_allocated: false,
    sales_channel_location_id: null,
    cart_order_id: parts.cartOrderId ?? null,
    cart_orderitem_id: parts.cartOrderItemId ?? null,
    cart_shipment_id: null,
    shippability: { shippability: 'shippable', supplier_id: null, is_dropship: false },
  };
}

/** Ounces; products weigh pounds, a kit weighs its components unless it has a weight of its own. */
export function weightOf(account: Account, lines: readonly OrderLine[]): number {
  const pounds = lines.reduce((sum, line) => sum + poundsOf(account, line.sku) * line.quantity, 0);
  return rounded(pounds * 16);
}

function poundsOf(account: Account, sku: string): number {
  const own = account.products.get(sku)?.weight ?? 0;
  if (own > 0) return own;
  return componentsOf(account, sku, 1).reduce(
    (sum, part) => sum + (account.products.get(part.sku)?.weight ?? 0) * part.quantity,
    0,
  );
}
