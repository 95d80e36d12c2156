/** Wire types of the Ordoro API: what the connector sends, field for field. Source: Ordoro API Documentation 1.0. */

/** An address as `POST /v3/order` takes it. `country` is ISO 3166-1 alpha-2; absent parts are left out, never empty. */
export interface OrdoroAddressDraft {
  readonly name?: string;
  readonly company?: string;
  readonly street1?: string;
  readonly street2?: string;
  readonly city?: string;
  readonly state?: string;
  readonly zip?: string;
  readonly country?: string;
  readonly email?: string;
  readonly phone?: string;
}

/** One tax of a line. `amount` is a decimal in the order's currency, `rate` a fraction such as 0.19. */
export interface OrdoroTaxLineDraft {
  readonly name: string;
  readonly amount: number;
  readonly rate: number;
}

/** One order line. Amounts are decimals in the order's currency. */
export interface OrdoroLineDraft {
  /** commercetools line item id: the only key by which a line is matched back. */
  readonly cart_orderitem_id: string;
  readonly quantity: number;
  /** Net price of one unit, for display only. */
  readonly item_price: number;
  /** Net line total after line discounts: the figure Ordoro shows. */
  readonly total_price: number;
  readonly selected_option?: string;
  readonly tax_lines?: readonly OrdoroTaxLineDraft[];
  readonly product: {
    readonly sku: string;
    readonly name: string;
    /** Pounds (orders, labels and rates use ounces). */
    readonly weight?: number;
  };
}

/** The five amounts of an order, decimals: product + shipping + tax - discount = grand total. Ordoro stores, never calculates them. */
export interface OrdoroAmounts {
  readonly product_amount: number;
  readonly shipping_amount: number;
  readonly tax_amount: number;
  readonly discount_amount: number;
  readonly grand_total: number;
}

/** Body of `POST /v3/order`. Dates are RFC 3339 in UTC with `Z`. */
export interface OrdoroOrderDraft extends OrdoroAmounts {
  /** Sales channel id. */
  readonly cart: number;
  readonly order_id: string;
  readonly cart_order_id: string;
  readonly order_date: string;
  readonly deliver_by_date?: string;
  readonly ship_by_date?: string;
  readonly warehouse_id?: number;
  readonly shipping_type?: string;
  readonly notes_from_customer?: string;
  readonly internal_notes: string;
  readonly tags?: readonly { readonly text: string; readonly color: string }[];
  readonly billing_address: OrdoroAddressDraft;
  readonly shipping_address: OrdoroAddressDraft;
  readonly lines: readonly OrdoroLineDraft[];
}
