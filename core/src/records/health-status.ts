import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { ConflictError } from '../problems/errors.ts';

/** Key in `<CONNECTOR_ID>-health`. */
const KEY = 'status';

/** Tries to write it against other writers. */
const MAX_TRIES = 5;

/** The value; several parts of the connector keep a key of their own in it. */
export type HealthValue = Readonly<Record<string, unknown>>;

/** The object `<CONNECTOR_ID>-health/status`. */
export class HealthStatus {
  readonly #objects: Pick<CustomObjects, 'get' | 'put'>;
  readonly #container: string;

  /** @param container `<CONNECTOR_ID>-health` */
  constructor(objects: Pick<CustomObjects, 'get' | 'put'>, container: string) {
    this.#objects = objects;
    this.#container = container;
  }

  /** @throws PlatformError */
  async read(): Promise<HealthValue> {
    return (await this.#objects.get<HealthValue>(this.#container, KEY))?.value ?? {};
  }

  /**
   * Sets these keys, and removes those that are undefined; all others stay as they are. Nothing is written when nothing changes.
   * @throws PlatformError
   */
  set(changes: HealthValue): Promise<void> {
    return this.change(() => changes);
  }

  /**
   * The same with changes that depend on what is there; they may be computed more than once.
   * @throws PlatformError
   */
  async change(changesOf: (value: HealthValue) => HealthValue): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const stored = await this.#objects.get<HealthValue>(this.#container, KEY);
      const merged = Object.entries({ ...stored?.value, ...changesOf(stored?.value ?? {}) }).filter(
        ([, value]) => value !== undefined,
      );
      const value = Object.fromEntries(merged);
      if (JSON.stringify(value) === JSON.stringify(stored?.value ?? {})) return;
      try {
        await this.#objects.put(this.#container, KEY, { value, version: stored?.version ?? 0 });
        return;
      } catch (error) {
        if (!(error instanceof ConflictError) || tries >= MAX_TRIES) throw error;
      }
    }
  }
}
