import { ConflictError, NotFoundError, PlatformError, RejectedError } from '../problems/errors.ts';
import { type CommercetoolsClient, isAlreadyThere } from './client.ts';
import { queryChunks, quoted } from './query-chunks.ts';

/** A custom object as read: its value with the version that a later write must name. */
export interface StoredObject<T> {
  readonly key: string;
  readonly value: T;
  readonly version: number;
  /** ISO 8601, the platform's clock. */
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** One page of a container; `next` is the key to go on after, absent on the last page. */
export interface ObjectPage<T> {
  readonly objects: readonly StoredObject<T>[];
  readonly next?: string;
}

/** Rows of one page at most. Source: commercetools API limits. */
const MAX_PAGE = 500;

/** Custom objects of the connector: typed access by container and key, every write fenced by a version. */
export class CustomObjects {
  readonly #client: CommercetoolsClient;

  constructor(client: CommercetoolsClient) {
    this.#client = client;
  }

  /** @returns undefined when there is no such object. @throws PlatformError */
  async get<T>(container: string, key: string): Promise<StoredObject<T> | undefined> {
    const found = await this.#client.find(`custom object ${container}/${key}`, () =>
      this.#client.api.customObjects().withContainerAndKey({ container, key }).get().execute(),
    );
    return found === undefined ? undefined : (found as StoredObject<T>);
  }

  /**
   * Writes one object.
   * @param version 0 creates only; a read version replaces only that version; absent overwrites
   * @throws ConflictError when the version no longer holds, also when the object to replace is gone
   * @throws PlatformError
   */
  async put<T>(container: string, key: string, write: { value: T; version?: number }): Promise<StoredObject<T>> {
    const draft = {
      container,
      key,
      value: write.value,
      ...(write.version === undefined ? {} : { version: write.version }),
    };
    try {
      const { body } = await this.#client.write(`custom object ${container}/${key}`, () =>
        this.#client.api.customObjects().post({ body: draft }).execute(),
      );
      return body as StoredObject<T>;
    } catch (error) {
      throw (await this.#isLost(error, draft)) ? asConflict(error) : error;
    }
  }

  /** Whether a fenced write failed because it found the object newer, there already or gone. */
  async #isLost(error: unknown, draft: { container: string; key: string; version?: number }): Promise<boolean> {
    const { container, key, version } = draft;
    if (!(error instanceof PlatformError) || version === undefined) return false;
    if (isAlreadyThere(error) || error instanceof NotFoundError) return true;
    // It is UNPROVEN which status a version above 0 gets when the object is gone; the value may be refused with the same one.
    if (version === 0 || !(error instanceof RejectedError)) return false;
    return (await this.get(container, key))?.version !== version;
  }

  /**
   * Deletes one object; with a version only that version.
   * @returns false when it was not there any more
   * @throws ConflictError PlatformError
   */
  async delete(container: string, key: string, version?: number): Promise<boolean> {
    try {
      await this.#client.write(`custom object ${container}/${key}`, () =>
        this.#client.api
          .customObjects()
          .withContainerAndKey({ container, key })
          .delete({ queryArgs: version === undefined ? {} : { version } })
          .execute(),
      );
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  /**
   * One page in key order. @param where predicate, e.g. `value(due=true)`. @param after key of the last object seen
   * @throws PlatformError
   */
  async page<T>(container: string, query: { where?: string; after?: string; limit?: number }): Promise<ObjectPage<T>> {
    const limit = query.limit ?? MAX_PAGE;
    const where = [query.where, query.after === undefined ? undefined : `key > "${query.after}"`].filter(
      (predicate): predicate is string => predicate !== undefined,
    );
    const { body } = await this.#client.read(`custom objects of ${container}`, () =>
      this.#client.api
        .customObjects()
        .withContainer({ container })
        .get({ queryArgs: { ...(where.length > 0 ? { where } : {}), sort: 'key asc', limit, withTotal: false } })
        .execute(),
    );
    const objects = body.results as unknown as StoredObject<T>[];
    const last = objects.at(-1);
    return objects.length === limit && last !== undefined ? { objects, next: last.key } : { objects };
  }

  /** How many objects a predicate finds; the platform counts up to 10,000. @throws PlatformError */
  async count(container: string, where?: string): Promise<number> {
    const { body } = await this.#client.read(`number of custom objects of ${container}`, () =>
      this.#client.api
        .customObjects()
        .withContainer({ container })
        .get({ queryArgs: { ...(where === undefined ? {} : { where }), limit: 1, withTotal: true } })
        .execute(),
    );
    return body.total ?? body.count;
  }

  /** The objects among these keys that exist, in as few queries as the URL length allows. @throws PlatformError */
  async getMany<T>(container: string, keys: readonly string[]): Promise<StoredObject<T>[]> {
    const pages = await Promise.all(
      queryChunks(keys, MAX_PAGE).map((chunk) => this.page<T>(container, { where: `key in (${quoted(chunk)})` })),
    );
    return pages.flatMap((page) => page.objects);
  }
}

/** The lost race that the error stands for. */
function asConflict(error: unknown): unknown {
  if (!(error instanceof PlatformError) || error instanceof ConflictError) return error;
  return new ConflictError(error.message, { platform: 'commercetools', status: error.status, cause: error });
}
