import type { Account, Preset } from './account.ts';
import { makeAddress } from './addresses.ts';
import { notFound } from './refusal.ts';
import type { AddressParts, Cart, Tag, Warehouse } from './wire.ts';

const VENDOR_NAMES: Readonly<Record<string, string>> = {
  custom_integration: 'Custom Integration',
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
};

const TAG_COLORS = ['#1f77b4', '#2ca02c', '#d62728', '#9467bd', '#8c564b'] as const;

/** What a sales channel is made from; `vendor` default `custom_integration`. */
export interface CartDraft {
  readonly name?: string;
  readonly vendor?: string;
  readonly autosyncActivities?: readonly string[];
}

/** What a warehouse is made from. The first one is the default until another is made so. */
export interface WarehouseDraft {
  readonly name: string;
  readonly id?: number;
  readonly isDefault?: boolean;
  readonly address?: Partial<AddressParts>;
}

/** Adds a sales channel; its index is the next free one, from 1. */
export function addCart(account: Account, draft: CartDraft): Cart {
  const id = account.nextId();
  const vendor = draft.vendor ?? 'custom_integration';
  const cart: Cart = {
    _link: `/cart/${id}/`,
    id,
    index: account.carts.length + 1,
    name: draft.name ?? 'Custom Integration',
    vendor,
    vendor_display: VENDOR_NAMES[vendor] ?? vendor,
    is_demo: false,
    worker_machinga: null,
    archived_date: null,
    gdpr_pii_removal_requested_date: null,
    import_min_order_placed_date: null,
    default_packing_list_id: 1,
    prevent_write_back_settings_adjustment: false,
    vendor_config: {},
    proxy_requests: false,
    cart_download_order_statuses: [],
    autosync_activities: [...(draft.autosyncActivities ?? [])],
    autosync_enabled: false,
  };
  account.carts.push(cart);
  return cart;
}

/** Archives a sales channel: it leaves the default list. Raises a 404 Refusal. */
export function archiveCart(account: Account, id: number): Cart {
  const cart = findCart(account, id);
  cart.archived_date = account.date(account.stamp());
  return cart;
}

/** The sales channel of that id. Raises a 404 Refusal. */
export function findCart(account: Account, id: number): Cart {
  const cart = account.carts.find((candidate) => candidate.id === id);
  if (cart === undefined) throw notFound(`Cart ${id}`);
  return cart;
}

/** Adds a warehouse, or takes the place of the one that has the id. */
export function addWarehouse(account: Account, draft: WarehouseDraft): Warehouse {
  const id = draft.id ?? account.nextId();
  const isDefault = draft.isDefault ?? account.warehouses.length === 0;
  if (isDefault) for (const other of account.warehouses) other.is_default_location = false;
  const warehouse: Warehouse = {
    _link: `/warehouse/${id}/`,
    id,
    address: makeAddress(account, { ...draft.address, name: draft.name }),
    cart: null,
    is_configured_for_shipping: true,
    is_default_location: isDefault,
  };
  const known = account.warehouses.findIndex((other) => other.id === id);
  account.warehouses.splice(known < 0 ? account.warehouses.length : known, 1, warehouse);
  return warehouse;
}

/** Where orders commit when nothing else is said. */
export function defaultWarehouse(account: Account): Warehouse {
  const warehouse = account.warehouses.find((candidate) => candidate.is_default_location);
  if (warehouse === undefined) throw new Error('The account has no warehouse.');
  return warehouse;
}

/** Adds a shipping preset. */
export function addPreset(account: Account, draft: Omit<Preset, 'id'> & { readonly id?: number }): Preset {
  const preset = { ...draft, id: draft.id ?? account.nextId() };
  account.presets.push(preset);
  return preset;
}

/** The tag of that text, whatever its case; made when there is none. A known tag keeps its own colour. */
export function tagOf(account: Account, text: string, color?: string): Tag {
  const known = account.tags.find((tag) => tag.text.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return known;
  const id = account.nextId();
  const tag = {
    id,
    text,
    color: color ?? TAG_COLORS[account.tags.length % TAG_COLORS.length] ?? '#1f77b4',
    link: `/v3/tag/${id}`,
  };
  account.tags.push(tag);
  return tag;
}
