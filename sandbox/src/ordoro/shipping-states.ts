import type { Account } from './account.ts';
import type { OrderRecord } from './order-record.ts';
import type { ShippingInfo } from './wire.ts';

/** The order has left with this shipment; it is not saved yet. */
export function setShipped(record: OrderRecord, info: ShippingInfo): void {
  record.wire.shipping_info = info;
  record.wire.status = 'shipped';
  record.isOut = true;
  record.labels += 1;
}

/** The order is handed to a supplier; it is not saved yet. */
export function setDropshipRequested(account: Account, record: OrderRecord, request: DropshipRequest = {}): void {
  const { wire } = record;
  wire.status = 'dropshipment_requested';
  wire.dropshipping_info = {
    requested_date: account.date(account.stamp()),
    requested_shipping_method: request.shippingMethod ?? wire.requested_shipping_method,
    ...(request.supplierId === undefined ? {} : { supplier: supplier(request.supplierId) }),
  };
  for (const line of wire.lines) {
    line.shippability = { ...line.shippability, supplier_id: request.supplierId ?? null, is_dropship: true };
  }
}

/** What a supplier is told. */
export interface DropshipRequest {
  readonly supplierId?: number;
  /** Default: the method that was requested for the order. */
  readonly shippingMethod?: string;
}

/** A shipment of which nothing is known yet but the presets. */
export function blankInfo(account: Account, record: OrderRecord): ShippingInfo {
  return {
    tracking_number: null,
    package_tracking: null,
    tracking_url: null,
    carrier_name: null,
    carrier: null,
    shipping_method: null,
    display_shipping_method: null,
    ship_date: null,
    created_date: account.date(account.stamp()),
    estimated_delivery_date: null,
    cost: 0,
    insured_value: null,
    has_label: false,
    void: false,
    status: null,
    carrier_updated_date: null,
    box_shape: null,
    length: null,
    width: null,
    height: null,
    zone: null,
    presets: record.wire.shipping_info.presets ?? [],
    packages: null,
  };
}

function supplier(id: number) {
  return { id, link: `/supplier/${id}/` };
}
