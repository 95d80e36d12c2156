import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomObject, InventoryEntry, Order, OrderUpdateAction, Subscription } from '@commercetools/platform-sdk';
import { CommercetoolsMock } from '@labdigital/commercetools-mock';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { editedOrder, type LineEdits } from '../seed/line-edits.ts';
import { applyTraffic } from '../traffic/apply-traffic.ts';
import { Traffic } from '../traffic/traffic.ts';
import { type ApiClient, Authentication } from './authentication.ts';
import { CHANNEL_ACTIONS } from './channels.ts';
import { correctCreation, correctKeyedCreations } from './creations.ts';
import { CustomObjects } from './custom-objects.ts';
import { correctErrors } from './errors.ts';
import { INVENTORY_ACTIONS, inventoryCreation, inventoryDeleted, settleStock } from './inventory.ts';
import { MessageLog, type Notification, type NotificationListener } from './messages.ts';
import type { MutableOrder } from './orders/mutable-order.ts';
import { ORDER_ACTIONS } from './orders/order-actions.ts';
import { correctOrderCreation } from './orders/order-creation.ts';
import { type CreationMessage, Orders } from './orders/orders.ts';
import { author, correctRoutes, type Platform, repositoriesOf } from './platform.ts';
import { notFound } from './platform-error.ts';
import { addMissingRoutes, switchOnMessages } from './project.ts';
import { commonRoutes, Endpoint, orderByNumber } from './resources.ts';
import { PlatformStorage, type Resources, type StorageSnapshot } from './storage.ts';
import { SUBSCRIPTION_ACTIONS } from './subscriptions.ts';
import { TYPE_ACTIONS } from './types.ts';
import { type Action, Updates } from './updates.ts';
import { WriteLock } from './write-lock.ts';

/** How the stand-in behaves. */
export interface CommercetoolsOptions {
  readonly clock: Clock;
  /** Default: a free port. */
  readonly port?: number;
  readonly projectKey?: string;
  /** A second `updateSyncInfo` for one channel adds an entry or replaces it. UNPROVEN on the platform. Default: append. */
  readonly syncInfo?: 'append' | 'replace';
  /** Scopes of the connector's client, without project key. Default: what the connector asks for in connect.yaml. */
  readonly grantedScopes?: readonly string[];
  /** Orders take their stock at once (default) or only when `settleStock()` is called. */
  readonly stockDeduction?: 'at-once' | 'late';
}

/** The scopes a deployed connector has: https://docs.commercetools.com/api/scopes */
export const CONNECTOR_SCOPES: readonly string[] = [
  'manage_orders',
  'manage_products',
  'manage_key_value_documents',
  'manage_types',
  'manage_subscriptions',
  'manage_channels',
  'view_states',
  'view_messages',
  'view_project_settings',
  'view_shipping_methods',
];

const CONNECTOR_CLIENT: ApiClient = { id: 'connector-client', secret: 'connector-secret' };
const MERCHANT_CLIENT: ApiClient = { id: 'merchant-client', secret: 'merchant-secret' };

/** Starts the stand-in on 127.0.0.1. Rejects when the port is taken. */
export async function startCommercetools(options: CommercetoolsOptions): Promise<CommercetoolsStandIn> {
  const { clock, port = 0, projectKey = 'sandbox' } = options;
  const storage = new PlatformStorage(projectKey, clock);
  const mock = new CommercetoolsMock({ defaultProjectKey: projectKey, storage: storage as never });
  // The mock carries its own copy of fastify; the interface is the same.
  const app = mock.app as unknown as FastifyInstance;
  const platform: Platform = {
    projectKey,
    storage,
    messages: new MessageLog(projectKey),
    writes: new WriteLock(),
    syncInfo: options.syncInfo ?? 'append',
    stockDeduction: options.stockDeduction ?? 'at-once',
    lateStock: [],
    repository: repositoriesOf(mock, projectKey),
  };
  const traffic = new Traffic(clock);
  const authentication = new Authentication(projectKey, [
    { client: CONNECTOR_CLIENT, scopes: options.grantedScopes ?? CONNECTOR_SCOPES },
    { client: MERCHANT_CLIENT, scopes: ['manage_project'] },
  ]);
  const parts = assemble(platform);
  applyTraffic(app, traffic);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('date', new Date(clock()).toUTCString());
  });
  authentication.apply(app);
  correctErrors(app);
  correctRoutes(app, parts.routes);
  addMissingRoutes(app, platform, parts.orderEndpoint);
  await storage.open();
  await switchOnMessages(platform);
  await app.listen({ port, host: '127.0.0.1' });
  return new CommercetoolsStandIn({ platform, app, traffic, authentication, ...parts });
}

function assemble(platform: Platform) {
  const orders = new Orders(platform);
  const customObjects = new CustomObjects(platform);
  const updates = new Updates(platform, {
    channel: CHANNEL_ACTIONS,
    'inventory-entry': INVENTORY_ACTIONS,
    order: ORDER_ACTIONS,
    subscription: SUBSCRIPTION_ACTIONS,
    type: TYPE_ACTIONS,
  });
  const orderDeleted = orders.deleted.bind(orders);
  const orderEndpoint = new Endpoint(platform, updates, { typeId: 'order', afterDelete: orderDeleted });
  correctKeyedCreations(platform);
  correctCreation(platform, 'inventory-entry', inventoryCreation(platform));
  correctOrderCreation(platform, orders);
  const routes = [
    ...customObjects.routes(),
    ...commonRoutes(platform, updates, {
      order: orderDeleted,
      'inventory-entry': (entry, clientId) => inventoryDeleted(platform, entry, clientId),
    }),
    orderByNumber(orderEndpoint),
  ];
  return { orders, customObjects, updates, orderEndpoint, routes };
}

interface Parts extends ReturnType<typeof assemble> {
  readonly platform: Platform;
  readonly app: FastifyInstance;
  readonly traffic: Traffic;
  readonly authentication: Authentication;
}

/**
 * One commercetools project on 127.0.0.1: HTTP for the connector, methods for what merchants, shops and tests do. The
 * methods do not show up in `traffic` and no fault hits them.
 */
export class CommercetoolsStandIn {
  readonly apiUrl: string;
  readonly authUrl: string;
  readonly projectKey: string;
  readonly connectorClient = CONNECTOR_CLIENT;
  readonly merchantClient = MERCHANT_CLIENT;
  /** The calls received and the faults to show. */
  readonly traffic: Traffic;
  /** Answers a call that came in through another server, as if it had come to this one. */
  readonly handle: RequestListener;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    const { port } = parts.app.server.address() as AddressInfo;
    this.apiUrl = `http://127.0.0.1:${port}`;
    this.authUrl = this.apiUrl;
    this.projectKey = parts.platform.projectKey;
    this.traffic = parts.traffic;
    this.handle = (request, response) => parts.app.routing(request, response);
    this.#parts = parts;
  }

  /** Stops the server and cuts open connections. */
  async close(): Promise<void> {
    await this.#parts.app.close();
  }

  /** Hands every message and test notification from now on to `listener`, whatever the Subscriptions ask for. */
  onMessage(listener: NotificationListener): void {
    this.#parts.platform.messages.listen(listener);
  }

  /** Every message so far, oldest first. */
  messages(): Notification[] {
    return structuredClone(this.#parts.platform.messages.messages);
  }

  /** Stores a new order as a shop does: version 1, times from the clock; publishes `as` and takes the stock. */
  placeOrder(order: Order, as: CreationMessage = 'OrderCreated'): Promise<Order> {
    return this.#parts.orders.place(order, as, MERCHANT_CLIENT.id);
  }

  /** Updates an order at its latest version as the merchant, with all checks and messages of the endpoint. */
  async merchantUpdate(orderId: string, actions: readonly OrderUpdateAction[]): Promise<Order> {
    const order = this.order(orderId);
    if (order === undefined) throw notFound(`ID '${orderId}'`);
    const updated = await this.#parts.updates.apply({
      typeId: 'order',
      id: orderId,
      version: order.version,
      actions: structuredClone(actions) as unknown as Action[],
      clientId: MERCHANT_CLIENT.id,
    });
    return updated as unknown as Order;
  }

  /**
   * Changes lines and amounts as an applied order edit does (OrderEditApplied, and a message per added or removed line).
   * Only for orders of inventory mode None.
   */
  editOrder(orderId: string, change: (order: MutableOrder) => void): Promise<Order> {
    return this.#parts.orders.edit(orderId, change, MERCHANT_CLIENT.id);
  }

  /**
   * Adds, changes or removes lines as the merchant, by an applied order edit: totals are computed anew. Messages as with
   * `editOrder`. Raises a RangeError for amounts that make no order.
   */
  merchantEditsOrder(orderId: string, edits: LineEdits): Promise<Order> {
    return this.editOrder(orderId, (order) => {
      Object.assign(order, editedOrder(order as Order, edits));
    });
  }

  /** Deletes an order as the merchant (OrderDeleted). Rejects when it is not there. */
  async deleteOrder(orderId: string): Promise<void> {
    const { platform, orders } = this.#parts;
    const deleted = await platform.writes.run(() => platform.storage.remove('order', orderId));
    if (deleted === undefined) throw notFound(`ID '${orderId}'`);
    orders.deleted(deleted, MERCHANT_CLIENT.id);
  }

  /** The order as stored; undefined when there is none. */
  order(id: string): Order | undefined {
    return this.#parts.platform.storage.read('order', id);
  }

  /** All orders, oldest first. */
  orders(): Order[] {
    return this.#all('order');
  }

  /** The custom object as stored; undefined when there is none. */
  customObject(container: string, key: string): CustomObject | undefined {
    return this.#parts.platform.storage.customObject(container, key);
  }

  /** All custom objects of a container, oldest first. */
  customObjects(container: string): CustomObject[] {
    return this.#all('key-value-document').filter((object) => object.container === container);
  }

  /** Creates or replaces a custom object as the merchant. */
  async putCustomObject(container: string, key: string, value: unknown): Promise<CustomObject> {
    const { object } = await this.#parts.customObjects.upsert({ container, key, value }, MERCHANT_CLIENT.id);
    return object;
  }

  /** Deletes a custom object, whatever its version. Rejects when it is not there. */
  async deleteCustomObject(container: string, key: string): Promise<void> {
    await this.#parts.customObjects.delete({ container, key });
  }

  /** All inventory entries, oldest first. */
  inventory(): InventoryEntry[] {
    return this.#all('inventory-entry');
  }

  /**
   * Sets the quantity on stock of a SKU in a supply channel as the merchant, with the message of the endpoint. Rejects when there
   * is no such entry.
   */
  async merchantSetsStock(
    place: { readonly sku: string; readonly channelId: string },
    quantity: number,
  ): Promise<void> {
    const { sku, channelId } = place;
    const entry = this.inventory().find((one) => one.sku === sku && one.supplyChannel?.id === channelId);
    if (entry === undefined) throw notFound(`Inventory entry of SKU '${sku}'`);
    await this.#parts.updates.apply({
      typeId: 'inventory-entry',
      id: entry.id,
      version: entry.version,
      actions: [{ action: 'changeQuantity', quantity }],
      clientId: MERCHANT_CLIENT.id,
    });
  }

  /** Takes the stock of orders placed since the last call; only with `stockDeduction: 'late'`. */
  settleStock(): Promise<void> {
    return this.#parts.platform.writes.run(() => settleStock(this.#parts.platform));
  }

  /** All Subscriptions, oldest first. */
  subscriptions(): Subscription[] {
    return this.#all('subscription');
  }

  /** All resources of a type, oldest first. */
  all<T extends keyof Resources>(typeId: T): Resources[T][] {
    return this.#all(typeId);
  }

  /**
   * Puts a resource there as given, without checks and messages. Absent id, version and times are filled in; given
   * times stay.
   */
  add<T extends keyof Resources>(typeId: T, resource: Partial<Resources[T]>): Resources[T] {
    const { storage } = this.#parts.platform;
    const now = storage.now();
    const client = author(MERCHANT_CLIENT.id);
    const base = { id: randomUUID(), version: 1, createdAt: now, createdBy: client, lastModifiedBy: client };
    const lastModifiedAt = (resource as { createdAt?: string }).createdAt ?? now;
    const added = { ...base, lastModifiedAt, ...resource };
    storage.put(typeId, added);
    return storage.read(typeId, added.id) as Resources[T];
  }

  /** Makes every token given out so far invalid: the next call of each client gets 401. */
  revokeTokens(): void {
    this.#parts.authentication.revokeAll();
  }

  /** Makes the project empty again: data, messages and their listeners, calls and faults. Tokens stay valid, the messages query is on. */
  async reset(): Promise<void> {
    const { storage, messages, writes, lateStock } = this.#parts.platform;
    await writes.run(() => storage.clear());
    await switchOnMessages(this.#parts.platform);
    messages.clear();
    lateStock.length = 0;
    this.traffic.reset();
  }

  /** The data as they are now. */
  snapshot(): StorageSnapshot {
    return this.#parts.platform.storage.snapshot();
  }

  /** Puts the data back as they were then, and forgets what `reset` forgets. */
  async restore(snapshot: StorageSnapshot): Promise<void> {
    const { storage, messages, writes, lateStock } = this.#parts.platform;
    await writes.run(() => storage.restore(snapshot));
    messages.clear();
    lateStock.length = 0;
    this.traffic.reset();
  }

  #all<T extends keyof Resources>(typeId: T): Resources[T][] {
    return structuredClone([...this.#parts.platform.storage.rows(typeId)]);
  }
}
