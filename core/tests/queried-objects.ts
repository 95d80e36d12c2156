import type { ObjectPage, StoredObject } from '../src/commercetools/custom-objects.ts';
import { MemoryObjects } from './memory-objects.ts';

/** Custom objects in memory that answer the queries of the tasks for shipments and returns. */
export class QueriedObjects extends MemoryObjects {
  /** Container and predicate of every query, in order. */
  readonly queries: string[] = [];
  /** Rows of one page at most. */
  pageSize = 500;
  readonly #keys = new Map<string, Set<string>>();

  override async put<T>(
    container: string,
    key: string,
    write: { value: T; version?: number },
  ): Promise<StoredObject<T>> {
    const stored = await super.put(container, key, write);
    this.#keys.set(container, (this.#keys.get(container) ?? new Set()).add(key));
    return stored;
  }

  /** Keys of a container that exist, in order. */
  keys(container: string): string[] {
    return [...(this.#keys.get(container) ?? [])].filter((key) => this.version(container, key) > 0).sort();
  }

  /** As `CustomObjects.page`, for predicates on `numbers` and `kind`. */
  async page<T>(container: string, query: { where?: string; after?: string }): Promise<ObjectPage<T>> {
    this.queries.push(`${container} ${query.where}`);
    const matching = this.#all<T>(container).filter(
      ({ key, value }) => key > (query.after ?? '') && matches(value, query.where ?? ''),
    );
    const objects = matching.slice(0, this.pageSize);
    const last = objects.at(-1);
    return objects.length === this.pageSize && last !== undefined ? { objects, next: last.key } : { objects };
  }

  /** As `CustomObjects.getMany`. */
  async getMany<T>(container: string, keys: readonly string[]): Promise<StoredObject<T>[]> {
    this.queries.push(`${container} ${keys.length} keys`);
    return this.#all<T>(container).filter(({ key }) => keys.includes(key));
  }

  #all<T>(container: string): StoredObject<T>[] {
    const time = '2026-11-23T10:00:00.000Z';
    return this.keys(container).map((key) => {
      const [value, version] = [structuredClone(this.value(container, key)) as T, this.version(container, key)];
      return { key, value, version, createdAt: time, lastModifiedAt: time };
    });
  }
}

function matches(value: unknown, where: string): boolean {
  const { numbers = [], kind } = value as { numbers?: readonly string[]; kind?: string };
  const wanted = [...where.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  if (where.startsWith('value(numbers contains any')) return numbers.some((number) => wanted.includes(number));
  if (where.startsWith('value(kind=')) return kind !== undefined && wanted.includes(kind);
  throw new Error(`${where} is not understood by these objects`);
}
