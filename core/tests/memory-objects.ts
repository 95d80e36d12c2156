import type { CustomObjects, StoredObject } from '../src/commercetools/custom-objects.ts';
import { ConflictError } from '../src/problems/errors.ts';

/** One call that {@link MemoryObjects} received. */
export interface ObjectCall {
  readonly method: 'get' | 'put' | 'delete';
  readonly container: string;
  readonly key: string;
}

/** Custom objects in memory, fenced by versions like the platform's; several clients may share one. */
export class MemoryObjects {
  /** Every call, refused ones included, in order. */
  readonly calls: ObjectCall[] = [];
  /** Runs before and after each call takes effect, e.g. to wait or to fail. */
  before: (call: ObjectCall) => Promise<void> | void = () => undefined;
  after: (call: ObjectCall) => Promise<void> | void = () => undefined;
  readonly #stored = new Map<string, StoredObject<unknown>>();

  /** This as what the code under test takes. It offers `get`, `put` and `delete`, no queries. */
  get asObjects(): CustomObjects {
    return this as unknown as CustomObjects;
  }

  /** The value stored; undefined when there is none. */
  value(container: string, key: string): unknown {
    return this.#stored.get(`${container}/${key}`)?.value;
  }

  /** The version stored; 0 when there is none. */
  version(container: string, key: string): number {
    return this.#stored.get(`${container}/${key}`)?.version ?? 0;
  }

  /** As `CustomObjects.get`. */
  async get<T>(container: string, key: string): Promise<StoredObject<T> | undefined> {
    return this.#call({ method: 'get', container, key }, () =>
      structuredClone(this.#stored.get(`${container}/${key}`) as StoredObject<T> | undefined),
    );
  }

  /** As `CustomObjects.put`. */
  async put<T>(container: string, key: string, write: { value: T; version?: number }): Promise<StoredObject<T>> {
    return this.#call({ method: 'put', container, key }, () => {
      const current = this.version(container, key);
      if (write.version !== undefined && write.version !== current) throw lost(container, key);
      const time = '2026-11-23T10:00:00.000Z';
      const stored = { key, value: write.value, version: current + 1, createdAt: time, lastModifiedAt: time };
      this.#stored.set(`${container}/${key}`, structuredClone(stored));
      return stored;
    });
  }

  /** As `CustomObjects.delete`. */
  async delete(container: string, key: string, version?: number): Promise<boolean> {
    return this.#call({ method: 'delete', container, key }, () => {
      const current = this.version(container, key);
      if (current > 0 && version !== undefined && version !== current) throw lost(container, key);
      return this.#stored.delete(`${container}/${key}`);
    });
  }

  async #call<T>(call: ObjectCall, work: () => T): Promise<T> {
    this.calls.push(call);
    await this.before(call);
    const result = work();
    await this.after(call);
    return result;
  }
}

function lost(container: string, key: string): ConflictError {
  return new ConflictError(`${container}/${key} has another version`, { platform: 'commercetools', status: 409 });
}
