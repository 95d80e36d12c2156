import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';

/** Container `<CONNECTOR_ID>-cursors`: where each delta stands. Every write is fenced by the version that was read. */
export class Cursors {
  readonly #objects: CustomObjects;
  readonly #container: string;

  constructor(objects: CustomObjects, container: string) {
    this.#objects = objects;
    this.#container = container;
  }

  /** @returns undefined before the first pass. @throws PlatformError */
  read<T>(key: string): Promise<StoredObject<T> | undefined> {
    return this.#objects.get<T>(this.#container, key);
  }

  /**
   * Moves a cursor. @param previous as read or as last written; undefined creates it
   * @throws ConflictError when another run moved it meanwhile: that run has the task now
   */
  write<T>(key: string, value: T, previous: StoredObject<T> | undefined): Promise<StoredObject<T>> {
    return this.#objects.put<T>(this.#container, key, { value, version: previous?.version ?? 0 });
  }
}
