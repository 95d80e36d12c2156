import type { Account, Preset } from './account.ts';
import { addShipper, type ShipperDraft } from './carrier-accounts.ts';
import { type LineUpdate, setCancelled, uncancelOrder, updateLine } from './order-edits.ts';
import { findOrder, saveOrder } from './order-record.ts';
import {
  eraseOrder,
  type MergeOptions,
  mergeOrders,
  type SplitGroup,
  type SplitOptions,
  splitOrder,
} from './order-splits.ts';
import { ordersOf } from './order-view.ts';
import { createOrder, type OrderDraft } from './orders.ts';
import { productView } from './product-view.ts';
import * as products from './products.ts';
import { addReturn, progressReturn, type ReturnDraft, type ReturnProgress } from './returns.ts';
import type { AutomationRule } from './rules.ts';
import * as settings from './settings.ts';
import * as shipments from './shipments.ts';
import type { DropshipRequest } from './shipping-states.ts';
import type { Cart, Order, ReturnOrder, Shipper, Warehouse } from './wire.ts';

/** A product as the API shows it; the figures a test looks at. */
export interface ProductView {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly archive_date: string | null;
  readonly total_on_hand: number;
  readonly total_committed: number;
  readonly total_available: number;
  readonly warehouses: readonly {
    readonly id: number;
    readonly physical_on_hand: number;
    readonly committed: number;
    readonly available: number;
  }[];
}

/** What staff do in Ordoro's app, without HTTP. Every method raises a `Refusal` where the app would refuse. */
export class Warehousing {
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  // Settings

  addCart(draft: settings.CartDraft): Cart {
    return settings.addCart(this.#account, draft);
  }

  archiveCart(id: number): Cart {
    return settings.archiveCart(this.#account, id);
  }

  get carts(): readonly Cart[] {
    return this.#account.carts;
  }

  addWarehouse(draft: settings.WarehouseDraft): Warehouse {
    return settings.addWarehouse(this.#account, draft);
  }

  get warehouses(): readonly Warehouse[] {
    return this.#account.warehouses;
  }

  addShipper(draft: ShipperDraft): Shipper {
    return addShipper(this.#account, draft);
  }

  get shippers(): readonly Shipper[] {
    return this.#account.shippers;
  }

  addPreset(draft: Omit<Preset, 'id'> & { readonly id?: number }): Preset {
    return settings.addPreset(this.#account, draft);
  }

  /** Rules run on orders made from now on. */
  addRule(rule: AutomationRule): void {
    const { options } = this.#account;
    options.rules = [...(options.rules ?? []), rule];
  }

  // Products

  addProduct(draft: products.ProductDraft): ProductView {
    products.addProduct(this.#account, draft);
    return this.product(draft.sku);
  }

  product(sku: string): ProductView {
    return productView(this.#account, products.findProduct(this.#account, sku)) as ProductView;
  }

  get skus(): string[] {
    return [...this.#account.products.keys()];
  }

  updateProduct(sku: string, change: products.ProductChange): ProductView {
    products.updateProduct(this.#account, sku, change);
    return this.product(sku);
  }

  /** `warehouseId` default: the default warehouse. */
  changeStock(sku: string, change: products.StockChange & { readonly warehouseId?: number }): ProductView {
    const { warehouseId = settings.defaultWarehouse(this.#account).id, ...figures } = change;
    products.changeStock(this.#account, { sku, warehouseId }, figures);
    return this.product(sku);
  }

  archiveProduct(sku: string, isArchived = true): void {
    products.archiveProduct(this.#account, sku, isArchived);
  }

  removeProduct(sku: string): void {
    products.removeProduct(this.#account, sku);
  }

  // Orders

  /** All orders, oldest first, split parents included. */
  get orders(): Order[] {
    return this.#account.orders.map((record) => record.wire);
  }

  /** The order of that number as it is now, whatever lag readers see. */
  order(number: string): Order {
    return findOrder(this.#account, number).wire;
  }

  /** The orders with a line of that commercetools order, oldest first, split parents included. */
  ordersOf(cartOrderId: string): Order[] {
    return ordersOf(this.#account, cartOrderId);
  }

  /** An order made by hand or by another channel. */
  createOrder(draft: OrderDraft): Order {
    return createOrder(this.#account, draft);
  }

  /** Cancels, also when shipped. */
  cancel(number: string): Order {
    return setCancelled(this.#account, findOrder(this.#account, number));
  }

  uncancel(number: string): Order {
    return uncancelOrder(this.#account, number);
  }

  editLine(number: string, lineId: number, change: LineUpdate): Order {
    return updateLine(this.#account, number, { ...change, lineId });
  }

  /** The total that was sent for a line, which the app shows and the API does not; undefined when none was sent. */
  lineTotal(number: string, lineId: number): number | undefined {
    return findOrder(this.#account, number).lineTotals.get(lineId);
  }

  /** Changes anything else the way staff do, then saves. */
  edit(number: string, change: (order: Order) => void): Order {
    const record = findOrder(this.#account, number);
    change(record.wire);
    return saveOrder(this.#account, record);
  }

  split(number: string, groups: readonly SplitGroup[], options: SplitOptions = {}): Order[] {
    return splitOrder(this.#account, number, { ...options, groups });
  }

  merge(numbers: readonly string[], options: MergeOptions = {}): Order {
    return mergeOrders(this.#account, numbers, options);
  }

  erase(number: string): void {
    eraseOrder(this.#account, number);
  }

  // Shipments

  ship(number: string, request: shipments.ShipmentRequest = {}): Order {
    return shipments.ship(this.#account, number, request);
  }

  markAsShipped(number: string): Order {
    return shipments.markAsShipped(this.#account, number);
  }

  /** What is left of the shipment is unknown: `flag` (default) or `nothing`. */
  voidLabel(number: string, leaves: 'flag' | 'nothing' = 'flag'): Order {
    return shipments.voidLabel(this.#account, number, leaves);
  }

  /** Voids the label and buys another one; the order is shipped throughout. */
  relabel(number: string, request: shipments.ShipmentRequest = {}): Order {
    return shipments.ship(this.#account, number, request);
  }

  carrierStatus(number: string, status: string): Order {
    return shipments.setCarrierStatus(this.#account, number, status);
  }

  requestDropship(number: string, request: DropshipRequest = {}): Order {
    return shipments.requestDropship(this.#account, number, request);
  }

  // Returns

  addReturn(draft: ReturnDraft): ReturnOrder {
    return addReturn(this.#account, draft);
  }

  progressReturn(reference: string, progress: ReturnProgress): ReturnOrder {
    return progressReturn(this.#account, reference, progress);
  }

  get returns(): ReturnOrder[] {
    return this.#account.returns.map((record) => record.wire);
  }

  /** All writes of `work` bear one and the same instant, as after a bulk action. */
  atOnce(work: () => void): void {
    this.#account.atOnce(work);
  }
}
