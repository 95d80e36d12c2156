/**
 * Ordoro's words for the state of an order, as far as the connector acts on them. `unknown`: any other word; it means "leave
 * alone". Source: Ordoro API Documentation 1.0, order status.
 */
export type OrdoroOrderStatus = 'awaiting_fulfillment' | 'dropshipment_requested' | 'shipped' | 'cancelled' | 'unknown';

/** Units of one line item in one Ordoro order. */
export interface KnownLine {
  /** Ordoro's id of the line; absent where Ordoro does not tell it. */
  readonly lineId?: number;
  /** commercetools line item id. */
  readonly lineItemId: string;
  /** Part of the order the line belongs to; staff may merge several parts into one Ordoro order. */
  readonly part: number;
  readonly quantity: number;
  /** SKU in Ordoro. */
  readonly sku?: string;
}

/** A line of an Ordoro order that nothing ties to a line item: staff added it, or a split dropped its ids. */
export interface UnmatchedLine {
  readonly lineId?: number;
  readonly sku?: string;
  readonly quantity: number;
}

/** One parcel of a shipment. */
export interface KnownParcel {
  readonly trackingNumber: string;
}

/** A shipment as Ordoro last showed it. Dates are ISO 8601, UTC. */
export interface KnownShipment {
  readonly shippedAt?: string;
  /** In the usual spelling, e.g. `UPS`. */
  readonly carrier?: string;
  readonly service?: string;
  /** Decimal, in the currency of the Ordoro account; of the whole shipment. */
  readonly cost?: number;
  /** Page of the main tracking number. */
  readonly trackingUrl?: string;
  /** The main tracking number. */
  readonly trackingNumber?: string;
  readonly estimatedDelivery?: string;
  /** Ordoro's warehouse id. */
  readonly warehouseId?: number;
  /** The carrier says that it was delivered; Ordoro knows that for USPS only. */
  readonly isDelivered?: true;
  /** In the order of Ordoro; empty: shipped without tracking. */
  readonly parcels: readonly KnownParcel[];
  /** Only of a shipment in one package. Ounces. */
  readonly weightOunces?: number;
  /** Only of a shipment in one package. Inches. */
  readonly dimensionsInches?: { readonly length: number; readonly width: number; readonly height: number };
}

/**
 * What is known of one Ordoro order that carries, or carried, lines of this order: as created, child of a split, or merged by
 * staff. Holds no personal data.
 */
export interface KnownOrdoroOrder {
  readonly number: string;
  /** Ordoro's internal id: the proof of identity, free of prefixes and suffixes; absent where Ordoro does not tell it. */
  readonly id?: number;
  readonly status: OrdoroOrderStatus;
  /** It was split; its children carry the lines now. */
  readonly isParent?: true;
  readonly parentNumber?: string;
  /** Its lines of this commercetools order. */
  readonly lines: readonly KnownLine[];
  readonly unmatched?: readonly UnmatchedLine[];
  /** It also carries lines of other commercetools orders. */
  readonly isShared?: true;
  /** The last shipment seen that was neither void nor undone. */
  readonly shipment?: KnownShipment;
  /** Ordoro shows its shipment as void. */
  readonly isVoid?: true;
  /** Ordoro's `updated_date` when something of this was last news: an older reading says nothing any more. */
  readonly seenAt?: string;
  /** Written to `syncInfo` once, as remembered here; never because it is missing there. */
  readonly inSyncInfo: boolean;
  /** The connector cancelled it, so the connector may restore it. */
  readonly cancelledByUs?: true;
}
