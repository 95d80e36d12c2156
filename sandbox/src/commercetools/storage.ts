import type {
  Cart,
  Channel,
  Customer,
  CustomObject,
  DiscountCode,
  InventoryEntry,
  Order,
  Payment,
  Product,
  ProductType,
  Project,
  ShippingMethod,
  State,
  Store,
  Subscription,
  TaxCategory,
  Type,
} from '@commercetools/platform-sdk';
import { InMemoryStorage } from '@labdigital/commercetools-mock';
import type { Clock } from '../clock.ts';
import { expandReferences, type Resolve } from './queries/expand.ts';

/** The resources that can be put into the stand-in, by type id. */
export interface Resources {
  cart: Cart;
  channel: Channel;
  customer: Customer;
  'discount-code': DiscountCode;
  'inventory-entry': InventoryEntry;
  'key-value-document': CustomObject;
  order: Order;
  payment: Payment;
  product: Product;
  'product-type': ProductType;
  'shipping-method': ShippingMethod;
  state: State;
  store: Store;
  subscription: Subscription;
  'tax-category': TaxCategory;
  type: Type;
}

/** A stored resource of any type. */
export interface Stored {
  id: string;
  version: number;
  createdAt: string;
  lastModifiedAt: string;
  key?: string;
  [field: string]: unknown;
}

/** What a storage held at some moment. */
export interface StorageSnapshot {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, Stored>>;
  readonly customObjectIds: ReadonlyMap<string, string>;
}

/** The parts of the mock's storage that are used or corrected here, in loose types: it does not export its own. */
interface MockStorage {
  resources: Record<string, Record<string, { _map: Map<string, Stored> }>>;
  all(projectKey: string, typeId: string): Promise<Stored[]>;
  add(projectKey: string, typeId: string, resource: Stored, params?: { expand?: string[] }): Promise<Stored>;
  delete(projectKey: string, typeId: string, id: string, params?: { expand?: string[] }): Promise<Stored | null>;
  getByKey(projectKey: string, typeId: string, key: string, params?: { expand?: string[] }): Promise<Stored | null>;
  clear(): Promise<void>;
  getProject(projectKey: string): Promise<Project>;
  saveProject(project: Project): Promise<Project>;
  expand<T>(projectKey: string, resource: T, clause: undefined | string | string[]): Promise<T>;
}

const MockStorage = InMemoryStorage as unknown as new () => MockStorage;

/**
 * The mock's storage, corrected: times come from the injected clock, `createdAt` never changes and is never after
 * `lastModifiedAt`, references that point to nothing do not make an expansion fail. Custom objects are found by
 * container and key.
 */
export class PlatformStorage extends MockStorage {
  readonly projectKey: string;
  readonly #clock: Clock;
  readonly #customObjectIds = new Map<string, string>();

  constructor(projectKey: string, clock: Clock) {
    super();
    this.projectKey = projectKey;
    this.#clock = clock;
  }

  /** Makes the tables of the project. Await it once before anything else. */
  async open(): Promise<void> {
    await super.all(this.projectKey, 'order');
  }

  /** The current time as the platform writes it. */
  now(): string {
    return new Date(this.#clock()).toISOString();
  }

  /** The time of a change to something made at `createdAt`: now, but never before it. */
  modifiedAt(createdAt: string): string {
    return new Date(Math.max(this.#clock(), Date.parse(createdAt))).toISOString();
  }

  /** Every stored resource of a type, not copied: read only. */
  rows<T extends keyof Resources>(typeId: T): Iterable<Resources[T]>;
  rows(typeId: string): Iterable<Stored>;
  rows(typeId: string): Iterable<unknown> {
    return this.#table(typeId)?.values() ?? [];
  }

  /** A copy of a resource by id. */
  read<T extends keyof Resources>(typeId: T, id: string): Resources[T] | undefined;
  read(typeId: string, id: string): Stored | undefined;
  read(typeId: string, id: string): unknown {
    const found = this.#table(typeId)?.get(id);
    return found === undefined ? undefined : structuredClone(found);
  }

  /** A copy of the first resource that passes the test. */
  find<T extends keyof Resources>(typeId: T, test: (row: Resources[T]) => boolean): Resources[T] | undefined;
  find(typeId: string, test: (row: Stored) => boolean): Stored | undefined;
  find(typeId: string, test: (row: never) => boolean): unknown {
    for (const row of this.#table(typeId)?.values() ?? []) if (test(row as never)) return structuredClone(row);
    return undefined;
  }

  /** A copy of the custom object of this container and key. */
  customObject(container: string, key: string): CustomObject | undefined {
    const id = this.#customObjectIds.get(`${container}/${key}`);
    return id === undefined ? undefined : this.read('key-value-document', id);
  }

  /** The resource a reference or resource identifier points to. */
  readonly resolve: Resolve = ({ typeId, id, key }) =>
    id === undefined ? this.find(typeId, (row) => row.key === key) : this.read(typeId, id);

  /** Stores a copy exactly as given, times included. Fields that are undefined are dropped, as JSON does. */
  put(typeId: string, resource: object): void {
    const row: Stored = JSON.parse(JSON.stringify(resource));
    this.#table(typeId)?.set(row.id, row);
    if (typeId === 'key-value-document') this.#customObjectIds.set(`${row.container}/${row.key}`, row.id);
  }

  /** Removes a resource and returns it. */
  remove(typeId: string, id: string): Stored | undefined {
    const row = this.#table(typeId)?.get(id);
    this.#table(typeId)?.delete(id);
    if (row !== undefined && typeId === 'key-value-document')
      this.#customObjectIds.delete(`${row.container}/${row.key}`);
    return row;
  }

  /** Everything stored now. Rows are never changed in place, so nothing is copied. */
  snapshot(): StorageSnapshot {
    const tables = Object.entries(this.resources[this.projectKey] ?? {});
    return {
      tables: new Map(tables.map(([typeId, { _map: rows }]) => [typeId, new Map(rows)])),
      customObjectIds: new Map(this.#customObjectIds),
    };
  }

  /** Makes everything stored again as it was then. */
  restore({ tables, customObjectIds }: StorageSnapshot): void {
    for (const [typeId, { _map: rows }] of Object.entries(this.resources[this.projectKey] ?? {}))
      replaceAll(rows, tables.get(typeId) ?? new Map());
    replaceAll(this.#customObjectIds, customObjectIds);
  }

  override async clear(): Promise<void> {
    await super.clear();
    this.#customObjectIds.clear();
  }

  override async add(_projectKey: string, typeId: string, resource: Stored): Promise<Stored> {
    const before = this.#table(typeId)?.get(resource.id);
    const createdAt = before?.createdAt ?? this.now();
    this.put(typeId, { ...resource, createdAt, lastModifiedAt: this.modifiedAt(createdAt) });
    return this.read(typeId, resource.id) ?? resource;
  }

  override async delete(_projectKey: string, typeId: string, id: string): Promise<Stored | null> {
    return this.remove(typeId, id) ?? null;
  }

  override async getByKey(
    projectKey: string,
    typeId: string,
    key: string,
    params: { expand?: string[] } = {},
  ): Promise<Stored | null> {
    const found = this.find(typeId, (row) => row.key === key);
    return found === undefined ? null : this.expand(projectKey, found, params.expand);
  }

  override async expand<T>(_projectKey: string, resource: T, clause: undefined | string | string[]): Promise<T> {
    const paths = clause === undefined ? [] : [clause].flat();
    if (typeof resource === 'object' && resource !== null) expandReferences(resource, paths, this.resolve);
    return resource;
  }

  #table(typeId: string): Map<string, Stored> | undefined {
    return this.resources[this.projectKey]?.[typeId]?._map;
  }
}

function replaceAll<K, V>(map: Map<K, V>, by: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}
