import type { FastifyRequest } from 'fastify';
import { clientIdOf, type Platform, pathParam, queryOf, type RouteCorrection } from './platform.ts';
import { concurrentModification, invalidInput, notFound } from './platform-error.ts';
import { projections } from './products.ts';
import { RESOURCE_FIELDS } from './queries/fields.ts';
import { queryPage } from './queries/query.ts';
import type { Stored } from './storage.ts';
import { type Updates, updateRequest } from './updates.ts';

/** Endpoints that follow the platform's common pattern, by path. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  '/channels': 'channel',
  '/customers': 'customer',
  '/discount-codes': 'discount-code',
  '/inventory': 'inventory-entry',
  '/orders': 'order',
  '/payments': 'payment',
  '/products': 'product',
  '/product-types': 'product-type',
  '/shipping-methods': 'shipping-method',
  '/states': 'state',
  '/stores': 'store',
  '/subscriptions': 'subscription',
  '/tax-categories': 'tax-category',
  '/types': 'type',
};

/** What is done when a resource of a type has been deleted. */
export type AfterDelete = (deleted: Stored, clientId: string) => void;

/**
 * List, read, update and delete of the common resources: predicates and sort as the platform has them, a page of at most
 * 500, versions honoured on every write and delete, keys of any length, and the answer of an update is its own result.
 */
export function commonRoutes(
  platform: Platform,
  updates: Updates,
  afterDelete: Readonly<Record<string, AfterDelete>>,
): RouteCorrection[] {
  return [
    ...Object.entries(ENDPOINTS).flatMap(([path, typeId]) =>
      routesOf(new Endpoint(platform, updates, { typeId, afterDelete: afterDelete[typeId] }), path),
    ),
    {
      method: 'GET',
      url: '/product-projections',
      handler: (request) => {
        const query = queryOf(request);
        return queryPage({ rows: projections(platform.storage, query), defaultSort: 'id' }, query);
      },
    },
  ];
}

function routesOf(endpoint: Endpoint, path: string): RouteCorrection[] {
  const byKey = { url: `${path}/key=:key`, newUrl: `${path}/key=*` };
  const byId = { url: `${path}/:id` };
  return [
    { method: 'GET', url: path, handler: (request) => endpoint.list(request) },
    { method: 'GET', ...byKey, handler: (request) => endpoint.get(request, keyOf(endpoint, request)) },
    { method: 'GET', ...byId, handler: (request) => endpoint.get(request, pathParam(request, 'id')) },
    { method: 'POST', ...byKey, handler: (request) => endpoint.update(request, keyOf(endpoint, request)) },
    { method: 'POST', ...byId, handler: (request) => endpoint.update(request, pathParam(request, 'id')) },
    { method: 'DELETE', ...byKey, handler: (request) => endpoint.delete(request, keyOf(endpoint, request)) },
    { method: 'DELETE', ...byId, handler: (request) => endpoint.delete(request, pathParam(request, 'id')) },
  ];
}

function keyOf(endpoint: Endpoint, request: FastifyRequest): string {
  return endpoint.idBy('key', pathParam(request, '*'));
}

/** Reads an order by its number. */
export function orderByNumber(orders: Endpoint): RouteCorrection {
  return {
    method: 'GET',
    url: '/orders/order-number=:orderNumber',
    newUrl: '/orders/order-number=*',
    handler: (request) => orders.get(request, orders.idBy('orderNumber', pathParam(request, '*'))),
  };
}

/** One resource type behind HTTP. Also used for orders by order number. */
export class Endpoint {
  readonly #platform: Platform;
  readonly #updates: Updates;
  readonly #typeId: string;
  readonly #afterDelete: AfterDelete | undefined;

  constructor(platform: Platform, updates: Updates, rules: { typeId: string; afterDelete?: AfterDelete | undefined }) {
    this.#platform = platform;
    this.#updates = updates;
    this.#typeId = rules.typeId;
    this.#afterDelete = rules.afterDelete;
  }

  /** A page of resources. */
  list(request: FastifyRequest): object {
    const query = queryOf(request);
    const { storage } = this.#platform;
    const fields = RESOURCE_FIELDS[this.#typeId];
    const page = queryPage(
      { rows: storage.rows(this.#typeId), defaultSort: 'id', ...(fields === undefined ? {} : { fields }) },
      query,
    );
    const expand = query.getAll('expand');
    if (expand.length === 0) return page;
    const results = structuredClone(page.results);
    for (const row of results) void storage.expand(storage.projectKey, row, expand);
    return { ...page, results };
  }

  /** The id of the resource whose field has this value. Raises 404. */
  idBy(field: string, value: string): string {
    const found = this.#platform.storage.find(this.#typeId, (row) => row[field] === value);
    if (found === undefined) throw notFound(`${field} '${value}'`);
    return found.id;
  }

  /** The resource, expanded as asked. Raises 404. */
  get(request: FastifyRequest, id: string): Promise<Stored> {
    const found = this.#platform.storage.read(this.#typeId, id);
    if (found === undefined) throw notFound(`ID '${id}'`);
    return this.#expanded(request, found);
  }

  /** The resource after the update in the body. Raises 400, 404, 409. */
  async update(request: FastifyRequest, id: string): Promise<Stored> {
    const clientId = clientIdOf(request);
    const update = { typeId: this.#typeId, id, clientId, ...updateRequest(request.body) };
    return this.#expanded(request, await this.#updates.apply(update));
  }

  /** Deletes the resource if `version` is its version, and answers with it. Raises 400, 404, 409. */
  async delete(request: FastifyRequest, id: string): Promise<Stored> {
    const version = queryOf(request).get('version');
    if (version === null) throw invalidInput('Required parameter: version: is missing.');
    const { storage, writes } = this.#platform;
    const deleted = await writes.run(() => {
      const current = storage.read(this.#typeId, id);
      if (current === undefined) throw notFound(`ID '${id}'`);
      if (current.version !== Number(version)) {
        throw concurrentModification(id, { expected: Number(version), current: current.version });
      }
      storage.remove(this.#typeId, id);
      return current;
    });
    this.#afterDelete?.(deleted, clientIdOf(request));
    return deleted;
  }

  #expanded(request: FastifyRequest, resource: Stored): Promise<Stored> {
    return this.#platform.storage.expand(this.#platform.projectKey, resource, queryOf(request).getAll('expand'));
  }
}
