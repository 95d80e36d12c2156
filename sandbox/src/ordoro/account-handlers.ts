import { created, type Handlers, integer, type OrdoroCall, ok, text } from './handlers.ts';
import { page } from './paging.ts';
import { listProducts, type ProductQuery, productView } from './product-view.ts';
import {
  addProduct,
  changeStock,
  findProduct,
  type ProductChange,
  type ProductDraft,
  type StockChange,
  updateProduct,
} from './products.ts';
import { notFound } from './refusal.ts';
import { listReturns, type ReturnQuery } from './returns.ts';
import { addCart, findCart } from './settings.ts';

/** The calls on everything but orders. Bodies and queries were checked against the description, hence the casts. */
export const accountHandlers: Handlers = {
  getAuthenticated: () => ok({ success: true }),
  getCompany: () => ok(COMPANY),
  listCarts: (call) => {
    const { search, all } = call.query as SettingsQuery;
    const shown = call.account.carts.filter((cart) => all || cart.archived_date === null);
    return ok(
      settingsPage(
        call,
        'cart',
        found(shown, search, (cart) => cart.name),
      ),
    );
  },
  createCart: ({ account, body }) => {
    const draft = body as { name?: string; autosync_activities?: string[] };
    const autosyncActivities = draft.autosync_activities ?? [];
    return created(addCart(account, { ...(draft.name === undefined ? {} : { name: draft.name }), autosyncActivities }));
  },
  getCart: (call) => ok(findCart(call.account, integer(call, 'cart_id'))),
  listWarehouses: (call) => {
    const { search, sort } = call.query as SettingsQuery;
    const name = (warehouse: { address: { name: string | null } }) => warehouse.address.name ?? '';
    const shown = found(call.account.warehouses, search, name);
    if (sort !== undefined) shown.sort((one, other) => (name(one) < name(other) ? -1 : 1));
    return ok(settingsPage(call, 'warehouse', sort === '-name' ? shown.reverse() : shown));
  },
  listShippers: (call) => {
    const { search, all } = call.query as SettingsQuery;
    const shown = call.account.shippers.filter((shipper) => all || shipper.archive_date === null);
    return ok(
      settingsPage(
        call,
        'shipper',
        found(shown, search, (shipper) => shipper.name),
      ),
    );
  },
  getShipper: (call) => {
    const id = integer(call, 'shipper_id');
    const shipper = call.account.shippers.find((candidate) => candidate.id === id);
    if (shipper === undefined) throw notFound(`Shipper ${id}`);
    return ok(shipper);
  },
  listTags: (call) => ok(settingsPage(call, 'tag', call.account.tags)),
  listReturns: ({ account, query }) => ok(listReturns(account, query as ReturnQuery)),
  listProducts: ({ account, query }) => ok(listProducts(account, query as ProductQuery)),
  createProduct: ({ account, body }) => {
    const { physical_on_hand: onHand, ...draft } = body as ProductDraft & { physical_on_hand?: number };
    return created(
      productView(account, addProduct(account, { ...draft, ...(onHand === undefined ? {} : { onHand }) })),
    );
  },
  getProduct: (call) => ok(productView(call.account, findProduct(call.account, text(call, 'sku')))),
  updateProduct: (call) =>
    ok(productView(call.account, updateProduct(call.account, text(call, 'sku'), call.body as ProductChange))),
  updateStock: (call) => {
    const place = { sku: text(call, 'sku'), warehouseId: integer(call, 'warehouse_id') };
    return ok(productView(call.account, changeStock(call.account, place, call.body as StockChange)));
  },
};

interface SettingsQuery {
  readonly limit: number;
  readonly offset: number;
  readonly search?: string;
  readonly sort?: string;
  readonly all?: boolean;
}

const COMPANY = {
  id: 1,
  name: 'Sandbox Company',
  currency_symbol: '$',
  shipper_currency: 'USD',
  plan: 'premium',
  features: {},
  api_locked: false,
  autosync_frequency: 'hourly',
};

function found<T>(items: readonly T[], search: string | undefined, name: (item: T) => string): T[] {
  const wanted = search?.toLowerCase() ?? '';
  return items.filter((item) => name(item).toLowerCase().includes(wanted));
}

function settingsPage<T>(call: OrdoroCall, key: string, items: readonly T[]): unknown {
  return page(items, call.query as SettingsQuery, { key, view: (item) => item });
}
