import { randomUUID } from 'node:crypto';
import type { CustomObject } from '@commercetools/platform-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { author, clientIdOf, type Platform, pathParam, queryOf, type RouteCorrection } from './platform.ts';
import {
  concurrentModification,
  invalidField,
  invalidJson,
  invalidOperation,
  notFound,
  requiredField,
} from './platform-error.ts';
import { isObject } from './queries/compare.ts';
import { RESOURCE_FIELDS } from './queries/fields.ts';
import { queryPage } from './queries/query.ts';
import type { PlatformStorage } from './storage.ts';

const NAME = /^[-_~.a-zA-Z0-9]{1,256}$/;

/** A custom object to create or replace. `version` 0: create only; absent: replace whatever is there. */
export interface CustomObjectDraft {
  readonly container: string;
  readonly key: string;
  readonly value: unknown;
  readonly version?: number;
}

/** Custom objects as the platform keeps them: https://docs.commercetools.com/api/projects/custom-objects */
export class CustomObjects {
  readonly #platform: Platform;
  readonly #storage: PlatformStorage;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#storage = platform.storage;
  }

  /** The routes below `/custom-objects`. */
  routes(): RouteCorrection[] {
    const one = { url: '/custom-objects/:container/:key', newUrl: '/custom-objects/:container/*' };
    return [
      { method: 'POST', url: '/custom-objects', handler: (request, reply) => this.#post(request, reply) },
      { method: 'GET', ...one, handler: (request) => this.#get(request) },
      { method: 'DELETE', ...one, handler: (request) => this.#delete(request) },
      { method: 'GET', url: '/custom-objects', handler: (request) => this.#list(request) },
      { method: 'GET', url: '/custom-objects/:container', handler: (request) => this.#list(request) },
    ];
  }

  /**
   * Creates or replaces. Raises 409 when the version given is not the version stored (0 = there must be none), 400 for a
   * bad container or key, for a missing value and for a version above 0 on a missing object.
   */
  upsert(draft: CustomObjectDraft, clientId: string): Promise<{ created: boolean; object: CustomObject }> {
    return this.#platform.writes.run(() => this.#upsert(draft, clientId));
  }

  /** Deletes; with a version only that version. Raises 404 and 409. */
  delete(name: { container: string; key: string }, version?: number): Promise<CustomObject> {
    return this.#platform.writes.run(() => {
      const current = this.#existing(name);
      if (version !== undefined && version !== current.version) {
        throw concurrentModification(current.id, { expected: version, current: current.version });
      }
      this.#storage.remove('key-value-document', current.id);
      return current;
    });
  }

  #upsert(draft: CustomObjectDraft, clientId: string): { created: boolean; object: CustomObject } {
    const { container, key, version } = draft;
    if (!NAME.test(container)) throw invalidField('container', container);
    if (!NAME.test(key)) throw invalidField('key', key);
    if (draft.value === undefined || draft.value === null) throw requiredField('value');
    const current = this.#storage.customObject(container, key);
    if (current === undefined && version !== undefined && version !== 0) {
      throw invalidOperation('A version above 0 needs an existing custom object.');
    }
    if (current !== undefined && version !== undefined && version !== current.version) {
      throw concurrentModification(current.id, { expected: version, current: current.version });
    }
    const now = this.#storage.now();
    const base = current ?? {
      id: randomUUID(),
      version: 0,
      createdAt: now,
      createdBy: author(clientId),
      container,
      key,
    };
    const lastModifiedAt = this.#storage.modifiedAt(base.createdAt);
    const object: CustomObject = {
      ...base,
      version: base.version + 1,
      lastModifiedAt,
      lastModifiedBy: author(clientId),
      value: withoutNulls(draft.value),
    };
    this.#storage.put('key-value-document', object);
    return { created: current === undefined, object };
  }

  async #post(request: FastifyRequest, reply: FastifyReply): Promise<CustomObject> {
    const { created, object } = await this.upsert(draftOf(request.body), clientIdOf(request));
    reply.code(created ? 201 : 200);
    return object;
  }

  #get(request: FastifyRequest): CustomObject {
    return this.#existing(nameOf(request));
  }

  #delete(request: FastifyRequest): Promise<CustomObject> {
    const version = queryOf(request).get('version');
    return this.delete(nameOf(request), version === null ? undefined : Number(version));
  }

  #list(request: FastifyRequest): object {
    const container = pathParam(request, 'container');
    const rows = [...this.#storage.rows('key-value-document')].filter(
      (row) => container === '' || row.container === container,
    );
    const fields = RESOURCE_FIELDS['key-value-document'];
    return queryPage({ rows, defaultSort: 'key', ...(fields === undefined ? {} : { fields }) }, queryOf(request));
  }

  #existing({ container, key }: { container: string; key: string }): CustomObject {
    const found = this.#storage.customObject(container, key);
    if (found === undefined) throw notFound(`container '${container}' and key '${key}'`);
    return found;
  }
}

function nameOf(request: FastifyRequest): { container: string; key: string } {
  return { container: pathParam(request, 'container'), key: pathParam(request, '*') };
}

function draftOf(body: unknown): CustomObjectDraft {
  if (!isObject(body)) throw invalidJson('a custom object draft is an object');
  const { container, key, value, version } = body;
  if (typeof container !== 'string' || typeof key !== 'string') throw invalidJson('container and key are text');
  if (version !== undefined && version !== null && typeof version !== 'number')
    throw invalidJson('version is a number');
  return { container, key, value, ...(typeof version === 'number' ? { version } : {}) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}
