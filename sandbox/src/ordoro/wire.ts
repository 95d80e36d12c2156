/** Ordoro's resources as the stand-in keeps and sends them, field for field. Dates are RFC 3339 text, money decimals. */

/** A pointer to another resource. */
export interface Reference {
  id: number;
  link: string;
}

/** Result of Ordoro's address check; only shown, it never blocks an order. */
export interface AddressValidation {
  status: 'unvalidated' | 'validated' | 'warning' | 'error';
  suggested: object[];
  additional_text: string | null;
}

/** The parts of an address that a client may send. */
export interface AddressParts {
  name: string | null;
  company: string | null;
  street1: string | null;
  street2: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  country: string | null;
  email: string | null;
  phone: string | null;
}

/** A stored address: normalised and checked. */
export interface Address extends AddressParts {
  id: number;
  fax: string | null;
  cart_address_id: string | null;
  validation: AddressValidation;
}

/** An order tag. */
export interface Tag {
  id: number;
  text: string;
  color: string;
  link: string;
}

/** A comment on an order. */
export interface Comment {
  user: string;
  date: string;
  text: string;
}

/** Stored as sent, never calculated. */
export interface Financial {
  product_amount: number | null;
  shipping_amount: number | null;
  tax_amount: number | null;
  discount_amount: number | null;
  grand_total: number | null;
  credit_card_issuer: string | null;
}

/** One parcel of a shipment; the field names are undocumented but for the tracking number. Ounces and inches. */
export interface Package {
  tracking_number: string | null;
  weight: number | null;
  length: number | null;
  width: number | null;
  height: number | null;
}

/** A shipment. A bought label has `carrier`, typed tracking has `carrier_name`. */
export interface ShippingInfo {
  tracking_number: string | null;
  package_tracking: string | null;
  tracking_url: string | null;
  carrier_name: string | null;
  carrier: Reference | null;
  shipping_method: string | null;
  display_shipping_method: string | null;
  ship_date: string | null;
  created_date: string;
  estimated_delivery_date: string | null;
  cost: number;
  insured_value: number | null;
  has_label: boolean;
  void: boolean;
  /** The carrier's word; only ever filled for USPS. */
  status: string | null;
  carrier_updated_date: string | null;
  box_shape: string | null;
  length: number | null;
  width: number | null;
  height: number | null;
  zone: string | null;
  presets: number[];
  packages: Package[] | null;
}

/** What an order carries before it is shipped: nothing, or the presets applied to it. */
export type NoShippingInfo = Partial<ShippingInfo>;

/** One line of an order. */
export interface OrderLine {
  id: number;
  link: string;
  quantity: number;
  sku: string;
  product_name: string;
  order_line_product_name: string;
  product_link: string;
  product_is_kit_parent: boolean;
  item_price: number;
  supplier_price: number | null;
  details: string | null;
  upc: string | null;
  cogs: number;
  is_allocated: boolean;
  sales_channel_location_id: number | null;
  cart_order_id: string | null;
  cart_orderitem_id: string | null;
  cart_shipment_id: string | null;
  shippability: { shippability: string; supplier_id: number | null; is_dropship: boolean };
}

/** The four words for the state of an order, and `new`, which only published examples show. */
export type OrderStatus = 'awaiting_fulfillment' | 'dropshipment_requested' | 'shipped' | 'cancelled' | 'new';

/** An order. `weight` is in ounces. */
export interface Order {
  id: number;
  order_number: string;
  barcode: string;
  link: string;
  status: OrderStatus;
  shippability: string;
  order_placed_date: string;
  created_date: string;
  updated_date: string;
  cancelled_date: string | null;
  obscured_date: string | null;
  deliver_by_date: string | null;
  ship_by_date: string | null;
  shipping_address: Address;
  billing_address: Address;
  lines: OrderLine[];
  weight: number;
  notes_from_customer: string | null;
  internal_notes: string | null;
  requested_shipping_method: string | null;
  /** Absent on manual orders. */
  sales_channel?: Reference;
  warehouse: Reference;
  shipping_info: ShippingInfo | NoShippingInfo;
  return_shipping_info: NoShippingInfo;
  dropshipping_info: {
    supplier?: Reference;
    requested_date?: string | null;
    requested_shipping_method?: string | null;
  };
  label_infos: number[];
  comments: Comment[];
  tags: Tag[];
  financial: Financial;
  is_order_parent: boolean;
  parent_order_number: string | null;
  sibling_order_numbers: string[];
  return_order_reference_ids: string[];
  allocation_status: string;
  batch_reference_id: string | null;
  has_revision: boolean;
  revision_locked_fields: string[];
}

/** A sales channel; `index` is the prefix of its order numbers. */
export interface Cart {
  _link: string;
  id: number;
  index: number;
  name: string;
  vendor: string;
  vendor_display: string;
  is_demo: boolean;
  worker_machinga: string | null;
  archived_date: string | null;
  gdpr_pii_removal_requested_date: string | null;
  import_min_order_placed_date: string | null;
  default_packing_list_id: number;
  prevent_write_back_settings_adjustment: boolean;
  vendor_config: object;
  proxy_requests: boolean;
  cart_download_order_statuses: string[];
  autosync_activities: string[];
  autosync_enabled: boolean;
}

/** A warehouse; its name stands in the address. */
export interface Warehouse {
  _link: string;
  id: number;
  address: Address;
  cart: string | null;
  is_configured_for_shipping: boolean;
  is_default_location: boolean;
}

/** A carrier account. */
export interface Shipper {
  _link: string;
  id: number;
  name: string;
  vendor: string;
  archive_date: string | null;
  hidden_shipping_methods: string[];
  vendor_config: object;
  created: string;
  updated: string;
}

/** One returned line. */
export interface ReturnLine {
  line_id: number;
  sku: string;
  product_name: string;
  code: { code: string; description: string } | null;
  expected_quantity: number;
  received_quantity: number;
  restocked_quantity: number;
  total_price: number;
  restock_warehouse_id: number | null;
  line_notes: string | null;
}

/** A return. */
export interface ReturnOrder {
  reference_id: string;
  original_order_number: string | null;
  status: string;
  warehouse_id: number | null;
  customer_notes: string | null;
  internal_notes: string | null;
  has_shipping_info: boolean;
  shipping_infos: ShippingInfo[];
  lines: ReturnLine[];
  created_date: string;
  updated_date: string;
}
